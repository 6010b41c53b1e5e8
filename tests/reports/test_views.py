import csv
import io
import json
from email.message import Message

import pytest
from django.urls import reverse
from django.utils import timezone

from factcheck.reports.formats import offered_formats
from tests.factories import make_article
from tests.reports.page_parser import parse

pytestmark = pytest.mark.django_db

SLUGS = ["csv", "json"]


@pytest.fixture
def article():
    return make_article(title="Council votes to delay harbour bridge", statuses=["document", "hedged"])


@pytest.fixture
def get(client):
    """What somebody is answered, ``by`` None for nobody signed in."""

    def get(path, by):
        if by is not None:
            client.force_login(by)
        return client.get(path)

    return get


def report_path(pk):
    return reverse("reports:report", args=[pk])


def export_path(pk, slug="csv"):
    return reverse("reports:export", args=[pk, slug])


def body(response):
    return b"".join(response.streaming_content).decode()


def file_name_of(response):
    """As a browser reads the header."""
    message = Message()
    message["Content-Disposition"] = response["Content-Disposition"]
    assert message.get_content_disposition() == "attachment"
    return message.get_filename()


def test_addresses():
    assert report_path(7) == "/articles/7/report/"
    assert export_path(7, "csv") == "/articles/7/report.csv"


@pytest.mark.parametrize("path", [report_path, export_path])
def test_nobody_is_sent_to_sign_in(get, article, path):
    response = get(path(article.pk), None)
    assert response.status_code == 302
    assert response["Location"] == f"{reverse('account_login')}?next={path(article.pk)}"


@pytest.mark.parametrize("path", [report_path, export_path])
def test_nora_may_neither_read_nor_export(get, article, nora, path):
    response = get(path(article.pk), nora)
    assert response.status_code == 403
    assert article.title not in response.content.decode()


def test_rita_reads_and_sees_no_export(get, article, rita):
    response = get(report_path(article.pk), rita)
    assert response.status_code == 200
    assert "report.csv" not in response.content.decode()


@pytest.mark.parametrize("slug", SLUGS)
def test_rita_may_not_export(get, article, rita, slug):
    response = get(export_path(article.pk, slug), rita)
    assert response.status_code == 403
    assert article.title not in response.content.decode()


def test_ed_reads_and_sees_every_export(get, article, ed):
    root = parse(get(report_path(article.pk), ed).content.decode())
    links = {link.words: link.attrs["href"] for link in root.one("ul", **{"aria-label": "Export"}).all("a")}
    labels = {slug: f"Export {each.label}" for slug, each in offered_formats().items()}
    expected = {label: export_path(article.pk, slug) for slug, label in labels.items()}
    assert links == expected | {"JSON schema": reverse("reports:schema")}
    assert list(links)[:3] == ["Export PDF", "Export Word", "Export Excel"]


def test_ed_exports_csv(get, article, ed):
    response = get(export_path(article.pk, "csv"), ed)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(body(response).removeprefix("\ufeff"), newline="")))
    assert [(row["Number"], row["Sourcing"]) for row in rows] == [("1", "Document or data"), ("2", "Hedged, no source")]


def test_ed_exports_pdf(get, article, ed):
    response = get(export_path(article.pk, "pdf"), ed)
    assert response["Content-Type"] == "application/pdf"
    assert b"".join(response.streaming_content).startswith(b"%PDF-")
    assert file_name_of(response).endswith(".pdf")


def test_ed_exports_json(get, article, ed):
    response = get(export_path(article.pk, "json"), ed)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    report = json.loads(body(response))
    text = report["article"]["text"]
    assert text == article.text
    assert [text[claim["start"] : claim["end"]] for claim in report["claims"]] == text.split("\n")


def test_ada_may_export(get, article, ada):
    assert get(export_path(article.pk), ada).status_code == 200


