"""Evidence on claims: brought, used for several, withdrawn, hidden from who owes an opinion, never lost."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.models import Claim, Tally
from factcheck.refusals import KeyReused, Refused
from factcheck.reviews import evidence, history, second_opinions, services
from factcheck.reviews.evidence import NewEvidence, add_evidence, evidence_of, offered_for, use_for, withdraw
from factcheck.reviews.models import Evidence, EvidenceUse, Stance
from factcheck.reviews.services import Annotation
from tests.factories import make_article, make_claim, make_user
from tests.reviews.test_two_at_once import at_once

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
LINK = "https://example.org/minutes"


@pytest.fixture
def article(db: None) -> Article:
    return make_article("One claim stands here.\nTwo stands here.\nThree stands here.")


@pytest.fixture
def claim(article: Article) -> Claim:
    return make_claim(article, 1)


@pytest.fixture
def omar(db: None) -> User:
    return make_user("reviewer", "omar")


def address(article: Article, rest: str = "", label: str = "1") -> str:
    return f"/articles/{article.pk}/claims/{label}/evidence/{rest}"


def form(**fields: Any) -> dict[str, Any]:
    return {"url": LINK, "stance": "supports", "claims": "1", "key": str(uuid.uuid4())} | fields


def add(claim: Claim, by: User, url: str = LINK, **more: Any) -> EvidenceUse:
    claims = more.pop("claims", [claim])
    key = more.pop("key", None) or uuid.uuid4()
    stance = more.pop("stance", Stance.SUPPORTS)
    instead_of = more.pop("instead_of", None)
    evidence = add_evidence(
        claims=claims, content=NewEvidence(url, **more), stance=stance, key=key, by=by, instead_of=instead_of
    )
    claim.refresh_from_db()
    return evidence.uses.get(claim=claim)


def names(claim: Claim, person: User, *, is_blind: bool = False) -> list[str]:
    claim.refresh_from_db()
    return [item.evidence.url for item in evidence_of(claim, person, is_blind=is_blind)]


# ---- Bringing -------------------------------------------------------------------------------------------------------


def test_everything_that_was_said_is_kept(claim: Claim, rita: User) -> None:
    add(claim, rita, place="page 3", quotation="It can\nwait.", is_primary=True, contact="the town clerk")
    (item,) = evidence_of(claim, rita)
    evidence = item.evidence
    assert (evidence.url, evidence.place, evidence.quotation, evidence.is_primary, evidence.contact, evidence.by) == (
        LINK,
        "page 3",
        "It can\nwait.",
        True,
        "the town clerk",
        rita,
    )
    assert (item.stance, item.others, item.may_withdraw) == (Stance.SUPPORTS, (), True)


def test_one_piece_serves_several_claims_and_each_names_the_others(article: Article, rita: User) -> None:
    claims = [make_claim(article, number) for number in (1, 2, 3)]
    add_evidence(claims=claims, content=NewEvidence(LINK), stance=Stance.CONTEXT, key=uuid.uuid4(), by=rita)
    assert Evidence.objects.count() == 1
    claims[1].refresh_from_db()
    assert evidence_of(claims[1], rita)[0].others == ("1", "3")


def test_the_same_form_twice_is_one_row(claim: Claim, rita: User, omar: User) -> None:
    key = uuid.uuid4()
    assert add(claim, rita, key=key) == add(claim, rita, key=key)
    assert (Evidence.objects.count(), EvidenceUse.objects.count()) == (1, 1)
    with pytest.raises(Refused, match="out of date"):
        add(claim, omar, key=key)


def test_open_pages_learn_of_it(article: Article, claim: Claim, rita: User) -> None:
    use = add(claim, rita)
    assert claim.changed_seq == Tally.objects.get(article=article).change_seq == 1
    withdraw(use=use, by=rita)
    claim.refresh_from_db()
    assert claim.changed_seq == 2
    withdraw(use=use, by=rita)  # again: nothing happens
    assert Tally.objects.get(article=article).change_seq == 2


def test_used_for_another_claim_with_a_stance_of_its_own(article: Article, claim: Claim, rita: User, ed: User) -> None:
    use, two = add(claim, rita), make_claim(article, 2)
    assert offered_for(two, ed) == [use.evidence]
    again = [
        use_for(evidence=use.evidence, claim=two, stance=Stance.CONTRADICTS, key=uuid.uuid4(), by=ed) for _ in range(2)
    ]
    assert again[0] == again[1]
    two.refresh_from_db()
    (item,) = evidence_of(two, rita)
    assert (item.stance, item.use.by, item.others, item.may_withdraw) == (Stance.CONTRADICTS, ed, ("1",), False)
    assert offered_for(two, ed) == []


def test_changing_withdraws_the_old_and_adds_the_new(claim: Claim, rita: User) -> None:
    old = add(claim, rita)
    key = uuid.uuid4()
    for _ in range(2):
        add(claim, rita, "https://example.org/page-4", key=key, instead_of=old)
    assert names(claim, rita) == ["https://example.org/page-4"]
    old.refresh_from_db()
    assert old.withdrawn_by == rita
    assert EvidenceUse.objects.count() == 2


def test_only_who_added_it_and_editors_withdraw(claim: Claim, rita: User, omar: User, ed: User) -> None:
    use = add(claim, rita)
    with pytest.raises(Refused):
        withdraw(use=use, by=omar)
    with pytest.raises(Refused):
        add(claim, omar, "https://example.org/mine", instead_of=use)
    assert names(claim, rita) == [LINK]
    withdraw(use=use, by=ed)
    assert names(claim, rita) == []
    claim.refresh_from_db()
    told = history.of_claim(claim, rita).entries
    assert [(entry.did, entry.words, entry.is_undone) for entry in told] == [
        ("withdrew evidence", LINK, False),
        ("added evidence (supports it)", LINK, True),
    ]


def test_the_database_keeps_its_promises(claim: Claim, rita: User) -> None:
    use = add(claim, rita)
    evidence = {"article": use.article, "by": rita}
    for wrong in (
        lambda: EvidenceUse.objects.create(evidence=use.evidence, claim=claim, stance="supports", **evidence),
        lambda: EvidenceUse.objects.filter(pk=use.pk).update(stance="gossip"),
        lambda: EvidenceUse.objects.filter(pk=use.pk).update(withdrawn_by=rita),
        lambda: Evidence.objects.create(url="", **evidence),
        lambda: Evidence.objects.create(url=LINK, file="ab/cd", sha256="x", **evidence),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()


# ---- Splits and joins, second opinions ------------------------------------------------------------------------------


def cut(claim: Claim, by: User, *, at: str | None = None) -> None:
    claim.refresh_from_db()
    fields = {"claim": claim, "version": claim.version, "key": uuid.uuid4(), "by": by}
    if at:
        services.split(at=claim.start + claim.text.index(at), **fields)
    else:
        services.join(**fields)


def test_what_was_brought_survives_a_split_and_a_join(article: Article, claim: Claim, rita: User) -> None:
    add(claim, rita)
    cut(claim, rita, at="stands")
    first, second = Claim.objects.filter(article=article, number=1).in_reading_order()
    assert names(first, rita) == names(second, rita) == [LINK]
    assert evidence_of(first, rita)[0].is_from_before
    add(second, rita, "https://example.org/second")
    assert names(first, rita) == [LINK]
    assert names(second, rita) == [LINK, "https://example.org/second"]
    cut(second, rita)
    assert names(claim, rita) == [LINK, "https://example.org/second"]


def ask(claim: Claim, by: User) -> None:
    claim.refresh_from_db()
    second_opinions.ask(claim=claim, version=claim.version, key=uuid.uuid4(), by=by)
    claim.refresh_from_db()


def answer(claim: Claim, by: User) -> None:
    claim.refresh_from_db()
    fields = Annotation(SourcingStatus.HEDGED)
    services.annotate(claim=claim, annotation=fields, version=claim.version, key=uuid.uuid4(), by=by)
    claim.refresh_from_db()


def test_who_owes_an_opinion_sees_only_their_own(
    client: Client, article: Article, claim: Claim, rita: User, omar: User, ed: User
) -> None:
    use, two = add(claim, rita), make_claim(article, 2)
    ask(claim, ed)
    add(claim, omar, "https://example.org/omars")
    hidden = use.evidence
    client.force_login(omar)
    html = client.get(f"/articles/{article.pk}/claims/1/").content.decode()
    assert LINK not in html
    assert "https://example.org/omars" in html
    assert "Evidence from others is hidden until you have answered" in html
    assert offered_for(two, omar) == [claim.evidence_uses.get(by=omar).evidence]
    assert not evidence.is_seen_by(hidden, omar)
    use_here = {"evidence": hidden.pk, "stance": "context", "key": uuid.uuid4()}
    assert client.post(address(article, "use/", "2"), use_here).status_code == 404
    answer(claim, omar)
    html = client.get(f"/articles/{article.pk}/claims/1/").content.decode()
    assert LINK in html
    assert evidence.is_seen_by(hidden, omar)


def test_another_claim_does_not_tell_what_a_hidden_one_holds(
    article: Article, claim: Claim, rita: User, omar: User, ed: User
) -> None:
    two = make_claim(article, 2)
    add_evidence(claims=[claim, two], content=NewEvidence(LINK), stance=Stance.SUPPORTS, key=uuid.uuid4(), by=rita)
    ask(claim, ed)
    two.refresh_from_db()
    assert evidence_of(two, omar)[0].others == ()
    assert evidence_of(two, rita)[0].others == ("1",)


# ---- Over HTTP ------------------------------------------------------------------------------------------------------


def test_rights(client: Client, article: Article, claim: Claim, rita: User, omar: User, ed: User, nora: User) -> None:
    use = add(claim, rita)
    posts = {
        address(article): form(),
        address(article, "use/", "2"): {"evidence": use.evidence_id, "stance": "context", "key": uuid.uuid4()},
        address(article, f"{use.pk}/withdraw/"): {},
    }
    for person, status in ((None, 302), (nora, 403)):
        if person:
            client.force_login(person)
        for url, fields in posts.items():
            assert client.post(url, fields).status_code == status
        assert client.get(address(article)).status_code == status
    client.force_login(omar)
    assert client.post(address(article, f"{use.pk}/withdraw/"), {}).status_code == 403
    assert client.get(address(article) + f"?instead_of={use.pk}").status_code == 403
    assert client.post(address(article) + f"?instead_of={use.pk}", form()).status_code == 403
    assert EvidenceUse.objects.get().withdrawn_at is None
    client.force_login(ed)
    assert client.post(address(article, f"{use.pk}/withdraw/"), {}).status_code == 302
    assert EvidenceUse.objects.get().withdrawn_by == ed


def test_a_reader_who_may_not_review_sees_it_and_may_not_add(
    client: Client, article: Article, claim: Claim, rita: User, nora: User
) -> None:
    from django.contrib.auth.models import Permission

    use = add(claim, rita)
    nora.user_permissions.add(Permission.objects.get(codename="view_article"))
    client.force_login(nora)
    html = client.get(f"/articles/{article.pk}/claims/1/").content.decode()
    assert LINK in html
    assert 'data-first="evidence"' not in html
    assert "/withdraw/" not in html
    for url in (address(article), address(article, f"{use.pk}/withdraw/"), address(article, "use/")):
        assert client.post(url, form()).status_code == 403


def test_without_csrf_token_nothing_is_added(article: Article, claim: Claim, rita: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(rita)
    use = add(claim, rita)
    for url in (address(article), address(article, f"{use.pk}/withdraw/"), address(article, "use/", "2")):
        assert client.post(url, form()).status_code == 403
    assert EvidenceUse.objects.filter(withdrawn_at=None).count() == 1


def test_changes_are_posts(client: Client, article: Article, claim: Claim, rita: User) -> None:
    use = add(claim, rita)
    client.force_login(rita)
    assert client.get(address(article, f"{use.pk}/withdraw/")).status_code == 405
    assert client.get(address(article, "use/")).status_code == 405
    assert client.put(address(article)).status_code == 405


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"url": ""}, "Give a link or choose a file."),
        ({"url": "javascript:alert(1)"}, "Write the full link"),
        ({"url": "ftp://example.org/x"}, "it has to begin with http or https"),
        ({"url": "https://example.org/" + "x" * 2000}, "the limit is 2000"),
        ({"stance": ""}, "Choose whether it supports the claim"),
        ({"stance": "gossip"}, "Choose whether it supports the claim"),
        ({"is_primary": "tertiary"}, "Select a valid choice"),
        ({"claims": ""}, "Enter at least one claim"),
        ({"claims": " , "}, "Enter at least one claim"),
        ({"claims": "1, 99"}, "This article has no claim “99”"),
        ({"claims": "1, four"}, "This article has no claim “four”"),
        ({"place": "x" * 201}, "This has 201 characters; the limit is 200."),
        ({"contact": "nul\x00here"}, "Null characters are not allowed"),
        ({"key": "nonsense"}, "The page was out of date and nothing was added"),
        ({"key": ""}, "The page was out of date and nothing was added"),
    ],
)
def test_bad_input_says_so_and_keeps_the_rest(
    client: Client, article: Article, rita: User, wrong: dict[str, str], sentence: str
) -> None:
    client.force_login(rita)
    for headers in ({}, HTMX):
        answer = client.post(address(article), form(quotation="Kept.") | wrong, headers=headers)
        assert answer.status_code == 422
        html = answer.content.decode()
        assert sentence in html
        assert "Kept." in html
    assert not Evidence.objects.exists()


def test_a_link_without_https_gets_it(client: Client, article: Article, rita: User) -> None:
    client.force_login(rita)
    client.post(address(article), form(url="example.org/minutes"))
    assert Evidence.objects.get().url == LINK


def test_both_a_link_and_a_file_are_two_pieces(client: Client, article: Article, rita: User) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    client.force_login(rita)
    answer = client.post(address(article), form(file=SimpleUploadedFile("a.pdf", b"%PDF-1.7 x")))
    assert answer.status_code == 422
    assert "not both" in answer.content.decode()


def test_added_and_withdrawn_without_scripts(client: Client, article: Article, rita: User) -> None:
    client.force_login(rita)
    page = client.get(address(article)).content.decode()
    assert "<html" in page
    assert 'enctype="multipart/form-data"' in page
    answer = client.post(address(article), form(claims="1, 3"), follow=True)
    assert answer.redirect_chain == [(f"/articles/{article.pk}/claims/1/#evidence", 302)]
    assert "The evidence is added to claims 1, 3." in answer.content.decode()
    assert LINK in answer.content.decode()
    use = EvidenceUse.objects.get(claim__number=1)
    answer = client.post(address(article, f"{use.pk}/withdraw/"), {}, follow=True)
    assert "The evidence is withdrawn" in answer.content.decode()
    assert "Evidence (0)" in answer.content.decode()
    assert EvidenceUse.objects.filter(withdrawn_at=None).get().claim.label == "3"


def section(html: str) -> str:
    """What the page holds in #evidence, without the tokens that every form has of its own."""
    match = re.search(
        r'<div class="fc-panel-section">\s*<h3[^>]*data-count="evidence".*?</div>\s*(?=</section>|<hx-partial|$)',
        html,
        re.DOTALL,
    )
    assert match, html
    words = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"|\sautofocus', "", match[0])
    return " ".join(words.split()).replace(" >", ">")


