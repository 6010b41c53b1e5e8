"""``manage.py load_article FILE…``"""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import docx
import pytest
from django.core.management import CommandError, call_command

from factcheck.articles.models import Article, Outlet
from factcheck.readers.base import Note
from factcheck.reviews.imported_comments import import_notes
from tests.factories import make_article
from tests.loading.web_server import serving

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("by_hand")]


def load(*arguments: object) -> tuple[str, str]:
    """What the command wrote, as answers and as complaints."""
    out, err = io.StringIO(), io.StringIO()
    call_command("load_article", *map(str, arguments), stdout=out, stderr=err, no_color=True)
    return out.getvalue(), err.getvalue()


def load_failing(*arguments: object) -> tuple[str, str, str]:
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(CommandError) as failed:
        call_command("load_article", *map(str, arguments), stdout=out, stderr=err, no_color=True)
    return out.getvalue(), err.getvalue(), str(failed.value)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "harbour-bridge_2.txt"
    path.write_text("One.\nTwo.\n")
    return path


def test_without_more_the_files_name_is_the_title(file, capfd):
    out, err = load(file)

    article = Article.objects.get()
    assert article.title == "Harbour bridge 2"
    assert (article.text, article.loaded_by) == ("One.\nTwo.", None)
    assert out == f"{file}: “Harbour bridge 2” loaded, 2 claims.\n"
    assert err == ""
    assert capfd.readouterr().err == "", "no progress bar when nobody looks"


def test_the_json_beside_says_where_it_comes_from(file):
    sidecar = {"title": "Bridge", "outlet": "Example Wire", "byline": "A. Berg", "published_on": "2024-11-09"}
    file.with_suffix(".json").write_text(json.dumps(sidecar))

    load(file)

    article = Article.objects.get()
    assert (article.title, str(article.outlet), article.byline) == ("Bridge", "Example Wire", "A. Berg")
    assert str(article.published_on) == "2024-11-09"


def test_what_is_given_outweighs_the_json(file):
    file.with_suffix(".json").write_text('{"title": "Bridge", "outlet": "Example Wire"}')

    load(file, "--title", "Given", "--url", "https://example.org/a", "--date", "2024-11-10")

    article = Article.objects.get()
    assert (article.title, str(article.outlet), article.url) == ("Given", "Example Wire", "https://example.org/a")
    assert str(article.published_on) == "2024-11-10"


def test_a_text_loaded_before_is_said_and_is_no_failure(file):
    load(file)

    out, err = load(file)

    assert out == f"{file}: This text is already loaded, as “Harbour bridge 2”.\n"
    assert err == ""
    assert Article.objects.count() == 1


def test_a_file_that_fails_is_named_and_the_others_still_load(file, tmp_path):
    binary, missing = tmp_path / "binary.txt", tmp_path / "gone.txt"
    binary.write_bytes(b"One\x00Two")

    out, err, failed = load_failing(binary, missing, file)

    complaints = err.splitlines()
    assert [line.partition(": ")[0] for line in complaints] == [str(binary), str(missing)]
    assert "invalid characters" in complaints[0]
    assert "No such file" in complaints[1]
    assert "loaded, 2 claims" in out
    assert failed == "2 of 3 could not be loaded."


@pytest.mark.parametrize(
    ("beside", "words"),
    [
        ("{", "not JSON"),
        ("[]", "must look like"),
        ('{"title": 5}', "must look like"),
        ('{"titel": "Bridge"}', "'titel'"),
        ('{"title": ""}', "Title: This field is required."),
        ('{"title": "\\u0000"}', "Title: This contains invalid"),
        ('{"title": "\\ud800"}', "Title: This contains invalid characters"),
        ('{"title": "%s"}' % ("w" * 301), "Title: Ensure this value has at most 300"),
        ('{"url": "bridge"}', "URL: Enter a valid URL."),
        ('{"published_on": "9 November"}', "Publication date: Enter a valid date."),
    ],
)
def test_nonsense_beside_the_file_is_one_sentence(file, beside, words):
    file.with_suffix(".json").write_text(beside)

    _, err, _ = load_failing(file)

    assert words in err
    assert err.count("\n") == 1
    assert not Article.objects.exists()
    assert not Outlet.objects.exists()


@pytest.mark.parametrize("option", ["--title", "--url"])
def test_a_title_fits_one_file(file, option):
    _, _, failed = load_failing(file, file, option, "https://example.org/")

    assert f"{option} works with one file" in failed
    assert not Article.objects.exists()


def test_standard_input_is_read(monkeypatch):
    class Piped:
        buffer = io.BytesIO("Council delays bridge\nThe council met.".encode("utf-16"))

    monkeypatch.setattr("sys.stdin", Piped())

    load("-")

    assert Article.objects.get().title == "Council delays bridge"


