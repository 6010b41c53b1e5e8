from dataclasses import replace

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from factcheck.articles.models import Article
from factcheck.claims.models import Claim
from factcheck.reports.pages.context import page_context
from factcheck.standards import findings_for_claim
from tests.claims.test_sources import BLINKEN, stored
from tests.factories import make_article, make_claim
from tests.reports.builders import DISMISSED, HOSTILE, make_report, make_reported_claim
from tests.reports.page_parser import parse

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def signed_in(client, rita):
    client.force_login(rita)


@pytest.fixture
def page(client):
    """The report of an article, parsed."""

    def get(article):
        response = client.get(reverse("reports:report", args=[article.pk]))
        assert response.status_code == 200
        return parse(response.content.decode())

    return get


def article_with(*statuses, **overrides):
    text = "\n".join(f"Somebody{number} said so {number}." for number in range(1, len(statuses) + 1))
    return make_article(text, statuses=statuses, **overrides)


def facts(root):
    """Names and values of the page's description lists."""
    return {term.words: term.parent.one("dd").words for term in root.all("dt")}


def test_header_says_what_was_reviewed(page, ed):
    article = article_with(
        "document",
        title="A title",
        outlet="Example Wire",
        byline="Sam Writer",
        url="https://example.org/a?b=1&c=2",
        published_on="2026-11-20",
        loaded_by=ed,
        detector="by-hand 2",
    )
    root = page(article)
    values = facts(root)
    assert root.one("h1").words == "A title"
    assert (values["Outlet"], values["Byline"], values["Published"]) == ("Example Wire", "Sam Writer", "20 Nov 2026")
    assert values["Loaded"].endswith("by Ed")
    assert values["Suggestions by"] == "by-hand 2"
    assert values["Fingerprint of the text"] == article.text_sha256
    assert f"generated {timezone.now():%-d %b %Y}" in root.one("header", class_="mb-4").words
    link = root.one("a", href="https://example.org/a?b=1&c=2")
    assert link.words == "https://example.org/a?b=1&c=2"
    assert "noreferrer" in link.attrs["rel"].split()


def test_an_address_that_is_no_web_address_is_only_text(page):
    root = page(article_with("document", url="javascript:alert(1)"))
    assert facts(root)["URL"] == "javascript:alert(1)"
    assert [link for link in root.all("a") if link.attrs["href"].startswith("javascript")] == []


def test_what_is_not_known_has_no_line(page):
    assert set(facts(page(article_with("document")))) & {"Outlet", "Byline", "Published", "URL"} == set()


def test_numbers(page, rita, ed):
    article = article_with("unnamed_source", "unnamed_official", "document", "document", "hedged")
    for number, verdict in enumerate(["verified", "unverified", "disputed", "not_checkable"], 1):
        make_claim(article, number, verdict=verdict, verdict_by=ed, verdict_at=timezone.now())
    make_claim(article, 1, reviewed_by=rita, reviewed_at=timezone.now())
    values = facts(page(article))
    names = list(values)
    first = names.index("claims reviewed")
    assert {name: values[name] for name in names[first : first + 7]} == {
        "claims reviewed": "1 of 5",
        "verified": "1",
        "unverified": "1",
        "disputed": "1",
        "not checkable": "1",
        "not checked": "1",
        "on unnamed sources alone": "2",
    }


def test_every_picture_is_told_in_words(page):
    root = page(article_with("hedged", "hedged", "hedged", "document"))
    descriptions = {svg.one("title").text: svg.one("desc").text for svg in root.all("svg", role="img")}
    assert (
        descriptions["Where the claims come from"]
        == "Document or data 1 claim (25%), Hedged, no source 3 claims (75%)."
    )
    assert list(descriptions) == [
        "Where the claims come from",
        "Verdicts by sourcing",
        "Share on unnamed sources",
        "The article, claim by claim",
    ]
    ids = {each.attrs["id"] for each in root.all() if "id" in each.attrs}
    assert {name for svg in root.all("svg", role="img") for name in svg.attrs["aria-labelledby"].split()} <= ids


def test_the_share_on_unnamed_sources_beside_the_desks_own(page):
    article_with("unnamed_source", *["document"] * 9)
    root = page(article_with("unnamed_official", "document"))
    words = root.one("section", **{"aria-labelledby": "leaning"}).words
    assert "1 of 2 claims relies on unnamed sources alone, 50%." in words
    assert "That is more than in the desk’s one other article, 10%." in words
    assert [link.attrs["href"][:8] for link in root.one("section", **{"aria-labelledby": "leaning"}).all("a")] == [
        "https://",
        "http://w",
        "https://",
    ]


