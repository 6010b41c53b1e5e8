"""Loading and correcting in the admin."""

from __future__ import annotations

import datetime as dt
import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.test import Client
from django.urls import reverse

from factcheck.articles.admin import ArticleAdmin
from factcheck.articles.forms import read_upload
from factcheck.articles.models import Article, Outlet
from factcheck.articles.services import archive_article, find_loaded
from factcheck.articles.text import MAX_BYTES, Unreadable
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.models import Claim
from factcheck.reviews.services import Annotation, annotate
from tests.factories import PASSWORD, make_article

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("by_hand")]

ADD = "/admin/articles/article/add/"
INDEX = "/admin/articles/article/"
GIVEN = {"title": "Bridge", "outlet_name": "Example Wire", "byline": "A. Berg", "url": "https://example.org/bridge"}


@pytest.fixture
def as_ed(client, ed) -> Client:
    client.force_login(ed)
    return client


def upload(data: bytes, name: str = "bridge.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="text/plain")


def errors(response) -> dict[str, list[str]]:
    """The sentences beside each field, without their links."""
    assert response.status_code == 200
    form = response.context["adminform"].form
    return {name: [re.sub(r"<[^>]+>", "", str(error)) for error in found] for name, found in form.errors.items()}


def review(article: Article, by) -> None:
    annotation = Annotation(status=SourcingStatus.HEDGED)
    annotate(claim=article.claims.get(number=1), annotation=annotation, version=0, key=uuid.uuid4(), by=by)


# Loading


def test_a_pasted_text_is_loaded_and_leads_to_its_review(as_ed, ed):
    response = as_ed.post(ADD, {**GIVEN, "text": "One.\r\nTwo.", "published_on": "2024-11-09"})

    article = Article.objects.get()
    assert response["Location"] == reverse("reviews:article", args=[article.pk])
    assert (article.title, article.byline, article.url) == ("Bridge", "A. Berg", "https://example.org/bridge")
    assert (str(article.outlet), article.published_on, article.loaded_by) == ("Example Wire", dt.date(2024, 11, 9), ed)
    assert article.text == "One.\nTwo."
    assert article.claims.count() == 2


def test_a_file_is_loaded_in_its_own_encoding(as_ed):
    as_ed.post(ADD, {**GIVEN, "file": upload("“Café” opens.\r\n".encode("utf-16"))})

    assert Article.objects.get().text == "“Café” opens."


def test_a_known_outlet_is_suggested_and_not_made_twice(as_ed):
    make_article(outlet="Example Wire")

    assert '<option value="Example Wire">' in as_ed.get(ADD).content.decode()
    as_ed.post(ADD, {**GIVEN, "outlet_name": "EXAMPLE wire", "text": "One."})
    assert Outlet.objects.count() == 1


def test_without_a_title_the_heading_is_taken(as_ed):
    as_ed.post(ADD, {"text": "Council delays bridge\nThe council met."})

    assert Article.objects.get().title == "Council delays bridge"


def test_without_title_and_heading_a_title_is_asked_for(as_ed):
    response = as_ed.post(ADD, {"text": "The council met.\nIt voted."})

    assert errors(response) == {"title": ["Give a title; the text doesn’t begin with one."]}


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        pytest.param({}, "text", "no text yet", id="neither"),
        pytest.param({"text": "  \r\n\t "}, "text", "empty", id="blank"),
        pytest.param({"text": "\u00a0\ufeff"}, "text", "empty", id="invisible"),
        pytest.param({"file": b""}, "file", "empty", id="empty file"),
        pytest.param({"file": b" \n"}, "file", "empty", id="blank file"),
        pytest.param({"text": "One.", "file": b"Two."}, "file", "not both", id="both"),
        pytest.param({"file": b"%PDF-1.7"}, "file", "PDF", id="pdf"),
        pytest.param({"file": b"\x7fELF\x01\x02\x03"}, "file", "program", id="program"),
        pytest.param({"file": b"One\x00Two"}, "file", "NUL", id="NUL in file"),
        pytest.param({"text": "One\x00Two"}, "text", "NUL", id="NUL in text"),
        pytest.param({"text": "One.", "title": "Brid\x00ge"}, "title", "NUL", id="NUL in title"),
        pytest.param({"text": "One.", "outlet_name": "W\x00"}, "outlet_name", "NUL", id="NUL in outlet"),
        pytest.param({"text": "One.", "url": "https://e.org/\x00"}, "url", "NUL", id="NUL in URL"),
        pytest.param({"text": "a" * (MAX_BYTES + 1)}, "text", "1 MB", id="long text"),
        pytest.param({"file": b"a" * (MAX_BYTES + 1)}, "file", "1 MB", id="long file"),
        pytest.param({"file": b"a" * (9 * 1024 * 1024)}, "file", "1 MB", id="huge file"),
        pytest.param({"text": "One.", "title": "w" * 301}, "title", "300", id="long title"),
        pytest.param({"text": "One.", "outlet_name": "w" * 201}, "outlet_name", "200", id="long outlet"),
        pytest.param({"text": "One.", "url": "javascript:alert(1)"}, "url", "valid URL", id="script as URL"),
        pytest.param({"text": "One.", "published_on": "yesterday"}, "published_on", "valid date", id="date"),
    ],
)
def test_refused_with_one_sentence_at_the_field_and_nothing_stored(as_ed, given, field, words):
    sent = {**GIVEN, **given}
    if "file" in sent:
        sent["file"] = upload(sent["file"])

    response = as_ed.post(ADD, sent)

    found = errors(response)
    assert words in " ".join(found[field])
    assert [len(sentences) for sentences in found.values()] == [1]
    assert not Article.objects.exists()
    assert not Outlet.objects.exists()


