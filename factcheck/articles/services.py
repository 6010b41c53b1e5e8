"""Articles found, stored, archived."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import F, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Lower
from django.utils import timezone

from factcheck.accounts.audit import Event, record
from factcheck.accounts.models import User
from factcheck.articles.addresses import key_of
from factcheck.articles.models import Article, NamedEditor, Outlet, Restriction
from factcheck.readers.text import fingerprint
from factcheck.refusals import Refused


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a text comes from. Only the title has to be known."""

    title: str
    outlet: str = ""
    byline: str = ""
    url: str = ""
    published_on: dt.date | None = None


#: What somebody is told who loads a text, or a newer version, of an article that they may not find.
LOADED_ELSEWHERE = "This text is already loaded, in an article you don’t have access to."
REVISED_ELSEWHERE = "Loaded as a newer version of an article you don’t have access to."


class AlreadyLoaded(ValueError):
    """The same text was loaded before, as ``article``."""

    def __init__(self, article: Article) -> None:
        self.article = article
        super().__init__(f"This text is already loaded, as “{article.title}”.")

    def sentence_for(self, person: User | None) -> str:
        """The same, without the title for somebody who may not find the article; for None, whoever runs a command."""
        return str(self) if person is None or self.article.is_visible_to(person) else LOADED_ELSEWHERE


def find_loaded(text: str) -> Article | None:
    """The article that holds this cleaned text already."""
    return Article.objects.filter(text_sha256=fingerprint(text)).first()


def find_by_url(url: str, person: User | None) -> Article | None:
    """The newest version of the article at this address, however the address is written.

    Of the articles that this person finds; None, whoever runs a command, finds all. A restricted one goes before
    another at the same address, so that no newer version of it opens to everybody.
    """
    key = key_of(url)
    if not key:
        return None
    same_url = Article.objects.without_text().filter(url_key=key)
    if person is not None:
        same_url = same_url.visible_to(person)
    restricted_first, newest_first = F("restriction").asc(nulls_last=True), F("superseded_at").asc(nulls_first=True)
    article = same_url.order_by(restricted_first, newest_first, "-pk").first()
    return newest_of(article) if article else None


def restricted_at(url: str) -> Article | None:
    """The newest version of a restricted article at this address, whoever may find it."""
    article = find_by_url(url, None)
    return article if article and article.is_restricted else None


def newest_of(article: Article) -> Article:
    """The article's newest version, which is itself when there is no newer one."""
    return versions_of(article)[-1]


def versions_of(article: Article) -> list[Article]:
    """All versions of the article from the first to the newest, without their texts. One query."""
    return list(
        Article.objects.without_text()
        .filter(pk__in=RawSQL(_VERSIONS, [article.pk]))  # noqa: S611 - no words of users in it
        .select_related("loaded_by")
        .order_by("version")
    )


#: In both directions from one version: each has at most one before it and one after it.
_VERSIONS = """
    WITH RECURSIVE earlier AS (
        SELECT id, revises_id FROM articles_article WHERE id = %s
        UNION ALL
        SELECT article.id, article.revises_id
        FROM articles_article article JOIN earlier ON article.id = earlier.revises_id
    ), chain AS (
        SELECT id FROM earlier WHERE revises_id IS NULL
        UNION ALL
        SELECT article.id FROM articles_article article JOIN chain ON article.revises_id = chain.id
    )
    SELECT id FROM chain
"""


@transaction.atomic
def store_article(
    *, text: str, provenance: Provenance, detector: str, by: User | None, revises: Article | None = None
) -> Article:
    """A new article with a cleaned ``text``. Raises AlreadyLoaded, also when two people load the same text at once.

    ``revises`` is the version before it, which leaves the lists; it is locked, and restricted alike.
    """
    try:
        with transaction.atomic():
            outlet = outlet_named(provenance.outlet)
            return Article.objects.create(
                title=provenance.title,
                outlet=outlet,
                byline=provenance.byline,
                url=provenance.url,
                published_on=provenance.published_on,
                text=text,
                text_sha256=fingerprint(text),
                detector=detector,
                read_as=outlet.name if outlet else "",
                loaded_by=by,
                revises=revises,
                restriction_id=revises.restriction_id if revises else None,
                version=revises.version + 1 if revises else 1,
            )
    except IntegrityError:
        if article := find_loaded(text):
            raise AlreadyLoaded(article) from None
        raise