def test_swapped_in_the_section_is_what_a_reload_shows(client: Client, article: Article, rita: User) -> None:
    client.force_login(rita)
    html = client.post(address(article), form(place="page 3", quotation="Kept."), headers=HTMX).content.decode()
    page = client.get(f"/articles/{article.pk}/claims/1/").content.decode()
    assert "page 3" in section(html)
    assert section(html) == section(page)
    assert "The evidence is added to claim 1." in html
    history = re.search(r'<hx-partial hx-target="#history"[^>]*>(.*?)</hx-partial>', html, re.DOTALL)
    assert history
    assert " ".join(history[1].split()) in " ".join(page.split())


@pytest.mark.parametrize("query", ["close", "news"])
def test_the_section_alone_is_what_a_reload_shows(
    client: Client, article: Article, claim: Claim, rita: User, query: str
) -> None:
    add(claim, rita)
    client.force_login(rita)
    html = client.get(f"{address(article)}?{query}", headers=HTMX).content.decode()
    assert section(html) == section(client.get(f"/articles/{article.pk}/claims/1/").content.decode())
    assert ("autofocus" in html) == (query == "close")
    assert client.get(f"{address(article)}?{query}")["Location"] == f"/articles/{article.pk}/claims/1/#evidence"


def test_what_is_changed_starts_from_what_it_was(client: Client, article: Article, claim: Claim, rita: User) -> None:
    use = add(claim, rita, place="page 3", quotation="Kept.", is_primary=True, stance=Stance.CONTRADICTS)
    client.force_login(rita)
    url = address(article) + f"?instead_of={use.pk}"
    page = client.get(url).content.decode()
    for words in (f'value="{LINK}"', 'value="page 3"', "Kept.", "Save the change"):
        assert words in page
    assert re.search(r'value="contradicts"\s+required\s+checked', page)
    assert client.post(url, form(place="page 4")).status_code == 302
    assert [item.evidence.place for item in evidence_of(Claim.objects.get(pk=claim.pk), rita)] == ["page 4"]
    assert client.get(address(article) + "?instead_of=99999").status_code == 404
    assert client.get(address(article) + "?instead_of=x").status_code == 404