def test_single_source_passages_lead_to_their_claims(page):
    article = stored((BLINKEN, "named_official", ""), *[("", "unattributed", "")] * 3)
    section = {"aria-labelledby": "course"}
    assert "No run of three or more claims" in page(article).one("section", **section).words
    for number in (3, 4):
        make_claim(article, number, source="Blinken", status="named_official")
    make_claim(article, 2, source="Blinken", status="named_official")
    passage = page(article).one("section", **section).one("li")
    assert passage.words == "Claims 1–4: 4 in a row rely on Antony Blinken alone."
    assert [link.attrs["href"] for link in passage.all("a")] == ["#claim-1", "#claim-4"]


def test_sources_with_their_number_of_claims(page):
    article = stored((BLINKEN, "named_official", ""), ("", "unattributed", ""))
    bars = page(article).one("table", class_="fc-bars")
    assert [row.words for row in bars.one("tbody").all("tr")] == ["Antony Blinken 1"]
    assert bars.one("rect").attrs["width"] == "100%"
    assert bars.one("svg").attrs["aria-hidden"] == "true"


def test_findings_lead_to_their_claims(page):
    root = page(article_with("hedged", "document", "hedged", "hedged", "hedged", "unnamed_source"))
    source, *parts, hedged = root.one("section", **{"aria-labelledby": "findings"}).all("li")
    assert source.words.startswith("Serious Claim 6 relies on an unnamed source alone, with neither name nor office")
    assert [part.words for part in parts] == [
        "Doesn’t say how the source knows.",
        "Doesn’t say why the source is not named.",
    ]
    assert hedged.words == "Serious Claims 1 and 3–5 are hedged and name no source."
    targets = [link.attrs["href"].removeprefix("#") for link in hedged.all("a")]
    assert targets == ["claim-1", "claim-3", "claim-5"]
    assert all(root.one("tr", id=target) for target in targets)


def test_a_dismissed_finding_stands_apart_with_who_when_and_why(rf):
    hedged = (replace(findings_for_claim(status="hedged")[0], dismissed=DISMISSED),)
    claims = (make_reported_claim(1, findings=hedged), make_reported_claim(2))
    context = page_context(make_report(*claims)) | {"is_outside": True}
    root = parse(render_to_string("reports/report.html", context, request=rf.get("/")))
    findings = root.one("section", **{"aria-labelledby": "findings"})
    assert findings.one("p").words == "All findings were dismissed."
    assert findings.one("li").words == (
        "Serious Claim 1 is hedged and names no source. "
        "Dismissed by Ed Okafor, 23 Nov 2026 09:40:00 UTC: The minister said so on the record in paragraph 2."
    )
    assert "hedged" not in root.one("tr", id="claim-1").words


def test_a_claim_in_full(page, rita, ed):
    article = article_with("named_person", "unattributed")
    at = timezone.now().replace(year=2026, month=3, day=1, hour=9, minute=40, second=5)
    make_claim(
        article,
        status="unattributed",
        unattributed_reason="needs_source",
        source="Maria",
        cue="saw",
        recommended="unverified",
        note="Nobody answered.",
        reviewed_by=rita,
        reviewed_at=at,
        verdict="disputed",
        verdict_by=ed,
        verdict_at=at,
    )
    row = page(article).one("tr", id="claim-1")
    claim, sourcing, verdict, review = row.all("td")
    assert row.one("th").one("a").attrs["href"] == reverse("reviews:claim", args=[article.pk, 1])
    assert claim.words == (
        "Somebody1 said so 1. Serious Is in the outlet’s own voice and needs a source. Note Nobody answered."
    )
    assert sourcing.words == "No attribution Why no attribution: Needs a source Source: Maria Cue: saw"
    assert verdict.words == (
        "≠ Disputed Ed 1 Mar 2026 09:40:05 UTC Differs from the recommendation Recommended verdict: Unverified"
    )
    assert review.words == "Rita 1 Mar 2026 09:40:05 UTC Suggested sourcing: Named person"


def test_an_untouched_claim(page):
    _, sourcing, verdict, review = page(article_with("unattributed")).one("tr", id="claim-1").all("td")
    assert (sourcing.words, verdict.words, review.words) == ("No attribution", "Not checked", "Not reviewed")


def test_a_verdict_that_follows_the_recommendation_says_so(page, ed):
    article = article_with("document")
    make_claim(article, recommended="verified", verdict="verified", verdict_by=ed, verdict_at=timezone.now())
    assert page(article).one("tr", id="claim-1").all("td")[2].words.endswith("UTC As recommended")


def test_the_table_keeps_its_roles_when_stacked(page):
    table = page(article_with("document")).one("table", class_="fc-claims")
    assert table.attrs["role"] == "table"
    assert {head.attrs["scope"] for head in table.all("th")} == {"col", "row"}
    assert {element.attrs.get("role") for name in ("tr", "th", "td") for element in table.all(name)} == {
        "row",
        "columnheader",
        "rowheader",
        "cell",
    }
    assert table.one("caption").words