def test_the_same_text_from_the_admin_counts_as_loaded(file):
    make_article(text="One.\nTwo.", title="By hand")

    out, _ = load(file)

    assert "as “By hand”" in out


def test_a_url_is_loaded_where_the_desk_fetches(settings):
    with serving() as server:
        url = f"http://127.0.0.1:{server.port}/bridge.txt"
        _, err, _ = load_failing(url)
        assert "FETCH_URLS is off" in err
        settings.FETCH_URLS = True
        settings.FETCH_TEST_SERVERS = frozenset({("127.0.0.1", server.port)})
        server.answers["/bridge.txt"] = lambda handler: handler.say(
            b"Council delays bridge\nIt met.", Content_Type="text/plain"
        )
        out, err = load(url, "--outlet", "Example Wire")
    article = Article.objects.get()
    assert (article.title, article.url, str(article.outlet)) == ("Council delays bridge", url, "Example Wire")
    assert (out, err) == (f"{url}: “Council delays bridge” loaded, 2 claims.\n", "")


def test_a_folder_is_loaded_with_all_that_is_in_it(tmp_path):
    (tmp_path / "may").mkdir()
    (tmp_path / "may" / "note.txt").write_text("It is a note.")
    (tmp_path / "may" / "note.json").write_text('{"title": "Noted"}')
    (tmp_path / "stories.csv").write_text("title,text\nFerry sails,It sails again.\nNothing,\n")
    (tmp_path / "bad.txt").write_text("It is bad.")
    (tmp_path / "bad.json").write_text("{")

    out, err, failed = load_failing(tmp_path)

    assert set(Article.objects.values_list("title", flat=True)) == {"Noted", "Ferry sails"}
    assert f"{tmp_path}, stories.csv, row 2: “Ferry sails” loaded" in out
    assert f"{tmp_path}, stories.csv, row 3: It has no text; fill it in, or leave the row out." in err
    assert f"{tmp_path}, bad.txt: The .json beside the file is not JSON; correct it, or take it away." in err
    assert failed == "1 of 1 could not be loaded."


def test_margin_comments_go_to_the_claims_they_touch(tmp_path, ed):
    document = docx.Document()
    document.add_paragraph("The harbour is open.")
    paragraph = document.add_paragraph("The bridge ")
    touched = paragraph.add_run("is closed")
    paragraph.add_run(" today.")
    document.add_comment(touched, text="Who says so, @ed?", author="Jane Doe")
    document.save(tmp_path / "bridge.docx")

    load(tmp_path / "bridge.docx", "--by", "ed")

    (comment,) = Article.objects.get().comments.all()
    assert comment.claim.number == 2
    assert comment.text == "Margin comment by Jane Doe on “is closed”:\nWho says so, @ed?"
    assert not comment.mentions.exists()
    assert not comment.claim.is_reviewed
    assert Article.objects.get().tally.reviewed == 0


def test_a_footnote_is_said_to_be_one(ed):
    article = make_article("The bridge is closed.")

    import_notes(article=article, notes=[Note(4, 10, "", "City of Holm, Report.", "Footnote 1")], by=ed)

    assert article.comments.get().text == "Footnote 1 on “bridge”:\nCity of Holm, Report."


def test_a_dry_run_describes_each_article_and_stores_nothing(tmp_path: Path, django_assert_num_queries: Any) -> None:
    (tmp_path / "a.txt").write_text(
        "Ferry sinks\nBy Jane Doe\n\nThe ferry sank. Nobody was hurt, police said.\n\nShare\n"
    )

    with django_assert_num_queries(0):
        out, _ = load("--dry-run", tmp_path / "a.txt")

    (article,) = map(json.loads, out.splitlines())
    assert (article["file"], article["title"], article["byline"]) == (
        str(tmp_path / "a.txt"),
        "Ferry sinks",
        "Jane Doe",
    )
    assert [(article["text"][claim["start"] : claim["end"]], claim["kind"]) for claim in article["claims"]] == [
        ("Ferry sinks", "heading"),
        ("The ferry sank.", "claim"),
        ("Nobody was hurt, police said.", "claim"),
    ]
    assert article["dropped"] == [
        {"rule": "byline", "text": "By Jane Doe"},
        {"rule": "button of a page", "text": "Share"},
    ]
    assert article["published_on"] is None
    assert not Article.objects.exists()


def test_a_dry_run_tells_what_is_refused_and_fails(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The ferry sank.\n")
    (tmp_path / "b.txt").write_bytes(b"GIF89a")

    out, _, why = load_failing("--dry-run", tmp_path)

    first, second = map(json.loads, out.splitlines())
    assert first["text"] == "The ferry sank."
    assert second == {
        "file": str(tmp_path),
        "place": "b.txt",
        "refused": "This is a picture; type out its text and paste it.",
    }
    assert why == "1 would be refused."
