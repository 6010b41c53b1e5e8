"""Small functions that make what a test needs; every value may be overridden."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group

from factcheck.accounts.models import EDITORS, REVIEWERS, User
from factcheck.articles.models import Article
from factcheck.articles.services import Provenance, outlet_named
from factcheck.attribution.types import Attribution, Reading, Sentence, SourcingStatus, Span, Suggestion
from factcheck.claims.choices import Verdict
from factcheck.claims.models import Claim
from factcheck.claims.services import load_article, store_reading
from factcheck.readers.text import fingerprint

PASSWORD = "a long walk by the harbour"
EXAMPLE = Path(settings.BASE_DIR) / "seeds" / "qatar-hamas-doha.txt"

_GROUPS = {"reviewer": REVIEWERS, "editor": EDITORS}
_numbers = itertools.count(1)


def make_user(role: str | None = "reviewer", username: str | None = None, **overrides: Any) -> User:
    """Somebody who signs in with PASSWORD; ``role`` is reviewer, editor, administrator, or None for no group."""
    if role not in {None, "administrator", *_GROUPS}:
        raise ValueError(f"There is no role {role!r}.")
    username = username or f"person{next(_numbers)}"
    if role == "administrator":
        overrides = {"is_staff": True, "is_superuser": True} | overrides
    fields = {"first_name": username.title(), "email": f"{username}@example.org", "password": PASSWORD}
    user = User.objects.create_user(username=username, **(fields | overrides))
    if role in _GROUPS:
        user.groups.add(Group.objects.get(name=_GROUPS[role]))
    return user


def make_article(
    text: str | None = None, title: str = "Council votes to delay harbour bridge", **overrides: Any
) -> Article:
    """An article whose lines are its claims, without a detector: each is ``unattributed``.

    ``statuses`` gives the lines their sourcing; a line with any other status than ``unattributed`` gets an attribution
    whose source is its first word and whose cue is its second. ``outlet`` may be a name.
    """
    number = next(_numbers)
    text = text if text is not None else f"The council met on day {number}.\nMayor Berg said the bridge can wait."
    statuses = overrides.pop("statuses", ())
    if isinstance(outlet := overrides.get("outlet"), str):
        overrides["outlet"] = outlet_named(outlet)
    read_as = overrides["outlet"].name if overrides.get("outlet") else ""
    fields = {"detector": "by-hand 1", "read_as": read_as, "text_sha256": fingerprint(text)} | overrides
    article = Article.objects.create(title=title, text=text, **fields)
    store_reading(article=article, reading=make_reading(text, statuses))
    return article


class ByHand:
    """A detector for tests of everything but detection: one sentence a line, nothing attributed, no model to load."""

    name = "by-hand 1"

    def detect(self, text: str) -> Reading:
        return make_reading(text)


def make_reading(text: str, statuses: tuple[str, ...] | list[str] = ()) -> Reading:
    """What a detector would have found: one sentence a line, with the ``statuses`` given."""
    sentences, attributions, suggestions = [], [], []
    start = 0
    for line in text.split("\n"):
        if line.strip():
            status = SourcingStatus(statuses[len(sentences)] if len(sentences) < len(statuses) else "unattributed")
            deciding = None
            if status is not SourcingStatus.UNATTRIBUTED:
                deciding = len(attributions)
                attributions.append(_attribution(len(sentences), line, start, status))
            sentences.append(Sentence(start, start + len(line), line))
            suggestions.append(Suggestion(status, deciding, "Said so by hand."))
        start += len(line) + 1
    return Reading("by-hand 1", tuple(sentences), tuple(attributions), tuple(suggestions))


def _attribution(sentence: int, line: str, start: int, status: SourcingStatus) -> Attribution:
    first, _, rest = line.partition(" ")
    second = rest.partition(" ")[0]
    source = Span(start, start + len(first))
    cue_start = start + len(first) + 1
    cue = (Span(cue_start, cue_start + len(second)),) if second else ()
    content = (Span(cue_start + len(second), start + len(line)),) if second else ()
    return Attribution(sentence, (source,), cue, content, status, rule="by_hand", why="Said so by hand.")


def make_claim(article: Article | None = None, number: int = 1, **overrides: Any) -> Claim:
    """A claim of ``article`` (of a new one without it), its columns set to ``overrides`` behind the services' back."""
    claim = (article or make_article()).claims.get(number=number)
    if overrides:
        if overrides.get("verdict", Verdict.PENDING) != Verdict.PENDING:
            overrides = {"verdict_version": claim.version} | overrides
        Claim.objects.filter(pk=claim.pk).update(**overrides)
        claim.refresh_from_db()
    return claim


def load_example(by: User | None = None) -> Article:
    """The example article of ``seeds/``, through the real pipeline with the detector of the settings."""
    provenance = json.loads(EXAMPLE.with_suffix(".json").read_text(encoding="utf-8"))
    provenance["published_on"] = dt.date.fromisoformat(provenance["published_on"])
    return load_article(text=EXAMPLE.read_text(encoding="utf-8"), provenance=Provenance(**provenance), by=by)
