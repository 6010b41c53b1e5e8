"""What mail programs, forwarders and newsletters put around an article."""

from __future__ import annotations

import datetime as dt
import io
from email.message import EmailMessage

import pytest
from docx import Document

from factcheck.readers.base import ImportedArticle
from tests.readers.builders import articles, only

RELEASE = (
    "The bridge closes on Monday, the city said. Mayor Anna Berg said: “We are sorry.”\n\nAbout 4,000 cars cross it."
)
READ = [
    "The bridge closes on Monday, the city said. Mayor Anna Berg said: “We are sorry.”",
    "About 4,000 cars cross it.",
]
OUTLOOK = """From: City of Holm <press@holm.example>
Sent: Friday, March 1, 2024 9:15 AM
To: Jane Doe <jane@example.org>;
 Ed Lund <ed@example.org>
Subject: Bridge closes on Monday
"""


def mail(text: str, subject: str = "News", *, subtype: str = "plain", **params: str) -> ImportedArticle:
    return only(_mail(text, subject, subtype=subtype, **params).as_bytes(), kind="eml")


def _mail(text: str = "", subject: str = "News", *, subtype: str = "plain", **params: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Jane Doe <jane@example.org>", "desk@example.org", subject
    message["Date"], message["Organization"] = "Mon, 04 Mar 2024 10:00:00 +0000", "The Gazette"
    message.set_content(text, subtype=subtype, cte="quoted-printable", params=params)
    return message


FORWARDS = {
    "Outlook": f"Is this so? Ed\n\n-- \nEd Lund\n\n-----Original Message-----\n{OUTLOOK}\n{RELEASE}",
    "Outlook, bare": f"Is this so?\n\n________________________________\n{OUTLOOK}\n{RELEASE}",
    "Apple Mail": "See below.\n\n> Begin forwarded message:\n> \n> From: City of Holm <press@holm.example>\n"
    "> Subject: Bridge closes on Monday\n> Date: 1 March 2024 at 09:15:00 GMT\n> \n"
    + "\n".join(f"> {line}" for line in RELEASE.split("\n")),
    "Gmail": "---------- Forwarded message ---------\nFrom: City of Holm <press@holm.example>\n"
    f"Date: Fri, Mar 1, 2024 at 9:15 AM\nSubject: Bridge closes on Monday\nTo: <jane@example.org>\n\n\n{RELEASE}",
    "Thunderbird": "\n\n-------- Weitergeleitete Nachricht --------\nBetreff: \tBridge closes on Monday\n"
    f"Datum: \tFri, 1 Mar 2024 09:15:00 +0000\nVon: \tCity of Holm <press@holm.example>\n\n\n\n{RELEASE}",
}


@pytest.mark.parametrize("program", FORWARDS)
def test_of_a_forwarded_mail_what_was_forwarded_is_read(program: str) -> None:
    article = mail(FORWARDS[program], "Fwd: FW: Bridge closes")

    assert article.text.split("\n\n") == READ
    assert (article.title, article.byline) == ("Bridge closes on Monday", "City of Holm")
    assert (article.published_on, article.outlet) == (dt.date(2024, 3, 1), "")


@pytest.mark.parametrize(
    ("sender", "byline"),
    [
        ("Lund, Ed", "Lund, Ed"),
        ("Lund, Ed <ed@example.org>", "Lund, Ed"),
        ("City of Holm [mailto:press@holm.example]", "City of Holm"),
        ("<press@holm.example>", "press@holm.example"),
        ("press@holm.example", "press@holm.example"),
    ],
)
def test_a_sender_is_written_out_in_many_ways(sender: str, byline: str) -> None:
    text = FORWARDS["Outlook"].replace("City of Holm <press@holm.example>", sender)

    assert mail(text, "Fwd: Bridge").byline == byline


def test_a_mail_forwarded_twice_is_the_first_one() -> None:
    twice = FORWARDS["Gmail"].replace("City of Holm", "Ed Lund").replace("Subject: ", "Subject: Fwd: ")
    article = mail(twice.replace(RELEASE, FORWARDS["Outlook"]), "Fwd: Bridge")

    assert (article.byline, article.text.split("\n\n")) == ("City of Holm", READ)


def test_a_forwarded_mail_in_html_alone_is_read_the_same() -> None:
    lines = OUTLOOK.replace(";\n ", "; ").replace("<", "&lt;").strip().split("\n")
    head = "<br>".join(f"<b>{line.replace(':', ':</b>', 1)}" for line in lines)
    body = "".join(f"<p>{paragraph}</p>" for paragraph in READ)
    article = mail(f"<p>Is this so?</p><div><p>{head}</p></div><p>&nbsp;</p>{body}", "WG: Bridge", subtype="html")

    assert (article.byline, article.text.split("\n\n")) == ("City of Holm", READ)


@pytest.mark.parametrize(
    "below",
    [
        f"-----Original Message-----\n{OUTLOOK}\nIs it so? " + "Please tell us more. " * 9,
        "On Fri, 1 Mar 2024 at 09:15, Ed Lund <ed@example.org>\nwrote:\n\n> Is it so?\n>\n> Ed\n",
        "Ed Lund wrote:\n> Is it so?\n",
        "Ed Lund schrieb am 1. März 2024:\n> Is it so?\n",
    ],
)
def test_of_an_answer_the_answer_is_read(below: str) -> None:
    article = mail(f"{RELEASE}\n{below}", "Re: Bridge closes")

    assert article.text.split("\n\n") == READ
    assert (article.title, article.byline, article.published_on) == ("Bridge closes", "Jane Doe", dt.date(2024, 3, 4))


def test_lines_that_look_like_a_head_are_words() -> None:
    article = mail(f"{RELEASE}\n\nDate: 3 May 2024\nFrom: 10 am\nTo: 5 pm\n\nWhere: At the bridge.")

    assert article.text.split("\n\n") == [*READ, "Date: 3 May 2024 From: 10 am To: 5 pm", "Where: At the bridge."]


def test_a_mail_that_is_nothing_but_quoted_is_read() -> None:
    assert (
        mail("> The bridge is\n> closed.\n>\n> Nobody knows why.").text == "The bridge is closed.\n\nNobody knows why."
    )


def test_flowed_lines_are_put_together_and_others_are_paragraphs() -> None:
    text = "The bridge is \nclosed, she said.\nNobody knows \nwhy.\n\n From here on it is open.\n-- \nJane"

    assert mail(text, format="flowed").text.split("\n\n") == [
        "The bridge is closed, she said.",
        "Nobody knows why.",
        "From here on it is open.",
    ]
    assert mail("The bridge is clo \nsed.", format="flowed", delsp="yes").text == "The bridge is closed."
    # What lost the spaces at its ends on the way is broken as any other mail.
    assert mail("The bridge is\nclosed.", format="flowed").text == "The bridge is closed."


def test_addresses_of_links_and_names_of_pictures_are_no_words() -> None:
    text = "The bridge <https://t.example/c?u=1> is closed [cid:a@b].\n\n[image: Logo]\n\n=====\n\nSee https://holm.example."

    assert mail(text).text == "The bridge is closed.\n\nSee https://holm.example."


def test_what_a_newsletter_says_of_itself_is_left_out() -> None:
    text = "Trouble viewing this? Read it in your browser.\n\nThe bridge is closed.\n\n"
    text += "You received this e-mail because you signed up. Unsubscribe\n\nThe Gazette, 1 Main Street"

    assert mail(text).text == "The bridge is closed."
    assert "could not" in mail("Customers could not unsubscribe, the regulator said.").text


def test_a_line_that_says_there_is_html_is_not_the_mail() -> None:
    message = _mail("This mail is in HTML.")
    message.add_alternative(f"<p>{'The bridge is closed, she said. ' * 5}</p>", subtype="html")

    assert only(message.as_bytes()).text.startswith("The bridge is closed")


@pytest.mark.parametrize(
    ("charset", "encoding", "text"),
    [("iso-8859-1", "cp1252", "“Grüße”"), ("gb2312", "gb18030", "朱镕基说“好”。"), ("shift_jis", "cp932", "①橋は閉鎖")],
)
def test_an_encoding_is_what_programs_mean_by_it(charset: str, encoding: str, text: str) -> None:
    head = f"From: a@example.org\nTo: b@example.org\nContent-Type: text/plain; charset={charset}\n"

    assert only(f"{head}Content-Transfer-Encoding: 8bit\n\n".encode() + text.encode(encoding), kind="eml").text == text


def word(text: str = "It is closed, she said.") -> bytes:
    document, data = Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(data)
    return data.getvalue()


def attach(message: EmailMessage, name: str, data: bytes) -> EmailMessage:
    message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message


@pytest.mark.parametrize("words", ["", "Dear all,\n\nplease find our release attached.\n"])
def test_the_one_article_attached_to_a_mail_that_says_nothing_is_read(words: str) -> None:
    message = attach(attach(_mail(words, "Bridge closes"), "logo.png", b"\x89PNG..."), "release.docx", word())
    article = only(message.as_bytes(), kind="eml")

    assert (article.text, article.place) == ("It is closed, she said.", "release.docx")
    assert (article.title, article.byline, article.published_on) == ("Bridge closes", "Jane Doe", dt.date(2024, 3, 4))


def test_a_mail_that_says_something_is_what_it_says_whatever_is_attached() -> None:
    long_mail = "The mayor resigned on Monday. A statement is attached. " + "She said no more. " * 40
    for words in ("The mayor resigned on Monday.", long_mail):
        assert only(attach(_mail(words), "a.docx", word()).as_bytes()).text == words.strip()


def test_each_of_several_articles_attached_is_an_article() -> None:
    message = attach(attach(_mail(), "a.docx", word()), "b.docx", word("Another."))

    assert [item.place for item in articles(message.as_bytes(), kind="eml")] == ["a.docx", "b.docx"]


def test_an_attached_article_that_is_damaged_says_so_and_where() -> None:
    (item,) = articles(attach(_mail(), "a.pdf", b"%PDF-1.7 and nothing").as_bytes(), kind="eml")

    assert not isinstance(item, ImportedArticle)
    assert item.place == "a.pdf"


def test_a_mail_attached_to_an_empty_one_is_the_article() -> None:
    outer, inner = _mail("", "Fwd: Bridge"), _mail(RELEASE, "Bridge closes")
    inner.replace_header("From", "City of Holm <press@holm.example>")
    outer.add_attachment(inner)
    article = only(outer.as_bytes(), kind="eml")

    assert (article.title, article.byline, article.text.split("\n\n")) == ("Bridge closes", "City of Holm", READ)


@pytest.mark.parametrize(
    "line", ["From: a\n", "From: a\nDate: b\n\n", ">\n\n", "wrote:\n> \n", "a \n", "[image: ", "a <http://"]
)
def test_many_lines_of_one_kind_take_no_long_time(line: str) -> None:
    head = "From: a@example.org\nTo: b@example.org\nContent-Type: text/plain; format=flowed\n\n"

    assert len(articles(head + line * 30_000, kind="eml")) == 1