def test_a_file_far_too_large_is_refused_without_reading_it():
    file = UploadedFile(name="long.txt", size=5 * MAX_BYTES)  # nothing there to be read

    with pytest.raises(Unreadable, match="1 MB"):
        read_upload(file)


def test_a_refused_form_keeps_what_was_typed(as_ed):
    response = as_ed.post(ADD, {**GIVEN, "text": "One. <b>Two</b>.", "published_on": "2024-13-01"})

    html = response.content.decode()
    for typed in ("Bridge", "Example Wire", "A. Berg", "https://example.org/bridge", "2024-13-01"):
        assert f'value="{typed}"' in html
    assert "One. &lt;b&gt;Two&lt;/b&gt;.</textarea>" in html


def test_a_text_far_too_long_to_be_read_is_answered_with_a_sentence(as_ed):
    response = as_ed.post(ADD, {**GIVEN, "text": "a" * (9 * 1024 * 1024)})

    assert response.status_code == 400
    assert "larger than 8 MB" in response.content.decode()


@pytest.mark.parametrize("way", ["text", "file"])
def test_the_same_text_again_leads_to_the_article_that_has_it(as_ed, way):
    first = make_article(title="The <i>first</i>", text="One.\nTwo.")

    response = as_ed.post(ADD, {**GIVEN, way: "One.\r\nTwo.\r\n" if way == "text" else upload(b"One.\r\nTwo.")})

    assert errors(response) == {way: ["This text was loaded before, as “The &lt;i&gt;first&lt;/i&gt;”."]}
    html = response.content.decode()
    assert f'<a href="{first.get_absolute_url()}">The &lt;i&gt;first&lt;/i&gt;</a>' in html
    assert Article.objects.count() == 1


@pytest.mark.parametrize("way", ["text", "file"])
def test_when_somebody_loads_the_same_text_meanwhile_the_form_says_so(as_ed, monkeypatch, way):
    first = make_article(title="First", text="One.\nTwo.")
    # What the checks see when the other person's transaction commits only after them.
    answers = iter([None, None])

    def too_early(text):
        return next(answers, first) and find_loaded(text)

    monkeypatch.setattr("factcheck.articles.forms.find_loaded", too_early)
    monkeypatch.setattr("factcheck.claims.services.find_loaded", too_early)

    response = as_ed.post(ADD, {**GIVEN, way: "One.\nTwo." if way == "text" else upload(b"One.\nTwo.")})

    assert errors(response) == {way: ["This text was loaded before, as “First”."]}
    assert Article.objects.get() == first
    assert not Outlet.objects.exists()


# Correcting


def test_where_a_text_comes_from_can_be_corrected_and_the_text_not(as_ed):
    article = make_article(text="One.\nTwo.", outlet="Wier")
    url = reverse("admin:articles_article_change", args=[article.pk])

    html = as_ed.get(url).content.decode()
    response = as_ed.post(url, {**GIVEN, "text": "Other words.", "published_on": "2024-11-10"})

    article.refresh_from_db()
    assert response.status_code == 302
    assert (article.title, str(article.outlet), article.byline) == ("Bridge", "Example Wire", "A. Berg")
    assert article.published_on == dt.date(2024, 11, 10)
    assert article.text == "One.\nTwo."
    assert 'value="Wier"' in html
    assert "<textarea" not in html


def test_a_correction_refused_keeps_the_article(as_ed):
    article = make_article(title="Before")

    response = as_ed.post(reverse("admin:articles_article_change", args=[article.pk]), {**GIVEN, "title": ""})

    assert "title" in errors(response)
    article.refresh_from_db()
    assert article.title == "Before"


