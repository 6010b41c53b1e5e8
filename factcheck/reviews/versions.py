"""A text that changed: a new article that revises the old one, and takes over what was decided on unchanged claims.

The log of the new article begins with a row CARRIED for each claim that somebody had decided on: by whoever loaded the
new version, with the state that the original people answer for. Evidence is used again under the names of those who
added it, answers to a second opinion that is under way still count, and what was assigned is assigned here. Comments
and everything that was decided stay where they were, to be read from here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.articles.services import Provenance, find_by_url, lock_newest, restrict_article, store_article
from factcheck.claims.alignment import SentenceChange
from factcheck.claims.choices import ChangeSincePrevious
from factcheck.claims.locking import lock_claims
from factcheck.claims.models import Claim
from factcheck.claims.services import load_article, read_new, rebuild_tally, store_reading, update_tally
from factcheck.claims.versions import Alignment, carry_states
from factcheck.readers.base import Note
from factcheck.reviews import assignments, evidence, records, second_opinions
from factcheck.reviews.decisions import state_columns
from factcheck.reviews.imported_comments import import_notes
from factcheck.reviews.models import Kind, Review


@dataclass(frozen=True, slots=True)
class Revised:
    """A new version and the one before it, with how many sentences stayed, changed, came and went."""

    article: Article
    before: Article
    unchanged: int
    changed: int
    new: int
    dropped: int

    def __str__(self) -> str:
        stay = f"{self.unchanged} claim{'' if self.unchanged == 1 else 's'} stay{'s' * (self.unchanged == 1)}"
        return (
            f"This is a newer version of “{self.before.title}”: "
            f"{stay}, {self.changed} changed, {self.new} new, {self.dropped} removed."
        )


def revise_article(*, article: Article, text: str, provenance: Provenance, by: User) -> Revised:
    """Load ``text`` as the newest version of an article, all of it or nothing.

    Where ``article`` has newer versions already, the newest is the one that is revised: two people who load at once
    make one chain. Raises what load_article() raises. The slow part, reading, happens before the transaction.
    """
    text, reading, detector = read_new(text, provenance)
    with transaction.atomic():
        before = lock_newest(article)  # decisions on it go on until its claims are locked
        locked = lock_claims(Claim.everything.filter(article=before))
        wholes = [claim for claim in locked if claim.whole_id is None]
        alignment = Alignment.of([claim.text for claim in wholes], [sentence.text for sentence in reading.sentences])
        revised = store_article(text=text, provenance=provenance, detector=detector, by=by, revises=before)
        store_reading(article=revised, reading=reading, follows=alignment.follows(wholes))
        carry_states(revised)
        rebuild_tally(revised)
        _log(revised, by)
        second_opinions.copy_to_version(revised)
        evidence.copy_to_version(revised)
        records.copy_to_version(before=before, to=revised)
        assignments.transfer_to_version(article=before, to=revised, numbers=alignment.numbers(), by=by)
        # Open pages of the old version are told; those of the new one have something to ask for.
        for version in (before, revised):
            update_tally(article_id=version.pk)
    return Revised(revised, before, *(alignment.count(change) for change in SentenceChange))


def load_or_revise(
    *,
    text: str,
    provenance: Provenance,
    by: User | None,
    revises: Article | None = None,
    as_new: bool = False,
    notes: Sequence[Note] = (),
    restrict: bool = False,
) -> Article | Revised:
    """Load a text; as a newer version of ``revises`` or else of the article at its URL, unless ``as_new``.

    ``notes`` are the file's margin comments; they are kept in the same transaction if somebody is named who loads, who
    may ``restrict`` the article in it too. A newer version of a restricted article is restricted like it. At the URL of
    one that ``by`` may not find, a text is an article of its own, as if nothing were there.
    Raises what load_article() raises, and Unsigned when there is an article to revise and nobody is named.
    """
    if (notes or restrict) and by is not None:
        with transaction.atomic():
            loaded = load_or_revise(text=text, provenance=provenance, by=by, revises=revises, as_new=as_new)
            article = loaded.article if isinstance(loaded, Revised) else loaded
            if restrict:
                restrict_article(article=article, by=by)
                article.refresh_from_db(fields=["restriction"])
            import_notes(article=article, notes=notes, by=by)
        return loaded
    known = None if as_new else revises or find_by_url(provenance.url, by)
    if known is None:
        return load_article(text=text, provenance=provenance, by=by)
    if by is None:
        read_new(text, provenance)  # the same text once more is no new version
        raise Unsigned(known)
    return revise_article(article=known, text=text, provenance=provenance, by=by)


class Unsigned(ValueError):
    """Decisions would be carried over and nobody is named who does it; nothing was loaded."""

    def __init__(self, article: Article) -> None:
        self.article = article
        super().__init__(f"“{article.title}” is already loaded from this URL. Say who loads the newer version.")


def _log(article: Article, by: User) -> None:
    unchanged = Claim.everything.filter(article=article, change_since_previous=ChangeSincePrevious.UNCHANGED)
    decided = unchanged.filter(version__gt=0)
    latest = Review.objects.filter(claim__next_versions__article=article, version=F("claim__version"))
    carries: dict[int | None, int] = {
        claim: carries or pk for claim, pk, carries in latest.values_list("claim", "pk", "carries")
    }
    Review.objects.bulk_create(
        (
            Review(
                article=article,
                claim=claim,
                version=1,
                kind=Kind.CARRIED,
                carries_id=carries.get(claim.previous_id),
                by=by,
                **state_columns(claim),
            )
            for claim in decided.order_by("number", "part", "pk")
        ),
        batch_size=500,
    )
