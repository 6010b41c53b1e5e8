from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.readers.base import ImportedArticle, RefusedFile
from factcheck.readers.json_lines import MAX_LINE_LENGTH
from tests.readers.builders import articles, only, read_as, refusal

COMMON: dict[str, Any] = {"uri": "https://news.example.org/ferry", "type": "text", "language": "en-GB"}
NINJS_1 = COMMON | {
    "versioncreated": "2024-05-06T08:00:00Z",
    "pubstatus": "usable",
    "headline": "Ferry sinks",
    "byline": "Ina Berg",
    "copyrightholder": "Harbour Agency",
    "body_text": "The ferry sank, said the captain. All are safe.",
    "body_html": "<p>The ferry sank, said the captain.</p><script>alert(1)</script><p>All are safe.</p>",
}
NINJS_2 = COMMON | {
    "versioncreated": "2024-05-06T08:00:00Z",
    "headlines": [{"role": "short", "value": "Sinks"}, {"role": "main", "value": "Ferry sinks"}],
    "by": "Ina Berg",
    "provider": "Harbour Agency",
    "bodies": [
        {"contenttype": "text/plain", "value": "Not parted."},
        {"contenttype": "text/html", "value": "<p>The ferry sank, said the captain.</p><p>All are safe.</p>"},
    ],
}
NINJS_3 = COMMON | {
    "standard": {"name": "ninjs", "version": "3.0"},
    "versionCreated": "2024-05-06T08:00:00Z",
    "headlines": [{"role": "sub", "value": "All safe"}, {"role": "main", "value": "Ferry sinks"}],
    "bylines": [{"value": "Ina Berg"}],
    "copyrightHolder": "Harbour Agency",
    "bodies": [
        {"role": "summary", "contentType": "text/html", "value": "<p>In short.</p>"},
        {
            "role": "main",
            "contentType": "text/plain",
            "value": "The ferry sank, said the captain.\n\nAll are safe.",
        },
    ],
}
FERRY = ImportedArticle(
    text="The ferry sank, said the captain.\n\nAll are safe.",
    title="Ferry sinks",
    byline="Ina Berg",
    outlet="Harbour Agency",
    published_on=dt.date(2024, 5, 6),
    language="en-GB",
    url="https://news.example.org/ferry",
)


@pytest.mark.parametrize("ninjs", [NINJS_1, NINJS_2, NINJS_3])
@pytest.mark.parametrize("indent", [None, 2])
def test_ninjs_is_read_in_all_its_versions(ninjs: dict[str, Any], indent: int | None) -> None:
    assert only(json.dumps(ninjs, indent=indent), "ferry.json", "json") == FERRY


def test_articles_of_a_list_by_plain_names() -> None:
    plain = [
        {"Title": "One", "body": "First words.", "authors": ["Ina", {"name": "Tom"}], "publisher": {"name": "Wire"}},
        {
            "title": {"rendered": "Two &amp; a half"},
            "content": {"rendered": "<p>Second</p><p>words.</p>"},
            "date": "2024-05-07",
        },
        {"title": "Nothing"},
        17,
        {"type": "picture", "headline": "A picture"},
    ]

    for wrapped in (plain, {"count": 5, "articles": plain}, {"response": {"results": plain}}):
        first, two, nothing, number, picture = articles(json.dumps(wrapped, indent=1), "list.json", "json")
        assert first == ImportedArticle(
            text="First words.", title="One", byline="Ina, Tom", outlet="Wire", place="article 1"
        )
        assert two == ImportedArticle(
            text="Second\n\nwords.", title="Two & a half", published_on=dt.date(2024, 5, 7), place="article 2"
        )
        assert nothing == RefusedFile("It has no text: it says “title”; call the text “text” or “body”.", "article 3")
        assert isinstance(number, RefusedFile)
        assert "not an article" in number.sentence
        assert isinstance(picture, RefusedFile)
        assert "picture" in picture.sentence