def test_a_correction_does_not_bring_an_archived_article_back(as_ed, ed, monkeypatch):
    article = make_article()
    save = ArticleAdmin.save_model

    def archived_meanwhile(self, request, obj, form, change):
        archive_article(article=article, by=ed)
        save(self, request, obj, form, change)

    monkeypatch.setattr(ArticleAdmin, "save_model", archived_meanwhile)
    as_ed.post(reverse("admin:articles_article_change", args=[article.pk]), GIVEN)

    article.refresh_from_db()
    assert article.title == "Bridge"
    assert article.is_archived


# Deleting and archiving


def test_an_article_nobody_worked_on_can_be_deleted(as_ed):
    article = make_article(statuses=["hedged"])
    url = reverse("admin:articles_article_delete", args=[article.pk])

    page = as_ed.get(url).content.decode()
    as_ed.post(url, {"post": "yes"})

    assert "with all its claims" in page
    assert not Article.objects.exists()
    assert not Claim.objects.exists()


def test_an_article_people_worked_on_is_never_deleted(as_ed, rita):
    article = make_article()
    review(article, rita)
    url = reverse("admin:articles_article_delete", args=[article.pk])

    change_page = as_ed.get(reverse("admin:articles_article_change", args=[article.pk])).content.decode()
    response = as_ed.post(url, {"post": "yes"}, follow=True)

    assert url not in change_page
    assert "it can’t be deleted; archive it instead" in response.content.decode()
    assert Article.objects.get() == article


def test_a_first_review_during_the_question_saves_the_article(as_ed, rita, monkeypatch):
    article = make_article()
    delete = ArticleAdmin.delete_model

    def reviewed_meanwhile(self, request, obj):
        review(article, rita)
        delete(self, request, obj)

    monkeypatch.setattr(ArticleAdmin, "delete_model", reviewed_meanwhile)
    url = reverse("admin:articles_article_delete", args=[article.pk])

    response = as_ed.post(url, {"post": "yes"}, follow=True)

    assert "it can’t be deleted; archive it instead" in response.content.decode()
    assert Article.objects.get() == article


def test_many_at_once_are_archived_but_never_deleted(as_ed, ed):
    one, other = make_article(), make_article()
    chosen = {"_selected_action": [one.pk, other.pk]}

    assert "delete_selected" not in as_ed.get(INDEX).content.decode()
    as_ed.post(INDEX, {**chosen, "action": "delete_selected", "post": "yes"})
    as_ed.post(INDEX, {**chosen, "action": "archive"})
    assert Article.objects.archived().filter(archived_by=ed).count() == 2

    as_ed.post(INDEX, {**chosen, "action": "restore"})
    assert Article.objects.current().count() == 2


# Who may


@pytest.mark.parametrize("url", [ADD, INDEX, "/admin/"])
def test_nobody_is_sent_to_the_desks_own_sign_in_and_comes_back(client, ed, url):
    response = client.get(url, follow=True)

    assert response.redirect_chain[-1][0].startswith("/accounts/login/?next=")
    signed_in = client.post(response.redirect_chain[-1][0], {"login": "ed", "password": PASSWORD}, follow=True)
    assert signed_in.redirect_chain[-1][0] == url


@pytest.mark.parametrize("url", [ADD, INDEX, "/admin/"])
def test_a_reviewer_may_not_enter(client, rita, url):
    client.force_login(rita)

    assert client.get(url, follow=True).status_code == 403
    assert client.post(ADD, {**GIVEN, "text": "One."}, follow=True).status_code in {403, 405}
    assert not Article.objects.exists()


def test_somebody_without_a_role_may_not_enter(client, nora):
    client.force_login(nora)

    response = client.get(ADD)

    assert response.status_code == 403
    assert "have no role yet" in response.content.decode()


def test_an_editor_sees_articles_and_nothing_else(as_ed):
    html = as_ed.get("/admin/").content.decode()

    assert INDEX in html
    for closed in ("/admin/accounts/user/", "/admin/articles/outlet/", "/admin/auth/group/"):
        assert closed not in html
        assert as_ed.get(closed).status_code == 403


@pytest.mark.parametrize(
    "url", ["/admin/accounts/user/", "/admin/articles/outlet/", "/admin/accounts/user/add/", INDEX]
)
def test_an_administrator_sees_all(client, ada, url):
    client.force_login(ada)

    assert client.get(url).status_code == 200


def test_the_list_in_the_admin_asks_a_fixed_number_of_questions(as_ed, django_assert_max_num_queries):
    for number in range(30):
        make_article(title=f"Article {number}", outlet=f"Outlet {number}")

    with django_assert_max_num_queries(8):
        as_ed.get(INDEX)
