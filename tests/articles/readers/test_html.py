from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.articles.readers.html import paragraphs_of
from tests.articles.readers.given import articles, of_kind, only, refusal

PAGE = """<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Bridge closes | The Gazette</title>
<meta name="author" content="Mara Lind"><meta property="og:site_name" content="The Gazette">
<link rel="canonical" href="https://news.example.org/bridge">
<meta property="article:published_time" content="2024-03-04T10:00:00Z">
<script>document.write("drawn by a script")</script><style>p { color: red }</style></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<article><h1>Bridge closes</h1>
<p>The old bridge over the river closes on Monday, the mayor said after the council had met.</p>
<script>alert("hello")</script>
<p>About 4,000 cars cross it <b>every</b> day, according to the&nbsp;county, and nobody knows where they will go.</p>
<ul><li>The ferry runs until ten.</li><li>The train stops at six.</li></ul>
<blockquote><p>“We are sorry,” said Ms Holm, who has led the works since the spring of last year.</p></blockquote>
</article>
<footer><p>Copyright 2024 The Gazette. All rights reserved. Cookies.</p></footer></body></html>"""


def test_a_page_gives_its_article_and_what_it_says_of_itself() -> None:
    found = only(PAGE, "bridge.html", "html")

    assert found.text.split("\n\n") == [
        "Bridge closes",
        "The old bridge over the river closes on Monday, the mayor said after the council had met.",
        "About 4,000 cars cross it every day, according to the county, and nobody knows where they will go.",
        "The ferry runs until ten.",
        "The train stops at six.",
        "“We are sorry,” said Ms Holm, who has led the works since the spring of last year.",
    ]
    assert (found.title, found.byline, found.outlet) == ("Bridge closes", "Mara Lind", "The Gazette")
    assert (found.published_on, found.language) == (dt.date(2024, 3, 4), "en-GB")
    assert found.url == "https://news.example.org/bridge"


def test_a_page_is_known_by_its_content_whatever_its_name() -> None:
    assert only(PAGE, "bridge.txt", "html").title == "Bridge closes"


def test_a_page_cut_short_gives_what_is_there() -> None:
    cut = PAGE[: PAGE.index("<ul><li>The ferry")]

    assert only(cut, kind="html").text.endswith("nobody knows where they will go.")


def test_a_short_page_gives_its_words_without_what_is_around() -> None:
    found = only("<html><body><nav>Home</nav><p>Rain fell, he said.</p><footer>Contact</footer></body></html>")

    assert found.text == "Rain fell, he said."


def test_characters_are_read_as_the_page_declares_them() -> None:
    page = '<html><head><meta charset="{}"></head><body><p>{}</p></body></html>'

    assert only(page.format("windows-1251", "Мост закрыт").encode("cp1251")).text == "Мост закрыт"
    assert only(page.format("iso-8859-1", "„Grüße“").encode("cp1252")).text == "„Grüße“"
    # What is declared wrongly, or is no encoding at all.
    assert only(page.format("utf-8", "Grüße").encode("cp1252")).text == "Grüße"
    assert only(page.format("klingon", "Grüße")).text == "Grüße"
    assert only(page.format("utf-8", "Grüße").encode("utf-16")).text == "Grüße"


def test_a_page_without_words_is_refused_in_a_sentence() -> None:
    empty = "<!doctype html><html><head><title>App</title></head><body><div id=root></div><script>go()</script></body>"

    assert "no words on this web page" in refusal(empty, kind="html")


def test_a_page_nested_deeply_does_no_harm() -> None:
    deep = "<html><body>" + "<div>" * 50_000 + "<p>Down here.</p>"

    assert len(articles(deep, kind="html")) == 1


def test_a_piece_of_html_is_all_article() -> None:
    piece = """Hello <b>there</b>,<br>you.<br/>
        <br>Second &lt;one&gt;<p>Third<script>alert(1)</script> one<!-- no --><div hidden>Hidden</div>
        <span style="display: none">Hidden too</span><table><tr><td>a</td><td>b</td></tr></table>the end"""

    assert paragraphs_of(piece) == ["Hello there, you.", "Second <one>", "Third one", "a b", "the end"]
    assert paragraphs_of("") == paragraphs_of("<!-- nothing -->") == []


@settings(max_examples=25, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.integers(0, len(PAGE)).map(lambda end: PAGE.encode()[:end])))
def test_whatever_comes_is_answered(data: bytes) -> None:
    assert len(of_kind("html", data)) == 1
