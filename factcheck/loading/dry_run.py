"""What would be loaded, as JSON: one object for each article, or for what is refused, without a database."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from factcheck.attribution.kinds import kinds_of
from factcheck.attribution.languages import Languages
from factcheck.attribution.segmentation import split_sentences
from factcheck.readers.base import ImportedArticle, RefusedFile


def described(file: str, place: str, item: ImportedArticle | RefusedFile, provenance: dict[str, str]) -> dict[str, Any]:
    """An article with its claims and notes, each by its offsets in ``text``, and what was left out of it.

    A refusal is ``{"file", "place", "refused"}``. ``provenance`` outweighs what the article says of itself.
    """
    if isinstance(item, RefusedFile):
        return {"file": file, "place": place, "refused": item.sentence}
    sentences = split_sentences(item.text)
    return {
        "file": file,
        "place": place,
        "title": provenance.get("title", item.title),
        "byline": provenance.get("byline", item.byline),
        "outlet": provenance.get("outlet", item.outlet),
        "published_on": provenance.get("published_on")
        or (item.published_on.isoformat() if item.published_on else None),
        "language": item.language or Languages(item.text).main,
        "url": provenance.get("url", item.url),
        "text": item.text,
        "claims": [
            {"start": sentence.start, "end": sentence.end, "text": sentence.text, "kind": str(kind)}
            for sentence, kind in zip(sentences, kinds_of(item.text, sentences), strict=True)
        ],
        "notes": [asdict(note) for note in item.notes],
        "dropped": [asdict(dropped) for dropped in item.dropped],
    }
