from __future__ import annotations

import datetime as dt

import pytest

from tests.readers.builders import only, refusal
from tests.readers.test_newsml import NITF

HEAD = """<hedline><hl1>Bridge closes</hl1></hedline>"""


def _nitf(content: str = "<p>The bridge closes, the mayor said.</p>", head: str = HEAD, data: str = "") -> str:
    return f"""<nitf baselang="en-GB"><head>{data}</head><body><body.head>{head}</body.head>
    <body.content>{content}</body.content></body></nitf>"""


def test_nitf_may_come_alone() -> None:
    article = only(NITF, "bridge.xml", "newsml")

    assert (article.title, article.byline, article.outlet) == ("Bridge closes", "Mara Lind", "Holm Wire")
    assert article.published_on == dt.date(2024, 5, 7)
    assert article.text == "The bridge closes, the mayor said.\n\nNobody knows why."


@pytest.mark.parametrize(
    ("byline", "name"),
    [
        ("<byline>By MARA LIND<byttl>Holm Business Writer</byttl></byline>", "MARA LIND"),
        ("<byline>By Mara Lind, <byttl>Staff Reporter</byttl></byline>", "Mara Lind"),
        ("<byline>By<person>Mara Lind</person> and <person>Tom Voss</person></byline>", "Mara Lind and Tom Voss"),
        ("<byline>By Mara Lind</byline><byline>By Tom Voss</byline>", "Mara Lind, Tom Voss"),
        ("<byline><byttl>Holm Sports</byttl></byline>", "Holm Sports"),
    ],
)
def test_a_byline_is_the_names_of_all_who_sign(byline: str, name: str) -> None:
    assert only(_nitf(head=HEAD + byline)).byline == name


def test_what_it_says_of_itself_is_found_in_the_next_best_place() -> None:
    head = "<rights><rights.owner>Holm Wire</rights.owner></rights>"
    data = '<title>Bridge closes</title><pubdata date.publication="20240507T100000+0200"/>'

    article = only(_nitf(head=head, data=data))

    assert (article.title, article.outlet, article.language) == ("Bridge closes", "Holm Wire", "en-GB")
    assert article.published_on == dt.date(2024, 5, 7)


def test_the_headline_is_not_said_again() -> None:
    article = only(_nitf("<block><hl2>Bridge closes</hl2></block><p>It is old.</p>"))

    assert (article.title, article.text) == ("Bridge closes", "It is old.")


@pytest.mark.parametrize(("status", "sentence"), [("canceled", "canceled"), ("withheld", "withholds")])
def test_what_must_not_be_used_is_refused(status: str, sentence: str) -> None:
    assert sentence in refusal(_nitf(data=f'<docdata management-status="{status}"/>'))


def test_characters_that_have_names_are_read() -> None:
    declared = '<?xml version="1.0"?><!DOCTYPE nitf SYSTEM "nitf-3-3.dtd">'

    assert only(declared + _nitf("<p>Caf&eacute;&nbsp;&mdash; closed.</p>"), kind="newsml").text == "Café — closed."
