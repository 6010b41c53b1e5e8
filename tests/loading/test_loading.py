"""Loading one article in the admin: uploaded, looked at, and only then stored."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from factcheck.accounts.models import User
from factcheck.articles.models import Article, Outlet
from factcheck.articles.services import find_loaded
from factcheck.attribution.types import SourcingStatus
from factcheck.jobs.models import Job, Piece
from factcheck.loading import forms, pace, views
from factcheck.loading.preview import MAX_CLAIMS, opening
from factcheck.loading.preview import preview as preview_of
from factcheck.readers.text import MAX_TEXT_BYTES
from tests.factories import make_article, make_reading
from tests.loading.builders import ADD, errors, load, submit, upload, url_of
from tests.loading.web_server import serving

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("by_hand")]

PROVENANCE = {
    "title": "Bridge",
    "outlet_name": "Example Wire",
    "byline": "A. Berg",
    "url": "https://example.org/bridge",
}


@pytest.fixture
def as_ed(client: Client, ed: User) -> Client:
    client.force_login(ed)
    return client


def page(response: Any) -> str:
    return str(response.content.decode())


def test_pasted_text_is_shown_corrected_and_loaded(as_ed: Client, ed: User) -> None:
    preview = submit(as_ed, text="Council delays bridge\r\nThe council met.\r\nIt voted.")
    assert 'value="Council delays bridge"' in page(preview)
    assert "The council met." in page(preview)
    assert "No attribution" in page(preview)
    assert not Article.objects.exists()

    response = load(as_ed, preview, **PROVENANCE, published_on="2024-11-09")

    article = Article.objects.get()
    assert response["Location"] == reverse("reviews:article", args=[article.pk])
    assert (article.title, article.byline, article.url) == ("Bridge", "A. Berg", "https://example.org/bridge")
    assert (str(article.outlet), article.published_on, article.loaded_by) == ("Example Wire", dt.date(2024, 11, 9), ed)
    assert article.text == "Council delays bridge\nThe council met.\nIt voted."
    assert article.claims.count() == 3


def test_who_and_when_are_read_from_a_pasted_text_too(as_ed: Client) -> None:
    preview = submit(as_ed, text="Council delays bridge\r\nBy Ina Berg\r\n9 November 2024\r\n\r\nThe council met.")
    assert 'value="Ina Berg"' in page(preview)
    assert 'value="2024-11-09"' in page(preview)
    load(as_ed, preview)
    assert Article.objects.get().text == "Council delays bridge\n\nThe council met."


def test_file_is_read_in_its_own_encoding_and_leaves_nothing_behind(as_ed: Client) -> None:
    load(as_ed, submit(as_ed, file=upload("“Café” opens.\r\n".encode("utf-16"))))
    assert Article.objects.get().text == "“Café” opens."
    assert Article.objects.get().title == "Bridge"
    assert not Piece.objects.exists()


def test_what_a_file_says_of_itself_is_there_to_be_corrected(as_ed: Client) -> None:
    table = "title,text,author,date,source\nFerry sails,It sails again.,B. Lund,2026-01-02,Example Post\n"
    preview = submit(as_ed, file=upload(table, "stories.csv"))
    for value in ("Ferry sails", "B. Lund", "2026-01-02", "Example Post"):
        assert f'value="{value}"' in page(preview)
    load(as_ed, preview, byline="Bea Lund")
    assert (Article.objects.get().byline, str(Article.objects.get().outlet)) == ("Bea Lund", "Example Post")


def test_known_outlet_is_suggested_and_not_made_twice(as_ed: Client) -> None:
    make_article(outlet="Example Wire")
    preview = submit(as_ed, text="One.")
    assert '<option value="Example Wire">' in page(preview)
    load(as_ed, preview, title="One", outlet_name="EXAMPLE wire")
    assert Outlet.objects.count() == 1


def test_without_title_and_heading_a_title_is_asked_for(as_ed: Client) -> None:
    preview = submit(as_ed, text="The council met.\nIt voted.")
    response = load(as_ed, preview, byline="A. <Berg>")
    assert errors(response) == {"title": ["Give a title; the text doesn’t begin with one."]}
    assert 'value="A. &lt;Berg&gt;"' in page(response)
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        pytest.param({}, "text", "Nothing to load yet", id="nothing"),
        pytest.param({"text": "  \r\n\t "}, "text", "empty", id="blank"),
        pytest.param({"text": "\u00a0\ufeff"}, "text", "empty", id="invisible"),
        pytest.param({"file": b""}, "file", "empty", id="empty file"),
        pytest.param({"file": b" \n"}, "file", "empty", id="blank file"),
        pytest.param({"text": "One.", "file": b"Two."}, "file", "Choose one way", id="two ways"),
        pytest.param({"file": b"\x7fELF\x01\x02\x03"}, "file", "program", id="program"),
        pytest.param({"file": b"One\x00Two"}, "file", "invalid characters", id="NUL in file"),
        pytest.param({"text": "One\x00Two"}, "text", "invalid characters", id="NUL in text"),
        pytest.param({"text": "a" * (MAX_TEXT_BYTES + 1)}, "text", "1 MB", id="long text"),
        pytest.param({"file": b"a" * (MAX_TEXT_BYTES + 1)}, "file", "1 MB", id="long file"),
        pytest.param({"text": "One.", "revises": "77777777"}, "revises", "no longer exists", id="revises nothing"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(
    as_ed: Client, fields: dict[str, Any], field: str, words: str
) -> None:
    if "file" in fields:
        fields = {**fields, "file": upload(fields["file"])}
    problems = errors(submit(as_ed, **fields))
    assert words in " ".join(problems[field])
    assert [len(sentences) for sentences in problems.values()] == [1]
    assert not Article.objects.exists()
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        pytest.param({"title": "Brid\x00ge"}, "title", "invalid characters", id="NUL in title"),
        pytest.param({"outlet_name": "W\x00"}, "outlet_name", "invalid characters", id="NUL in outlet"),
        pytest.param({"url": "https://e.org/\x00"}, "url", "invalid characters", id="NUL in URL"),
        pytest.param({"title": "w" * 301}, "title", "300", id="long title"),
        pytest.param({"outlet_name": "w" * 201}, "outlet_name", "200", id="long outlet"),
        pytest.param({"url": "javascript:alert(1)"}, "url", "valid URL", id="script as URL"),
        pytest.param({"url": "ftp://e.org/a"}, "url", "begins with http", id="file server as URL"),
        pytest.param(
            {"url": "https://me:secret@e.org/a"}, "url", "without a username or password", id="password in URL"
        ),
        pytest.param({"published_on": "yesterday"}, "published_on", "valid date", id="date"),
    ],
)
def test_what_is_wrong_in_a_correction_is_said_at_its_field(
    as_ed: Client, changes: dict[str, str], field: str, words: str
) -> None:
    response = load(as_ed, submit(as_ed, text="One.\nTwo."), **{**PROVENANCE, **changes})
    problems = errors(response)
    assert words in " ".join(problems[field])
    assert [len(sentences) for sentences in problems.values()] == [1]
    assert 'value="A. Berg"' in page(response)
    assert not Article.objects.exists()
    assert not Outlet.objects.exists()


def test_refused_text_stays_in_its_field(as_ed: Client) -> None:
    response = submit(as_ed, text="One. <b>Two</b>.", file=upload(b"Three."))
    assert "One. &lt;b&gt;Two&lt;/b&gt;.</textarea>" in page(response)


def test_text_far_too_long_to_be_read_is_answered_with_a_sentence(as_ed: Client) -> None:
    response = as_ed.post(ADD, {"text": "a" * (9 * 1024 * 1024)})
    assert response.status_code == 400
    assert "larger than 8 MB" in page(response)


def test_more_than_is_taken_at_once_is_not_kept(as_ed: Client, settings: Any) -> None:
    settings.LOAD_MAX_MB = 3
    files = [upload(b"a" * 2_000_000, f"{number}.txt") for number in range(2)]
    assert errors(submit(as_ed, file=files)) == {"file": ["This is more than 3 MB at once; load it in parts."]}
    assert not Job.objects.exists()


def test_request_far_too_long_is_not_even_read(as_ed: Client, settings: Any) -> None:
    settings.LOAD_MAX_MB = 3
    response = as_ed.post(ADD, {"text": "One."}, CONTENT_LENGTH=str(40 * 1024**2))
    assert response.status_code == 413
    assert "more than 3 MB" in page(response)


@pytest.mark.parametrize("way", ["text", "file"])
def test_same_text_again_leads_to_the_article_that_has_it(as_ed: Client, way: str) -> None:
    first = make_article(title="The <i>first</i>", text="One.\nTwo.")
    response = submit(as_ed, **{way: "One.\r\nTwo.\r\n" if way == "text" else upload(b"One.\r\nTwo.")})
    assert errors(response) == {way: ["This text is already loaded, as “The &lt;i&gt;first&lt;/i&gt;”."]}
    assert f'<a href="{first.get_absolute_url()}">The &lt;i&gt;first&lt;/i&gt;</a>' in page(response)
    assert Article.objects.count() == 1


def test_when_somebody_loads_the_same_text_meanwhile_the_preview_says_so(as_ed: Client) -> None:
    preview = submit(as_ed, text="One.\nTwo.")
    first = make_article(title="First", text="One.\nTwo.")
    again = as_ed.get(url_of(preview))
    assert f'<a href="{first.get_absolute_url()}">First</a>' in page(again)
    assert "Load the article</button>" not in page(again)
    response = load(as_ed, preview, **PROVENANCE)
    assert errors(response) == {"__all__": ["This text is already loaded, as “First”."]}
    assert Article.objects.get() == first
    assert not Outlet.objects.exists()


def test_when_it_happens_in_the_same_instant_the_preview_says_so_too(
    as_ed: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview = submit(as_ed, text="One.\nTwo.")
    first = make_article(title="First", text="One.\nTwo.")
    # What the checks see when the other person's transaction commits only after them.
    answers = iter([None, None])

    def too_early(text: str) -> Article | None:
        return next(answers, first) and find_loaded(text)

    monkeypatch.setattr(forms, "find_loaded", too_early)
    monkeypatch.setattr("factcheck.claims.services.find_loaded", too_early)
    assert errors(load(as_ed, preview, **PROVENANCE)) == {"__all__": ["This text is already loaded, as “First”."]}
    assert Article.objects.get() == first
    assert not Outlet.objects.exists()


def test_double_click_loads_once_and_the_way_back_leads_to_the_article(as_ed: Client) -> None:
    preview = submit(as_ed, text="One.\nTwo.")
    first, second = load(as_ed, preview, **PROVENANCE), load(as_ed, preview, **PROVENANCE)
    article = Article.objects.get()
    assert first["Location"] == second["Location"] == article.get_absolute_url()
    assert as_ed.get(url_of(preview))["Location"] == article.get_absolute_url()


def test_other_words_for_what_is_loaded_already_are_shown_and_change_nothing(as_ed: Client) -> None:
    preview = submit(as_ed, text="Council delays bridge\nThe council met.")
    location = load(as_ed, preview, **PROVENANCE)["Location"]
    refused = load(as_ed, preview, **PROVENANCE | {"byline": "<b>Ina</b> Berg"})
    assert refused.status_code == 409
    assert "This article was loaded with what you sent first" in page(refused)
    assert "<bdi>&lt;b&gt;Ina&lt;/b&gt; Berg</bdi>" in page(refused)
    assert as_ed.get(f"/admin/articles/article/{Article.objects.get().pk}/change/").status_code == 200
    assert f'href="/admin/articles/article/{Article.objects.get().pk}/change/"' in page(refused)
    assert Article.objects.get().byline == "A. Berg"
    assert load(as_ed, preview, **PROVENANCE)["Location"] == location


def test_preview_is_its_owners_alone(as_ed: Client, ada: User, rita: User) -> None:
    preview = submit(as_ed, text="One.\nTwo.")
    for person, status in ((None, 302), (rita, 302), (ada, 302)):
        if person is None:
            as_ed.logout()
        else:
            as_ed.force_login(person)
        response = as_ed.get(url_of(preview))
        assert response.status_code == status
        assert "One." not in page(as_ed.get(url_of(preview), follow=True))
        as_ed.post(url_of(preview), PROVENANCE)
    assert not Article.objects.exists()


def test_what_was_cleared_away_is_said_in_a_sentence(as_ed: Client) -> None:
    response = as_ed.get(reverse("admin:articles_article_preview", args=[uuid.uuid4()]), follow=True)
    assert views.EXPIRED in page(response)
    assert response.redirect_chain[-1][0] == ADD


def test_long_text_is_loaded_by_a_worker_with_what_the_editor_said(
    as_ed: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "MAX_LETTERS_AT_ONCE", 10)
    response = load(as_ed, submit(as_ed, text="One is long.\nTwo is longer."), **PROVENANCE)
    job = Job.objects.get()
    assert response["Location"] == job.get_absolute_url()
    assert not Article.objects.exists()
    views.tasks.load(job.pk)
    article = Article.objects.get()
    assert (article.title, article.byline, str(article.outlet)) == ("Bridge", "A. Berg", "Example Wire")


def test_many_texts_within_a_minute_are_loaded_by_a_worker(as_ed: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr(pace, "MAX_LETTERS_A_MINUTE", 40)
    assert "/articles/" in load(as_ed, submit(as_ed, text="One is short. It is short."), **PROVENANCE)["Location"]
    again = load(as_ed, submit(as_ed, text="Two is short. It is short."), **PROVENANCE)
    assert again["Location"] == Job.objects.get(is_draft=False).get_absolute_url()
    assert Article.objects.count() == 1


def test_url_is_asked_for_only_where_the_desk_fetches(as_ed: Client, ada: User, settings: Any) -> None:
    assert 'name="url"' not in page(as_ed.get(ADD))
    assert "FETCH_URLS" not in page(as_ed.get(ADD))
    response = submit(as_ed, url="https://example.org/")
    assert "text" in errors(response)
    settings.FETCH_URLS = True
    assert 'name="url"' in page(as_ed.get(ADD))
    (refused,) = errors(submit(as_ed, url="http://127.0.0.1/"))["url"]
    assert "127.0.0.1" in refused
    assert not Job.objects.exists()
    settings.FETCH_URLS = False
    as_ed.force_login(ada)
    assert "FETCH_URLS=on" in page(as_ed.get(ADD))


def test_url_is_fetched_shown_and_loaded_with_where_it_stood_in_the_end(as_ed: Client, settings: Any) -> None:
    with serving() as server:
        settings.FETCH_URLS = True
        settings.FETCH_TEST_SERVERS = frozenset({("127.0.0.1", server.port)})
        server.answers["/old"] = lambda handler: handler.say(status=301, Location="/bridge.txt")
        server.answers["/bridge.txt"] = lambda handler: handler.say(
            "Caf\xe9 opens\nIt is said.".encode("latin-1"), Content_Type="text/plain; charset=iso-8859-1"
        )
        home = f"http://127.0.0.1:{server.port}"
        preview = submit(as_ed, url=f"{home}/old")
        assert 'value="Café opens"' in page(preview)
        load(as_ed, preview)
        assert Article.objects.get().url == f"{home}/bridge.txt"
        again = submit(as_ed, url=f"{home}/bridge.txt")
        assert "This text is already loaded" in str(errors(again)["url"])
        server.answers["/gone"] = lambda handler: handler.say(status=404)
        (refused,) = errors(submit(as_ed, url=f"{home}/gone"))["url"]
        assert "404" in refused
    assert Article.objects.count() == 1


def test_number_of_queries_is_fixed(as_ed: Client, django_assert_max_num_queries: Any) -> None:
    preview = submit(as_ed, text="\n".join(f"Line {number}." for number in range(300)))
    with django_assert_max_num_queries(9):
        as_ed.get(url_of(preview))


# The claims in the preview


def test_preview_marks_who_said_it_and_by_which_words() -> None:
    text = "Berg said so.\nIt rained."
    result = preview_of(text, lambda text: make_reading(text, ["named_person"]))
    first, second = result.claims
    assert [(piece.role, piece.text) for piece in first.pieces] == [
        ("source", "Berg"), ("", " "), ("cue", "said"), ("", " so."),
    ]  # fmt: skip
    assert (first.status, first.status.css_class) == (SourcingStatus.NAMED_PERSON, "fc-named-person")
    assert [piece.text for piece in second.pieces] == ["It rained."]
    assert result.count == 2


def test_preview_and_loading_know_the_outlet(as_ed: Client, settings: Any) -> None:
    settings.ATTRIBUTION_DETECTOR = "factcheck.attribution.spacy_rules.SpacyRules"
    text = "The Example Wire reported in May that the bridge was unsafe."
    preview = submit(as_ed, text=text)
    assert "Another outlet" in page(preview)
    refused = as_ed.post(url_of(preview), {**PROVENANCE, "published_on": "soon"})
    assert "Another outlet" not in page(refused)
    assert "No attribution" in page(refused)
    load(as_ed, preview, **PROVENANCE)
    article = Article.objects.get()
    assert article.read_as == "Example Wire"
    claim = article.claims.get()
    assert (claim.status, claim.source) == ("unattributed", "")
    assert claim.suggested_why == "“The Example Wire reported”: this outlet’s own reporting."
    attribution = claim.attributions.get()
    assert (attribution.rule, attribution.leads_to) == ("own_reporting", None)


def test_long_text_is_not_read_to_its_end_for_its_preview() -> None:
    text = "\n".join(f"Sentence {number} said so." for number in range(5000))
    read: list[int] = []

    def detect(text: str) -> Any:
        read.append(len(text))
        return make_reading(text)

    result = preview_of(text, detect)
    assert result.count == 5000
    assert len(result.claims) == MAX_CLAIMS
    assert read[0] < len(text) / 10
    assert len(opening("x" * 50_000, MAX_CLAIMS)) < 10_000