@pytest.mark.parametrize("pk", [0, 999_999, 10**30])
@pytest.mark.parametrize("path", [report_path, export_path])
def test_an_unknown_article_is_not_found(get, ed, path, pk):
    assert get(path(pk), ed).status_code == 404


@pytest.mark.parametrize("slug", ["xls", "CSV", "csv_file", "json-"])
def test_an_unknown_format_is_not_found(get, article, ed, slug):
    assert get(export_path(article.pk, slug), ed).status_code == 404


@pytest.mark.parametrize("path", [report_path, export_path])
def test_reading_takes_no_post(client, article, ed, path):
    client.force_login(ed)
    assert client.post(path(article.pk)).status_code == 405


@pytest.mark.parametrize("path", [report_path, export_path])
def test_no_cache_keeps_unpublished_copy(get, article, ed, path):
    assert "no-store" in get(path(article.pk), ed)["Cache-Control"]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Council votes to delay harbour bridge", "council-votes-to-delay-harbour-bridge"),
        ('Quotes "; filename="evil.exe', "quotes-filenameevilexe"),
        ("../../etc/passwd", "etcpasswd"),
        ("Line\r\nSet-Cookie: a=b", "line-set-cookie-ab"),
        ("\u202egnp.exe", "gnpexe"),
        ("قال المسؤول", "قال-المسؤول"),
        ("Überprüfung: 100 % Größe", "überprüfung-100-größe"),
        ("👩🏽‍⚖️", "article"),
        ("- -", "article"),
        ("word " * 60, "word-word-word-word-word-word-word-word-word-word"),
        ("漢" * 300, "漢" * 50),
    ],
)
def test_the_file_is_named_after_title_and_day(get, ed, title, name):
    response = get(export_path(make_article(title=title).pk), ed)
    assert file_name_of(response) == f"{name}-report-desk-{timezone.now():%Y-%m-%d}.csv"
    assert response["Content-Disposition"].isascii()
    assert len(file_name_of(response).encode()) <= 255


def test_a_long_file_leaves_in_few_large_pieces(get, ed):
    article = make_article("\n".join(f"Claim number {number} of many." for number in range(1000)))
    pieces = list(get(export_path(article.pk), ed).streaming_content)
    assert 2 <= len(pieces) < 10
    rows = list(csv.reader(io.StringIO(b"".join(pieces).decode(), newline="")))
    assert len(rows) == 1001


@pytest.mark.parametrize("claims", [24, 200])
def test_the_page_asks_the_same_of_the_database_whatever_the_number_of_claims(
    client, rita, ed, claims, django_assert_num_queries
):
    article = many_claims(claims, rita, ed)
    client.force_login(ed)
    # Session, person, whether they find it, rights, article, claims, sources, evidence, the desk's sums and its rules,
    # what was dismissed; frozen reports or the log; mentions.
    with django_assert_num_queries(13):
        response = client.get(report_path(article.pk))
    assert response.content.decode().count('id="claim-') == claims


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("claims", [24, 200])
def test_a_file_asks_the_same_of_the_database_whatever_the_number_of_claims(
    client, rita, ed, claims, slug, django_assert_num_queries
):
    article = many_claims(claims, rita, ed)
    client.force_login(ed)
    with django_assert_num_queries(15):  # three of them for the audit log
        written = body(client.get(export_path(article.pk, slug)))
    assert written.count("said so") == claims * (2 if slug == "json" else 1)


def many_claims(count, rita, ed):
    """Reviewed, decided, with outlet and loader: everything that could cost one more query."""
    text = "\n".join(f"Somebody{number} said so {number}." for number in range(count))
    article = make_article(text, statuses=["unnamed_official"] * count, outlet="Example Wire", loaded_by=ed)
    now = timezone.now()
    article.claims.update(
        reviewed_by=rita, reviewed_at=now, verdict="verified", verdict_by=ed, verdict_at=now, verdict_version=1
    )
    return article
