"""The desk's comments leave with a report where somebody says so, and never to people outside."""

from __future__ import annotations

import datetime as dt
import html
import io
import json
import uuid
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from django.test import Client
from django.urls import reverse
from docx.oxml.ns import qn

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.articles.services import Provenance
from factcheck.jobs.models import Job
from factcheck.readers.base import ImportedArticle, Note
from factcheck.readers.sandbox import read_sandboxed
from factcheck.reports import bulk, freezing
from factcheck.reports.build import ReportedComment, build_report
from factcheck.reports.formats import offered_formats
from factcheck.reports.formats.docx_file import DocxFile
from factcheck.reports.models import Export, FrozenReport
from factcheck.reviews import comments
from factcheck.reviews.imported_comments import import_notes
from factcheck.reviews.models import Comment
from factcheck.reviews.second_opinions import ask
from factcheck.reviews.services import split
from factcheck.reviews.versions import load_or_revise
from tests.factories import make_article, make_claim

pytestmark = pytest.mark.django_db

WORDS = "Call O’Connor before we print this."


@pytest.fixture
def article(db: None) -> Article:
    return make_article("Sources say no and it is old.\nThe bridge stands.")


@pytest.fixture
def comment(article: Article, ed: User) -> Comment:
    return say(article, 1, WORDS, ed)


def say(article: Article, number: int, text: str, by: User) -> Comment:
    return comments.say(claim=make_claim(article, number), text=text, key=uuid.uuid4(), by=by)


def said_of(article: Article, place: int = 0) -> list[tuple[str, str]]:
    report = build_report(article, with_comments=True)
    assert report.has_comments
    return [(comment.author, comment.text) for comment in report.claims[place].comments]