def notices(root):
    return [notice.words for notice in root.one("section", **{"aria-labelledby": "numbers"}).all(class_="alert")]


def test_nothing_reviewed_says_so(page):
    assert notices(page(article_with("document", "document"))) == [
        "No claim has been reviewed yet: the sourcing below is the automatic suggestion."
    ]


def test_partly_reviewed_says_so(page, rita):
    article = article_with("document", "document")
    make_claim(article, 1, reviewed_by=rita, reviewed_at=timezone.now())
    assert notices(page(article)) == ["Claims not reviewed yet show the automatic suggestion for their sourcing."]


def test_all_reviewed_says_nothing(page, rita):
    article = article_with("document")
    make_claim(article, 1, reviewed_by=rita, reviewed_at=timezone.now())
    assert notices(page(article)) == []


def test_nothing_to_remark_says_so(page):
    findings = page(article_with("document")).one("section", **{"aria-labelledby": "findings"})
    assert findings.one("p").words == "No findings: nothing in this article goes against the desk’s rules."


def test_an_article_without_claims_says_so(page):
    article = Article.objects.create(title="Blank", text="…", text_sha256="0" * 64, detector="by-hand 1")
    root = page(article)
    assert root.one("section", **{"aria-labelledby": "claims"}).one("p").words == "This article has no claims."
    assert facts(root)["claims reviewed"] == "0 of 0"


def test_an_archived_article_says_so(page, ed):
    article = article_with("document", archived_at=timezone.now(), archived_by=ed)
    assert "This article was archived on" in page(article).words


def hostile_page(page, text):
    """A page where ``text`` stands wherever text may stand, as far as a column takes it."""
    article = make_article(title=text[:300], outlet=text[:200], byline=text[:200])
    make_claim(article, source=text[:500], cue=text[:200], note=text)
    # The words of a claim never change, so that they are made hostile by a claim of their own.
    Claim.objects.create(
        article=article, number=3, start=0, end=1, text=text, status="hedged", suggested_status="hedged"
    )
    return page(article)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_only_text(page, text):
    root = hostile_page(page, text)
    assert root.one("h1").one("bdi").text == text[:300]
    first, _, third = root.one("table", class_="fc-claims").one("tbody").all("tr")
    assert third.one("div", class_="fc-serif").text == text
    assert first.one("div", class_="fc-note").text == text
    assert [each.text for each in first.all("bdi")] == [text[:500], text[:200]]


def test_hostile_text_adds_nothing_to_the_page(page):
    def shape(root):
        return [(each.tag, sorted(each.attrs)) for each in root.all()]

    article_with("document")  # so that the desk always has another article
    harmless = shape(hostile_page(page, "words"))
    for text in HOSTILE.values():
        assert shape(hostile_page(page, f"{text} ")) == harmless


def test_the_page_keeps_the_content_security_policy(page):
    root = hostile_page(page, HOSTILE["image"])
    assert root.all("style") == []
    assert [name for each in root.all() for name in each.attrs if name == "style" or name.startswith("on")] == []
    assert [script.attrs["src"] for script in root.all("script") if not script.attrs.get("src")] == []


def test_every_id_is_there_once_and_every_label_points_to_one(page):
    root = page(article_with("hedged", "hedged", "document"))
    ids = [each.attrs["id"] for each in root.all() if "id" in each.attrs]
    assert len(ids) == len(set(ids))
    labels = {each.attrs["aria-labelledby"] for each in root.all() if "aria-labelledby" in each.attrs}
    assert {name for label in labels for name in label.split()} <= set(ids)


def test_right_to_left_words_keep_their_direction(page):
    root = hostile_page(page, HOSTILE["arabic"])
    assert {cell.attrs.get("dir") for cell in root.all("div", class_="fc-serif")} == {"auto"}


def test_the_sources_with_all_their_claims(page):
    article = stored((BLINKEN, "named_official", ""), ("the ministry", "organization", ""), ("", "unattributed", ""))
    make_claim(article, 3, source="Blinken", status="named_official")
    make_claim(article, 2, source="", status="unattributed")
    table = page(article).one("table", class_="fc-sources")
    rows = [[cell.words for cell in (*row.all("th"), *row.all("td"))] for row in table.one("tbody").all("tr")]
    assert rows == [
        ["Antony Blinken", "Secretary of State", "Named official", "2 claims: 1, 3"],
        ["the ministry", "—", "Organization", "not relied on (mentioned in 2)"],
    ]
    assert [link.attrs["href"] for link in table.all("a")] == ["#claim-1", "#claim-3", "#claim-2"]


def test_an_article_that_names_nobody_says_so(page):
    root = page(article_with("unattributed"))
    assert not root.all("table", class_="fc-sources")
    assert "No sources" in root.words
