from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.readers.base import ImportedArticle, RefusedFile
from tests.readers.builders import articles, only, read_as, refusal

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

    assert ferry == ImportedArticle(
        text="The ferry sank, said the captain.\n\nAll are safe.",
        title="Ferry sinks",
        byline="Ina Berg and Tom Voss",
        outlet="Harbour Agency",
        published_on=dt.date(2024, 5, 6),
        language="en-GB",
        place="urn:newsml:example.org:20240506:ferry",
    )
    assert bridge == ImportedArticle(
        text="The bridge closes, the mayor said.\n\nNobody knows why.",
        title="Bridge closes",
        byline="Mara Lind",
        outlet="HOLM",
        published_on=dt.date(2024, 5, 7),
        place="item 2",
    )
    assert picture == RefusedFile(
        "This item has no text: its class is “picture”; load the text that goes with it.", "picture-1"
    )
    assert isinstance(rain, ImportedArticle)
    assert (rain.text, rain.url) == ("Rain fell.\n\nIt was wet, he said.", "https://news.example.org/rain")
    assert isinstance(cancelled, RefusedFile)
    assert "canceled" in cancelled.sentence
    assert isinstance(package, RefusedFile)
    assert "package" in package.sentence


def test_an_item_may_come_alone_with_or_without_a_prefix() -> None:
    assert only(FERRY.replace("<newsItem", f"<newsItem {NS}", 1), kind="newsml").title == "Ferry sinks"
    prefixed = PLAIN.replace("</", "</g:").replace("<", "<g:").replace("<g:/g:", "</g:")
    prefixed = prefixed.replace("<g:newsItem", '<g:newsItem xmlns:g="http://iptc.org/std/nar/2006-10-01/"')
    assert only(prefixed, kind="newsml").text.startswith("Rain fell.")


def test_the_head_of_a_page_in_an_item_is_no_text() -> None:
    headed = FERRY.replace(
        "<body>",
        """<body><header><ul class="keywords"><li>Ships</li></ul><time>06.05.2024 08:00</time><h1>Ferry sinks</h1>
        <p class="byline">By Ina Berg and Tom Voss</p></header>""",
    ).replace(
        "</body>",
        """<figure><img src="a.jpg"/><div>Tom Voss</div><figcaption>The ferry.</figcaption></figure> Nobody was hurt.
        <footer>Harbour Agency</footer></body>""",
    )

    assert only(_message(headed)).text == "The ferry sank, said the captain.\n\nAll are safe.\n\nNobody was hurt."


def test_what_stands_above_and_below_a_text_is_taken_off() -> None:
    text = """<p>FERRY SINKS.</p><p>By Lea Moor</p><p>The ferry sank, she said.</p><p>_____</p>
    <p>It wasn&amp;#39;t old.</p><p>&lt;div id="x"&gt;&lt;/div&gt;</p><p>* * *</p><p>All are safe.</p><p>-ends-</p>"""
    item = FERRY.replace("<p>The ferry", f"{text}<p>The ferry").partition("<p>The ferry sank, said")
    article = only(_message(f"{item[0]}</body></html></inlineXML></contentSet></newsItem>"))

    assert article.text == "The ferry sank, she said.\n\nIt wasn't old.\n\nAll are safe."
    assert article.byline == "Lea Moor, Ina Berg and Tom Voss"


WIRED = """(Adds detail)
    * Captain heard

    By Lea Moor
    HOLM, May 6 (Harbour) - The ferry sank on Monday in the old
harbour of Holm, the captain said.
    "All are safe," he said in the evening on the quay, where
many people were waiting.

 (Reporting by Lea Moor)"""
READ = (
    (
        "* Captain heard\n\n"
        "HOLM, May 6 (Harbour) - The ferry sank on Monday in the old harbour of Holm, the captain said.\n\n"
        "“All are safe,” he said in the evening on the quay, where many people were waiting."
    )
    .replace("“", '"')
    .replace("”", '"')
)


