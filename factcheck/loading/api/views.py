"""What the newsroom's CMS calls to have an article loaded. docs/api.md describes it for its users."""

from __future__ import annotations

import json
import re
from http import HTTPStatus
from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.core.exceptions import RequestDataTooBig, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from factcheck.accounts import tokens
from factcheck.accounts.models import ApiToken
from factcheck.articles.models import ApiLoad, Article
from factcheck.articles.services import AlreadyLoaded, Provenance, find_loaded
from factcheck.loading import drafts, pace
from factcheck.loading.api.loads import (
    ArticleGone,
    KeyTaken,
    Later,
    brought_by,
    earlier_load,
    failure_of,
    hand_to_workers,
    load_once,
)
from factcheck.loading.provenance import ProvenanceForm, validate_characters
from factcheck.readers.base import ImportedArticle
from factcheck.readers.text import Unreadable, clean_text, heading
from factcheck.reviews.versions import Revised, load_or_revise

FIELDS = ("title", "text", "outlet", "byline", "url", "published_on", "restricted")
#: Fields that the form calls by another name.
_FORM_NAMES = {"outlet": "outlet_name"}
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_KEY = re.compile(r"[\x21-\x7e]{1,255}")

#: How many wrong tokens may come from one address in how many seconds.
MAX_FAILURES = 20
FAILURE_SECONDS = 60
#: After how many seconds a program may ask again for what a worker loads.
LATER_SECONDS = 10


class Problem(Exception):
    """Why a request is refused: a status and one sentence, and the field it is about if there is one."""

    def __init__(self, status: HTTPStatus, sentence: str, *, field: str = "", **headers: str) -> None:
        super().__init__(sentence)
        self.status, self.sentence, self.field, self.headers = status, sentence, field, headers

    def response(self) -> HttpResponse:
        """As RFC 9457 has it."""
        problem: dict[str, Any] = {"title": self.status.phrase, "status": int(self.status), "detail": self.sentence}
        if self.field:
            problem["field"] = self.field
        headers = {name.replace("_", "-"): value for name, value in self.headers.items()}
        return _json(problem, status=self.status, content_type="application/problem+json", headers=headers)


# No cookie opens this view, only a token that no browser sends by itself: another site's page can't make a browser do
# anything here, so there is no CSRF to guard against. Who is signed in doesn't matter.
@login_not_required
@csrf_exempt
@never_cache
def load(request: HttpRequest) -> HttpResponse:
    """Load one article, and answer with its address."""
    try:
        if request.method != "POST":
            raise Problem(HTTPStatus.METHOD_NOT_ALLOWED, "Articles are loaded with POST.", Allow="POST")
        token = _token(request, ApiToken.Scope.LOAD_ARTICLES)
        _check_pace(token)
        return _answer(request, _load(token, _key(request), _body(request)))
    except Later as later:
        answer = {
            "loading": True,
            "title": later.title,
            "job": request.build_absolute_uri(later.job.get_absolute_url()),
        }
        return _json(answer, status=HTTPStatus.ACCEPTED, headers={"Retry-After": str(LATER_SECONDS)})
    except Problem as problem:
        return problem.response()


def _answer(request: HttpRequest, load: ApiLoad) -> HttpResponse:
    article = load.article
    assert article is not None  # load_once gives no other
    url = request.build_absolute_uri(article.get_absolute_url())
    answer = {
        "id": article.pk,
        "url": url,
        "title": article.title,
        "claims": article.tally.claims,
        "already": not load.is_new,
    }
    status = HTTPStatus.CREATED if load.is_new else HTTPStatus.OK
    return _json(answer, status=status, headers={"Location": url})


def _json(answer: dict[str, Any], **options: Any) -> HttpResponse:
    """JSON with letters beyond ASCII as they are: people read it in their terminal."""
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False}, **options)


def _load(token: ApiToken, key: str, fields: dict[str, Any]) -> ApiLoad:
    try:
        text = clean_text(fields.get("text", ""))
        title = fields.get("title", "").strip() or heading(text)
        if not title:
            sentence = "Give a title; the text doesn’t begin with one."
            raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, sentence, field="title")
        form = ProvenanceForm({_FORM_NAMES.get(name, name): value for name, value in fields.items()} | {"title": title})
        restrict = fields.get("restricted", False)
        for field, errors in form.errors.items():
            name = next((ours for ours, theirs in _FORM_NAMES.items() if theirs == field), field)
            raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(errors[0]), field=name)
        provenance = form.provenance()
        _leave_to_workers(token, key, fields, text, provenance)
        return load_once(
            token=token,
            key=key,
            fields=fields,
            load=lambda: _loaded(text, provenance, token, restrict=restrict),
        )
    except Unreadable as why:
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(why), field="text") from None
    except KeyTaken:
        sentence = "This Idempotency-Key was already used for another article; give each article its own key."
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, sentence) from None
    except ArticleGone:
        sentence = (
            "The article loaded with this Idempotency-Key has since been deleted; to load it again, send another key."
        )
        raise Problem(HTTPStatus.CONFLICT, sentence) from None


def _loaded(text: str, provenance: Provenance, token: ApiToken, *, restrict: bool) -> Article:
    """A new article or, at a known URL, a newer version of the article there."""
    by, revises = token.owner, brought_by(token, provenance.url)
    try:
        loaded = load_or_revise(text=text, provenance=provenance, by=by, revises=revises, restrict=restrict)
    except AlreadyLoaded as why:
        if not why.article.is_visible_to(by):
            sentence = f"This text is already loaded, in an article {by} doesn’t have access to."
            raise Problem(HTTPStatus.CONFLICT, sentence, field="text") from None
        raise
    return loaded.article if isinstance(loaded, Revised) else loaded


