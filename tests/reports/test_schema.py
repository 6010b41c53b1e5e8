"""The published JSON Schema: every export holds to it, and a damaged one doesn't."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import Said, SecondOpinion, UnattributedReason, Verdict
from factcheck.reports import freezing
from factcheck.reports.benchmarks import PUBLISHED, Desk
from factcheck.reports.build import build_report
from factcheck.reports.formats.json_file import SCHEMA_FILE, SCHEMA_ID, JsonFile
from factcheck.reviews.models import Stance
from tests.factories import load_example
from tests.reports.builders import HOSTILE, REVISION, make_report, make_reported_claim
from tests.reports.test_json_file import FULL

SCHEMA = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)


def export(*claims: Any, **article: Any) -> Any:
    return json.loads("".join(JsonFile().render(make_report(*claims, **article))))


def test_the_schema_is_one_and_the_export_names_it() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$id"] == SCHEMA_ID == export()["$schema"]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_exports_hold_to_it(text: str) -> None:
    VALIDATOR.validate(export(make_reported_claim(1, text, note=text, source=text), title=text, url=text))


def test_a_full_and_an_empty_export_hold_to_it() -> None:
    VALIDATOR.validate(export(FULL, revision=REVISION, desk=Desk(3, 10, 4), yardsticks=PUBLISHED))
    VALIDATOR.validate(export(published_on=None, loaded_by=None, sources=()))


@pytest.mark.django_db
def test_the_sample_article_holds_to_it_frozen_or_not(rita: User, ed: User) -> None:
    article = Article.objects.select_related("outlet", "loaded_by").get(pk=load_example(by=rita).pk)
    VALIDATOR.validate(json.loads("".join(JsonFile().render(build_report(article)))))
    frozen = freezing.freeze(article=article, occasion="", key="6a8f2a0e-4f0e-4b52-9a5c-3f9f5f6f7d11", by=ed)
    export = json.loads(bytes(frozen.files.get(slug="json").content))
    VALIDATOR.validate(export)
    assert export["stamp"] == frozen.stamp


DAMAGES = {
    "a field is gone": lambda report: report["claims"][0].pop("text"),
    "a field nobody knows": lambda report: report["claims"][0].update(secret=1),
    "a verdict nobody knows": lambda report: report["claims"][0]["verdict"].update(value="true"),
    "a time without a zone": lambda report: report.update(drawn_at="2026-11-23T09:40:00"),
    "a fingerprint cut short": lambda report: report["article"].update(text_sha256="abc"),
    "another version": lambda report: report.update(version=3),
    "words for a number": lambda report: report["claims"][0].update(start="10"),
    "a negative place": lambda report: report["claims"][0].update(start=-1),
    "a stamp of another kind": lambda report: report.update(stamp="Report 12"),
    "a status left out": lambda report: report["footing"].pop(),
    "evidence without a stance": lambda report: report["claims"][0]["evidence"][0].pop("stance"),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_document_is_found(damage: Any) -> None:
    report = copy.deepcopy(export(FULL))
    damage(report)
    with pytest.raises(ValidationError):
        VALIDATOR.validate(report)


def test_every_choice_is_in_it() -> None:
    def values(name: str) -> list[str]:
        values: list[str] = SCHEMA["$defs"][name]["properties"]["value"]["enum"]
        return values

    assert values("sourcing") == [each.value for each in SourcingStatus]
    assert values("verdict") == [each.value for each in Verdict]
    assert values("said") == [each.value for each in Said]
    assert values("reason") == [each.value for each in UnattributedReason]
    assert values("stance") == [each.value for each in Stance]
    assert values("second_opinion") == [each.value for each in SecondOpinion if each]


def test_no_object_takes_fields_that_nobody_wrote_down() -> None:
    def objects(value: Any) -> Any:
        if isinstance(value, dict):
            if value.get("type") == "object":
                yield value
            for inner in value.values():
                yield from objects(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from objects(inner)

    schemas = list(objects(SCHEMA))
    assert len(schemas) > 15
    assert all(each["additionalProperties"] is False and each["required"] for each in schemas)


@pytest.mark.django_db
def test_people_with_a_role_may_fetch_it(client: Client, rita: User, nora: User) -> None:
    path = "/reports/report-2.schema.json"
    assert client.get(path)["Location"].startswith("/accounts/login/")
    client.force_login(nora)
    assert client.get(path).status_code == 403
    client.force_login(rita)
    assert json.loads(client.get(path).content) == SCHEMA
    assert client.post(path).status_code == 405
