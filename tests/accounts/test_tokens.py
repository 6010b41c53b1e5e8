"""API tokens: issued and revoked in the admin, shown once, kept nowhere."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.contrib.admin.models import LogEntry
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from factcheck.accounts import tokens
from factcheck.accounts.models import ApiToken, User
from tests.factories import make_user

pytestmark = pytest.mark.django_db

LIST = "/admin/accounts/apitoken/"
ADD = f"{LIST}add/"
LOAD = ApiToken.Scope.LOAD_ARTICLES


@pytest.fixture
def issued(ed, ada) -> tuple[ApiToken, str]:
    return tokens.issue(name="CMS", owner=ed, scope=LOAD, by=ada)


def form(owner: User, **changes) -> dict[str, object]:
    return {"name": "CMS", "owner": owner.pk, "days": "90"} | changes


def token_shown(response) -> str:
    """The token on the page that shows it."""
    return re.search(r'value="(factcheck_[\w-]{43})"', response.content.decode()).group(1)


# Issued and found again


def test_a_token_works_and_remembers_when(issued):
    token, plain = issued
    assert token.last_used_at is None

    assert tokens.find(plain) == token
    token.refresh_from_db()
    assert token.last_used_at is not None


@pytest.mark.parametrize("other", ["", "factcheck_", "{plain}x", "{plain} ", "{hash}", "é", "\udce9"])
def test_another_word_is_no_token(issued, other):
    token, plain = issued

    assert tokens.find(other.format(plain=plain, hash=token.token_sha256)) is None
    token.refresh_from_db()
    assert token.last_used_at is None


def test_the_token_itself_is_nowhere_in_the_database(issued):
    plain = issued[1]
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(t)::text FROM accounts_apitoken t")
        (row,) = cursor.fetchone()
    assert issued[0].prefix in row
    assert plain not in row
    assert plain.removeprefix(tokens.MARK) not in row


def test_what_ends_a_token(issued, ed, ada):
    token, plain = issued

    ApiToken.objects.filter(pk=token.pk).update(
        created_at=timezone.now() - dt.timedelta(days=2), expires_at=timezone.now() - dt.timedelta(seconds=1)
    )
    assert tokens.find(plain) is None

    ApiToken.objects.filter(pk=token.pk).update(expires_at=timezone.now() + dt.timedelta(days=1))
    assert tokens.find(plain) == token

    User.objects.filter(pk=ed.pk).update(is_active=False)
    assert tokens.find(plain) is None

    User.objects.filter(pk=ed.pk).update(is_active=True)
    tokens.revoke(token=token, by=ada)
    assert tokens.find(plain) is None


def test_revoking_twice_keeps_who_did_it_first(issued, ed, ada):
    tokens.revoke(token=issued[0], by=ada)
    tokens.revoke(token=issued[0], by=ed)

    assert ApiToken.objects.get().revoked_by == ada


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("accounts_apitoken_revoked_signed", {"revoked_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)}),
        ("accounts_apitoken_scope_known", {"scope": "all"}),
        ("accounts_apitoken_ends_later", {"expires_at": dt.datetime(2000, 1, 1, tzinfo=dt.UTC)}),
    ],
)
def test_the_database_keeps_its_promises(issued, constraint, change):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ApiToken.objects.update(**change)


# In the admin


def test_an_administrator_issues_one_and_sees_it_once(client, ada, ed):
    client.force_login(ada)

    response = client.post(ADD, form(ed))

    token = ApiToken.objects.get()
    assert (token.name, token.owner, token.created_by, token.scope) == ("CMS", ed, ada, "articles:load")
    assert token.expires_at - token.created_at == pytest.approx(dt.timedelta(days=90), abs=dt.timedelta(minutes=1))
    assert tokens.find(token_shown(response)) == token
    assert "no-store" in response["Cache-Control"]
    assert "http://testserver/api/articles/" in response.content.decode()
    plain = token_shown(response)
    for page in (LIST, f"{LIST}{token.pk}/change/", f"{LIST}{token.pk}/history/", ADD):
        html = client.get(page).content.decode()
        assert plain not in html
    assert plain not in str(list(LogEntry.objects.values()))
    assert plain not in str(dict(client.session))


def test_a_form_sent_twice_issues_one(client, ada, ed):
    client.force_login(ada)
    client.post(ADD, form(ed))

    html = client.post(ADD, form(ed)).content.decode()

    assert "A token already has this name; revoke it first" in html
    assert ApiToken.objects.count() == 1


def test_a_name_is_free_again_once_its_token_is_revoked(client, ada, ed, issued):
    tokens.revoke(token=issued[0], by=ada)
    client.force_login(ada)

    assert token_shown(client.post(ADD, form(ed, days="0")))
    assert ApiToken.objects.get(revoked_at=None).expires_at is None


def test_only_who_may_load_can_lend_that_right(client, ada, ed, rita, nora):
    client.force_login(ada)
    html = client.get(ADD).content.decode()
    choices = re.findall(r'<option value="(\d+)"', html)

    assert {str(ada.pk), str(ed.pk)} <= set(choices)
    assert str(rita.pk) not in choices
    assert "Select a valid choice" in client.post(ADD, form(nora)).content.decode()
    assert not ApiToken.objects.exists()


def test_revoking_in_the_admin(client, ada, issued):
    token, plain = issued
    client.force_login(ada)
    page = f"{LIST}{token.pk}/change/"
    assert "Revoke this token" in client.get(page).content.decode()

    html = client.post(page, {"_revoke": "Revoke this token"}, follow=True).content.decode()

    assert "The token “CMS” no longer works." in html
    assert "Revoked" in html
    assert tokens.find(plain) is None
    assert ApiToken.objects.get().revoked_by == ada
    assert LogEntry.objects.get().change_message == "Revoked."
    html = client.get(page).content.decode()
    assert "Revoke this token" not in html
    assert client.post(page, {"_revoke": "yes"}).status_code == 403


def test_saving_without_revoking_changes_nothing(client, ada, ed, issued):
    client.force_login(ada)

    client.post(f"{LIST}{issued[0].pk}/change/", {"name": "Mine", "owner": ada.pk})

    token = ApiToken.objects.get()
    assert (token.name, token.owner, token.revoked_at) == ("CMS", ed, None)


def test_a_token_is_never_deleted(client, ada, issued):
    client.force_login(ada)

    assert client.post(f"{LIST}{issued[0].pk}/delete/", {"post": "yes"}).status_code == 403
    client.post(LIST, {"action": "delete_selected", "_selected_action": [issued[0].pk], "post": "yes"})
    client.post(f"/admin/accounts/user/{issued[0].owner.pk}/delete/", {"post": "yes"})
    assert ApiToken.objects.count() == 1


@pytest.mark.parametrize("who", [None, "nora", "rita", "ed"])
def test_nobody_else_comes_near_them(client, request, issued, who):
    if who:
        client.force_login(request.getfixturevalue(who))
    page = f"{LIST}{issued[0].pk}/change/"

    for url in (LIST, ADD, page):
        assert client.get(url).status_code in (302, 403)
        assert client.post(url, form(issued[0].owner, name="Mine", _revoke="yes")).status_code in (302, 403)
    assert ApiToken.objects.get().revoked_at is None


def test_the_list_asks_a_fixed_number_of_questions(client, ada, django_assert_max_num_queries):
    for number in range(20):
        tokens.issue(name=f"CMS {number}", owner=make_user("editor"), scope=LOAD, by=ada)
    client.force_login(ada)

    with django_assert_max_num_queries(7):
        html = client.get(LIST).content.decode()
    assert html.count("Works") == 20
