"""A form sent twice is one decision; with other words it is refused, says what is stored, and may be sent once more.

``FORMS`` has every form with a key. What somebody says of a claim, and the API's Idempotency-Key, have rules of their
own and tests of their own (``ELSEWHERE``).
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import lxml.html
import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import Verdict
from factcheck.claims.models import Claim
from factcheck.jobs.models import Job
from factcheck.keys import quoted, words_sha256
from factcheck.reports import freezing
from factcheck.reports.models import FrozenReport, ShareLink
from factcheck.reviews import comments, second_opinions, services
from factcheck.reviews import evidence as evidence_rows
from factcheck.reviews.models import Assignment, Comment, Dismissal, Evidence, EvidenceUse, Record, Review
from factcheck.reviews.services import Annotation
from tests.factories import make_article, make_claim, make_user
from tests.reviews.test_two_at_once import at_once

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
HEDGED = "is hedged and names no source"
TEXT = "Talks reportedly failed and the ferry stays for now.\nTrains reportedly stop.\nIt rained."


@dataclass
class Sent:
    """A form as somebody sends it, and sends it again."""

    url: str
    by: User
    words: dict[str, Any]
    #: What is sent with the same key while the first answer is lost.
    other: dict[str, Any] = field(default_factory=dict)
    other_url: str = ""
    #: What the refusal must say of what is stored, and what was typed and must still be there.
    stored: str = ""
    typed: str = ""
    #: Whether the other words may be sent again as they are.
    again: bool = True


@dataclass
class Form:
    model: type[Model]
    make: Callable[[], Sent]


FORMS: dict[str, Form] = {}
#: Models with a key whose words are compared in another place, and the test that says so.
ELSEWHERE = {
    "accounts.tries": "tests/accounts/test_tries.py",  # not a form's: what it counts the wrong passwords of
    "articles.apiload": "tests/loading/test_api.py",
    "reviews.opinion": "tests/reviews/test_review_page.py",
}


def form_of(model: type[Model]) -> Callable[[Callable[[], Sent]], Callable[[], Sent]]:
    def add(make: Callable[[], Sent]) -> Callable[[], Sent]:
        FORMS[make.__name__] = Form(model, make)
        return make

    return add


def an_article() -> Article:
    return make_article(TEXT, statuses=["hedged"] * 2)


def address(claim: Claim, name: str) -> str:
    return f"/articles/{claim.article_id}/claims/{claim.label}/{name}/"


def drawn(claim: Claim, **fields: Any) -> dict[str, Any]:
    claim.refresh_from_db()
    return {"claim": claim.pk, "version": claim.version} | fields


def at_of(claim: Claim, word: str) -> int:
    return claim.start + claim.text.index(word)


def say(claim: Claim, by: User, status: SourcingStatus = SourcingStatus.HEDGED) -> Any:
    claim.refresh_from_db()
    return services.annotate(claim=claim, annotation=Annotation(status), version=claim.version, key=uuid.uuid4(), by=by)


# ---- Decisions ------------------------------------------------------------------------------------------------------


@form_of(Review)
def split() -> Sent:
    claim = make_claim(an_article())
    words, other = (drawn(claim, at=at_of(claim, word)) for word in ("and", "stays"))
    sentence = "Claim 1 is already split, before “and”"
    return Sent(address(claim, "split"), make_user(), words, other, stored=sentence, again=False)


@form_of(Review)
def join() -> Sent:
    claim, by = make_claim(an_article()), make_user()
    for word in ("and", "for"):
        part = Claim.objects.filter(article=claim.article, number=1).in_reading_order().last()
        assert part
        services.split(claim=part, at=at_of(part, word), version=part.version, key=uuid.uuid4(), by=by)
    _, second, third = Claim.objects.filter(article=claim.article, number=1).in_reading_order()
    return Sent(
        address(second, "join"),
        by,
        drawn(second),
        drawn(third),
        other_url=address(third, "join"),
        stored="Claim 1 is already joined",
        again=False,
    )


@form_of(Review)
def undo() -> Sent:
    article, by = an_article(), make_user()
    first, other = (say(make_claim(article, number), by) for number in (1, 2))
    url = f"/articles/{article.pk}/undo/"
    stored = "You have already undone that decision on claim 1"
    return Sent(url, by, {"review": first.pk}, {"review": other.pk}, stored=stored, again=False)


@form_of(Review)
def ask() -> Sent:
    claim = make_claim(an_article())
    return Sent(address(claim, "second-opinion"), make_user(), drawn(claim))


@form_of(Review)
def withdraw() -> Sent:
    claim, by = make_claim(an_article()), make_user()
    second_opinions.ask(claim=claim, version=0, key=uuid.uuid4(), by=by)
    return Sent(address(claim, "second-opinion/withdraw"), by, drawn(claim))


@form_of(Review)
def ask_about_article() -> Sent:
    return Sent(f"/articles/{an_article().pk}/second-opinion/", make_user("editor"), {})


@form_of(Review)
def accept() -> Sent:
    article, reviewer = an_article(), make_user()
    claims = [make_claim(article, number) for number in (1, 2)]
    for claim in claims:
        recommended = Annotation(SourcingStatus.DOCUMENT, source="the minutes", recommended=Verdict.NOT_CHECKABLE)
        services.annotate(claim=claim, annotation=recommended, version=0, key=uuid.uuid4(), by=reviewer)
    ticked = [f"{claim.pk}.1" for claim in claims]
    words, other = ({"claims": claims, "drawn_at": time.time()} for claims in (ticked[:1], ticked))
    stored = "This form has already accepted 1 recommendation"
    return Sent(f"/articles/{article.pk}/accept/", make_user("editor"), words, other, stored=stored, typed=ticked[1])


@form_of(Review)
def ask_and_send_back() -> Sent:
    """Two buttons with one key: what the second one says isn't done, and isn't called done."""
    claim = make_claim(an_article())
    say(claim, make_user())
    other = drawn(claim, reason="Second words.")
    return Sent(
        address(claim, "second-opinion"),
        make_user("editor"),
        drawn(claim),
        other,
        other_url=address(claim, "send-back"),
        stored="You have already asked for a second opinion (claim 1).",
        typed="Second words.",
        again=False,
    )


@form_of(Review)
def send_back() -> Sent:
    claim = make_claim(an_article())
    say(claim, make_user())
    words, other = (drawn(claim, reason=reason) for reason in ("First words.", "Second words."))
    stored = "You have already sent it back (claim 1), and wrote “First words”"
    # The claim is open now: there is no review to send back until somebody has decided.
    return Sent(
        address(claim, "send-back"),
        make_user("editor"),
        words,
        other,
        stored=stored,
        typed="Second words.",
        again=False,
    )


def _differing() -> Claim:
    claim = make_claim(an_article())
    second_opinions.ask(claim=claim, version=0, key=uuid.uuid4(), by=make_user("editor"))
    for status in (SourcingStatus.HEDGED, SourcingStatus.DOCUMENT):
        say(claim, make_user(), status)
    return claim


@form_of(Review)
def settle_with_another_reason() -> Sent:
    claim = _differing()
    take = claim.opinions.first()
    assert take
    words, other = (drawn(claim, take=take.pk, reason=reason) for reason in ("First words.", "Second words."))
    stored = "You have already settled two opinions (claim 1), and wrote “First words”"
    return Sent(
        address(claim, "settle"), make_user("editor"), words, other, stored=stored, typed="Second words.", again=False
    )


@form_of(Review)
def settle_by_another_choice() -> Sent:
    claim = _differing()
    take = claim.opinions.first()
    assert take
    own = drawn(claim, take="own", reason="So.", status="organization", source="the typed council", verdict="verified")
    return Sent(
        address(claim, "settle"),
        make_user("editor"),
        drawn(claim, take=take.pk, reason="So."),
        own,
        stored="You have already settled two opinions (claim 1)",
        typed="the typed council",
        again=False,
    )


# ---- Talk, evidence, findings ---------------------------------------------------------------------------------------


@form_of(Comment)
def comment() -> Sent:
    claim = make_claim(an_article())
    words, other = {"text": "First words?"}, {"text": "Second words?"}
    return Sent(address(claim, "comments"), make_user(), words, other, stored="“First words?”", typed="Second words?")


@form_of(Comment)
def settle_thread() -> Sent:
    claim, by = make_claim(an_article()), make_user()
    comments.say(claim=claim, text="Is it so?", key=uuid.uuid4(), by=by)
    return Sent(
        address(claim, "comments/settle"),
        by,
        drawn(claim),
        drawn(claim, again="1"),
        stored="you resolved the thread",
    )


def _evidence(**other: Any) -> Sent:
    claim = make_claim(an_article())
    words = drawn(claim, url="https://example.org/first", stance="supports", claims="1", quotation="First words.")
    return Sent(
        address(claim, "evidence"),
        make_user(),
        words,
        words | other,
        stored="This form has already added “https://example.org/first”, with the quotation “First words”",
        typed=next(iter(other.values())),
    )


@form_of(Evidence)
def evidence_of_another_link() -> Sent:
    return _evidence(url="https://example.org/second")


@form_of(Evidence)
def evidence_at_another_place() -> Sent:
    return _evidence(place="the typed place")


@form_of(Evidence)
def evidence_with_another_quotation() -> Sent:
    return _evidence(quotation="Second words.")


@form_of(Evidence)
def evidence_with_another_contact() -> Sent:
    return _evidence(contact="the typed contact")


@form_of(Evidence)
def evidence_of_another_kind() -> Sent:
    return _evidence(is_primary="primary")


@form_of(Evidence)
def evidence_with_another_stance() -> Sent:
    return _evidence(stance="contradicts")


@form_of(Evidence)
def evidence_for_other_claims() -> Sent:
    return _evidence(claims="1, 2")


@form_of(Evidence)
def evidence_in_another_file() -> Sent:
    claim = make_claim(an_article())
    words = drawn(claim, stance="supports", claims="1")
    files = [SimpleUploadedFile("minutes.txt", content) for content in (b"First words.\n", b"Second words.\n")]
    return Sent(
        address(claim, "evidence"),
        make_user(),
        words | {"file": files[0]},
        words | {"file": files[1]},
        stored="This form has already added “minutes.txt”.",
    )


@form_of(Evidence)
def evidence_instead_of_another() -> Sent:
    sent = _evidence(place="the typed place")
    client = Client()
    client.force_login(sent.by)
    client.post(sent.url, sent.words | {"key": uuid.uuid4()})
    sent.url += f"?instead_of={Evidence.objects.get().uses.get().pk}"
    return sent


def _using(**other: Any) -> Sent:
    sent = _evidence(place="the typed place")
    client = Client()
    client.force_login(sent.by)
    client.post(sent.url, sent.words | {"key": uuid.uuid4()})
    second, third = Article.objects.get().claims.filter(number__gt=1).in_reading_order()
    words = drawn(second, evidence=Evidence.objects.get().pk, stance="supports")
    if other.get("claim"):
        other["claim"] = third.pk
    return Sent(
        address(second, "evidence/use"),
        sent.by,
        words,
        words | other,
        other_url=address(third if other.get("claim") else second, "evidence/use"),
        stored="This form has already applied “https://example.org/first” to claim 2, marked “Supports it”.",
        again=False,
    )


@form_of(EvidenceUse)
def use_evidence_with_another_stance() -> Sent:
    return _using(stance="contradicts")


@form_of(EvidenceUse)
def use_evidence_for_another_claim() -> Sent:
    return _using(claim=True)


@form_of(Record)
def record_of_an_article() -> Sent:
    claim = make_claim(an_article())
    words = {"title": "The first minutes", "text": "DAHL: The ferry stays."}
    return Sent(
        f"/articles/{claim.article_id}/records/",
        make_user(),
        words,
        words | {"text": "DAHL: The ferry goes."},
        stored="This form has already added the record “The first minutes”.",
        typed="DAHL: The ferry goes.",
    )


def _dismissing(**other: Any) -> Sent:
    claim = make_claim(an_article())
    words = drawn(claim, rule="hedged_without_source", words=HEDGED, claims=[claim.pk], reason="First words.")
    return Sent(
        address(claim, "findings"),
        make_user("editor"),
        words,
        words | other,
        stored="This form has already dismissed a finding: “First words”",
        typed=other.get("reason", ""),
        again="reason" in other,
    )


@form_of(Dismissal)
def dismiss_with_another_reason() -> Sent:
    return _dismissing(reason="Second words.")


@form_of(Dismissal)
def dismiss_and_raise() -> Sent:
    return _dismissing(again="1")


@form_of(Dismissal)
def raise_again() -> Sent:
    sent = _dismissing(reason="Second words.")
    client = Client()
    client.force_login(sent.by)
    client.post(sent.url, sent.words | {"key": uuid.uuid4()})
    sent.words |= {"again": "1", "reason": ""}
    sent.stored = "This form has already reopened a finding"
    return sent


@form_of(Dismissal)
def dismiss_on_other_claims() -> Sent:
    sent = _dismissing(reason="Second words.")
    article = Article.objects.get()
    sent.url = f"/articles/{article.pk}/findings/"
    first, second = article.claims.filter(number__lte=2).in_reading_order()
    sent.words["claims"], sent.other = [first.pk, second.pk], sent.words | {"claims": [second.pk]}
    sent.typed, sent.again = "", False
    return sent


# ---- What leaves, and who does what ----------------------------------------------------------------------------------


def _freezing(**other: str) -> Sent:
    return Sent(
        f"/articles/{an_article().pk}/freeze/",
        make_user("editor"),
        {"occasion": "First words."},
        other,
        stored="This form has already frozen report",
        typed=other["occasion"],
    )


@form_of(FrozenReport)
def freeze_for_another_occasion() -> Sent:
    return _freezing(occasion="Second words.")


@form_of(FrozenReport)
def freeze_for_outside() -> Sent:
    return _freezing(occasion="First words.", edition="outside")


def _sharing(**other: Any) -> Sent:
    by = make_user("editor")
    report = freezing.freeze(article=an_article(), occasion="", key=uuid.uuid4(), by=by)
    words = {"recipient": "First counsel", "days": "3"}
    return Sent(
        f"/reports/{report.pk}/share/",
        by,
        words,
        words | other,
        stored="This form has already created a link for “First counsel”.",
        typed=other.get("recipient", ""),
    )


@form_of(ShareLink)
def share_with_somebody_else() -> Sent:
    return _sharing(recipient="Second counsel")


@form_of(ShareLink)
def share_for_longer() -> Sent:
    return _sharing(days="30")


@form_of(ShareLink)
def share_more() -> Sent:
    return _sharing(tick=["notes"])


def _exporting(other: dict[str, str], query: str = "") -> Sent:
    an_article()
    return Sent(
        "/exports/new/",
        make_user("editor"),
        {"form": "csv"},
        other,
        other_url=f"/exports/new/{query}",
        stored="This form has already started “Export as CSV, for the desk · Articles: all”.",
    )


@form_of(Job)
def export_as_another_kind_of_file() -> Sent:
    return _exporting({"form": "xlsx"})


@form_of(Job)
def export_in_another_format() -> Sent:
    sent = _exporting({"form": "zip", "slug": "json"})
    sent.words = {"form": "zip", "slug": "csv"}
    sent.stored = "This form has already started “Export as CSV in a ZIP, for the desk · Articles: all”."
    return sent


@form_of(Job)
def export_for_outside() -> Sent:
    sent = _exporting({"form": "zip", "slug": "csv", "edition": "outside"})
    sent.words = {"form": "zip", "slug": "csv"}
    sent.stored = "This form has already started “Export as CSV in a ZIP, for the desk · Articles: all”."
    return sent


@form_of(Job)
def export_of_other_articles() -> Sent:
    return _exporting({"form": "csv"}, "?q=Council")


def _assigning(articles: int, **other: Any) -> Sent:
    pks = [make_article().pk for _ in range(articles)]
    rita, sam = make_user(username="rita"), make_user(username="sam")
    words = {"people": [rita.pk], "priority": "0"}
    what = "“Council votes to delay harbour bridge”" if articles == 1 else f"{articles} articles"
    return Sent(
        "/desk/assign/?" + "&".join(f"article={pk}" for pk in pks),
        make_user("editor"),
        words,
        words | {name: sam.pk if value == "sam" else value for name, value in other.items()},
        stored=f"This form has already assigned {what} to Rita.",
    )


@form_of(Assignment)
def assign_to_somebody_else() -> Sent:
    return _assigning(1, people="sam")


@form_of(Assignment)
def assign_other_sentences() -> Sent:
    return _assigning(1, first="2", last="2")


@form_of(Assignment)
def assign_with_another_priority() -> Sent:
    return _assigning(1, priority="2")


@form_of(Assignment)
def assign_by_another_deadline() -> Sent:
    return _assigning(1, deadline="2999-01-01T12:00")


@form_of(Assignment)
def assign_many() -> Sent:
    return _assigning(2, people="sam")


# ---- All of them ----------------------------------------------------------------------------------------------------

NAMES = sorted(FORMS)
#: Forms that have nothing else to say.
WORDLESS = {"ask", "withdraw", "ask_about_article"}
WITH_WORDS = [name for name in NAMES if name not in WORDLESS]
#: Forms whose other words make sense only after the first: nothing is settled or dismissed yet to open or raise again.
IN_ORDER = {"settle_thread", "dismiss_and_raise"}
BOTH_WAYS = pytest.mark.parametrize("headers", [{}, HTMX], ids=["without scripts", "with scripts"])


@pytest.fixture(autouse=True)
def private_folder(settings: Any, tmp_path: Any) -> None:
    settings.EVIDENCE_ROOT = tmp_path


def rows(form: Form) -> list[dict[str, Any]]:
    return list(form.model._default_manager.order_by("pk").values())


def post(client: Client, url: str, fields: dict[str, Any], **more: Any) -> HttpResponse:
    for value in fields.values():
        if isinstance(value, SimpleUploadedFile):
            value.seek(0)
    return client.post(url, fields, **more)


def read(page: HttpResponse) -> str:
    return " ".join(lxml.html.fromstring(page.content.decode()).text_content().split())


def forms_in(page: HttpResponse) -> list[tuple[str, dict[str, Any]]]:
    """Where each form on a page is sent, with what stands in it."""
    forms = lxml.html.fromstring(page.content.decode()).iter("form")
    return [(form.get("action") or "", dict(form.form_values())) for form in forms]


def sent_by(name: str) -> tuple[Form, Sent, Client]:
    form = FORMS[name]
    sent = form.make()
    client = Client()
    client.force_login(sent.by)
    return form, sent, client


def test_every_model_with_a_key_is_here() -> None:
    own = [model for model in apps.get_models() if model.__module__.startswith("factcheck.")]
    keyed = {model._meta.label_lower for model in own if any(field.name == "key" for field in model._meta.fields)}
    assert keyed == {form.model._meta.label_lower for form in FORMS.values()} | set(ELSEWHERE)


@pytest.mark.django_db
@BOTH_WAYS
@pytest.mark.parametrize("name", NAMES)
def test_the_same_form_twice_is_one_decision(name: str, headers: dict[str, str]) -> None:
    form, sent, client = sent_by(name)
    before, key = rows(form), str(uuid.uuid4())
    answer = post(client, sent.url, sent.words | {"key": key}, headers=headers)
    assert answer.status_code in (200, 302)
    stored = rows(form)
    assert len(stored) > len(before)
    repeated = post(client, sent.url, sent.words | {"key": key}, headers=headers)
    assert (repeated.status_code, repeated.get("Location")) == (answer.status_code, answer.get("Location"))
    assert rows(form) == stored


@pytest.mark.django_db
@BOTH_WAYS
@pytest.mark.parametrize("name", WITH_WORDS)
def test_other_words_are_refused_and_kept(name: str, headers: dict[str, str]) -> None:
    form, sent, client = sent_by(name)
    key = str(uuid.uuid4())
    post(client, sent.url, sent.words | {"key": key}, headers=headers)
    stored = rows(form)
    url = sent.other_url or sent.url
    refused = post(client, url, sent.other | {"key": key}, headers=headers)
    assert refused.status_code == 409
    assert rows(form) == stored
    assert sent.stored in read(refused)
    assert sent.typed in refused.content.decode()
    forms = forms_in(refused)
    keys = [fields["key"] for _, fields in forms if "key" in fields]
    assert keys
    assert key not in keys
    if not sent.again:
        return
    fields = next(fields for action, fields in forms if is_same_form(action or url, fields, url, sent.other))
    assert post(client, url, sent.other | {"key": fields["key"]}, headers=headers).status_code in (200, 302)
    new = rows(form)[len(stored) :]
    assert len({row["words_sha256"] for row in new}) == 1
    if form.model is not Assignment:  # which ends what it replaces
        assert rows(form)[: len(stored)] == stored


def is_same_form(action: str, fields: dict[str, Any], url: str, other: dict[str, Any]) -> bool:
    is_there = urlsplit(action).path == urlsplit(url).path and "key" in fields
    return is_there and fields.get("rule") == other.get("rule")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", [name for name in WITH_WORDS if name not in IN_ORDER])
def test_of_two_different_words_in_one_instant_one_is_stored(name: str) -> None:
    form, sent, client = sent_by(name)
    other_client = Client()
    other_client.force_login(sent.by)
    before, key = rows(form), str(uuid.uuid4())
    answers = at_once(
        lambda: post(client, sent.url, sent.words | {"key": key}),
        lambda: post(other_client, sent.other_url or sent.url, sent.other | {"key": key}),
    )
    statuses = sorted(answer.status_code for answer in answers if isinstance(answer, HttpResponse))
    assert statuses in ([302, 409], [200, 409]), answers
    new = rows(form)[len(before) :]
    assert {str(row["key"]) for row in new} & {key}
    assert len({row["words_sha256"] for row in new}) == 1


@pytest.mark.django_db
@BOTH_WAYS
def test_evidence_in_use_with_another_stance_is_told_to_another_form_too(headers: dict[str, str]) -> None:
    _, sent, client = sent_by("evidence_for_other_claims")
    post(client, sent.url, sent.words | {"key": uuid.uuid4()})
    evidence, second = Evidence.objects.get(), Claim.objects.get(article=Article.objects.get(), number=2)
    use, keys = drawn(second, evidence=evidence.pk, stance="supports"), [uuid.uuid4() for _ in range(3)]
    for key in keys[:2]:
        answer = post(client, address(second, "evidence/use"), use | {"key": key}, headers=headers)
        assert answer.status_code in (200, 302)
    other = use | {"stance": "contradicts", "key": keys[2]}
    refused = post(client, address(second, "evidence/use"), other, headers=headers)
    assert refused.status_code == 409
    assert "Claim 2 already has this evidence, marked “Supports it”" in read(refused)
    assert [row.stance for row in second.evidence_uses.all()] == ["supports"]


@pytest.mark.django_db
def test_who_is_yet_to_answer_is_not_told_what_a_colleague_holds_of_evidence() -> None:
    _, sent, client = sent_by("evidence_for_other_claims")
    second_opinions.ask(claim=make_claim(Article.objects.get()), version=0, key=uuid.uuid4(), by=make_user("editor"))
    post(client, sent.url, sent.other | {"key": uuid.uuid4()})
    evidence, claim = Evidence.objects.get(), make_claim(Article.objects.get())
    use = drawn(claim, evidence=evidence.pk, stance="contradicts", key=uuid.uuid4())
    assert "marked “Supports it”" in read(post(client, address(claim, "evidence/use"), use))  # their own
    client.force_login(make_user())
    for stance in ("contradicts", "supports"):
        refused = post(client, address(claim, "evidence/use"), use | {"stance": stance}, headers=HTMX)
        assert refused.status_code == 409
        assert "Claim 1 already has this evidence." in read(refused)
        assert "marked" not in read(refused)


@pytest.mark.django_db
def test_evidence_withdrawn_since_is_not_used_again_by_the_same_form() -> None:
    sent = _using(stance="contradicts")
    client = Client()
    client.force_login(sent.by)
    fields = sent.words | {"key": uuid.uuid4()}
    post(client, sent.url, fields)
    evidence_rows.withdraw(use=EvidenceUse.objects.latest("pk"), by=sent.by)
    again = post(client, sent.url, fields, headers=HTMX)
    assert "has since been withdrawn" in read(again)
    assert EvidenceUse.objects.filter(withdrawn_at=None, claim__number=2).count() == 0


@pytest.mark.django_db
def test_a_share_link_is_told_again_to_its_form_and_to_nobody_else(settings: Any) -> None:
    sent = _sharing(recipient="Second counsel")
    client = Client()
    client.force_login(sent.by)
    fields = sent.words | {"key": str(uuid.uuid4())}
    first, again = (link_in(post(client, sent.url, fields)) for _ in range(2))
    assert first == again
    assert Client().get(urlsplit(first).path).status_code == 200
    # Nobody else makes it out of the key of the form.
    other = Client()
    other.force_login(make_user("editor"))
    refused = other.post(sent.url, fields, follow=True)
    assert "can’t be shown again" in read(refused)
    assert urlsplit(first).path not in refused.content.decode()
    # Nor does anybody once it is revoked, or the desk has another secret.
    settings.SECRET_KEY = "another secret " * 4
    client.force_login(sent.by)
    assert "can’t be shown again" in read(client.post(sent.url, fields, follow=True))
    assert ShareLink.objects.count() == 1


def link_in(page: HttpResponse) -> str:
    (field,) = lxml.html.fromstring(page.content.decode()).xpath("//input[@id='link']")
    return str(field.get("value"))


# ---- The sum, and the words in a sentence ----------------------------------------------------------------------------


def test_the_sum_holds_the_form_and_every_word() -> None:
    words = words_sha256("comment", kind="said", text="Is it so?")
    assert words == words_sha256("comment", text="Is it so?", kind="said")
    others = [("reply", "said", "Is it so?"), ("comment", "resolved", "Is it so?"), ("comment", "said", "Is it so")]
    assert words not in {words_sha256(form, kind=kind, text=text) for form, kind, text in others}
    assert words_sha256("a", claims=[1, 23]) != words_sha256("a", claims=[12, 3])


def test_what_somebody_wrote_fits_into_a_sentence() -> None:
    assert quoted("Is it\nso?") == "“Is it so?”"
    assert quoted("word " * 40).endswith("word…”")
    assert len(quoted("word " * 40)) <= 102


@pytest.mark.django_db
def test_a_row_from_before_the_sums_answers_as_it_did() -> None:
    _, sent, client = sent_by("comment")
    key = uuid.uuid4()
    claim = Claim.objects.get(article=Article.objects.get(), number=1)
    Comment.objects.create(article_id=claim.article_id, claim=claim, text="First words?", key=key, by=sent.by)
    assert post(client, sent.url, sent.words | {"key": key}).status_code == 302
    assert Comment.objects.count() == 1
