from pathlib import Path

from django.conf import settings

import factcheck.reports.formats
from factcheck.reports.formats import all_formats, offered_formats

FOLDER = Path(factcheck.reports.formats.__file__).parent


def test_every_file_of_the_folder_is_a_format():
    assert set(all_formats()) == {path.stem.removesuffix("_file") for path in FOLDER.glob("*_file.py")}


def test_what_most_people_want_comes_first():
    assert list(all_formats())[:5] == ["pdf", "docx", "xlsx", "csv", "json"]


def test_a_format_has_what_a_button_and_a_header_need():
    for slug, each in all_formats().items():
        assert each.slug == slug
        assert each.label
        assert "/" in each.content_type


def test_a_format_without_its_settings_is_not_offered(settings):
    assert all_formats().keys() - offered_formats().keys() == {"claimreview"}
    settings.CLAIMREVIEW_ORGANIZATION = "Example Desk"
    settings.CLAIMREVIEW_URL = "https://example.org/checks/{article}"
    assert offered_formats() == all_formats()


def test_the_readme_says_what_each_format_is_for():
    readme = (Path(settings.BASE_DIR) / "README.md").read_text(encoding="utf-8")
    table = readme.partition("## A report’s files")[2].partition("\n## ")[0]
    named = [row.split("|")[1].strip() for row in table.splitlines() if row.startswith("| ")]
    for each in all_formats().values():
        assert each.label in named, (
            f"README.md says nothing of {each.label}: add a row to the table of a report’s files."
        )
