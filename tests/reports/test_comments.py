"""The desk's comments belong to its own edition of a report, and leave for outside where somebody ticks them."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.articles.services import Provenance
from factcheck.readers.base import ImportedArticle, Note
from factcheck.readers.sandbox import read_sandboxed
from factcheck.reports.build import build_report
from factcheck.reports.formats.docx_file import DocxFile
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
    report = build_report(article)
    assert report.has_comments
    return [(comment.author, comment.text) for comment in report.claims[place].comments]


def test_a_thread_with_its_people_and_times(article: Article, comment: Comment, rita: User) -> None:
    say(article, 1, "Done, she confirms.", rita)
    settled = comments.resolve(claim=make_claim(article, 1), key=uuid.uuid4(), by=rita)
    thread = build_report(article).claims[0].comments
    assert [(each.kind, each.text, each.author) for each in thread] == [
        (Comment.Kind.SAID, WORDS, "Ed"),
        (Comment.Kind.SAID, "Done, she confirms.", "Rita"),
        (Comment.Kind.RESOLVED, "", "Rita"),
    ]
    assert (thread[0].at, thread[2].at) == (comment.at, settled.at)
    assert said_of(article, 1) == []


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
    report = build_report(article)
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