def _leave_to_workers(token: ApiToken, key: str, fields: dict[str, Any], text: str, provenance: Provenance) -> None:
    """Raises Later for a text that a worker loads, and Unreadable for one that a worker could not load just now."""
    if earlier_load(token, key, fields) or find_loaded(text):
        return
    if pace.may_be_read_at_once(f"token {token.pk}", len(text)):
        return
    if why := failure_of(token=token, key=key, fields=fields):
        raise Unreadable(why)
    article = drafts.with_provenance(ImportedArticle(text=text), provenance)
    raise Later(hand_to_workers(token=token, key=key, fields=fields, article=article), provenance.title)


def _check_pace(token: ApiToken) -> None:
    if not pace.may_ask_again(f"token {token.pk}"):
        sentence = f"This token sent more than {pace.MAX_REQUESTS_A_MINUTE} requests within a minute; wait a minute."
        raise Problem(HTTPStatus.TOO_MANY_REQUESTS, sentence, Retry_After=str(pace.MINUTE))


# Who asks


def _count_failure(request: HttpRequest) -> None:
    """A wrong token. Many of one address are answered with “wait”; the right one is never counted nor stopped."""
    failures = f"api-failures:{get_adapter().get_client_ip(request)}"
    cache.add(failures, 0, FAILURE_SECONDS)
    if cache.incr(failures) > MAX_FAILURES:
        sentence = "Too many requests with a wrong token came from this address; wait a minute."
        raise Problem(HTTPStatus.TOO_MANY_REQUESTS, sentence, Retry_After=str(FAILURE_SECONDS))


def _token(request: HttpRequest, scope: ApiToken.Scope) -> ApiToken:
    """The token, when it works for ``scope`` and its owner may do so too."""
    kind, _, plain = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not plain.strip():
        sentence = "A token is needed, in the header “Authorization: Bearer …”; administrators issue them."
        raise Problem(HTTPStatus.UNAUTHORIZED, sentence, WWW_Authenticate="Bearer")
    token = tokens.find(plain.strip())
    if token is None:
        _count_failure(request)
        sentence = "This token is unknown, expired or revoked; ask an administrator for another."
        raise Problem(HTTPStatus.UNAUTHORIZED, sentence, WWW_Authenticate='Bearer error="invalid_token"')
    if token.scope != scope:
        raise Problem(HTTPStatus.FORBIDDEN, "This token is for something else; ask an administrator for another.")
    if not token.owner.can_load:
        sentence = f"This token acts for {token.owner}, who may not load articles; ask an administrator."
        raise Problem(HTTPStatus.FORBIDDEN, sentence)
    return token


# What the request says


def _key(request: HttpRequest) -> str:
    key = request.headers.get("Idempotency-Key", "")
    if key and not _KEY.fullmatch(key):
        sentence = "The Idempotency-Key must be 1 to 255 letters, digits and signs of ASCII, without spaces."
        raise Problem(HTTPStatus.BAD_REQUEST, sentence)
    return key


def _body(request: HttpRequest) -> dict[str, Any]:
    """The fields of the request, by the names in FIELDS; null ones are left out."""
    if request.content_type != "application/json":
        sentence = "The request must be JSON, with the header “Content-Type: application/json”."
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, sentence)
    try:
        fields = json.loads(request.body.decode(), object_pairs_hook=_pairs)
    except RequestDataTooBig:
        sentence = "The request is larger than 8 MB; an article may have 1 MB."
        raise Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, sentence) from None
    except UnreadablePostError:
        raise Problem(HTTPStatus.BAD_REQUEST, "The request broke off; send it again.") from None
    except (ValueError, RecursionError):
        raise Problem(HTTPStatus.BAD_REQUEST, "The request is not JSON in UTF-8.") from None
    if not isinstance(fields, dict):
        sentence = 'The JSON must look like {"title": "…", "text": "…"}.'
        raise Problem(HTTPStatus.BAD_REQUEST, sentence)
    if unknown := sorted(fields.keys() - set(FIELDS)):
        sentence = f"There is no field {unknown[0][:100]!a}; there are {', '.join(FIELDS)}."
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, sentence, field=unknown[0][:100])
    fields = {name: value for name, value in fields.items() if value is not None}
    for name, value in fields.items():
        if name == "restricted":
            if not isinstance(value, bool):
                raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "“restricted” must be true or false.", field=name)
            continue
        if not isinstance(value, str):
            raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, f"“{name}” must be text in quotes.", field=name)
        try:
            validate_characters(value)
        except ValidationError as why:
            raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(why.message), field=name) from None
    if (day := fields.get("published_on")) and not _DAY.fullmatch(day):
        # The form also takes what people type in this country; 03/04/2024 from a program may mean another day.
        sentence = "“published_on” must be a date such as 2024-11-09."
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, sentence, field="published_on")
    return fields


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The pairs as a dictionary. A field that comes twice is refused: it could mean two things."""
    fields = dict(pairs)
    if len(fields) < len(pairs):
        name = next(name for name, _ in pairs if [other for other, _ in pairs].count(name) > 1)
        raise Problem(HTTPStatus.BAD_REQUEST, f"The JSON has {name[:100]!a} twice; give it once.")
    return fields
