from __future__ import annotations

import datetime as dt
from email.message import EmailMessage

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.readers.builders import articles, only, read_as, refusal

HEADERS = """From: =?utf-8?q?J=C3=B8rn_Dahl?= <jorn@example.org>
To: desk@example.org
Subject: =?utf-8?b?QnLDvGNrZSBnZXNwZXJydA==?=
 on Monday
Date: Mon, 04 Mar 2024 23:30:00 -0800
Organization: City of Holm
Content-Language: en
Archived-At: <https://list.example.org/7>
MIME-Version: 1.0
"""
PLAIN = (
    HEADERS
    + """Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

The bridge is closed, the mayor said on Monday, and it will stay so
until caf=E9s open.

Nobody knows when.

--=20
J. Dahl, spokesman
"""
)


def _mail() -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "news@example.org", "desk@example.org", "News"
    return mail


def test_a_mail_gives_its_words_and_what_its_head_says() -> None:
    article = only(PLAIN.encode("ascii"), "release.eml", "eml")

    assert article.text.split("\n\n") == [
        "The bridge is closed, the mayor said on Monday, and it will stay so until cafés open.",
        "Nobody knows when.",
    ]
    assert (article.title, article.byline, article.outlet) == ("Brücke gesperrt on Monday", "Jørn Dahl", "City of Holm")
    assert (article.published_on, article.language) == (dt.date(2024, 3, 4), "en")
    assert article.url == "https://list.example.org/7"


def test_plain_words_come_before_html_and_attachments_never() -> None:
    mail = _mail()
    mail.set_content("Plain words, she said.")
    mail.add_alternative("<p>HTML words</p>", subtype="html")
    mail.add_attachment("attached words", filename="a.txt")

    assert only(mail.as_bytes(), kind="eml").text == "Plain words, she said."


def test_html_is_read_where_there_is_nothing_plain() -> None:
    mail = _mail()
    mail.set_content(" \n")
    mail.add_alternative(
        "<style>p{}</style><p>Grüße,<script>x()</script> he said.</p><p>Two</p>", subtype="html", cte="base64"
    )

    assert only(mail.as_bytes(), kind="eml").text == "Grüße, he said.\n\nTwo"


def test_long_lines_are_paragraphs_each() -> None:
    mail = _mail()
    mail.set_content("One " * 40 + "end.\nTwo " + "words " * 30, cte="8bit")

    assert len(only(mail.as_bytes(), kind="eml").text.split("\n\n")) == 2


def test_an_encoding_that_is_wrong_or_unknown_is_guessed() -> None:
    for charset in ("utf-8", "x-klingon"):
        head = f"{HEADERS}Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: 8bit\n\n"
        assert only(head.encode() + "Grüße".encode("cp1252"), kind="eml").text == "Grüße"


def test_a_mail_without_words_is_refused_and_says_what_to_do() -> None:
    attached = _mail()
    attached.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="a.pdf")
    encrypted = HEADERS + 'Content-Type: multipart/encrypted; boundary="x"\n\n--x\nContent-Type: text/x\n\nabc\n--x--\n'

    assert "save the attachment" in refusal(attached.as_bytes(), kind="eml")
    assert "encrypted" in refusal(encrypted, kind="eml")
    assert "has no text" in refusal(HEADERS + "\n", kind="eml")


def test_parts_within_parts_without_end_do_no_harm() -> None:
    deep = HEADERS + "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(2_000))

    assert len(articles(deep + "\n\nDown here.", kind="eml")) == 1


@settings(max_examples=40, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.integers(0, len(PLAIN)).map(lambda end: PLAIN.encode()[:end])))
def test_whatever_comes_is_answered(data: bytes) -> None:
    assert len(read_as("eml", data)) == 1
