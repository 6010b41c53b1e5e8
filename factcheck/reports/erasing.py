"""Erasing on an order: an article with all that hangs on it, or one piece of evidence, and what stays to say so.

The order is a row of ``reports_erasure``. In its transaction alone, and for the articles, evidence and reports that it
names, the triggers let go what they hold otherwise (``factcheck_refuse`` in articles/triggers.sql). Of a frozen report
its number, its fingerprints and its day stay.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path, PurePath
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Cast
from django.utils import timezone

from factcheck.accounts.audit import Event, record
from factcheck.accounts.models import User
from factcheck.articles.models import Article, Outlet
from factcheck.articles.services import versions_of
from factcheck.claims.choices import ChangeSincePrevious
from factcheck.claims.locking import lock_claims
from factcheck.claims.models import Claim
from factcheck.claims.services import update_tally
from factcheck.jobs.models import File, Item, Job
from factcheck.refusals import Refused
from factcheck.reports.models import (
    ErasedFile,
    ErasedLink,
    ErasedReport,
    Erasure,
    Export,
    FrozenReport,
    OutsideEdition,
    OutsideFile,
    ReportFile,
    ShareLink,
)
from factcheck.reviews.models import Evidence, EvidenceUse, Review

#: What the export log says of a line whose report is erased.
_ERASED = "An erased report"
#: How much of a text is looked for in drafts.
_BEGINNING = 80


@dataclass(slots=True)
class Plan:
    """What an order takes: keys, the files in the private folder, and for people how many of each kind."""

    articles: list[int] = field(default_factory=list)
    evidence: list[int] = field(default_factory=list)
    reports: list[int] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


def plan_article(articles: Sequence[Article]) -> Plan:
    """For these versions of one article."""
    keys = [article.pk for article in articles]
    evidence = _evidence_of(keys)
    plan = Plan(
        articles=keys,
        evidence=[item.pk for item in evidence],
        reports=list(FrozenReport.objects.filter(article__in=keys).values_list("pk", flat=True)),
        files=sorted({item.file for item in evidence if item.file}),
    )
    plan.counts = _counted(Article, keys)
    return plan


def plan_evidence(evidence: Evidence) -> Plan:
    """For one piece of evidence, and the frozen reports that show it."""
    plan = Plan(evidence=[evidence.pk], files=[evidence.file] if evidence.file else [])
    plan.reports = [report.pk for report in _reports_showing(evidence)]
    plan.counts = _counted(Evidence, plan.evidence) + _counted(FrozenReport, plan.reports)
    return plan


def _evidence_of(articles: list[int]) -> list[Evidence]:
    """What was added to these articles, without what another version goes on using."""
    elsewhere = EvidenceUse.objects.filter(evidence=OuterRef("pk")).exclude(article__in=articles)
    return list(Evidence.objects.filter(~Exists(elsewhere), article__in=articles))


def _reports_showing(evidence: Evidence) -> list[FrozenReport]:
    """Reports of the articles that use it in whose document one of its words stands."""
    words = [evidence.sha256, evidence.url, evidence.quotation, evidence.contact, evidence.file_name]
    shown = Q()
    for word in filter(None, words):
        for is_ascii in (True, False):
            shown |= Q(document__contains=json.dumps(word, ensure_ascii=is_ascii)[1:-1])
    articles = [evidence.article_id, *evidence.uses.values_list("article", flat=True)]
    return list(FrozenReport.objects.filter(shown, article__in=articles).defer("document").order_by("pk"))


@transaction.atomic
def erase(plan: Plan, *, order: str, by: User) -> Erasure:
    """Do what the plan says, all of it or nothing; the files are gone before this returns.

    Raises Refused while a job works on a file with such an article, and OSError when a file can't be removed.
    """
    versions: list[Article] = []
    if plan.articles:
        # In the order of all locks: nobody revises, and saves that have begun end before this goes on.
        first = Article.objects.without_text().get(pk=plan.articles[0])
        keys = [each.pk for each in versions_of(first)]
        list(Article.objects.filter(pk__in=keys).select_for_update(no_key=True).without_text().order_by("pk"))
        versions = versions_of(first)
    lock_claims(Claim.everything.filter(Q(article__in=plan.articles) | Q(evidence_uses__evidence__in=plan.evidence)))
    if plan.articles:  # what was added since somebody looked at the plan
        plan = plan_article([each for each in versions if each.pk in plan.articles])
    erasure = Erasure.objects.create(
        order=order, by=by, at=timezone.now(), articles=plan.articles, evidence=plan.evidence, reports=plan.reports
    )
    touched = set(EvidenceUse.objects.filter(evidence__in=plan.evidence).values_list("article", flat=True))
    _keep_fingerprints(erasure, plan.reports)
    _forget_exports(plan)
    if plan.articles:
        _forget_loads(plan.articles)
        staying = [version for version in versions if version.pk not in plan.articles]
        _cut_links(plan.articles, staying)
        _delete(Article, plan.articles)
        _join_versions(staying)
        _forget_outlets({each.outlet_id for each in versions if each.outlet_id})
    else:
        _delete(FrozenReport, plan.reports)
        _delete(Evidence, plan.evidence)
    for key in sorted(touched - set(plan.articles)):
        update_tally(article_id=key)  # open pages ask again
    for kind, keys in (("article", plan.articles), ("evidence", plan.evidence), ("report", plan.reports)):
        for key in keys:
            record(Event.ERASED, by=by, subject=kind, subject_pk=key, order=order)
    _remove_files(plan.files)
    return erasure


# What stays


def _keep_fingerprints(erasure: Erasure, reports: list[int]) -> None:
    frozen = FrozenReport.objects.filter(pk__in=reports)
    ErasedReport.objects.bulk_create(
        ErasedReport(number=pk, erasure=erasure, sha256=sha256, frozen_at=at)
        for pk, sha256, at in frozen.values_list("pk", "sha256", "at")
    )
    files = [
        *ReportFile.objects.filter(report__in=reports).values_list("report", "slug", "sha256"),
        *OutsideFile.objects.filter(edition__report__in=reports).values_list("edition__report", "slug", "sha256"),
    ]
    editions = OutsideEdition.objects.filter(report__in=reports).values_list("report", "sha256")
    files += [(pk, "document", sha256) for pk, sha256 in editions]
    ErasedFile.objects.bulk_create(ErasedFile(erased_id=pk, slug=slug, sha256=sha256) for pk, slug, sha256 in files)
    # A link that had ended before looks like one that never was, as it did.
    links = ShareLink.objects.filter(report__in=reports, revoked_at=None, until__gt=timezone.now())
    ErasedLink.objects.bulk_create(
        ErasedLink(erased_id=pk, token_sha256=token, until=until)
        for pk, token, until in links.values_list("report", "token_sha256", "until")
    )


def _forget_exports(plan: Plan) -> None:
    """Who took something and when stays in the export log; what it was of is a number that is gone."""
    exports = Export.objects.filter(Q(article__in=plan.articles) | Q(report__in=plan.reports))
    exports.update(article=None, report=None, what=_ERASED)


# What is cut and cleared


def _forget_outlets(keys: set[int]) -> None:
    """Those of which there is no article any more, and what the admin's own log calls them."""
    alone = list(Outlet.objects.filter(articles=None, pk__in=keys).values_list("pk", flat=True))
    entries = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(Outlet))
    entries.filter(object_id__in=[str(key) for key in alone]).update(object_repr="Erased", change_message="")
    Outlet.objects.filter(pk__in=alone).delete()


