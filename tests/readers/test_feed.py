from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.readers.base import ImportedArticle, RefusedFile
from tests.readers.builders import articles, read_as, refusal

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Harbour &amp; News</title><link>https://harbour.example.org/</link><language>en-gb</language>
<item><title>Ferry &lt;em&gt;sinks&lt;/em&gt;</title><link>https://harbour.example.org/ferry</link>
  <dc:creator>Ina Berg</dc:creator><pubDate>Mon, 06 May 2024 08:00:00 GMT</pubDate>
  <description>In short.</description>
  <content:encoded><![CDATA[<p>The ferry sank, said the captain.</p>
  <script>alert(1)</script><p>All are safe.</p>]]></content:encoded>
</item>
<item><title>Only a link</title><link>https://harbour.example.org/link</link></item>
<item><title>Short</title><description>Rain &amp;amp; wind,
he said.</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Nachrichten</title>
<entry><title>Brücke</title><author><name>Ina Berg</name></author><author><name>Tom Voss</name></author>
<link href="https://news.example.org/1"/><updated>2024-05-07T10:00:00Z</updated>
<content type="xhtml">
<div xmlns="http://www.w3.org/1999/xhtml"><p>Die Brücke ist zu.</p><p>Seit Montag.</p></div></content>
</entry></feed>"""
WORDPRESS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Harbour</title>
<wp:author><wp:author_login><![CDATA[ina]]></wp:author_login><wp:author_email>ina@example.org</wp:author_email>
<wp:author_display_name><![CDATA[Ina Berg]]></wp:author_display_name></wp:author>
<item><title>Ferry sinks</title><dc:creator>ina</dc:creator><wp:post_type>post</wp:post_type>
<content:encoded><![CDATA[[dropcap]T[/dropcap]he <b>ferry</b> sank, said the captain [of Holm].

[caption id="a" width="300"]<img src="a.jpg" /> A ship[/caption]
<h2>Later</h2>
All are safe.

[gallery ids="1,2"]

[contact_form]

<figure><table><tr><td>Saved</td><td>12</td></tr></table></figure>]]></content:encoded></item>
<item><title>a.jpg</title><wp:post_type>attachment</wp:post_type><description>A ship</description></item>
<item><title>Old</title><wp:post_type>post</wp:post_type><wp:status>trash</wp:status><description>Old.</description></item>
</channel></rss>"""
BOMB = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><rss version="2.0"><channel><title>x</title>
<item><description>&c;</description></item></channel></rss>"""


def test_every_entry_of_a_feed_is_an_article() -> None:
    ferry, link, short = articles(RSS, "feed.xml", "feed")

    assert ferry == ImportedArticle(
        text="The ferry sank, said the captain.\n\nAll are safe.",
        title="Ferry sinks",
        byline="Ina Berg",
        outlet="Harbour & News",
        published_on=dt.date(2024, 5, 6),
        language="en-gb",
        url="https://harbour.example.org/ferry",
        place="entry 1",
    )
    assert isinstance(link, RefusedFile)
    assert link.place == "entry 2"
    assert "has no text" in link.sentence
    assert isinstance(short, ImportedArticle)
    assert (short.text, short.place) == ("Rain & wind, he said.", "entry 3")


SELF = "https://harbour.example.org/ferry"


@pytest.mark.parametrize(
    ("last", "kept"),
    [
        (f'<p>The post <a href="{SELF}">Ferry sinks</a> appeared first on <a href="/">Harbour News</a>.</p>', ""),
        (f'<p>Der Beitrag <a href="{SELF}/">Ferry sinks</a> erschien zuerst auf Harbour News.</p>', ""),
        (f'<a href="{SELF}">Continue reading...</a>', ""),
        (f'<p>All are safe. <a href="{SELF}">Read <i>more</i></a> &rarr;</p>', "All are safe."),
        (f'<p>All are safe, as we <a href="{SELF}">said</a> before.</p>', "All are safe, as we said before."),
        (f'<p>All are safe. <a href="{SELF}#1">Note</a></p>', "All are safe. Note"),
        (f'<p><a href="{SELF}">Read more</a></p><p>All are safe.</p>', "Read more\n\nAll are safe."),
    ],
)
def test_a_remark_that_leads_to_the_entry_itself_is_no_text(last: str, kept: str) -> None:
    feed = f"""<rss version="2.0"><channel><title>Harbour News</title><item><title>Ferry sinks</title><link>{SELF}?rss
    </link><description><![CDATA[<p>The ferry sank, he said.</p>{last}]]></description></item></channel></rss>"""

    (item,) = articles(feed, kind="feed")

    assert isinstance(item, ImportedArticle)
    assert item.text == "\n\n".join(filter(None, ("The ferry sank, he said.", kept)))


def test_atom_is_read_too() -> None:
    (item,) = articles(ATOM, kind="feed")

    assert isinstance(item, ImportedArticle)
    assert item.text == "Die Brücke ist zu.\n\nSeit Montag."
    assert (item.title, item.byline, item.outlet) == ("Brücke", "Ina Berg, Tom Voss", "Nachrichten")
    assert (item.published_on, item.language) == (dt.date(2024, 5, 7), "de")


def test_an_export_of_wordpress_is_read_as_it_is_shown() -> None:
    ferry, picture, thrown = articles(WORDPRESS, "export.xml", "feed")

    assert isinstance(ferry, ImportedArticle)
    assert ferry.text == "The ferry sank, said the captain [of Holm].\n\nLater\n\nAll are safe.\n\nSaved 12"
    assert ferry.byline == "Ina Berg"
    assert picture == RefusedFile("This isn’t an article: WordPress calls it “attachment”.", "entry 2")
    assert isinstance(thrown, RefusedFile)
    assert "trash" in thrown.sentence


def test_the_encoding_is_what_the_feed_declares() -> None:
    latin = ATOM.replace("<feed", '<?xml version="1.0" encoding="iso-8859-1"?><feed').encode("latin-1")

    (item,) = articles(latin, kind="feed")

    assert isinstance(item, ImportedArticle)
    assert item.title == "Brücke"


def test_a_feed_cut_short_gives_what_is_whole() -> None:
    first = articles(RSS[: RSS.index("<item><title>Short")], kind="feed")[0]

    assert isinstance(first, ImportedArticle)
    assert first.title == "Ferry sinks"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(encoding: str) -> None:
    assert "entities" in refusal(BOMB.encode(encoding), "feed.xml", "feed")
    # Also where the strict parser gives up before it sees them.
    assert "entities" in refusal(BOMB.replace("<!DOCTYPE", "<!-- -- --><!DOCTYPE").encode(encoding), "feed.xml", "feed")


def test_no_other_file_is_ever_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.xml"
    secret.write_text(RSS)
    outside = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{secret}">]><rss><channel><item><description>&x;</description>'

    assert "entities" in refusal(outside, kind="feed")
    assert not any(isinstance(item, ImportedArticle) for item in read_as("feed", str(secret).encode()))


def test_a_feed_without_entries_is_refused() -> None:
    assert "no article" in refusal('<rss version="2.0"><channel><title>x</title></channel></rss>', kind="feed")


@settings(max_examples=25, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.integers(0, len(RSS)).map(lambda end: RSS.encode()[:end])))
def test_whatever_comes_is_answered(data: bytes) -> None:
    read_as("feed", data)
