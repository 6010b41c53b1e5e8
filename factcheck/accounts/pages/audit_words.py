"""How the audit log reads: of what an entry is, by its title where the reader may see it, and what it says besides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass

from django.urls import reverse

from factcheck.accounts.audit import Event
from factcheck.accounts.models import ApiToken, AuditEntry, Invitation, User
from factcheck.articles.models import Article, Outlet, restricted_from
from factcheck.jobs.models import Job
from factcheck.reports.formats import all_formats
from factcheck.reports.models import Export, FrozenReport, ShareLink
from factcheck.reviews.editions import EditionChoice
from factcheck.reviews.models import Evidence

#: What somebody may look for, and how the log calls it.
SUBJECTS = {
    "article": "Article",
    "evidence": "Evidence",
    "export": "Export of many",
    "report": "Report",
    "sharelink": "Shared link",
    "user": "Person",
    "apitoken": "API token",
    "invitation": "Invitation",
    "job": "Job",
}
#: Of what the administration says that it was added or changed, besides.
_OTHERS = {"outlet": "Outlet", "group": "Role", "rulesetting": "Rule of the desk"}

#: Pages by the name of their address, or of all its kind.
_PAGES = {
    "reviews:claim": "its claims",
    "reviews:history": "its history",
    "reviews:mentions": "Mentions",
    "reviews:evidence_file": "a file of evidence",
    "reviews": "the review page",
    "reports:report": "its report",
    "reports:export": "a file of its report",
    "reports:frozen": "a frozen report",
    "reports:file": "a file of a frozen report",
    "reports:compare": "two frozen reports side by side",
    "reports:claims": "Overview, claims",
    "reports:bulk_file": "a file of many articles",
    "reports:overview": "Overview",
    "reports:exports": "Export log",
    "reports": "Reports",
    "desk:queue": "My queue",
    "desk": "the desk",
    "articles": "Articles",
    "jobs": "Jobs",
    "admin": "the administration",
    "audit_log": "Audit log",
}
_WAYS = {
    "password": "password",
    "mfa": "second factor",
    "socialaccount": "single sign-on",
    "totp": "authenticator app",
    "webauthn": "passkey",
    "recovery_codes": "recovery codes",
}


@dataclass(frozen=True, slots=True)
class Subject:
    """Of what an entry is; without a name where the reader may not see it, or it is gone."""

    kind: str
    name: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as it is read."""

    entry: AuditEntry
    what: str
    besides: str
    subject: Subject


def in_words(entries: Iterable[AuditEntry], *, reader: User) -> list[Line]:
    """The entries in their order; one query for each kind of subject that they have."""
    entries = list(entries)
    subjects = _subjects(entries, reader)
    return [
        Line(entry, _what(entry), _besides(entry), subjects.get((entry.subject, entry.subject_pk)) or _unnamed(entry))
        for entry in entries
    ]


def _what(entry: AuditEntry) -> str:
    """As the database has it, where another version of the desk wrote it."""
    return str(Event(entry.event).label) if entry.event in Event.values else entry.event


def _unnamed(entry: AuditEntry) -> Subject:
    kind = (SUBJECTS | _OTHERS).get(entry.subject, entry.subject.replace("_", " ").capitalize())
    return Subject(f"{kind} {entry.subject_pk}" if entry.subject_pk else kind)


def _besides(entry: AuditEntry) -> str:
    """The details that say something to a person, the rest as it is."""
    details = dict(entry.details)
    words = []
    if page := details.pop("page", ""):
        words.append(f"on {page_in_words(str(page))}")
        details.pop("method", None)
    if ways := [*str(details.pop("method", "")).split(", "), str(details.pop("kind", ""))]:
        words += [f"by {_WAYS.get(way, way)}" for way in ways if way]
    if slug := str(details.pop("format", "")):
        offered = all_formats().get(slug)
        words.append(f"as {offered.label if offered else slug.upper()}")
    with suppress(KeyError, ValueError):  # an edition or a tick that there was once
        words.append(EditionChoice.of(details["edition"], str(details["ticked"]).split()).words)
        del details["edition"], details["ticked"]
    if report := details.pop("report", ""):
        words.append(f"report {report}")
    if order := details.pop("order", ""):
        words.append(f"order: {order}")
    if fields := details.pop("fields", ""):
        words.append(f"changed: {fields}")
    words += [f"{name.replace('_', ' ')}: {value}" for name, value in details.items()]
    return "; ".join(words)