def _forget_loads(articles: list[int]) -> None:
    """Files that they came in, loads that failed, drafts that hold them, files of many reports, the admin's own log."""
    rows = list(Article.objects.filter(pk__in=articles).defer("search"))
    urls = [row.get_absolute_url() for row in rows]
    titles = list(dict.fromkeys(row.title for row in rows))
    needles = [needle for row in rows for needle in (row.url, row.text[:_BEGINNING]) if needle]
    needles += [title for title in titles if " " in title]
    for job in Job.objects.filter(Q(is_draft=True) | Q(finished_at=None)):
        if job.is_draft and job.result_url in urls:
            job.delete()
        elif _holds(job, needles) or _names(job.label, titles) or job.items.filter(url__in=urls).exists():
            if not job.is_draft:
                raise Refused(f"Job {job.pk} is still loading this article; wait until it has ended, or cancel it.")
            job.delete()
    items = Item.objects.filter(Q(url__in=urls) | Q(pk__in=_naming_items(titles)))
    keys = {*items.values_list("job", flat=True), *_naming_jobs(titles)}
    items.update(name="Erased", sentence="", url="", payload=None)
    File.objects.filter(job__in=keys).delete()
    erased = Job.objects.filter(pk__in=keys)
    erased.exclude(kind="export").update(label="Load, of which something was erased", arguments={}, problem="")
    erased.filter(kind="export").update(label="Export, of which something was erased", problem="")
    exports = Job.objects.filter(kind="export", is_draft=False)
    File.objects.filter(job__in=exports).delete()
    Job.objects.filter(Q(pk__in=keys) | Q(pk__in=exports)).exclude(result_url="").update(result_url="")
    entries = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(Article))
    entries.filter(object_id__in=[str(key) for key in articles]).update(object_repr="Erased", change_message="")