def test_a_bad_line_costs_only_itself() -> None:
    lines = [
        json.dumps(NINJS_1),
        '{"text": "cut sho',
        "",
        '{"text": "Grüße, sie sagte."}',
        "[" * 100_000,
        '{"text": "x", "n": ' + "9" * 5_000 + "}",
        '{"text": "Last words."}',
    ]

    ferry, cut, greeting, deep, long, last = articles("\ufeff" + "\n".join(lines), "many.jsonl", "json")

    assert isinstance(ferry, ImportedArticle)
    assert ferry.place == "line 1"
    assert cut == RefusedFile("This is not JSON, or it is cut short; correct it at column 18.", "line 2")
    assert greeting == ImportedArticle(text="Grüße, sie sagte.", place="line 4")
    assert deep == RefusedFile("This JSON is nested too deeply to read; put each article on its own line.", "line 5")
    assert long == RefusedFile("This JSON has a number that is too long; put it in quotation marks.", "line 6")
    assert last == ImportedArticle(text="Last words.", place="line 7")


def test_a_broken_first_line_costs_only_itself() -> None:
    for name in ("many.jsonl", "many.json"):
        first, second = articles('{"text": "cut sho\n{"text": "Words."}\n', name, "json")

        assert isinstance(first, RefusedFile)
        assert second == ImportedArticle(text="Words.", place="line 2")


def test_a_line_without_end_is_passed_over() -> None:
    data = b'{"text": "One."}\n{"text": "' + b"x" * (MAX_LINE_LENGTH + 5) + b'"}\n{"text": "Three."}'

    first, long, three = articles(data, "many.jsonl", "json")

    assert isinstance(long, RefusedFile)
    assert (first.place, long.place, three.place) == ("line 1", "line 2", "line 3")
    assert "longer than 8 MB" in long.sentence


def test_other_encodings_are_read() -> None:
    assert only(json.dumps(NINJS_1, indent=1).encode("utf-16"), kind="json") == FERRY
    assert only('{"text": "Grüße"}'.encode("cp1252"), kind="json").text == "Grüße"


