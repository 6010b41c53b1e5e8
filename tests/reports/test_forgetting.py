"""Forgetting a person: a pseudonym wherever the name is ours to change, and a list of where it isn't."""

from __future__ import annotations

import datetime as dt
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.contrib.admin.models import LogEntry
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from factcheck.accounts import tokens
from factcheck.accounts.models import ApiToken, Session, User
from factcheck.jobs.models import Job
from factcheck.refusals import Refused
from factcheck.reports import forgetting
from factcheck.reports.leavers import make_inactive
from factcheck.reports.models import FrozenReport
from factcheck.reviews.comments import say
from factcheck.reviews.models import Comment, Evidence, Lease, Review
from tests.factories import make_article, make_user
from tests.reports.test_frozen import freeze
from tests.reviews.test_versions import decide

pytestmark = pytest.mark.django_db


@pytest.fixture
def gone(ada: User) -> User:
    """Somebody inactive, named in a frozen report, a comment and a piece of evidence."""
    person = make_user("editor", "lee", first_name="Lee", last_name="Leaver")
    article = make_article("One.\nTwo.", "Left behind")
    first, _ = article.claims.order_by("number")
    say(claim=first, text="@lee, have a look.", key=uuid4(), by=ada)
    say(claim=first, text="@lee.marvin is somebody else, and so is Leeway.", key=uuid4(), by=ada)
    Evidence.objects.create(article=article, url="https://a.example/", contact="ask lee leaver", by=ada)
    decide(first, person)
    freeze(article, person, occasion="before the change")
    freeze(make_article("Another."), ada)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    LogEntry.objects.log_actions(
        user_id=ada.pk, queryset=[person], action_flag=2, change_message="Lee Leaver is inactive.", single_object=True
    )
    make_inactive(person=person, by=ada, heir=None, revoke_links=False)
    person.refresh_from_db()
    return person


def command(*arguments: str) -> str:
    out = StringIO()
    call_command("forget_person", *arguments, stdout=out)
    return out.getvalue()


def everywhere(name: str) -> list[str]:
    """The live tables that still hold a word."""
    rows: dict[str, list[Any]] = {
        model.__name__: list(model._default_manager.values_list())
        for model in (User, EmailAddress, LogEntry, ApiToken, Job, Review, Lease)
    }
    return [table for table, values in rows.items() if name in str(values).lower()]


def test_a_pseudonym_takes_the_place_of_the_name(gone: User) -> None:
    assert everywhere("lee") == ["User", "EmailAddress", "LogEntry"]
    told = command("lee", "--yes")
    gone.refresh_from_db()
    assert str(gone) == f"Former colleague {gone.pk}"
    assert (gone.username, gone.email) == (f"former-colleague-{gone.pk}", "")
    assert not gone.has_usable_password()
    assert everywhere("lee") == []
    assert told.endswith(f"Lee Leaver is now “Former colleague {gone.pk}”.\n")


def test_what_keeps_the_name_is_listed_and_stays(gone: User) -> None:
    report = FrozenReport.objects.get(occasion="before the change")
    told = command("lee", "--yes")
    assert f"(1), with their files:\n  Report {report.pk}, “Left behind”, " in told
    article = report.article
    claim = article.claims.get(number=1)
    assert f"Texts that keep the name (2):\n  comment: 1, {claim.get_absolute_url()}\n" in told
    assert f"  piece of evidence: 1, {article.get_absolute_url()}\n" in told
    assert Comment.objects.filter(text="@lee, have a look.").exists()
    assert "Lee Leaver" in FrozenReport.objects.get(pk=report.pk).document


def test_somebody_without_a_full_name_is_told_by_the_username(ada: User) -> None:
    """In a frozen document; the same letters in a word of the text are nobody's name."""
    person = make_user("editor", "lee", first_name="", is_active=False)
    article = make_article("One.")
    decide(article.claims.get(), person)
    report = freeze(article, person)
    freeze(make_article("The lee side.\nLee."), ada)
    assert forgetting.forget(person).reports == [report]
    person.refresh_from_db()
    assert str(person) == f"Former colleague {person.pk}"


def test_a_second_time_changes_nothing(gone: User) -> None:
    command("lee", "--yes")
    before = User.objects.filter(pk=gone.pk).values().get()
    assert "has already been forgotten" in command(f"former-colleague-{gone.pk}", "--yes")
    assert User.objects.filter(pk=gone.pk).values().get() == before
    with pytest.raises(CommandError, match="Nobody has the username lee"):
        command("lee", "--yes")


def test_sessions_tokens_and_drafts_end(gone: User, ada: User) -> None:
    """Also of somebody who was made inactive before that ended them."""
    User.objects.filter(pk=gone.pk).update(is_active=True)
    client = Client()
    client.force_login(gone)
    tokens.issue(name="CMS", owner=gone, scope=ApiToken.Scope.LOAD_ARTICLES, by=ada)
    Job.objects.create(kind="load", label="Load a file", by=gone, is_draft=True)
    claim = make_article("Three.").claims.get()
    Lease.objects.create(claim=claim, person=gone, until=timezone.now() + dt.timedelta(hours=1))
    User.objects.filter(pk=gone.pk).update(is_active=False)
    command("lee", "--yes")
    assert not Session.objects.exists()
    assert ApiToken.objects.get().revoked_at
    assert not Job.objects.exists()
    assert not Lease.objects.exists()


def test_somebody_active_is_refused(rita: User) -> None:
    with pytest.raises(CommandError, match="Rita is active"):
        command(rita.username, "--yes")
    with pytest.raises(Refused, match="Rita is active"):
        forgetting.forget(rita)
    rita.refresh_from_db()
    assert rita.first_name == "Rita"


@pytest.mark.parametrize(("typed", "is_forgotten"), [("", False), ("yes", False), ("lee", True)])
def test_it_asks_first(gone: User, monkeypatch: pytest.MonkeyPatch, typed: str, is_forgotten: bool) -> None:
    monkeypatch.setattr("sys.stdin", StringIO(f"{typed}\n" if typed else ""))
    if is_forgotten:
        command("lee")
    else:
        with pytest.raises(CommandError, match="Nothing was changed"):
            command("lee")
    gone.refresh_from_db()
    assert forgetting.is_forgotten(gone) is is_forgotten


def test_all_or_nothing(gone: User, ada: User) -> None:
    """Where the pseudonym is somebody else's username, nothing changes."""
    make_user("reviewer", f"former-colleague-{gone.pk}")
    with pytest.raises(CommandError, match="rename that account first"):
        command("lee", "--yes")
    assert everywhere("lee") == ["User", "EmailAddress", "LogEntry"]