def _naming_items(titles: list[str]) -> list[int]:
    """What was to be loaded under such a title and became no article: it failed, or was cancelled."""
    nowhere = Item.objects.filter(url="", state__in=[Item.State.FAILED, Item.State.CANCELLED, Item.State.ALREADY])
    candidates = nowhere.filter(_with_a_word_of(titles, "name", "sentence")).values_list("pk", "name", "sentence")
    return [pk for pk, *words in candidates if any(_names(text, titles) for text in words)]


def _naming_jobs(titles: list[str]) -> list[int]:
    """Jobs that are called so, or in whose first lines, which a load keeps to be looked at, a title stands."""
    jobs = Job.objects.annotate(kept=Cast("arguments", models.TextField()))
    candidates = jobs.filter(_with_a_word_of(titles, "label", "problem", "kept"))
    rows = candidates.values_list("pk", "label", "problem", "kept")
    return [pk for pk, *words in rows if any(_names(text, titles) for text in words)]


def _with_a_word_of(titles: list[str], *columns: str) -> Q:
    """For the database to look through the tables: the longest word of each title."""
    longest = [max(re.findall(r"\w+", title), key=len, default=title) for title in titles]
    condition = Q()
    for word in longest:
        for column in columns:
            condition |= Q(**{f"{column}__icontains": word})
    return condition


def _names(text: str, titles: list[str]) -> bool:
    """Whether a text has a title, word by word, as the name of a file has it too: “harbour-bridge.docx”.

    A title of one word has to be quoted or stand alone, or half of the desk's jobs would be about it.
    """
    for title in titles:
        words = _words(title)
        if " " in words and f" {words} " in f" {_words(text)} ":
            return True
        if any(_words(PurePath(part).stem) == words for part in [text, *re.findall('[“"](.*?)[”"]', text)]):
            return True
    return False


def _words(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.lower()))


def _holds(job: Job, needles: list[str]) -> bool:
    """Whether a draft or a job shows one of the words; not in what is packed, such as a Word file."""
    kept = [job.label, job.arguments, list(job.items.filter(url="").values_list("name", "payload"))]
    text = json.dumps(kept)
    if any(json.dumps(needle)[1:-1] in text for needle in needles):
        return True
    raw = [needle.encode() for needle in needles]
    contents = (b"".join(file.pieces()) for file in File.objects.filter(job=job))
    return any(needle in content for content in contents for needle in raw)