def test_a_change_in_the_panel_replaces_what_it_changes(
    client: Client, article: Article, claim: Claim, rita: User
) -> None:
    use = add(claim, rita, place="page 3")
    client.force_login(rita)
    panel = client.get(address(article) + f"?instead_of={use.pk}", headers=HTMX).content.decode()
    (target,) = re.findall(r'hx-post="([^"]*)"\s+hx-target="#evidence"\s+hx-encoding', panel)
    assert client.post(target, form(place="page 4"), headers=HTMX).status_code == 200
    assert [item.evidence.place for item in evidence_of(Claim.objects.get(pk=claim.pk), rita)] == ["page 4"]


def test_a_changed_place_keeps_the_file(
    client: Client, article: Article, claim: Claim, rita: User, settings: Any, tmp_path: Any
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    settings.EVIDENCE_ROOT = tmp_path
    client.force_login(rita)
    client.post(address(article), form(url="", file=SimpleUploadedFile("a.pdf", b"%PDF-1.7 x"), place="page 3"))
    use = EvidenceUse.objects.get()
    url = address(article) + f"?instead_of={use.pk}"
    assert "a.pdf" in client.get(url).content.decode()
    client.post(url, form(url="", place="page 4"))
    old, new = Evidence.objects.order_by("pk")
    assert (old.place, new.place) == ("page 3", "page 4")
    assert (new.file, new.file_name, new.sha256) == (old.file, "a.pdf", old.sha256)
    client.post(address(article) + f"?instead_of={new.uses.get().pk}", form())
    assert Evidence.objects.latest("pk").file == ""


def test_a_form_drawn_before_a_split_finds_its_sentence(
    client: Client, article: Article, claim: Claim, rita: User
) -> None:
    client.force_login(rita)
    cut(claim, rita, at="stands")
    answer = client.post(address(article), form(claim=claim.pk), headers=HTMX)
    assert answer.status_code == 200
    first = Claim.objects.get(article=article, number=1, part=1)
    assert names(first, rita) == [LINK]


def test_text_cannot_become_markup(client: Client, article: Article, claim: Claim, rita: User) -> None:
    add(claim, rita, 'https://example.org/"><script>', place="<b>", quotation="<script>x</script>", contact="<i>")
    client.force_login(rita)
    html = client.get(f"/articles/{article.pk}/claims/1/").content.decode()
    for tag in ("<script>", "<b>", "<i>"):
        assert tag not in html


@pytest.mark.parametrize("many", [1, 12])
def test_fixed_number_of_queries(
    client: Client, article: Article, claim: Claim, rita: User, omar: User, many: int, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        assert evidence_of(claim, rita) == []
    claims = [make_claim(article, number) for number in (1, 2, 3)]
    for number in range(many):
        content = NewEvidence(f"https://example.org/{number}")
        by = (rita, omar)[number % 2]
        add_evidence(claims=claims, content=content, stance=Stance.SUPPORTS, key=uuid.uuid4(), by=by)
    claim.refresh_from_db()
    rita.can_set_verdict  # noqa: B018  whose rights are asked once a request
    with django_assert_num_queries(2):
        assert len(evidence_of(claim, rita)) == many
    with django_assert_num_queries(1):
        offered_for(claim, rita)


# ---- Two at once ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_four_times_in_one_instant_is_one_row() -> None:
    article = make_article("One.\nTwo.\nThree.")
    rita, key = make_user("reviewer", "rita"), uuid.uuid4()
    claims = [make_claim(article, number) for number in (1, 2, 3)]
    content = NewEvidence(LINK)
    outcomes = at_once(
        *[
            lambda: add_evidence(claims=claims, content=content, stance=Stance.SUPPORTS, key=key, by=rita)
            for _ in range(4)
        ]
    )
    assert {outcome.pk for outcome in outcomes if isinstance(outcome, Evidence)} == {Evidence.objects.get().pk}
    assert len([outcome for outcome in outcomes if isinstance(outcome, Evidence)]) == 4
    assert EvidenceUse.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_bringing_and_deciding_in_one_instant_wait_for_each_other() -> None:
    """Both lock claim and tally: in another order they would wait for one another for ever."""
    article = make_article("\n".join(f"Sentence {n} stands here." for n in range(4)))
    claims = list(article.claims.in_reading_order())
    people = [make_user() for _ in range(8)]

    def decide(claim: Claim, by: User) -> Any:
        fields = Annotation(SourcingStatus.HEDGED)
        return lambda: services.annotate(claim=claim, annotation=fields, version=0, key=uuid.uuid4(), by=by)

    def brought(by: User) -> Any:
        return lambda: add_evidence(
            claims=claims[::-1], content=NewEvidence(LINK), stance=Stance.SUPPORTS, key=uuid.uuid4(), by=by
        )

    acts = [decide(claim, by) for claim, by in zip(claims, people[:4], strict=True)] + [
        brought(by) for by in people[4:]
    ]
    outcomes = at_once(*acts)
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert EvidenceUse.objects.count() == 16
    assert Tally.objects.get(article=article).reviewed == 4


@pytest.mark.django_db(transaction=True)
def test_withdrawn_and_used_twice_in_one_instant() -> None:
    article = make_article("One.\nTwo.")
    rita, ed = make_user("reviewer", "rita"), make_user("editor", "ed")
    use, two = add(make_claim(article, 1), rita), make_claim(article, 2)
    outcomes = at_once(
        lambda: withdraw(use=use, by=rita),
        lambda: withdraw(use=use, by=ed),
        lambda: use_for(evidence=use.evidence, claim=two, stance=Stance.CONTEXT, key=uuid.uuid4(), by=rita),
        lambda: use_for(evidence=use.evidence, claim=two, stance=Stance.SUPPORTS, key=uuid.uuid4(), by=ed),
    )
    (refused,) = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert isinstance(refused, KeyReused)
    used = EvidenceUse.objects.filter(withdrawn_at=None).get()
    assert used.claim == two
    assert f"Claim 2 already has this evidence, marked “{used.get_stance_display()}”" in str(refused)
    assert EvidenceUse.objects.filter(withdrawn_at__isnull=False).count() == 1
