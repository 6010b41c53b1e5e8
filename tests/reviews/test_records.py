"""Records of an article: who adds and reads them, how quotations stand to them, what becomes evidence."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.articles.services import Provenance, restrict_article
from factcheck.reports.erasing import erase, plan_article
from factcheck.reviews import records, tasks
from factcheck.reviews.models import Evidence, HeldQuotation, Record
from factcheck.reviews.versions import revise_article
from tests.factories import make_article, make_claim, make_user

pytestmark = pytest.mark.django_db

TEXT = """“We will decide anything before the islanders have been heard,” Vance told the meeting.

It rained. “The contract allows it,” he said. “It is the end of the line for the night boat,” Dahl said."""
RECORD = """CHAIR: The meeting is open.

VANCE: No. We will not decide anything before the islanders have been heard.

DAHL: The contract allows it, yes, with notice."""


@pytest.fixture
def article(db: None) -> Article:
    return make_article(TEXT)


def add(article: Article, by: User, text: str = RECORD, title: str = "Harbor committee") -> Record:
    return records.add_record(article=article, title=title, text=text, key=uuid.uuid4(), by=by)


def plain(content: bytes) -> str:
    return " ".join(re.sub(r"<[^>]*>", "", content.decode()).split())


def form(**fields: Any) -> dict[str, Any]:
    return {"key": str(uuid.uuid4()), "title": "", "text": RECORD} | fields


def test_a_short_record_is_held_at_once(article: Article, rita: User) -> None:
    record = add(article, rita)
    assert [(row.quote_class, row.speaker, row.place) for row in record.quotations.order_by("start")] == [
        ("altered", "VANCE", "line 3"),
        ("verbatim", "DAHL", "line 5"),
        ("absent", "", ""),
    ]
    altered = record.quotations.get(quote_class="altered")
    assert altered.remark == "“not” is left out."
    passage = record.text[altered.passage_start : altered.passage_end]
    assert passage == "We will not decide anything before the islanders have been heard"


def test_a_long_record_is_a_workers(article: Article, rita: User, client: Client) -> None:
    record = add(article, rita, text=RECORD + "\n\nCHAIR: So on and so forth." * 9_000)
    assert record.held_at is None
    assert not record.quotations.exists()
    client.force_login(rita)
    assert "is being checked" in client.get(f"/articles/{article.pk}/records/{record.pk}/").content.decode()
    for _ in range(2):  # a worker that is asked twice does it once
        tasks.hold(record.pk)
    record.refresh_from_db()
    assert record.held_at is not None
    assert record.quotations.count() == 3


def test_the_panel_shows_class_words_and_place(article: Article, rita: User, client: Client) -> None:
    record = add(article, rita)
    client.force_login(rita)
    page = client.get(f"/articles/{article.pk}/claims/1/").content
    assert "≠ Altered" in plain(page)
    assert "will [left out: not ]decide" in plain(page)
    row = record.quotations.get(quote_class="altered")
    assert f'href="/articles/{article.pk}/records/{record.pk}/#passage-{row.pk}"' in page.decode()
    shown = client.get(f"/articles/{article.pk}/records/{record.pk}/").content.decode()
    assert re.search(rf'<mark\s+id="passage-{row.pk}">We will not decide', shown)
    assert "≠ Altered" not in plain(client.get(f"/articles/{article.pk}/claims/2/").content)


def test_the_page_shows_one_class_alone(article: Article, rita: User, client: Client) -> None:
    record = add(article, rita)
    client.force_login(rita)
    address = f"/articles/{article.pk}/records/{record.pk}/"
    assert "3 quotations in the article" in plain(client.get(address).content)
    altered = plain(client.get(address + "?class=altered").content)
    assert "“not” is left out." in altered
    assert "Word for word." not in altered
    assert "There is no such quotation." in plain(client.get(address + "?class=nonsense").content)


def test_of_several_records_the_one_that_has_it_best_is_shown(article: Article, rita: User, client: Client) -> None:
    add(article, rita, title="Wrong", text="VANCE: We will never decide anything before the islanders have been heard.")
    add(article, rita, title="Right", text="VANCE: We will decide anything before the islanders have been heard.")
    (held,) = records.quotations_of_claim(make_claim(article, 1))
    assert (held.quotation.record.title, held.quotation.quote_class, held.also) == ("Right", "verbatim", 1)


def test_a_passage_becomes_evidence_with_its_place_and_words(article: Article, rita: User, client: Client) -> None:
    record = add(article, rita)
    row = record.quotations.get(quote_class="altered")
    client.force_login(rita)
    address = f"/articles/{article.pk}/claims/1/passages/{row.pk}/"
    key, claim = str(uuid.uuid4()), make_claim(article, 1).pk
    for _ in range(2):  # the same form twice is one piece of evidence
        answer = client.post(address, {"key": key, "claim": claim})
        assert answer.status_code == 302
    evidence = Evidence.objects.get()
    assert evidence.quotation == "We will not decide anything before the islanders have been heard"
    assert evidence.place == "Harbor committee, line 3"
    assert evidence.url.endswith(f"/articles/{article.pk}/records/{record.pk}/#passage-{row.pk}")
    assert evidence.uses.get().stance == "context"  # what was altered is for a person to judge


def test_a_passage_is_evidence_on_its_own_claim_alone(article: Article, rita: User, client: Client) -> None:
    row = add(article, rita).quotations.get(quote_class="altered")
    client.force_login(rita)
    claim = make_claim(article, 2).pk
    fields = {"key": str(uuid.uuid4()), "claim": claim}
    assert client.post(f"/articles/{article.pk}/claims/2/passages/{row.pk}/", fields).status_code == 404
    assert not Evidence.objects.exists()


def test_files_are_read_behind_the_sandbox(article: Article, rita: User, client: Client) -> None:
    client.force_login(rita)
    subtitles = (
        b"1\n00:21:47,000 --> 00:21:50,000\nVANCE: We will not decide anything\nbefore the islanders have been heard.\n"
    )
    file = SimpleUploadedFile("meeting.srt", subtitles)
    answer = client.post(f"/articles/{article.pk}/records/", form(text="", file=file), follow=True)
    record = Record.objects.get()
    assert (record.title, record.file_name) == ("meeting.srt", "meeting.srt")
    assert "00:21:47,000, line 3" in plain(answer.content)
    broken = SimpleUploadedFile("scan.pdf", b"%PDF-1.7 and no more")
    refused = client.post(f"/articles/{article.pk}/records/", form(text="", file=broken))
    assert refused.status_code == 422
    assert Record.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": "  "}, "Choose a file, or paste the text."),
        ({"file": SimpleUploadedFile("a.txt", b"A: Yes.")}, "Choose a file or paste a text, not both."),
        ({"title": "T" * 301}, "The title has 301 characters; the limit is 300."),
        ({"key": ""}, "This page was out of date and nothing was added; reload it."),
    ],
)
def test_a_refusal_is_a_sentence_and_keeps_what_was_typed(
    article: Article, rita: User, client: Client, fields: dict[str, Any], sentence: str
) -> None:
    client.force_login(rita)
    answer = client.post(f"/articles/{article.pk}/records/", form(**fields))
    assert answer.status_code == 422
    assert sentence in plain(answer.content)
    assert not Record.objects.exists()
    if "text" not in fields:
        assert "We will not decide anything" in answer.content.decode()


def test_whoever_may_not_review_adds_nothing(article: Article, rita: User, nora: User, client: Client) -> None:
    record = add(article, rita)
    row = record.quotations.get(quote_class="altered")
    posts = [
        f"/articles/{article.pk}/records/",
        f"/articles/{article.pk}/records/{record.pk}/withdraw/",
        f"/articles/{article.pk}/claims/1/passages/{row.pk}/",
    ]
    for address in posts:
        assert client.post(address, form()).status_code in (200, 302)  # the sign-in page
    client.force_login(nora)
    for address in posts:
        assert client.post(address, form()).status_code == 403
    assert Record.objects.get().withdrawn_at is None
    assert not Evidence.objects.exists()


def test_a_record_is_taken_away_by_who_added_it_or_an_editor(
    article: Article, rita: User, ed: User, client: Client
) -> None:
    address = f"/articles/{article.pk}/records/{{}}/withdraw/"
    first, second = add(article, rita), add(article, rita, title="Other")
    client.force_login(make_user("reviewer", "omar"))
    assert client.post(address.format(first.pk)).status_code == 403
    for person, record in ((rita, first), (ed, second)):
        client.force_login(person)
        assert client.post(address.format(record.pk)).status_code == 302
        assert client.get(f"/articles/{article.pk}/records/{record.pk}/").status_code == 404
    assert records.quotations_in(article) == []
    assert HeldQuotation.objects.count() == 6  # what was, stays stored


def test_a_restricted_articles_records_are_for_who_may_find_it(
    article: Article, rita: User, ed: User, client: Client
) -> None:
    record = add(article, rita)
    restrict_article(article=article, by=ed)
    addresses = [f"/articles/{article.pk}/records/", f"/articles/{article.pk}/records/{record.pk}/"]
    for person, status in ((rita, 404), (ed, 200)):
        client.force_login(person)
        assert [client.get(address).status_code for address in addresses] == [status, status]


def test_a_record_of_another_article_is_not_shown_here(article: Article, rita: User, client: Client) -> None:
    record = add(article, rita)
    other = make_article("Another stands here.")
    client.force_login(rita)
    assert client.get(f"/articles/{other.pk}/records/{record.pk}/").status_code == 404


def test_a_newer_version_is_held_against_the_same_records(article: Article, rita: User, ed: User) -> None:
    add(article, rita)
    text = TEXT.replace("We will decide", "We will not decide")
    revised = revise_article(article=article, text=text, provenance=Provenance(title="Newer"), by=ed).article
    record = records.standing(revised).get()
    assert record.by == rita
    assert record.quotations.order_by("start").first().quote_class == "verbatim"  # type: ignore[union-attr]


def test_erasing_an_article_takes_its_records(article: Article, rita: User, ada: User) -> None:
    add(article, rita)
    plan = plan_article([article])
    assert plan.counts["records"] == 1
    erase(plan, order="Court order 1", by=ada)
    assert not Record.objects.exists()
    assert not HeldQuotation.objects.exists()


def test_the_database_holds_what_a_row_promises(article: Article, rita: User) -> None:
    record = add(article, rita)
    rows = HeldQuotation.objects.filter(record=record)
    for change in ({"quote_class": "roughly"}, {"passage_start": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.filter(quote_class="altered").update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Record.objects.update(withdrawn_by=rita)


def test_too_long_and_too_many_are_refused(
    article: Article, rita: User, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    client.force_login(rita)
    monkeypatch.setattr(records, "LONGEST", 10)
    assert "the limit is 10" in plain(client.post(f"/articles/{article.pk}/records/", form()).content)
    monkeypatch.undo()
    monkeypatch.setattr(records, "MOST", 1)
    add(article, rita)
    assert "take one away first" in plain(client.post(f"/articles/{article.pk}/records/", form()).content)


def test_hostile_words_stay_words(article: Article, rita: User, client: Client) -> None:
    client.force_login(rita)
    record = add(
        article, rita, title="<script>1</script>", text=RECORD.replace("VANCE: No.", "<b>VANCE</b>: <img src=x>")
    )
    for address in ("records/", f"records/{record.pk}/", "claims/1/"):
        page = client.get(f"/articles/{article.pk}/{address}").content.decode()
        assert "<script>1" not in page
        assert "<img src=x" not in page


def test_pages_take_a_fixed_number_of_queries(
    article: Article, rita: User, client: Client, django_assert_num_queries: Any
) -> None:
    client.force_login(rita)
    many = make_article("\n\n".join(f"“We will not decide number {n} today,” he said." for n in range(60)))
    text = "\n\n".join(f"VANCE: We will not decide number {n} today." for n in range(60))
    for each in (article, many):
        record = add(each, rita, text=text)
        add(each, rita)
        # session, person, whether they find it, record; audited in a savepoint (3); quotations, claims, mentions
        with django_assert_num_queries(10):
            client.get(f"/articles/{each.pk}/records/{record.pk}/")
        with django_assert_num_queries(7):
            client.get(f"/articles/{each.pk}/records/")