def _cut_links(articles: list[int], staying: list[Article]) -> None:
    """No row that stays names one that goes."""
    Review.objects.filter(carries__article__in=articles).exclude(article__in=articles).update(carries=None)
    shared = Evidence.objects.filter(article__in=articles).exclude(pk__in=[item.pk for item in _evidence_of(articles)])
    for item in shared:
        other = item.uses.exclude(article__in=articles).order_by("pk").values_list("article", flat=True)[0]
        Evidence.objects.filter(pk=item.pk).update(article=other)
    for version in staying:
        if version.revises_id in articles:
            new = ChangeSincePrevious.NONE if version is staying[0] else ChangeSincePrevious.NEW
            Claim._base_manager.filter(article=version).update(previous=None, change_since_previous=new)


def _join_versions(staying: list[Article]) -> None:
    """The versions that stay follow one another again, counted from 1."""
    before: Article | None = None
    for number, version in enumerate(staying, start=1):
        after = staying[number] if number < len(staying) else None
        Article.objects.filter(pk=version.pk).update(
            revises=before, version=number, superseded_at=after.loaded_at if after else None
        )
        before = version


@cache
def _dependants(root: type[models.Model]) -> list[tuple[type[models.Model], tuple[str, ...]]]:
    """All models whose rows can't be without a row of ``root``, with the ways that lead there; the farthest first.

    Read from the models: a table that comes later is erased without a word here. Where a row may do without, its key
    is null already or was cut.
    """
    ways: dict[type[models.Model], list[str]] = {root: ["pk"]}
    waiting = [root]
    while waiting:
        target = waiting.pop(0)
        for model in apps.get_models(include_auto_created=True):
            for key in model._meta.concrete_fields:
                if model is target or key.null or key.remote_field is None or key.remote_field.model is not target:
                    continue
                if model not in ways:
                    waiting.append(model)
                here = [key.name if way == "pk" else f"{key.name}__{way}" for way in ways[target]]
                ways[model] = list(dict.fromkeys([*ways.get(model, []), *here]))
    farthest_first = sorted(ways, key=lambda model: -_height(model, list(ways)))
    return [(model, tuple(ways[model])) for model in farthest_first]


def _height(model: type[models.Model], among: list[type[models.Model]]) -> int:
    """How many tables a row stands on, of those among which it is counted."""
    below = [
        key.remote_field.model
        for key in model._meta.concrete_fields
        if key.remote_field is not None and not key.null and key.remote_field.model in among
    ]
    return 1 + max((_height(each, among) for each in below if each is not model), default=0)


def _rows(model: type[models.Model], ways: Iterable[str], keys: list[int]) -> models.QuerySet[Any]:
    condition = Q()
    for way in ways:
        condition |= Q(**{f"{way}__in": keys})
    return model._base_manager.filter(condition)


def _counted(root: type[models.Model], keys: list[int]) -> Counter[str]:
    counts = {
        str(model._meta.verbose_name_plural): _rows(model, ways, keys).distinct().count()
        for model, ways in _dependants(root)
    }
    return Counter({name: count for name, count in counts.items() if count})


def _delete(root: type[models.Model], keys: list[int]) -> None:
    """Delete rows with all that depends on them. The database checks what refers to what at the end."""
    for model, ways in _dependants(root):
        rows = model._base_manager.filter(pk__in=list(_rows(model, ways, keys).values_list("pk", flat=True)))
        # Django's own way refuses rows of one table that name each other, as decisions do that were undone.
        rows._raw_delete("default")


def _remove_files(files: list[str]) -> None:
    """From the private folder, unless another piece of evidence has the same content."""
    for path in files:
        if not Evidence.objects.filter(file=path).exists():
            Path(settings.EVIDENCE_ROOT, path).unlink(missing_ok=True)
