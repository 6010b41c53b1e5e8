from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.readers.html import paragraphs_of
from tests.readers.builders import articles, only, read_as, refusal

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
    article = only(PAGE, "bridge.html", "html")

    assert article.text.split("\n\n") == [
        "Bridge closes",
        "The old bridge over the river closes on Monday, the mayor said after the council had met.",
        "About 4,000 cars cross it every day, according to the county, and nobody knows where they will go.",
        "The ferry runs until ten.",
        "The train stops at six.",
        "“We are sorry,” said Ms Holm, who has led the works since the spring of last year.",
    ]
    assert (article.title, article.byline, article.outlet) == ("Bridge closes", "Mara Lind", "The Gazette")
    assert (article.published_on, article.language) == (dt.date(2024, 3, 4), "en-GB")
    assert article.url == "https://news.example.org/bridge"


def test_a_page_is_known_by_its_content_whatever_its_name() -> None:
    assert only(PAGE, "bridge.txt", "html").title == "Bridge closes"


def test_a_page_cut_short_gives_what_is_there() -> None:
    cut = PAGE[: PAGE.index("<ul><li>The ferry")]

    assert only(cut, kind="html").text.endswith("nobody knows where they will go.")


def test_a_short_page_gives_its_words_without_what_is_around() -> None:
    article = only("<html><body><nav>Home</nav><p>Rain fell, he said.</p><footer>Contact</footer></body></html>")

    assert article.text == "Rain fell, he said."


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

    assert "web page has no text" in refusal(empty, kind="html")


def test_a_page_nested_deeply_does_no_harm() -> None:
    deep = "<html><body>" + "<div>" * 50_000 + "<p>Down here.</p>"

    assert len(articles(deep, kind="html")) == 1


def test_a_piece_of_html_is_all_article() -> None:
    piece = """Hello <b>there</b>,<br>you.<br/>
        <br>Second &lt;one&gt;<p>Third<script>alert(1)</script> one<!-- no --><div hidden>Hidden</div>
        <span style="display: none">Hidden too</span><table><tr><td>a</td><td>b</td></tr></table>the end"""

    assert paragraphs_of(piece) == ["Hello there, you.", "Second <one>", "Third one", "a b", "the end"]
    assert paragraphs_of("She said <q>no</q>, twice.") == ["She said “no”, twice."]
    assert paragraphs_of("") == paragraphs_of("<!-- nothing -->") == []


LONG = "The old bridge over the river closes on Monday, the mayor said after the council had met in the town hall."


def page(body: str, head: str = "<title>Bridge closes</title>") -> str:
    return f"""<!doctype html><html><head>{head}</head><body><article><h1>Bridge closes</h1>
        <p>{LONG}</p>{body}<p>{LONG.replace("old", "new")}</p></article></body></html>"""


def between(body: str) -> list[str]:
    """What is read of a piece in the middle of an article."""
    first, second, *middle, last = only(page(body)).text.split("\n\n")
    assert (first, second, last) == ("Bridge closes", LONG, LONG.replace("old", "new"))
    return middle


@pytest.mark.parametrize(
    ("piece", "read"),
    [
        ("<p>It shut on <time datetime=2024-03-04>Monday</time>, he said.</p>", "It shut on Monday, he said."),
        ("<p>It costs <output>4</output> <label>million</label>, he said.</p>", "It costs 4 million, he said."),
        ("<p>“<a href=/a>The mayor</a>, <a href=/b>Ann Berg</a>, said.</p>", "“The mayor, Ann Berg, said."),
        ("<p>He said <q>it <b>stays</b> shut</q> and left.</p>", "He said “it stays shut” and left."),
        ("<p>He said <q>“it stays shut”</q> and left.</p>", "He said “it stays shut” and left."),
        ("<p>One,<br>two.</p>", "One, two."),
        ("<p>Source: <a href=/a>County of Holm</a></p>", "Source: County of Holm"),
        ("<p>Related companies said: <a href=/a>no comment</a></p>", "Related companies said: no comment"),
        ("<p>See the <a href=/a>report</a>, she said.</p>", "See the report, she said."),
    ],
)
def test_no_word_of_a_sentence_is_taken_for_decoration(piece: str, read: str) -> None:
    assert between(piece) == [read]


def test_two_breaks_part_paragraphs_and_one_does_not() -> None:
    assert between(f"<p><b>One</b><br><br>{LONG} Two<br/>\n<br/>Three<br>four.</p><p>Five.</p>") == [
        "One",
        f"{LONG} Two",
        "Three four.",
        "Five.",
    ]


@pytest.mark.parametrize(
    "piece",
    [
        "<p><em>Read more</em>: <a href=/a>The bridge in pictures</a></p>",
        "<p><strong>READ ALSO | <a href=/a>Who pays?</a></strong></p>",
        "<p>Lire aussi\u00a0: <a href=/a>Le pont en images</a></p>",
        "<p><i>[<a href=/a>How the bridge was built</a>]</i></p>",
        "<p><i><a href=/a>[Read: How the bridge was built]</a></i></p>",
        "<h3><a href=/a>See also: Who pays?</a></h3>",
        '<a href="#more" class=skip>Continue reading the main story</a>',
        '<p><span><a href="#top">Back to the top</a></span></p>',
    ],
)
def test_what_leads_away_from_the_article_is_no_part_of_it(piece: str) -> None:
    assert between(piece) == []


