from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.readers.builders import articles, only, read_as, refusal

STORY = """---
title: "Ferry sinks: all safe"
author: [Ina Berg, "Tom Voss"]
date: 2024-05-06
source: Harbour News
link: https://harbour.example.org/ferry
tags:
  - sea
---

# The ferry

The ferry *sank* in the [harbour](https://example.org/map "a map"), said
the **captain**.\\
Nobody drowned &amp; all are `safe`.

![A picture](ferry.jpg)

- One boat came.
- Another left.

> “It was cold,” she said.

| Boat | People |
|------|--------|
| Anna | 12     |

<script>alert(1)</script>

<p>Some HTML.</p>
"""


def test_markdown_gives_its_words_without_marks() -> None:
    article = only(STORY, "ferry.md", "markdown")

    assert article.text.split("\n\n") == [
        "The ferry",
        "The ferry sank in the harbour, said the captain. Nobody drowned & all are safe.",
        "One boat came.",
        "Another left.",
        "“It was cold,” she said.",
        "Boat People",
        "Anna 12",
        "Some HTML.",
    ]
    assert (article.title, article.byline) == ("Ferry sinks: all safe", "Ina Berg, Tom Voss")
    assert (article.outlet, article.url) == ("Harbour News", "https://harbour.example.org/ferry")
    assert article.published_on == dt.date(2024, 5, 6)


def test_the_first_heading_is_the_title_where_nothing_else_says_so() -> None:
    article = only("# Ferry *sinks*\r\n\r\nThe ferry sank.\r\n\r\n## Later\r\n\r\nIt rose.\r\n".encode("utf-16"))

    assert article.title == "Ferry sinks"
    assert article.text == "Ferry sinks\n\nThe ferry sank.\n\nLater\n\nIt rose."


def test_front_matter_without_an_end_is_read_as_text() -> None:
    assert "The ferry sank." in only("---\ntitle: Ferry\n\nThe ferry sank.\n", "a.md", "markdown").text


def test_markdown_without_words_is_refused() -> None:
    assert "empty" in refusal("---\ntitle: Ferry\n---\n", "a.md", "markdown")
    assert "empty" in refusal("![only a picture](https://example.org/a.jpg)\n", "a.md", "markdown")


def test_marks_without_end_do_no_harm() -> None:
    for hostile in ("> " * 20_000 + "down", "[" * 20_000, "*a " * 5_000, "- " * 5_000 + "x"):
        assert len(articles(f"# Title\n\n{hostile}", "a.md", "markdown")) == 1


@settings(max_examples=30, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.integers(0, len(STORY)).map(lambda end: STORY.encode()[:end])))
def test_whatever_comes_is_answered(data: bytes) -> None:
    assert len(read_as("markdown", data)) == 1