def page_in_words(view: str) -> str:
    return _PAGES.get(view) or _PAGES.get(view.partition(":")[0]) or "a page of the desk"


# ---- Of what --------------------------------------------------------------------------------------------------------

_Named = dict[int, Subject]


def _subjects(entries: list[AuditEntry], reader: User) -> dict[tuple[str, int | None], Subject]:
    keys: defaultdict[str, set[int]] = defaultdict(set)
    for entry in entries:
        if entry.subject_pk:
            keys[entry.subject].add(entry.subject_pk)
    return {
        (kind, key): subject
        for kind, pks in keys.items()
        if kind in _NAMED
        for key, subject in _NAMED[kind](pks, reader).items()
    }


def _articles(keys: set[int], reader: User) -> _Named:
    rows = Article.objects.visible_to(reader).filter(pk__in=keys).only("title")
    return {row.pk: Subject("Article", row.title, row.get_absolute_url()) for row in rows}


def _reports(keys: set[int], reader: User) -> _Named:
    rows = FrozenReport.objects.filter(pk__in=keys).exclude(article__in=restricted_from(reader))
    titles = rows.values_list("pk", "article__title")
    return {pk: Subject(f"Report {pk}", title, reverse("reports:frozen", args=[pk])) for pk, title in titles}


def _links(keys: set[int], reader: User) -> _Named:
    rows = ShareLink.objects.filter(pk__in=keys).exclude(report__article__in=restricted_from(reader))
    named = rows.values_list("pk", "recipient", "report")
    return {
        pk: Subject("Shared link for", recipient, reverse("reports:frozen", args=[report]))
        for pk, recipient, report in named
    }


def _evidence(keys: set[int], reader: User) -> _Named:
    rows = Evidence.objects.filter(pk__in=keys).exclude(article__in=restricted_from(reader))
    rows = rows.select_related("article").defer("article__text", "article__search")
    return {row.pk: Subject("Evidence on", row.article.title, row.article.get_absolute_url()) for row in rows}


def _people(keys: set[int], reader: User) -> _Named:
    return {row.pk: Subject("Person", str(row)) for row in User.objects.filter(pk__in=keys)}


def _tokens(keys: set[int], reader: User) -> _Named:
    return {row.pk: Subject("API token", row.name) for row in ApiToken.objects.filter(pk__in=keys)}


def _invitations(keys: set[int], reader: User) -> _Named:
    return {row.pk: Subject("Invitation of", row.email) for row in Invitation.objects.filter(pk__in=keys)}


def _exports(keys: set[int], reader: User) -> _Named:
    return {row.pk: Subject("Export", row.what) for row in Export.objects.filter(pk__in=keys)}


def _jobs(keys: set[int], reader: User) -> _Named:
    """Without its label, which may be the title of an article."""
    rows = Job.objects.seen_by(reader).filter(pk__in=keys).only("pk")
    return {row.pk: Subject(f"Job {row.pk}", "", row.get_absolute_url()) for row in rows}


def _outlets(keys: set[int], reader: User) -> _Named:
    return {row.pk: Subject("Outlet", row.name) for row in Outlet.objects.visible_to(reader).filter(pk__in=keys)}


_NAMED: dict[str, Callable[[set[int], User], _Named]] = {
    "article": _articles,
    "report": _reports,
    "sharelink": _links,
    "evidence": _evidence,
    "user": _people,
    "apitoken": _tokens,
    "invitation": _invitations,
    "export": _exports,
    "job": _jobs,
    "outlet": _outlets,
}