@pytest.mark.parametrize(
    "content",
    [
        '<inlineXML contenttype="application/xhtml+xml"><html><head><title>Ferry</title></head>'
        f"<body><p>{WIRED}</p></body></html></inlineXML>",
        f'<inlineData contenttype="text/plain">{WIRED}</inlineData>',
        f'<inlineData contenttype="text/plain"><![CDATA[<p>{WIRED}</p>]]></inlineData>',
    ],
)
def test_paragraphs_that_show_by_their_lines_are_parted(content: str) -> None:
    item = f"""<newsItem><contentMeta><headline>Ferry sinks</headline><creator literal="Harbour"/></contentMeta>
    <contentSet>{content}</contentSet></newsItem>"""

    article = only(_message(item))

    assert article.text == READ
    assert article.byline == "Lea Moor"


def test_lines_of_plain_text_are_joined_where_they_were_wrapped() -> None:
    wrapped = "The ferry sank on Monday in the old\nharbour of Holm, the captain said.\nAll are safe."
    apart = "Ferry sinks\nThe ferry sank on Monday in the old harbour of Holm, the captain said.\nAll are safe."
    items = [PLAIN.replace("Rain fell.\n\nIt was wet, he said.", text) for text in (wrapped, apart)]

    first, second = articles(_message(*items))

    assert isinstance(first, ImportedArticle)
    assert isinstance(second, ImportedArticle)
    assert first.text == wrapped.replace("\n", " ")
    assert second.text == apart.replace("\n", "\n\n")


def test_an_indented_paragraph_stays_one() -> None:
    printed = FERRY.replace("sank, said\n", "sank on Monday,\n            in the old harbour, said\n    ")
    printed = printed.replace("<script>alert(1)</script><ul><li>All are safe.</li></ul>", "")

    assert only(_message(printed)).text == "The ferry sank on Monday, in the old harbour, said the captain."


def test_what_is_no_article_is_called_by_its_name() -> None:
    caption = NITF_ITEM.replace("<itemMeta>", '<itemMeta><itemClass qcode="ninat:picture"/>')
    events = """<newsItem><itemMeta><itemClass qcode="ninat:composite"/></itemMeta><contentSet>
    <inlineXML><events><event><name>Open day</name><definition>Bread<br/>and games</definition></event></events>
    </inlineXML>
    </contentSet></newsItem>"""
    others = [f"<{kind}Item guid='x'><name>Holm</name></{kind}Item>" for kind in ("concept", "knowledge", "planning")]
    withheld = FERRY.replace("stat:usable", "stat:withheld")
    empty = '<newsItem><itemMeta><itemClass qcode="ninat:text"/></itemMeta></newsItem>'

    assert [
        item.sentence
        for item in articles(_message(caption, events, withheld, empty, *others))
        if isinstance(item, RefusedFile)
    ] == [
        "This item has no text: its class is “picture”; load the text that goes with it.",
        "This item has no text: its class is “composite”; load the text that goes with it.",
        "Its provider withholds this item; load it when it is released.",
        "This item has no text; have it sent with its body.",
        "This is a concept item: it describes a person, a place or another thing and has no text; load the articles.",
        "This is a knowledge item: it describes people, places or other things and has no text; load the articles.",
        "This is a planning item: it says what will be covered and has no text; load the articles.",
    ]
    assert "knowledge" in refusal(others[1], kind="newsml")


def test_who_and_where_are_taken_from_the_next_best_place() -> None:
    bare = (
        FERRY.replace(
            "<by>By Ina Berg and Tom Voss</by>", '<creator><name>berg.ina</name></creator><creator literal="IB"/>'
        )
        .replace('<provider qcode="nprov:HARBOUR"><name>Harbour Agency</name></provider>', '<provider uri="x"/>')
        .replace(
            "<itemMeta>",
            "<rightsInfo><copyrightHolder><name>Harbour Ltd</name></copyrightHolder></rightsInfo><itemMeta>",
        )
        .replace("</itemMeta>", '<link rel="harbour:canonical" href="https://harbour.example.org/ferry"/></itemMeta>')
    )

    article = only(_message(bare))

    assert (article.byline, article.outlet) == ("Ina Berg", "Harbour Ltd")
    assert article.url == "https://harbour.example.org/ferry"


def test_a_message_cut_short_gives_its_whole_items() -> None:
    whole = _message(FERRY, PLAIN)

    ferry, broken = articles(whole[: whole.index("It was wet")], kind="newsml")

    assert isinstance(ferry, ImportedArticle)
    assert isinstance(broken, RefusedFile)
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
    read_as("newsml", data)
