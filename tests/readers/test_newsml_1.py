from __future__ import annotations

import datetime as dt

import pytest

from factcheck.readers.base import ImportedArticle, RefusedFile
from tests.readers.builders import articles, only

TREE = "<p>The ferry sank, said the captain.</p><p>All are safe.</p><media><media-caption>Ship</media-caption></media>"
TEXT = "The ferry sank, said the captain.\n\nAll are safe."


def _item(data: str = TREE, status: str = "Usable", kind: str = "Text", role: str = "Main") -> str:
    return f"""<NewsItem xml:lang="en"><Identification><NewsIdentifier><PublicIdentifier>urn:newsml:example.org:ferry:1
    </PublicIdentifier></NewsIdentifier></Identification>
    <NewsManagement><ThisRevisionCreated>20240506T080000Z</ThisRevisionCreated><Status FormalName="{status}"/>
    </NewsManagement><NewsComponent><NewsLines><HeadLine><![CDATA[Ferry sinks]]></HeadLine><ByLine>By Ina Berg</ByLine>
    <DateLine>Holm, 6 May (Harbour)</DateLine></NewsLines><AdministrativeMetadata><Provider>
    <Party FormalName="Harbour Agency"/></Provider></AdministrativeMetadata><NewsComponent><Role FormalName="Caption"/>
    <ContentItem><DataContent>A ship in the harbour.</DataContent></ContentItem></NewsComponent>
    <NewsComponent><Role FormalName="{role}"/><ContentItem><MediaType FormalName="{kind}"/><DataContent>{data}
    </DataContent></ContentItem></NewsComponent></NewsComponent></NewsItem>"""


def _message(*items: str) -> str:
    return f"""<?xml version="1.0"?><!DOCTYPE NewsML PUBLIC "" "http://example.org/NewsML_1.2.dtd">
    <NewsML><NewsEnvelope><DateAndTime>20240506T080000Z</DateAndTime></NewsEnvelope>{"".join(items)}</NewsML>"""


@pytest.mark.parametrize(
    "data",
    [
        TREE,
        f"<nitf><body><body.head><dateline>Holm</dateline></body.head><body.content>{TREE}</body.content></body></nitf>",
        "<![CDATA[<P>The ferry sank, said the captain.</P><P> </P><P>All are safe.</P>]]>",
        TEXT,
    ],
)
def test_an_item_is_read_however_its_text_is_written(data: str) -> None:
    assert only(_message(_item(data)), "news.xml", "newsml") == ImportedArticle(
        text=TEXT,
        title="Ferry sinks",
        byline="Ina Berg",
        outlet="Harbour Agency",
        published_on=dt.date(2024, 5, 6),
        language="en",
        place="urn:newsml:example.org:ferry:1",
    )


def test_what_an_item_leaves_out_its_nitf_may_say() -> None:
    nitf = f"""<nitf><head><title>Ferry sinks</title></head><body><body.head><byline>By Ina Berg</byline>
    <distributor>Harbour Agency</distributor></body.head><body.content>{TREE}</body.content></body></nitf>"""
    item = f"""<NewsItem><NewsComponent><ContentItem Href="https://harbour.example.org/ferry"><DataContent>{nitf}
    </DataContent></ContentItem></NewsComponent></NewsItem>"""

    assert only(_message(item)) == ImportedArticle(
        text=TEXT,
        title="Ferry sinks",
        byline="Ina Berg",
        outlet="Harbour Agency",
        url="https://harbour.example.org/ferry",
        place="item 1",
    )


def test_a_picture_beside_the_text_signs_nothing() -> None:
    picture = """<NewsComponent><NewsLines><HeadLine>A ship</HeadLine><ByLine>Tom Voss</ByLine></NewsLines>
    <AdministrativeMetadata><Creator><Party FormalName="Tom Voss"/></Creator></AdministrativeMetadata>
    </NewsComponent>"""
    item = (
        _item()
        .replace("<ByLine>By Ina Berg</ByLine>", "")
        .replace("<NewsComponent><Role", f"{picture}<NewsComponent><Role", 1)
    )
    creator = "</Provider><Creator><Party FormalName='Ina Berg '/></Creator>"

    assert only(_message(item)).byline == ""
    assert only(_message(item.replace("</Provider>", creator))).byline == "Ina Berg"


@pytest.mark.parametrize("end", ["prm-sr/jah", "سب-لال/ب ق/ود", "(more)"])
def test_initials_and_signs_at_the_end_are_no_text(end: str) -> None:
    assert only(_message(_item(f"{TREE}<p>{end}</p><p> </p>"))).text == TEXT


def test_what_is_no_article_is_called_by_its_name() -> None:
    cancelled, picture, caption = articles(
        _message(_item(status="Canceled"), _item("", kind="Photo"), _item(role="PhotoCaption"))
    )

    assert isinstance(cancelled, RefusedFile)
    assert isinstance(picture, RefusedFile)
    assert isinstance(caption, RefusedFile)
    assert "canceled" in cancelled.sentence
    assert "no text" in picture.sentence
    assert "no text" in caption.sentence
