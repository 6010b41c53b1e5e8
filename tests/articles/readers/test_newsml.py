from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.articles.readers.base import Copy, Refused
from tests.articles.readers.given import articles, of_kind, only, refusal

NS = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'
FERRY = """<newsItem guid="urn:newsml:example.org:20240506:ferry" version="2" standard="NewsML-G2" xml:lang="en">
<itemMeta><itemClass qcode="ninat:text"/><provider qcode="nprov:HARBOUR"><name>Harbour Agency</name></provider>
<versionCreated>2024-05-06T08:00:00+02:00</versionCreated><pubStatus qcode="stat:usable"/></itemMeta>
<contentMeta><located qcode="city:holm"><name>Holm</name></located><creator literal="ib"><name>Ina Berg</name></creator>
<by>By Ina Berg and Tom Voss</by><language tag="en-GB"/><headline>Ferry <em>sinks</em></headline></contentMeta>
<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml">
<head><title>Never shown</title></head><body><p>The ferry sank, said
the <b>captain</b>.</p><script>alert(1)</script><ul><li>All are safe.</li></ul></body></html></inlineXML></contentSet>
</newsItem>"""
NITF = """<nitf><head><title>In the head</title><docdata><date.issue norm="20240507T100000Z"/></docdata></head><body>
<body.head><hedline><hl1>Bridge closes</hl1><hl2>On Monday</hl2></hedline>
<byline>By <person>Mara Lind</person><byttl>Reporter</byttl></byline><distributor>Holm Wire</distributor></body.head>
<body.content><block><p>The bridge closes, the mayor said.</p><media><media-caption>A caption</media-caption></media>
<p>Nobody knows why.</p></block></body.content></body></nitf>"""
NITF_ITEM = f"""<newsItem><itemMeta><provider qcode="nprov:HOLM"/></itemMeta><contentMeta/><contentSet>
<inlineXML contenttype="application/nitf+xml">{NITF.replace("<nitf", '<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"')}
</inlineXML></contentSet></newsItem>"""
PICTURE = """<newsItem guid="picture-1"><itemMeta><itemClass qcode="ninat:picture"/></itemMeta>
<contentSet><remoteContent href="a.jpg"/></contentSet></newsItem>"""
PLAIN = """<newsItem guid="https://news.example.org/rain"><contentSet><inlineData contenttype="text/plain">Rain fell.

It was wet, he said.</inlineData></contentSet></newsItem>"""
CANCELLED = FERRY.replace("stat:usable", "stat:canceled")
PACKAGE = '<packageItem guid="package-1"><groupSet root="g"/></packageItem>'


def _message(*items: str) -> str:
    return f"""<?xml version="1.0" encoding="utf-8"?><newsMessage {NS}><header><sent>2024-05-06</sent></header>
<itemSet>{"".join(items)}</itemSet></newsMessage>"""


def test_every_item_of_a_message_is_an_article() -> None:
    ferry, bridge, picture, rain, cancelled, package = articles(
        _message(FERRY, NITF_ITEM, PICTURE, PLAIN, CANCELLED, PACKAGE), "news.xml", "newsml"
    )

    assert ferry == Copy(
        text="The ferry sank, said the captain.\n\nAll are safe.",
        title="Ferry sinks",
        byline="Ina Berg and Tom Voss",
        outlet="Harbour Agency",
        published_on=dt.date(2024, 5, 6),
        language="en-GB",
        place="urn:newsml:example.org:20240506:ferry",
    )
    assert bridge == Copy(
        text="The bridge closes, the mayor said.\n\nNobody knows why.",
        title="Bridge closes",
        byline="Mara Lind",
        outlet="HOLM",
        place="item 2",
    )
    assert picture == Refused("This item has no text: its class is “picture”.", "picture-1")
    assert isinstance(rain, Copy)
    assert (rain.text, rain.url) == ("Rain fell.\n\nIt was wet, he said.", "https://news.example.org/rain")
    assert isinstance(cancelled, Refused)
    assert "cancelled" in cancelled.sentence
    assert isinstance(package, Refused)
    assert "package" in package.sentence


def test_an_item_may_come_alone_with_or_without_a_prefix() -> None:
    assert only(FERRY.replace("<newsItem", f"<newsItem {NS}", 1), kind="newsml").title == "Ferry sinks"
    prefixed = PLAIN.replace("</", "</g:").replace("<", "<g:").replace("<g:/g:", "</g:")
    prefixed = prefixed.replace("<g:newsItem", '<g:newsItem xmlns:g="http://iptc.org/std/nar/2006-10-01/"')
    assert only(prefixed, kind="newsml").text.startswith("Rain fell.")


def test_nitf_may_come_alone() -> None:
    found = only(NITF, "bridge.xml", "newsml")

    assert (found.title, found.byline, found.outlet) == ("Bridge closes", "Mara Lind", "Holm Wire")
    assert found.published_on == dt.date(2024, 5, 7)
    assert found.text == "The bridge closes, the mayor said.\n\nNobody knows why."


def test_a_message_cut_short_gives_its_whole_items() -> None:
    whole = _message(FERRY, PLAIN)

    ferry, broken = articles(whole[: whole.index("It was wet")], kind="newsml")

    assert isinstance(ferry, Copy)
    assert isinstance(broken, Refused)
    assert "damaged or cut short" in broken.sentence
    assert "line" in broken.sentence


def test_entities_are_refused() -> None:
    bomb = f'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>{PLAIN.replace("Rain", "&b;")}'
    outside = f'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>{PLAIN.replace("Rain", "&a;")}'

    assert "entities" in refusal(bomb, kind="newsml")
    assert "entities" in refusal(outside, kind="newsml")


def test_a_wrong_encoding_and_an_empty_message_are_refused() -> None:
    wrong = _message(PLAIN).replace("Rain", "Grüße").encode("latin-1")

    assert "damaged" in refusal(wrong, kind="newsml")
    assert "no article" in refusal(_message(), kind="newsml")


def test_an_item_nested_deeply_does_no_harm() -> None:
    deep = PLAIN.replace("text/plain", "x").replace("Rain fell.", "<b>" * 20_000 + "Down" + "</b>" * 20_000)

    assert len(articles(deep, kind="newsml")) == 1


@settings(max_examples=25, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.integers(0, 2000).map(lambda end: _message(FERRY).encode()[:end])))
def test_whatever_comes_is_answered(data: bytes) -> None:
    of_kind("newsml", data)
