from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.readers.builders import articles, only, read_as, refusal

WORDS = [
    "The old bridge over the river closes on Monday, the mayor said after the council had met.",
    "About 4,000 cars cross it every day, according to the county, and the café at its end lives on them.",
]
PAGE = f"""<!doctype html><html lang=3D"en"><head><title>Bridge closes</title>
<meta name=3D"author" content=3D"Mara Lind"><meta property=3D"og:site_name" content=3D"The Gazette">
<meta property=3D"article:published_time" content=3D"2024-03-04T10:00:00Z"></head>
<body><nav>Home Sport</nav><article><h1>Bridge closes</h1><p>{WORDS[0]}</p><p>{WORDS[1].replace("é", "{}")}</p>
</article></body></html>
"""
SAVED = f"""From: <Saved by Blink>
Snapshot-Content-Location: https://news.example.org/bridge
Subject: Bridge closes
Date: Wed, 25 Nov 2026 09:44:27 GMT
MIME-Version: 1.0
Content-Type: multipart/related;
\ttype="text/html";
\tboundary="----x----"


------x----
Content-Type: text/html
Content-Transfer-Encoding: quoted-printable
Content-Location: https://news.example.org/bridge

{PAGE.replace("{}", "=C3=A9")}
------x----
Content-Type: text/html
Content-Transfer-Encoding: quoted-printable
Content-Location: https://ads.example.org/frame

<p>Buy this.</p>
------x----
Content-Type: image/png
Content-Transfer-Encoding: base64
Content-Location: https://news.example.org/bridge.png

iVBORw0KGgo=
------x------
"""
# As an older browser or a word processor saves it: nobody is named, and the part says how it is encoded.
BY_WORD = f"""MIME-Version: 1.0
Content-Type: multipart/related; boundary="----=_NextPart_01"

This document is a Single File Web Page, also known as a Web Archive file.

------=_NextPart_01
Content-Location: file:///C:/0001/bridge.htm
Content-Transfer-Encoding: quoted-printable
Content-Type: text/html; charset="windows-1252"

{PAGE.replace("{}", "=E9")}
------=_NextPart_01--
"""


def test_a_page_saved_as_one_file_is_read_as_the_page_it_was() -> None:
    article = only(SAVED, "bridge.mhtml", "mhtml")

    assert article.text.split("\n\n") == ["Bridge closes", *WORDS]
    assert (article.title, article.byline, article.outlet) == ("Bridge closes", "Mara Lind", "The Gazette")
    assert (article.published_on, article.language) == (dt.date(2024, 3, 4), "en")
    assert article.url == "https://news.example.org/bridge"


def test_it_is_known_by_its_content_whoever_saved_it() -> None:
    article = only(BY_WORD, "bridge.txt", "mhtml")

    assert article.text.split("\n\n") == ["Bridge closes", *WORDS]
    assert (article.byline, article.url) == ("Mara Lind", "")


def test_a_mail_with_pictures_is_no_page() -> None:
    mail = BY_WORD.replace("MIME-Version", "From: Mara Lind <mara@example.org>\nSubject: News\nMIME-Version", 1)

    assert only(mail, "bridge.eml", "eml").title == "News"


def test_what_the_page_calls_its_own_address_comes_first() -> None:
    link = '<link rel=3D"canonical" href=3D"https://news.example.org/2024/bridge">'

    assert only(SAVED.replace("<title>", f"{link}<title>")).url == "https://news.example.org/2024/bridge"


def test_a_page_too_short_to_guess_at_keeps_its_title_and_address() -> None:
    start, end = SAVED.index("<!doctype"), SAVED.index("</html>")
    article = only(SAVED[:start] + "<p>Rain fell, he said.</p>" + SAVED[end:], kind="mhtml")

    assert (article.text, article.title, article.url) == (
        "Rain fell, he said.",
        "Bridge closes",
        "https://news.example.org/bridge",
    )


def test_a_file_without_its_page_is_refused_in_a_sentence() -> None:
    assert "not the page itself" in refusal(SAVED.replace("text/html\n", "text/css\n"), kind="mhtml")


def test_parts_within_parts_without_end_do_no_harm() -> None:
    deep = "MIME-Version: 1.0\n"
    deep += "".join(f'Content-Type: multipart/related; boundary="b{n}"\n\n--b{n}\n' for n in range(2_000))

    assert len(articles(deep + "\n\nDown here.", kind="mhtml")) == 1


@settings(max_examples=25, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.integers(0, len(SAVED)).map(lambda end: SAVED.encode()[:end])))
def test_whatever_comes_is_answered(data: bytes) -> None:
    assert len(read_as("mhtml", data)) == 1