def test_what_a_page_wrote_into_elements_of_its_own_is_read() -> None:
    saved = "<html><body><my-text><template shadowrootmode=open><p>Rain fell, he said.</p></template></my-text></body>"

    assert only(saved).text == "Rain fell, he said."
    assert between(f"<template><p>{LONG} {{{{ name }}}}</p></template>") == []


def test_lines_that_say_who_and_when_are_read_and_no_text() -> None:
    article = only(page("").replace(f"<p>{LONG}</p>", f"<p>By Jane Doe</p><p>March 4, 2024</p><p>{LONG}</p>", 1))

    assert article.text.split("\n\n") == ["Bridge closes", LONG, LONG.replace("old", "new")]
    assert (article.byline, article.published_on) == ("Jane Doe", dt.date(2024, 3, 4))


def test_the_line_about_the_owner_is_no_text() -> None:
    assert only(page("").replace("</article>", "<p>© 2024 The Gazette</p></article>")).text.endswith("town hall.")


@pytest.mark.parametrize(
    ("full_title", "outlet", "title"),
    [
        ("Bridge closes | The Gazette", "The Gazette", "Bridge closes"),
        ("Bridge | The town council decides on Monday", "", "Bridge | The town council decides on Monday"),
        ("Bridge closes | TG | 04.03.2024", "The Gazette", "Bridge closes"),
        ("Why bridges close - THEGAZETTE", "The Gazette", "Why bridges close"),
        ("Why bridges close - a guide", "The Gazette", "Why bridges close - a guide"),
        ("Bridge closes | The Gazette", "", "Bridge closes"),
    ],
)
def test_a_title_is_the_headline_alone(full_title: str, outlet: str, title: str) -> None:
    head = f'<title>x</title><meta property="og:title" content="{full_title}">'
    head += f'<meta property="og:site_name" content="{outlet}">' if outlet else ""

    assert only(page("", head)).title == title


@pytest.mark.parametrize(
    ("meta", "outlet"),
    [
        ("<title>Bridge closes – The Gazette</title>", "The Gazette"),
        (
            "<title>Bridge closes – The Gazette</title><meta property=og:site_name content=http://www.g.org>",
            "The Gazette",
        ),
        ("<title>Bridge closes – live</title>", "news.example.org"),
        (
            "<title>Bridge</title><meta property=article:publisher content=https://www.facebook.com/g>",
            "news.example.org",
        ),
    ],
)
def test_an_outlet_has_a_name_before_a_domain(meta: str, outlet: str) -> None:
    link = "<link rel=canonical href=https://news.example.org/bridge>"

    assert only(page("", link + meta)).outlet == outlet


@pytest.mark.parametrize(
    ("authors", "byline"),
    [
        (["Jane Doe", "JANE DOE"], "Jane Doe"),
        (["Jane Doe", "Bo Lund"], "Jane Doe, Bo Lund"),
        (["Jane Doe", "The Gazette"], "Jane Doe"),
        (["The Gazette"], ""),
        (["https://news.example.org/by/jane"], ""),
    ],
)
def test_a_byline_is_names_alone(authors: list[str], byline: str) -> None:
    head = '<title>Bridge closes</title><meta property="og:site_name" content="The Gazette">'

    assert (
        only(page("", head + "".join(f'<meta name="author" content="{author}">' for author in authors))).byline
        == byline
    )


def test_who_wrote_it_may_stand_at_the_foot_of_the_article() -> None:
    article = only(page('<footer><span itemprop="author name">Jane Doe</span></footer>'))

    assert article.byline == "Jane Doe"
    assert "Jane Doe" not in article.text


@pytest.mark.parametrize(
    ("meta", "language"),
    [
        ("<meta http-equiv=content-language content=en>", "en"),
        ("<meta property=og:locale content=fr_FR>", "fr-FR"),
        ("<meta property=og:locale content=nonsense!>", ""),
    ],
)
def test_a_language_is_taken_from_wherever_a_page_states_it(meta: str, language: str) -> None:
    assert only(page("", f"<title>Bridge closes</title>{meta}")).language == language


@pytest.mark.parametrize("piece", ["<q>a ", "<a href='#x'>a</a> ", "a<br><br>", "<article><footer>", "<h1>a</h1>"])
def test_many_of_what_is_put_right_take_no_long_time(piece: str) -> None:
    assert len(articles("<html><body><p>" + piece * 10_000, kind="html")) == 1


@settings(max_examples=25, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.integers(0, len(PAGE)).map(lambda end: PAGE.encode()[:end])))
def test_whatever_comes_is_answered(data: bytes) -> None:
    assert len(read_as("html", data)) == 1
