"""Forgetting a person: a pseudonym takes the place of the name, and what keeps the name for good is listed."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Q

from factcheck.accounts import audit, tokens
from factcheck.accounts.models import ApiToken, Invitation, User
from factcheck.accounts.sessions import end_sessions
from factcheck.articles.models import Article
from factcheck.jobs.models import Job
from factcheck.refusals import Refused
from factcheck.reports.models import FrozenReport, ShareLink
from factcheck.reviews import queue
from factcheck.reviews.models import Comment, Dismissal, Evidence, Opinion, Review

#: What a reviewer writes of a claim.
_STATE = (
    "note",
    "source",
    "wording",
    "anonymity_reason",
    "how_source_knows",
    "second_source",
    "name_known_to",
)
#: Where people write freely, by what it is called; none of it is changed in anybody's stead.
_TEXTS: tuple[tuple[str, type[models.Model], tuple[str, ...]], ...] = (
    ("comment", Comment, ("text", "written_by")),
    ("decision in the history", Review, (*_STATE, "reason")),
    ("second opinion", Opinion, _STATE),
    ("dismissed finding", Dismissal, ("reason",)),
    ("piece of evidence", Evidence, ("url", "file_name", "place", "quotation", "contact")),
    ("article", Article, ("title", "byline")),
    ("shared link", ShareLink, ("recipient",)),
)


#: What belongs to nothing but the account, with the field that says whose it is.
_OF_THE_ACCOUNT: tuple[tuple[type[models.Model], str], ...] = (
    (EmailAddress, "user"),
    (Authenticator, "user"),
    (SocialAccount, "user"),
    (Invitation, "used_by"),
)


@dataclass(frozen=True, slots=True)
class Mentioned:
    """How many texts of a kind name somebody at an address."""

    what: str
    address: str
    count: int


@dataclass(frozen=True, slots=True)
class Kept:
    """What goes on naming somebody: frozen reports, which never change, and the words of others."""

    reports: list[FrozenReport]
    texts: list[Mentioned]


def pseudonym(person: User) -> str:
    """“Former colleague 7”: the same for one person whenever it is asked for."""
    return f"Former colleague {person.pk}"


def is_forgotten(person: User) -> bool:
    return person.username == _username(person)


def _username(person: User) -> str:
    return f"former-colleague-{person.pk}"


def naming(person: User) -> Kept:
    """What names this person by full name, @username or email, and can't be changed. Reads all texts once."""
    texts = []
    for what, model, fields in _TEXTS:
        matches = Q()
        for field in fields:
            matches |= _named(person, field)
        if matches:
            rows = model._default_manager.filter(matches)
            addresses = Counter(_address(row) for row in rows.select_related(*_related(model)).order_by("pk"))
            texts += [Mentioned(what, address, count) for address, count in addresses.items()]
    # A frozen report has whoever decided as a value of its own.
    username = json.dumps(person.username, ensure_ascii=False)
    frozen = FrozenReport.objects.filter(_named(person, "document") | Q(document__contains=f'"username":{username}'))
    reports = frozen.select_related("article").defer("document").order_by("pk")
    return Kept(list(reports), texts)


def _named(person: User, field: str) -> Q:
    words = [rf"@{re.escape(person.username)}(?![\w@+-]|\.\w)"]
    for name in filter(None, [person.get_full_name(), person.email]):
        # In a frozen document, as JSON has it.
        plain = json.dumps(name, ensure_ascii=False)[1:-1] if field == "document" else name
        words.append(rf"(?<!\w){re.escape(plain)}(?!\w)")
    return Q(**{f"{field}__iregex": "|".join(words)})


def _related(model: type[models.Model]) -> Sequence[str]:
    names = {field.name for field in model._meta.get_fields()}
    return [name for name in ("claim", "article", "report") if name in names][:1]


def _address(row: Any) -> str:
    if isinstance(row, Article):
        return row.get_absolute_url()
    return str((getattr(row, "claim", None) or getattr(row, "article", None) or row.report).get_absolute_url())


@transaction.atomic
def forget(person: User) -> Kept:
    """Put a pseudonym in the place of name, username and email, and return what goes on naming the person.

    Password, sessions, tokens, claims in hand and prepared loads are gone. A second time changes nothing. Raises
    Refused for somebody who is active.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    if person.is_active:
        raise Refused(f"{person} is active; make the account inactive in the admin first.")
    if User.objects.filter(username=_username(person)).exclude(pk=person.pk).exists():
        raise Refused(f"Somebody else has the username {_username(person)}; rename that account first.")
    kept = Kept([], []) if is_forgotten(person) else naming(person)
    name = str(person)
    person.username, person.first_name, person.last_name = _username(person), pseudonym(person), ""
    person.email = ""
    if person.has_usable_password():
        person.set_unusable_password()
    person.save(update_fields=["username", "first_name", "last_name", "email", "password"])
    for model, owner in _OF_THE_ACCOUNT:
        model._default_manager.filter(**{owner: person}).delete()
    end_sessions(person)
    queue.release_all(person=person)
    for token in ApiToken.objects.filter(owner=person, revoked_at=None):
        # Nobody is signed in at the command line: the token ends in the name of its owner.
        tokens.revoke(token=token, by=person)
    Job.objects.filter(by=person, is_draft=True).delete()
    _forget_in_log(person, name)
    audit.forget_name(person, pseudonym(person))
    audit.record(audit.Event.PERSON_FORGOTTEN, subject="user", subject_pk=person.pk)
    return kept


def _forget_in_log(person: User, name: str) -> None:
    """The admin's own log repeats the name in its sentences, also where somebody took over from another."""
    entries = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(User))
    heirs = f"handed on to {name}"
    for entry in entries.filter(Q(object_id=str(person.pk)) | Q(change_message__contains=heirs)):
        if entry.object_id == str(person.pk):
            entry.object_repr = pseudonym(person)
            entry.change_message = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", pseudonym(person), entry.change_message)
        else:
            entry.change_message = entry.change_message.replace(heirs, f"handed on to {pseudonym(person)}")
        entry.save(update_fields=["object_repr", "change_message"])
