"""Ten articles made to burst the review page: what stands in newspapers, and what nobody writes but somebody loads."""

from __future__ import annotations

import uuid

from django.test import Client

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import Verdict
from factcheck.claims.models import Claim
from factcheck.reviews import comments, second_opinions
from factcheck.reviews.evidence import NewEvidence, add_evidence
from factcheck.reviews.models import Stance
from factcheck.reviews.services import Annotation, annotate, split
from tests.factories import make_article, make_user

#: Claims of each that are looked at: of the longest the last ones, whose numbers are widest.
LENGTH = 20
_STATUSES = [status.value for status in SourcingStatus]
_LONG = "that the ferry, which had waited since the spring for a second engine, would " + "not " * 60 + "sail."
_OFFICE = "Undersecretary-General-for-Harbours-and-Inland-Waterways-of-the-Northern-Provinces-and-Islands" * 2
_HEBREW = "לדברי ראש העיר, הגשר ייסגר עד הסתיו, ואיש אינו יודע מדוע."
_ARABIC = "قال مسؤول رفيع المستوى إن الجسر سيبقى مغلقا حتى الخريف."


def _lines(text: str, length: int = LENGTH) -> str:
    return "\n\n".join(text.format(n=n, status=_STATUSES[n % 9]) for n in range(1, length + 1))


def _article(text: str, title: str, length: int = LENGTH) -> Article:
    statuses = (_STATUSES * (length // 9 + 1))[:length]
    return make_article(_lines(text, length), title, statuses=statuses)


def make_long_articles(by: User, editor: User) -> list[Article]:
    """``by`` reviews some of their claims, and asks, attaches and comments."""
    texts = {
        "Long sentences": f"Berg said on day {{n}} {_LONG}",
        "Headlines": "Harbour {n}",
        "Quotations": "“We said ‘no, “not” {n} times’,” Berg said, “and I said ‘no’.”",
        "Right to left": f"{_HEBREW} {{n}}",
        "Both directions": f"{_ARABIC} Berg said: “{_HEBREW}” {{n}}.",
        "Long names": f"{_OFFICE} said-and-went-on-to-say-at-great-length-before-the-committee {{n}} things.",
        "No spaces": "https://example.org/" + "very/long/" * 60 + "{n}",
        "Other scripts": "市長は{n}日、橋は秋まで閉鎖されると述べた。👩🏽‍🚒🏳️‍🌈" * 3,
        "Figures": "{n},000,000.00 % (n = 12; p < .001) said ± 3.4 • ½ ¾ — <b>not bold</b> & so on.",
    }
    articles = [_article(text, title) for title, text in texts.items()]
    longest = _article("Berg said {n} is enough.", "Two hundred claims " * 15, 200)
    _fill(articles[5], by, editor)
    _fill(longest, by, editor)
    return [*articles, longest]


def _fill(article: Article, by: User, editor: User) -> None:
    """Everything that a claim may have, on its last ten."""
    claims = list(Claim.objects.filter(article=article).in_reading_order())[-10:]
    for verdict, claim in zip([*Verdict] * 2, claims, strict=True):
        said = Annotation(
            SourcingStatus(claim.status),
            source=_OFFICE[:200] if claim.status != "unattributed" else "",
            recommended=verdict,
            note="Called the harbour master. " * 60,
            wording="The ferry waits. " * 20,
        )
        annotate(claim=claim, annotation=said, version=0, key=uuid.uuid4(), by=by)
    for claim in claims[:3]:
        claim.refresh_from_db()
        judged = Annotation(SourcingStatus.HEDGED, cue="reportedly", verdict=Verdict.DISPUTED)
        annotate(claim=claim, annotation=judged, version=1, key=uuid.uuid4(), by=editor)
        link = NewEvidence(url="https://example.org/" + "minutes/" * 20, quotation="No. " * 200)
        add_evidence(claims=[claim], content=link, stance=Stance.CONTRADICTS, key=uuid.uuid4(), by=by)
        comments.say(claim=claim, text="Ask the harbour master. " * 60, key=uuid.uuid4(), by=by)
    last = claims[-1]
    second = last.start + len(last.text) - len(last.text.split(" ")[-1])
    split(claim=last, at=second, version=1, key=uuid.uuid4(), by=by)


def panels_of(article: Article, client: Client) -> list[tuple[str, str]]:
    """The address and the panel of each of the article's last claims."""
    claims = list(Claim.objects.filter(article=article).in_reading_order())[-LENGTH:]
    return [(claim.get_absolute_url(), _panel(client, claim.get_absolute_url())) for claim in claims]


def panels_in_trouble(article: Article, client: Client, by: User, editor: User) -> list[tuple[str, str]]:
    """A form with errors, one that met somebody else's decision, and two opinions that differ; for an editor."""
    first, second, third = Claim.objects.filter(article=article).in_reading_order()[:3]
    fields = {"claim": first.pk, "version": 0, "key": uuid.uuid4(), "status": "named_person"}
    wrong = fields | {"note": "x" * 9000, "source": "y" * 9000, "verdict": "certainly"}
    sent = {"headers": _HTMX}
    url = first.get_absolute_url()
    errors = client.post(url, wrong, **sent)  # type: ignore[arg-type]
    annotate(claim=first, annotation=Annotation(SourcingStatus.HEDGED), version=0, key=uuid.uuid4(), by=by)
    conflict = client.post(url, fields, **sent)  # type: ignore[arg-type]
    assert (errors.status_code, conflict.status_code) == (422, 409)
    second_opinions.ask(claim=second, version=0, key=uuid.uuid4(), by=editor)
    for person, status in ((by, SourcingStatus.NAMED_PERSON), (make_user(), SourcingStatus.HEDGED)):
        answer = Annotation(status, source="Berg " * 30, note="He said so. " * 60)
        annotate(claim=second, annotation=answer, version=1, key=uuid.uuid4(), by=person)
    differing = _panel(client, second.get_absolute_url())
    assert 'name="take"' in differing
    annotate(claim=third, annotation=Annotation(SourcingStatus.DOCUMENT), version=0, key=uuid.uuid4(), by=by)
    return [
        (f"{url} with errors", errors.content.decode()),
        (f"{url} in conflict", conflict.content.decode()),
        (f"{second.get_absolute_url()} with two opinions", differing),
        (third.get_absolute_url(), _panel(client, third.get_absolute_url())),
    ]


_HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


def _panel(client: Client, url: str) -> str:
    return str(client.get(url, headers=_HTMX).content.decode())
