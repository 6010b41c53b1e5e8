"""Freezing reports, and letting somebody outside read one."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from factcheck.accounts.audit import Event, record
from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.articles.services import versions_of
from factcheck.claims.models import Tally
from factcheck.keys import are_other_words, lock_key, quoted, words_sha256
from factcheck.refusals import KeyReused, Refused
from factcheck.reports.build import Report, build_report
from factcheck.reports.editions import cut, for_outside
from factcheck.reports.formats import Format, as_bytes, choice_in, offered_formats
from factcheck.reports.models import (
    ErasedLink,
    ErasedReport,
    Export,
    FrozenReport,
    OutsideEdition,
    OutsideFile,
    ReportFile,
    ShareLink,
)
from factcheck.reports.serialization import read_document, sha256_of, write_document
from factcheck.reviews.editions import FOR_DESK, FOR_OUTSIDE, Edition, EditionChoice, Tick

#: How long a link for somebody outside may work.
MAX_SHARE = dt.timedelta(days=90)


def freeze(
    *, article: Article, occasion: str, key: uuid.UUID, by: User, choice: EditionChoice = FOR_DESK
) -> FrozenReport:
    """Keep the report of an article as it is now, with its file in every format. The same ``key`` freezes once.

    What is kept is the edition for the desk. Where the one for outside was chosen, it is cut at once and kept as well.
    Raises KeyReused when the key froze a report for another occasion or with another choice.

    Nobody's decision is saved between the first and the last query: all of them change the tally, whose row is held.
    It is held no longer than that, so call this outside of a transaction: the files may take seconds. They are made
    before anything is stored, and report and files are stored together or not at all.
    """
    words = words_sha256("freeze", occasion=occasion, edition=choice.words)
    with transaction.atomic():
        Tally.objects.select_for_update().get(article=article)
        if existing := _frozen_as(key, article, by, words):
            return existing
        current = Article.objects.select_related("outlet", "loaded_by").defer("search").get(pk=article.pk)
        report = build_report(current)
    document = write_document(report)
    frozen = FrozenReport(
        pk=_next_number(),
        article=article,
        document=document,
        sha256=sha256_of(document),
        occasion=occasion,
        key=key,
        words_sha256=words,
        by=by,
        at=report.drawn_at,
    )
    # What is always for outside has that edition's fingerprint: the desk's is of words that stay inside.
    editions = {each: load_edition(frozen, each) for each in (FOR_DESK, FOR_OUTSIDE)}
    formats = offered_formats().values()
    files = [_file(frozen, file_format, editions[choice_in(file_format, FOR_DESK)]) for file_format in formats]
    try:
        with transaction.atomic():
            frozen.save(force_insert=True)
            ReportFile.objects.bulk_create(files)
            if choice.is_outside:
                outside_edition(frozen, choice)
    except IntegrityError:
        # The same form sent twice at once: the other was first.
        if existing := _frozen_as(key, article, by, words):
            return existing
        raise
    return frozen


def _frozen_as(key: uuid.UUID, article: Article, by: User, words: str) -> FrozenReport | None:
    frozen = FrozenReport.objects.filter(key=key, article=article, by=by).first()
    if frozen is not None and are_other_words(frozen.words_sha256, words):
        occasion = quoted(frozen.occasion) if frozen.occasion else "no stated purpose"
        raise KeyReused(f"This form has already frozen report {frozen.pk}, for {occasion}.")
    return frozen


def _next_number() -> int:
    """The number that every file carries, before there is a row. One that is not used now is never used."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [FrozenReport._meta.db_table])
        return int(cursor.fetchone()[0])


def reports_of(article: Article) -> QuerySet[FrozenReport]:
    """The frozen reports of an article and of its other versions, the newest first, without their documents."""
    has_versions = article.version > 1 or article.superseded_at
    versions = versions_of(article) if has_versions else [article]
    reports = FrozenReport.objects.filter(article__in=versions).select_related("by", "article")
    return reports.defer("document", "article__text", "article__search").order_by("-pk")


