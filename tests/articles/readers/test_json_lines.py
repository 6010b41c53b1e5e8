from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.articles.readers.base import Copy, Refused
from factcheck.articles.readers.json_lines import LONGEST_LINE
from tests.articles.readers.given import articles, of_kind, only, refusal

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
FERRY = Copy(
    text="The ferry sank, said the captain.\n\nAll are safe.",
    title="Ferry sinks",
    byline="Ina Berg",
    outlet="Harbour Agency",
    published_on=dt.date(2024, 5, 6),
    language="en-GB",
    url="https://news.example.org/ferry",
)


@pytest.mark.parametrize("said", [NINJS_1, NINJS_2, NINJS_3])
@pytest.mark.parametrize("indent", [None, 2])
def test_ninjs_is_read_in_all_its_versions(said: dict[str, Any], indent: int | None) -> None:
    assert only(json.dumps(said, indent=indent), "ferry.json", "json") == FERRY


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
        one, two, nothing, number, picture = articles(json.dumps(wrapped, indent=1), "list.json", "json")
        assert one == Copy(text="First words.", title="One", byline="Ina, Tom", outlet="Wire", place="article 1")
        assert two == Copy(
            text="Second\n\nwords.", title="Two & a half", published_on=dt.date(2024, 5, 7), place="article 2"
        )
        assert nothing == Refused("It has no text: it says “title”; call the text “text” or “body”.", "article 3")
        assert isinstance(number, Refused)
        assert "not an article" in number.sentence
        assert isinstance(picture, Refused)
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

    assert isinstance(ferry, Copy)
    assert ferry.place == "line 1"
    assert cut == Refused("This is not JSON, or it is cut short: see column 18.", "line 2")
    assert greeting == Copy(text="Grüße, sie sagte.", place="line 4")
    assert deep == Refused("This JSON is nested too deeply to be read.", "line 5")
    assert long == Refused("This JSON holds a number that is too long.", "line 6")
    assert last == Copy(text="Last words.", place="line 7")


def test_a_broken_first_line_costs_only_itself() -> None:
    for name in ("many.jsonl", "many.json"):
        first, second = articles('{"text": "cut sho\n{"text": "Words."}\n', name, "json")

        assert isinstance(first, Refused)
        assert second == Copy(text="Words.", place="line 2")


def test_a_line_without_end_is_passed_over() -> None:
    data = b'{"text": "One."}\n{"text": "' + b"x" * (LONGEST_LINE + 5) + b'"}\n{"text": "Three."}'

    one, long, three = articles(data, "many.jsonl", "json")

    assert isinstance(long, Refused)
    assert (one.place, long.place, three.place) == ("line 1", "line 2", "line 3")
    assert "longer than 8 MB" in long.sentence


def test_other_encodings_are_read() -> None:
    assert only(json.dumps(NINJS_1, indent=1).encode("utf-16"), kind="json") == FERRY
    assert only('{"text": "Grüße"}'.encode("cp1252"), kind="json").text == "Grüße"


def test_what_is_cancelled_cut_short_or_too_deep_is_refused() -> None:
    whole = json.dumps(NINJS_1, indent=1)

    assert "cancelled" in refusal(json.dumps(NINJS_1 | {"pubstatus": "canceled"}), kind="json")
    assert "cut short: see line" in refusal(whole[: len(whole) // 2], kind="json")
    assert "too deeply" in refusal("[" * 100_000, "a.json", "json")
    assert "too deeply" in refusal('{"a":' * 100_000, "a.json", "json")


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
    of_kind("json", data)