def words(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return " ".join(html.unescape(content.decode()).split())


def test_they_stay_in_the_house_unless_they_are_asked_for(article: Article, comment: Comment) -> None:
    report = build_report(article)
    assert not report.has_comments
    assert not any(claim.comments for claim in report.claims)


def test_a_thread_with_its_people_and_times(article: Article, comment: Comment, rita: User) -> None:
    say(article, 1, "Done, she confirms.", rita)
    settled = comments.resolve(claim=make_claim(article, 1), key=uuid.uuid4(), by=rita)
    said = build_report(article, with_comments=True).claims[0].comments
    assert [(each.kind, each.text, each.author) for each in said] == [
        (Comment.Kind.SAID, WORDS, "Ed"),
        (Comment.Kind.SAID, "Done, she confirms.", "Rita"),
        (Comment.Kind.RESOLVED, "", "Rita"),
    ]
    assert (said[0].at, said[2].at) == (comment.at, settled.at)
    assert said_of(article, 1) == []


def test_it_costs_one_query(
    article: Article, comment: Comment, django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    article = Article.objects.select_related("outlet", "loaded_by").get(pk=article.pk)
    with django_assert_max_num_queries(9) as without:
        build_report(article)
    with django_assert_num_queries(len(without) + 1):
        build_report(article, with_comments=True)


def test_what_was_said_before_a_split_stands_with_each_part(article: Article, comment: Comment, rita: User) -> None:
    claim = article.claims.get(number=1)
    split(claim=claim, at=claim.text.index("and"), version=0, key=uuid.uuid4(), by=rita)
    say_of_part = comments.say(claim=article.claims.get(number=1, part=2), text="Old?", key=uuid.uuid4(), by=rita)
    assert said_of(article, 0) == [("Ed", WORDS)]
    assert said_of(article, 1) == [("Ed", WORDS), (str(say_of_part.by), "Old?")]


def test_while_two_opinions_are_asked_for_nothing_of_it_leaves(article: Article, comment: Comment, ed: User) -> None:
    say(article, 2, "Nice bridge.", ed)
    ask(claim=make_claim(article, 1), version=0, key=uuid.uuid4(), by=ed)
    assert said_of(article, 0) == []
    assert said_of(article, 1) == [("Ed", "Nice bridge.")]


def test_a_note_from_a_margin_goes_out_as_it_came(settings: Any, ed: User) -> None:
    """Word in, Word out: by whoever wrote it, at the time they wrote it."""
    document: Any = docx.Document()
    run = document.add_paragraph().add_run("The bridge stands where it stood.")
    note = document.add_comment(run, text="Says who?", author="Ann Archer", initials="AA")
    note._comment_elm.set(qn("w:date"), "2026-05-04T11:30:00Z")
    content = io.BytesIO()
    document.save(content)
    settings.ATTRIBUTION_DETECTOR = "tests.factories.ByHand"
    (imported,) = read_sandboxed(content.getvalue(), name="draft.docx")
    assert isinstance(imported, ImportedArticle)
    article = load_or_revise(text=imported.text, provenance=Provenance("Draft"), by=ed, notes=imported.notes)
    assert isinstance(article, Article)
    report = build_report(article, with_comments=True)
    (comment,) = report.claims[0].comments
    assert (comment.author, comment.text, str(comment.by)) == ("Ann Archer", "Says who?", "Ed")
    assert comment.at == dt.datetime(2026, 5, 4, 11, 30, tzinfo=dt.UTC)

    out: Any = docx.Document(io.BytesIO(b"".join(DocxFile().render(report))))
    remark = list(out.comments)[-1]
    assert (remark.author, remark.text) == ("Ann Archer", "Says who?")
    assert remark.timestamp == dt.datetime(2026, 5, 4, 11, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-05-04T11:30:00", "2026-05-04T15:30:00+00:00"),  # no zone: the desk's, New York
        ("2026-05-04T11:30:00+02:00", "2026-05-04T09:30:00+00:00"),
        ("2999-01-01T00:00:00", ""),
        ("yesterday", ""),
        ("9999-12-31T23:59:59-23:00", ""),
        ("0001-01-01T00:00:00+23:00", ""),
        ("", ""),
    ],
)
def test_when_a_note_was_written(settings: Any, article: Article, ed: User, at: str, expected: str) -> None:
    settings.TIME_ZONE = "America/New_York"
    import_notes(article=article, notes=[Note(0, 5, "Ann", "Says who?", at=at)], by=ed)
    written_at = Comment.objects.get().written_at
    assert (written_at.astimezone(dt.UTC).isoformat() if written_at else "") == expected


@pytest.mark.parametrize(
    "text", ["Margin comment by Ann Archer on “old”:\nI agree.", "x by Rita on “y”:\nRita’s own words"]
)
def test_nobody_speaks_in_the_name_of_somebody_else(article: Article, ed: User, text: str) -> None:
    say(article, 1, text, ed)
    assert said_of(article) == [("Ed", text)]


# Pages


def test_the_page_and_its_files_have_them_once_they_are_chosen(
    client: Client, article: Article, comment: Comment, ed: User
) -> None:
    client.force_login(ed)
    path = reverse("reports:report", args=[article.pk])
    plain, chosen = words(client.get(path)), words(client.get(f"{path}?comments=1"))

    assert WORDS not in plain
    assert "What colleagues said to each other about the claims is left out, here and in the files." in plain
    assert "?comments=1" not in plain
    assert WORDS in chosen
    assert "Comment by Ed," in chosen
    for slug in offered_formats():
        link = f"{reverse('reports:export', args=[article.pk, slug])}?comments=1"
        assert f'href="{link}"' in chosen
    assert WORDS in words(client.get(reverse("reports:export", args=[article.pk, "csv"]) + "?comments=1"))
    assert WORDS not in words(client.get(reverse("reports:export", args=[article.pk, "csv"])))


def test_the_log_says_that_they_left(client: Client, article: Article, comment: Comment, ed: User) -> None:
    client.force_login(ed)
    path = reverse("reports:export", args=[article.pk, "csv"])
    words(client.get(path))
    words(client.get(f"{path}?comments=1"))
    assert [export.what for export in Export.objects.order_by("pk")] == ["", "with the desk’s comments"]
    assert words(client.get(reverse("reports:exports"))).count("as it stood, with the desk’s comments") == 1


def test_who_may(client: Client, article: Article, comment: Comment, rita: User, nora: User) -> None:
    page = f"{reverse('reports:report', args=[article.pk])}?comments=1"
    file = f"{reverse('reports:export', args=[article.pk, 'csv'])}?comments=1"
    assert {client.get(path)["Location"].split("?")[0] for path in (page, file)} == {"/accounts/login/"}
    client.force_login(nora)
    assert {client.get(path).status_code for path in (page, file)} == {403}
    client.force_login(rita)
    assert WORDS in words(client.get(page))
    assert client.get(file).status_code == 403


def frozen_by_form(client: Client, article: Article, **fields: Any) -> FrozenReport:
    client.post(reverse("reports:freeze", args=[article.pk]), {"key": uuid.uuid4(), "occasion": ""} | fields)
    return FrozenReport.objects.latest("pk")


def test_frozen_they_are_part_of_the_document_or_not(
    client: Client, article: Article, comment: Comment, ed: User
) -> None:
    client.force_login(ed)
    without = frozen_by_form(client, article)
    with_them = frozen_by_form(client, article, comments="on")
    say(article, 1, "Later.", ed)

    assert WORDS not in without.document
    assert WORDS not in words(client.get(without.get_absolute_url()))
    page = words(client.get(with_them.get_absolute_url()))
    assert WORDS in page
    assert "with the desk’s comments" in page
    assert "Later." not in page
    assert freezing.is_intact(with_them)
    (comment,) = freezing.load_frozen(with_them).claims[0].comments
    assert isinstance(comment, ReportedComment)
    export = json.loads(bytes(with_them.files.get(slug="json").content))
    assert [each["text"] for each in export["claims"][0]["comments"]] == [WORDS]
    assert "comments" not in json.loads(bytes(without.files.get(slug="json").content))["claims"][0]
    words(client.get(reverse("reports:file", args=[with_them.pk, "csv"])))
    assert Export.objects.latest("pk").what == "with the desk’s comments"


def test_somebody_outside_never_reads_them(client: Client, article: Article, comment: Comment, ed: User) -> None:
    client.force_login(ed)
    frozen = frozen_by_form(client, article, comments="on")
    assert "Somebody outside reads it without the desk’s comments." in words(client.get(frozen.get_absolute_url()))
    _, token = freezing.share(report=frozen, recipient="Ms O’Hara", days=1, by=ed)
    for reader in (Client(), client):
        for query in ("", "?comments=1"):
            page = words(reader.get(f"/reports/shared/{token}/{query}"))
            assert "The bridge stands." in page
            assert "O’Connor" not in page
            assert "desk’s comments" not in page


def test_a_zip_has_them_where_its_form_says_so(client: Client, article: Article, comment: Comment, ed: User) -> None:
    client.force_login(ed)
    path = reverse("reports:export_many")
    form = words(client.get(path))
    assert "With the desk’s comments" in form
    assert "Otherwise what colleagues said to each other about the claims is left out." in form
    for fields, expected in (
        ({"form": "zip", "slug": "csv"}, False),
        ({"form": "zip", "slug": "csv", "comments": "on"}, True),
        ({"form": "csv", "comments": "on"}, False),
    ):
        client.post(path, fields | {"key": uuid.uuid4()})
        job = Job.objects.latest("pk")
        assert job.arguments["comments"] == expected
        assert ("with the desk’s comments" in job.label) == expected
        bulk.make(job)
        content = b"".join(job.files.get(is_whole=True).pieces())
        if fields["form"] == "zip":
            assert unpacked_holds(content, WORDS) == expected
        else:
            assert WORDS not in content.decode()


def unpacked_holds(content: bytes, text: str) -> bool:
    with ZipFile(io.BytesIO(content)) as package:
        return any(text in package.read(name).decode() for name in package.namelist())