def load_frozen(frozen: FrozenReport) -> Report:
    """The report as it was frozen, to be drawn. Raises UnreadableDocument, also when the text is not what was kept."""
    return replace(read_document(frozen.document), stamp=frozen.stamp)


def load_edition(frozen: FrozenReport, choice: EditionChoice) -> Report:
    """The same as the edition that was chosen, with that edition's own fingerprint; nothing is stored."""
    if not choice.is_outside:
        return load_frozen(frozen)
    report = cut(read_document(frozen.document), choice)
    sha256 = sha256_of(write_document(report))
    return replace(report, stamp=OutsideEdition(report=frozen, sha256=sha256).stamp)


def is_intact(frozen: FrozenReport) -> bool:
    """Whether the stored text still has its fingerprint."""
    return sha256_of(frozen.document) == frozen.sha256


def _file(frozen: FrozenReport, file_format: Format, report: Report) -> ReportFile:
    content = b"".join(as_bytes(file_format.render(report)))
    return ReportFile(report=frozen, slug=file_format.slug, content=content, sha256=hashlib.sha256(content).hexdigest())


# The edition for outside


def outside_edition(frozen: FrozenReport, choice: EditionChoice) -> OutsideEdition:
    """The report's edition for outside with these ticks: kept when it is first asked for, and the same from then on.

    Raises UnreadableDocument.
    """
    ticked = list(choice.ticked)
    existing = OutsideEdition.objects.select_related("report").filter(report=frozen, ticked=ticked).first()
    if existing is not None:
        return existing
    document = write_document(cut(read_document(frozen.document), choice))
    values = {"document": document, "sha256": sha256_of(document)}
    edition, _ = OutsideEdition.objects.get_or_create(report=frozen, ticked=ticked, defaults=values)
    return edition


def load_outside(edition: OutsideEdition) -> Report:
    """The edition as it was cut, to be drawn: with no more than is let out now. Raises UnreadableDocument."""
    return replace(for_outside(read_document(edition.document)), stamp=edition.stamp)


def outside_file(edition: OutsideEdition, file_format: Format) -> OutsideFile:
    """Its file in a format: made when it is first asked for, and the same from then on. Raises UnreadableDocument."""
    if existing := edition.files.filter(slug=file_format.slug).first():
        return existing
    content = b"".join(as_bytes(file_format.render(load_outside(edition))))
    values = {"content": content, "sha256": hashlib.sha256(content).hexdigest()}
    file, _ = OutsideFile.objects.get_or_create(edition=edition, slug=file_format.slug, defaults=values)
    return file


# Who takes what


def log_export(
    *, article: Article, slug: str, by: User, choice: EditionChoice, report: FrozenReport | None = None
) -> None:
    """Note who takes the report of an article out of the house, in which edition and with which ticks."""
    Export.objects.create(article=article, report=report, slug=slug, by=by, what=choice.words)
    details: dict[str, Any] = {"format": slug} | edition_details(choice) | ({"report": report.pk} if report else {})
    record(Event.EXPORTED, by=by, subject="article", subject_pk=article.pk, **details)


def edition_details(choice: EditionChoice) -> dict[str, Any]:
    """What the audit log says of an edition."""
    return {"edition": choice.edition.value, "ticked": " ".join(choice.ticked)}


def log_export_of(
    *,
    what: str,
    slug: str,
    by: User,
    articles: int | None = None,
    claims: int | None = None,
    choice: EditionChoice | None = None,
) -> None:
    """Note who takes something else out of the house: ``what`` says it in words."""
    export = Export.objects.create(what=what[:300], slug=slug, by=by, articles=articles, claims=claims)
    details = edition_details(choice) if choice else {}
    record(Event.EXPORTED, by=by, subject="export", subject_pk=export.pk, format=slug, **details)


# Somebody outside


