"""What people say to each other about a claim: comments, who is named in them, what is settled, what is unread."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection, transaction
from django.db.models import Case, Count, Exists, F, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Lower

from factcheck.accounts.models import DESK_BACKEND, User
from factcheck.articles.models import Article, finders, restricted_from
from factcheck.claims.locking import lock_claim
from factcheck.claims.models import Claim
from factcheck.claims.parts import with_predecessors
from factcheck.claims.services import touch_claim
from factcheck.keys import are_other_words, quoted, words_sha256
from factcheck.refusals import KeyReused, Refused
from factcheck.reviews.models import Comment, Mention, ReadMark
from factcheck.reviews.second_opinions import hidden_from

#: How many comments of a thread, and of those that wait for somebody, are shown at once.
MAX_SHOWN = 100
#: How many of the latest are searched for what waits for somebody: every page asks, however many there are.
RECENT = 500
#: A name after an @ with no letter before it: not the one inside an email address.
_NAMED = re.compile(r"(?<![\w@.+-])@([\w@.+-]{1,150})")


# ---- Saying ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def say(*, claim: Claim, text: str, key: uuid.UUID, by: User) -> Comment:
    """Add a comment and remember whom it names. The same ``key`` again changes nothing and returns what it added.

    Raises KeyReused when it added another comment, and Refused when it is of another form.
    """
    return _write(claim, Comment.Kind.SAID, key, by, text=text)


@transaction.atomic
def resolve(*, claim: Claim, key: uuid.UUID, by: User) -> Comment:
    """Settle a thread. If it is settled already, nothing changes. Raises Refused when nobody has said anything."""
    return _write(claim, Comment.Kind.RESOLVED, key, by)


@transaction.atomic
def reopen(*, claim: Claim, key: uuid.UUID, by: User) -> Comment:
    """Open a settled thread again; if it is open, nothing changes. Raises the same as resolve()."""
    return _write(claim, Comment.Kind.REOPENED, key, by)


def _write(claim: Claim, kind: Comment.Kind, key: uuid.UUID, by: User, *, text: str = "") -> Comment:
    words = words_sha256("comment", kind=kind.value, text=text)
    claim = lock_claim(claim.pk)  # the same form sent twice waits here for itself
    if sent := Comment.objects.filter(key=key).first():
        if (sent.claim_id, sent.by_id) != (claim.pk, by.pk):
            raise Refused("The page was out of date and nothing was sent; reload it.")
        if sent.kind != kind or are_other_words(sent.words_sha256, words):
            what = quoted(sent.text) if sent.text else f"you {sent.get_kind_display()}"
            raise KeyReused(f"This form’s comment is already in the thread: {what}.")
        return sent
    if kind is not Comment.Kind.SAID and (settled := _already(claim, kind)):
        return settled
    named = named_in(text)
    _check_finders(claim.article_id, named)
    comment = Comment(article_id=claim.article_id, claim=claim, kind=kind, text=text, key=key, by=by)
    comment.words_sha256 = words
    comment.save(force_insert=True)
    Mention.objects.bulk_create(Mention(comment=comment, person=person) for person in named)
    touch_claim(claim)
    return comment


def _already(claim: Claim, kind: Comment.Kind) -> Comment | None:
    """The comment that settled or opened the thread, if it is already as ``kind`` would make it."""
    thread = Comment.objects.filter(claim__in=with_predecessors(claim)).order_by("pk")
    first, latest = thread.first(), thread.exclude(kind=Comment.Kind.SAID).last()
    if first is None:
        raise Refused("No comments yet. Write to a colleague with @name.")
    if latest is None:
        return first if kind is Comment.Kind.REOPENED else None
    return latest if latest.kind == kind else None


def named_in(text: str) -> list[User]:
    """The people whom a text names with an @ and who may read it. Any other @ is just text."""
    names: set[str] = set()
    for word in _NAMED.findall(text):
        # “@rita.” ends a sentence; “@j.smith” is a name.
        names |= {word.lower(), word.rstrip("@.+-").lower()}
    names.discard("")
    if not names:
        return []
    return list(at_the_desk().annotate(lower=Lower("username")).filter(lower__in=names).order_by("pk"))


def _check_finders(article_id: int, named: list[User]) -> None:
    """Raises Refused where somebody named can't find the article: the comment would never reach them."""
    if not named:
        return
    article = Article.objects.only("pk", "restriction").get(pk=article_id)
    open_to = set(finders(article, at_the_desk())) if article.is_restricted else set(named)
    if unreachable := [person for person in named if person not in open_to]:
        names = ", ".join(f"@{person.username}" for person in unreachable)
        raise Refused(f"Not sent: this article is restricted, and {names} can’t see it.")


def at_the_desk() -> QuerySet[User]:
    """The people to whom the desk is open."""
    people: QuerySet[User] = User.objects.with_perm("articles.view_article", backend=DESK_BACKEND)
    return people


def colleagues_of(person: User, article: Article | None = None) -> list[str]:
    """The names by which the others at the desk are mentioned, of those who find the article. One query."""
    people = at_the_desk().exclude(pk=person.pk).order_by("username")
    if article is not None:
        people = finders(article, people)
    return list(people.values_list("username", flat=True)[:MAX_SHOWN])