def test_what_is_cancelled_cut_short_or_too_deep_is_refused() -> None:
    whole = json.dumps(NINJS_1, indent=1)

    assert "canceled" in refusal(json.dumps(NINJS_1 | {"pubstatus": "canceled"}), kind="json")
    assert "cut short; correct it at line" in refusal(whole[: len(whole) // 2], kind="json")
    assert "too deeply" in refusal("[" * 100_000, "a.json", "json")
    assert "too deeply" in refusal('{"a":' * 100_000, "a.json", "json")


def test_lists_may_name_their_roles_and_stand_under_the_old_names() -> None:
    named = COMMON | {
        "versioncreated": "2024-05-06",
        "title": "BC--Ferry",
        "headline": [{"name": "short", "value": "Sinks"}, {"name": "main", "value": "Ferry sinks"}],
        "byline": [{"name": "main", "value": "Ina Berg"}],
        "copyrightholder": "Harbour Agency",
        "body": [{"name": "xhtml", "value": "<p>The ferry sank, said the captain.</p><p>All are safe.</p>"}],
    }

    assert only(json.dumps(named), "ferry.json", "json") == FERRY


def test_a_wire_may_call_its_fields_otherwise() -> None:
    wire = {
        "urn": "urn:newsml:example.org:ferry",
        "type": "composite",
        "version_created": "2024-05-06T08:00:00Z",
        "headline": "Ferry sinks",
        "article_html": '<section class="main"><p>The ferry sank.</p><p>All are safe.</p></section>',
        "infobox_html": "<p>Ships are old.</p>",
        "creditline": "Harbour Agency",
    }

    assert only(json.dumps(wire), kind="json") == ImportedArticle(
        text="The ferry sank.\n\nAll are safe.",
        title="Ferry sinks",
        outlet="Harbour Agency",
        published_on=dt.date(2024, 5, 6),
    )


def test_a_headline_goes_before_the_name_of_an_item() -> None:
    assert only(json.dumps(NINJS_1 | {"title": "BC--Ferry, 1st Ld"}), kind="json").title == "Ferry sinks"


@pytest.mark.parametrize(
    "bodies",
    [
        [
            ("main", "text/plain", "The ferry sank, said the captain. All are safe."),
            ("richtext", "application/xhtml+xml", ""),
        ],
        [("text", "text/plain", "The ferry sank, said the captain. All are safe."), ("html5", "text/html", "")],
        [
            ("teaser", "text/html", "<p>Ship</p><p>sinks</p>"),
            ("wirexml", "application/xml", "<X>Tags</X>"),
            ("", "text/html", ""),
        ],
        [("main", "text/html", ""), ("background", "text/html", "<p>Ships are old.</p>" * 20)],
    ],
)
def test_of_several_bodies_the_one_with_paragraphs_is_read(bodies: list[tuple[str, str, str]]) -> None:
    html = "<p>The ferry sank, said the captain.</p><p>All are safe.</p>"
    renditions = [{"role": role, "contentType": kind, "value": value or html} for role, kind, value in bodies]

    assert only(json.dumps(NINJS_3 | {"bodies": renditions}), kind="json") == FERRY


def test_nitf_in_ninjs_is_read_as_nitf() -> None:
    nitf = """<?xml version="1.0" encoding="UTF-8"?><nitf><body><body.head><hedline><hl1>Ferry sinks</hl1></hedline>
    <byline>By Nobody</byline></body.head><body.content><p>The ferry sank, said the captain.</p><p>All are safe.</p>
    </body.content></body></nitf>"""
    body = {"role": "nitf", "contentType": "text/vnd.IPTC.NITF", "value": nitf}
    bomb = nitf.replace("<nitf>", '<!DOCTYPE x [<!ENTITY a "ha">]><nitf>')

    assert only(json.dumps(NINJS_3 | {"bodies": [body]}), kind="json") == FERRY
    assert "no text" in refusal(json.dumps(NINJS_3 | {"bodies": [body | {"value": bomb}]}), kind="json")


def test_headline_byline_and_captions_are_no_text() -> None:
    html = """<article><h1>Ferry sinks</h1><p>By Ina Berg</p><p>The ferry sank, said the captain.</p>
    <figure><img src="a.jpg"><div>Tom Voss</div><figcaption>A ship</figcaption></figure>
    <p>All are safe.</p></article>"""
    without_byline = {key: value for key, value in NINJS_1.items() if key != "byline"}

    assert only(json.dumps(without_byline | {"body_html": html}), kind="json") == FERRY


def test_an_item_without_its_body_says_so() -> None:
    item = {key: value for key, value in NINJS_1.items() if not key.startswith("body")}
    sentence = "It has no text, though its type is “text”; have it sent with its body."

    assert refusal(json.dumps(item), kind="json") == sentence
    assert refusal(json.dumps({"api": "1.1", "data": {"item": item}}), kind="json") == sentence


def test_a_picture_is_no_article_even_with_its_caption() -> None:
    assert "picture" in refusal(json.dumps(NINJS_1 | {"type": "picture"}), kind="json")
    assert only(json.dumps(NINJS_1 | {"type": ["text"]}), kind="json") == FERRY


def test_an_event_is_called_one() -> None:
    event = {"uri": "urn:x:1", "title": "Open day", "eventDetails": {"dates": {"startDate": "2024-05-06"}}}

    assert (
        refusal(json.dumps(event), kind="json")
        == "It has no text: it is of the type “event”; load the text that goes with it."
    )


def test_what_is_withheld_is_refused() -> None:
    assert "withholds" in refusal(json.dumps(NINJS_1 | {"pubstatus": "withheld"}), kind="json")


@settings(max_examples=25, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=300),
        st.integers(0, 900).map(lambda end: json.dumps(NINJS_3).encode()[:end]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=5),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from(["text", "headlines", "bodies", "byline", "articles", "value", "uri", "role"]),
                    inner,
                )
            ),
            max_leaves=12,
        ).map(lambda value: json.dumps(value).encode()),
    )
)
def test_whatever_comes_is_answered(data: bytes) -> None:
    read_as("json", data)