@transaction.atomic
def share(
    *,
    report: FrozenReport,
    recipient: str,
    days: int,
    by: User,
    ticked: Iterable[Tick] = (),
    key: uuid.UUID | None = None,
) -> tuple[ShareLink, str]:
    """Let somebody outside read a report for some days: the link's row, and its token, which is kept nowhere.

    It shows the edition for outside with what is ticked, as it is cut now. The same ``key`` again makes no other link
    and returns the one it made; without a key it is a link of its own. Raises UnreadableDocument, KeyReused when the
    key made a link from other words, and Refused where that link is revoked or can't be told any more.
    """
    key = key or uuid.uuid4()
    lock_key(key)
    ticked = sorted(ticked)
    words = words_sha256("share", report=report.pk, recipient=recipient, days=days, ticked=ticked)
    token = _token_of(key, by)
    if link := ShareLink.objects.filter(key=key).select_related("edition").first():
        return _shared_from(link, words, token), token
    now = timezone.now()
    until = now + min(dt.timedelta(days=max(1, days)), MAX_SHARE)
    link = ShareLink.objects.create(
        report=report,
        edition=outside_edition(report, EditionChoice.of(Edition.OUTSIDE, ticked)),
        token_sha256=_token_sha256(token),
        key=key,
        words_sha256=words,
        recipient=recipient,
        until=until,
        by=by,
        at=now,
    )
    record(
        Event.SHARE_MADE,
        by=by,
        subject="sharelink",
        subject_pk=link.pk,
        report=report.pk,
        **edition_details(link.choice),
    )
    return link, token


def _token_of(key: uuid.UUID, by: User) -> str:
    """The secret of the link that a form makes: nobody finds it out of the form's key without the desk's own."""
    digest = salted_hmac("factcheck.reports.share", f"{by.pk}:{key}", algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _shared_from(link: ShareLink, words: str, token: str) -> ShareLink:
    """What a form made before, as long as its link can be told again."""
    if are_other_words(link.words_sha256, words):
        raise KeyReused(f"This form has already created a link for {quoted(link.recipient)}.")
    if link.revoked_at or link.token_sha256 != _token_sha256(token):
        raise Refused(f"The link for {quoted(link.recipient)} from this form can’t be shown again; create another.")
    return link


def revoke(*, share: ShareLink, by: User) -> None:
    """End a link now; one that is ended already stays as it is."""
    if ShareLink.objects.filter(pk=share.pk, revoked_at=None).update(revoked_by=by, revoked_at=timezone.now()):
        record(Event.SHARE_REVOKED, by=by, subject="sharelink", subject_pk=share.pk, report=share.report_id)


def shared(token: str, *, takes: str = "") -> ShareLink | None:
    """The link of a token, with its report, while it works; counts and logs the visit, or the file that it takes."""
    now = timezone.now()
    links = ShareLink.objects.filter(token_sha256=_token_sha256(token), until__gt=now, revoked_at=None)
    counted = {"files_taken": F("files_taken") + 1} if takes else {"opened": F("opened") + 1, "opened_at": now}
    if not links.update(**counted):
        return None
    related = ("report__article", "report__by", "edition__report")
    link = ShareLink.objects.select_related(*related).get(token_sha256=_token_sha256(token))
    details: dict[str, Any] = {"report": link.report_id, **edition_details(link.choice)}
    if takes:
        record(Event.SHARE_FILE_TAKEN, subject="sharelink", subject_pk=link.pk, format=takes, **details)
    else:
        record(Event.SHARE_READ, subject="sharelink", subject_pk=link.pk, **details)
    return link


def edition_of(link: ShareLink) -> OutsideEdition:
    """What a link shows. Raises UnreadableDocument."""
    return link.edition or outside_edition(link.report, FOR_OUTSIDE)


def erased_behind(token: str) -> ErasedReport | None:
    """The report that a link led to until it was erased, while the link would still work."""
    links = ErasedLink.objects.filter(token_sha256=_token_sha256(token), until__gt=timezone.now())
    link = links.select_related("erased__erasure").first()
    return link.erased if link else None


def _token_sha256(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