# ---- Reading --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Thread:
    """What was said of a claim, the oldest first, as one person may see it."""

    comments: tuple[Comment, ...] = ()
    unread: int = 0
    is_resolved: bool = False
    #: Whether there are older ones than those shown.
    is_cut: bool = False

    @property
    def last(self) -> int:
        """The row of the latest comment; 0 for none."""
        return self.comments[-1].pk if self.comments else 0

    @property
    def said(self) -> int:
        return sum(comment.kind == Comment.Kind.SAID for comment in self.comments)

    @property
    def is_open(self) -> bool:
        return bool(self.unread or (self.comments and not self.is_resolved))


def thread_of(claim: Claim, person: User, *, is_blind: bool = False) -> Thread:
    """The thread of a claim; nobody else's words while ``is_blind``. Each comment says whether it ``is_unread``.

    One query; none for a claim that nobody has touched.
    """
    if not (claim.changed_seq or claim.part):
        return Thread()
    comments = Comment.objects.filter(claim__in=with_predecessors(claim))
    if is_blind:
        comments = comments.filter(by=person)
    unread = Exists(unread_by(person).filter(pk=OuterRef("pk")))
    newest = list(comments.select_related("by").annotate(is_unread=unread).order_by("-pk")[: MAX_SHOWN + 1])
    latest = newest[:MAX_SHOWN][::-1]
    latest_kind = next((comment.kind for comment in newest if comment.kind != Comment.Kind.SAID), None)
    return Thread(
        tuple(latest),
        unread=sum(comment.is_unread for comment in latest),
        is_resolved=latest_kind == Comment.Kind.RESOLVED,
        is_cut=len(newest) > MAX_SHOWN,
    )


def unread_by(person: User) -> QuerySet[Comment]:
    """What others have said since this person read the thread, and that isn't hidden from them."""
    read = ReadMark.objects.filter(person=person, claim=OuterRef("claim"), comment__gte=OuterRef("pk"))
    others = Comment.objects.filter(kind=Comment.Kind.SAID).exclude(by=person)
    return others.exclude(Exists(read)).exclude(hidden_from(person))


def _unread_and_visible(person: User) -> QuerySet[Comment]:
    """Over all articles, so without the restricted ones that this person needn't know of."""
    return unread_by(person).exclude(article__in=restricted_from(person))


def unread_counts(article_id: int, person: User) -> dict[int, int]:
    """How many comments this person hasn't read, by the claim that shows them. One query."""
    sql, values = _count_unread()
    actual = {_ARTICLE: article_id, _PERSON: person.pk}
    with connection.cursor() as cursor:
        cursor.execute(sql, [actual.get(value, value) for value in values])
        return dict(cursor.fetchall())


#: Keys that no row has: placeholders for the article and the person in the query.
_ARTICLE, _PERSON = -1, -2


@cache
def _count_unread() -> tuple[str, tuple[Any, ...]]:
    """The query and its values. Every save asks, and Django takes eight times as long to write it as to answer it."""
    current = Claim.objects.filter(article=_ARTICLE, number=OuterRef("claim__number")).in_reading_order()
    shown_on = Case(When(claim__is_current=True, then=F("claim_id")), default=Subquery(current.values("pk")[:1]))
    unread = unread_by(User(pk=_PERSON)).filter(article=_ARTICLE).annotate(shown_on=shown_on)
    return unread.values_list("shown_on").annotate(Count("pk")).order_by().query.sql_with_params()


def unread_mentions(person: User) -> int:
    """How many of the RECENT latest comments that name this person they haven't read. One query."""
    return _unread_and_visible(person).filter(pk__in=_naming(person)).count()


def _naming(person: User) -> QuerySet[Mention, int]:
    return Mention.objects.filter(person=person).order_by("-comment").values_list("comment", flat=True)[:RECENT]


def waiting_for(person: User) -> tuple[Sequence[Comment], Sequence[Comment]]:
    """Unread comments that name this person, and other unread ones in threads they take part in; the latest first.

    At most MAX_SHOWN of each, of RECENT mentions and own comments; two queries.
    """
    unread = _unread_and_visible(person).select_related("by", "claim", "article").defer("article__text").order_by("-pk")
    named = Exists(Mention.objects.filter(comment=OuterRef("pk"), person=person))
    own_threads = Comment.objects.filter(by=person).order_by("-pk").values("claim")[:RECENT]
    mentions = unread.filter(pk__in=_naming(person))[:MAX_SHOWN]
    others = unread.filter(claim__in=own_threads).exclude(named)[:MAX_SHOWN]
    return list(mentions), list(others)


def mark_read(*, claim: Claim, up_to: int, person: User) -> None:
    """Remember that somebody has read the thread as far as one of its comments; never less far than before."""
    rows = with_predecessors(claim).values_list("pk", flat=True)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO reviews_readmark (person_id, claim_id, comment_id)
            SELECT %s, claim_id, max(id) FROM reviews_comment WHERE claim_id = ANY(%s) AND id <= %s GROUP BY claim_id
            ON CONFLICT (person_id, claim_id)
            DO UPDATE SET comment_id = greatest(reviews_readmark.comment_id, excluded.comment_id)
            """,
            [person.pk, list(rows), up_to],
        )