# ---- Need to know ---------------------------------------------------------------------------------------------------


def lock_newest(article: Article) -> Article:
    """The newest version, locked: nobody else revises or restricts it now."""
    while True:
        newest = newest_of(article)
        locked = Article.objects.select_for_update(no_key=True).without_text().get(pk=newest.pk)
        if not locked.is_superseded:
            return locked


@transaction.atomic
def restrict_article(*, article: Article, by: User) -> bool:
    """Keep an article, with all its versions, to those who need to know of it, ``by`` among them; False if it was."""
    newest = lock_newest(article)
    if newest.is_restricted:
        return False
    restriction = Restriction.objects.create(by=by)
    NamedEditor.objects.create(restriction=restriction, person=by, by=by)
    for version in versions_of(newest):
        Article.objects.filter(pk=version.pk).update(restriction=restriction)
        record(Event.RESTRICTED, by=by, subject="article", subject_pk=version.pk)
    return True


@transaction.atomic
def lift_restriction(*, article: Article, by: User) -> bool:
    """Open an article, with all its versions, to everybody at the desk again; False if it was."""
    newest = lock_newest(article)
    if not newest.is_restricted:
        return False
    for version in versions_of(newest):
        Article.objects.filter(pk=version.pk).update(restriction=None)
        record(Event.RESTRICTION_LIFTED, by=by, subject="article", subject_pk=version.pk)
    Restriction.objects.filter(pk=newest.restriction_id or 0).delete()
    return True


@transaction.atomic
def name_editor(*, article: Article, person: User, by: User) -> bool:
    """Let one more editor find a restricted article; False if they are named on it already.

    Raises Refused for an article that isn't restricted (any more), and for somebody who is no editor.
    """
    newest = lock_newest(article)
    if not newest.is_restricted:
        raise Refused("This article isn’t restricted any more.")
    if not (person.is_active and person.can_restrict):
        raise Refused(f"{person} isn’t an editor; assign the article to {person} instead.")
    _, is_new = NamedEditor.objects.get_or_create(restriction=newest.restriction, person=person, defaults={"by": by})
    if is_new:
        record(Event.EDITOR_NAMED, by=by, subject="article", subject_pk=newest.pk, person=person.pk)
    return is_new


@transaction.atomic
def unname_editor(*, article: Article, person: User, by: User) -> bool:
    """Take an editor's name off a restricted article; False if it isn't there. Raises Refused for the last one."""
    newest = lock_newest(article)
    named = NamedEditor.objects.filter(restriction=newest.restriction_id)
    if not named.filter(person=person).exists():
        return False
    if not named.exclude(person=person).exists():
        raise Refused(f"{person} is the only editor with access; add another first, or lift the restriction.")
    named.filter(person=person).delete()
    record(Event.EDITOR_UNNAMED, by=by, subject="article", subject_pk=newest.pk, person=person.pk)
    return True


def editors_named_on(article: Article) -> list[User]:
    """The editors named on a restricted article, in the order in which they were named. One query."""
    named = NamedEditor.objects.filter(restriction=article.restriction_id).select_related("person").order_by("pk")
    return [row.person for row in named] if article.is_restricted else []


def outlet_named(name: str) -> Outlet | None:
    """The outlet of this name, created when it is new; capitals don't matter."""
    name = " ".join(name.split())
    if not name:
        return None
    same = Outlet.objects.annotate(lower=Lower("name")).filter(lower=Lower(Value(name)))
    if not same.exists():
        Outlet.objects.bulk_create([Outlet(name=name)], ignore_conflicts=True)
    return same.get()


def archive_article(*, article: Article, by: User) -> None:
    """Take the article out of the lists. Nothing is lost; doing it twice changes nothing."""
    Article.objects.filter(pk=article.pk, archived_at=None).update(archived_at=timezone.now(), archived_by=by)


def restore_article(*, article: Article) -> None:
    """Bring an archived article back into the lists."""
    Article.objects.filter(pk=article.pk).update(archived_at=None, archived_by=None)
