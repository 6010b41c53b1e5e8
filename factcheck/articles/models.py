"""The text we were given."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, HashIndex
from django.contrib.postgres.search import SearchQuery, SearchVector, SearchVectorField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce, Left, Lower
from django.urls import reverse

from factcheck.accounts.models import DESK_BACKEND, ApiToken, User
from factcheck.articles.addresses import key_of
from factcheck.attribution.outlets import outlet_of
from factcheck.attribution.types import SourcingStatus

#: What filters call articles with a verdict that was set before the review changed, beside their states.
STALE = "stale"
#: Search reads this many characters of a text: PostgreSQL refuses a search vector above 1 MB.
SEARCHED_CHARACTERS = 250_000


class OutletQuerySet(models.QuerySet["Outlet"]):
    def visible_to(self, person: User) -> OutletQuerySet:
        """Without those of which there is nothing but restricted articles that this person needn't know of."""
        hidden = restricted_from(person)
        of_others = Article.objects.filter(outlet=OuterRef("pk")).exclude(pk__in=hidden)
        only_of = Article.objects.filter(pk__in=hidden, outlet__isnull=False)
        # In this order: the many others are looked through only for an outlet that something is hidden of.
        return self.exclude(Q(pk__in=only_of.values("outlet")) & ~Exists(of_others))

    def openly_known(self) -> OutletQuerySet:
        """Without those of which there are restricted articles alone, whoever asks."""
        of_outlet = Article.objects.filter(outlet=OuterRef("pk"))
        return self.exclude(
            Exists(of_outlet.filter(restriction__isnull=False)) & ~Exists(of_outlet.filter(restriction=None))
        )


class Outlet(models.Model):
    """Who published: a paper, an agency, a channel. A table of its own: the list's filter needn't read all articles."""

    name = models.CharField(max_length=200)

    objects = OutletQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("name"), name="articles_outlet_one_per_name")]

    def __str__(self) -> str:
        return self.name


class Restriction(models.Model):
    """Keeps an article with all its versions from everybody who needn't know of it.

    Who finds it: the people to whom it, or a part of it, is assigned at present, the editors named here, and
    administrators. ``restricted_from()`` is the rule, and ``finders()`` the same seen from the article.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"by {self.by}, {self.at:%Y-%m-%d %H:%M}"


class NamedEditor(models.Model):
    """An editor who finds a restricted article without having it to do; it counts as long as they are an editor."""

    restriction = models.ForeignKey(Restriction, on_delete=models.CASCADE, related_name="named", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["restriction", "person"], name="articles_namededitor_named_once"),
        ]

    def __str__(self) -> str:
        return str(self.person)


class ArticleQuerySet(models.QuerySet["Article"]):
    def visible_to(self, person: User) -> ArticleQuerySet:
        """Without the restricted articles that this person needn't know of."""
        return self if person.is_superuser else self.exclude(pk__in=restricted_from(person))

    def current(self) -> ArticleQuerySet:
        """What the desk works on: neither archived nor replaced by a newer version."""
        return self.filter(_CURRENT)

    def superseded(self) -> ArticleQuerySet:
        """The earlier versions of texts that have changed."""
        return self.filter(superseded_at__isnull=False, archived_at=None)

    def archived(self) -> ArticleQuerySet:
        return self.filter(archived_at__isnull=False)

    def matching(self, words: str) -> ArticleQuerySet:
        """Articles whose title or text has the words; quotes, ``or`` and ``-`` as in a web search."""
        return self.filter(search=SearchQuery(words, config="english", search_type="websearch"))

    def in_state(self, state: str) -> ArticleQuerySet:
        """Articles in a state of their tally; or, with STALE, those with a verdict set before the review changed."""
        return self.filter(tally__stale__gt=0) if state == STALE else self.filter(tally__state=state)

    def resting_on(self, status: str) -> ArticleQuerySet:
        """Articles with at least one claim of this sourcing status."""
        return self.filter(**{f"tally__{SourcingStatus(status).value}__gt": 0})

    def for_lists(self) -> ArticleQuerySet:
        """Without the text: a list never shows it, and it is the largest column by far."""
        return self.select_related("outlet", "tally").without_text()

    def without_text(self) -> ArticleQuerySet:
        return self.defer("text", "search")


#: What the list shows; the indexes that serve it say the same.
_CURRENT = Q(archived_at=None, superseded_at=None)


class Article(models.Model):
    """The text as loaded, and where it came from. It never changes once claims point into it
    (trigger ``articles_article_keep_text``)."""

    title = models.CharField(max_length=300)
    outlet = models.ForeignKey(Outlet, on_delete=models.PROTECT, null=True, blank=True, related_name="articles")
    byline = models.CharField(max_length=200, blank=True)
    url = models.URLField("URL", max_length=1000, blank=True)
    #: The URL as it is compared; save() keeps it.
    url_key = models.CharField(max_length=1000, blank=True, editable=False)
    #: The version of this text before this one; each has one newer version at most.
    revises = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, editable=False, related_name="revised_by"
    )
    #: Its place among the versions, from 1.
    version = models.PositiveIntegerField(default=1, editable=False)
    #: When a newer version was loaded. A trigger sets it, and clears it when that version is deleted.
    superseded_at = models.DateTimeField(null=True, editable=False)
    published_on = models.DateField("publication date", null=True, blank=True)
    text = models.TextField()
    text_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    #: Name and version of the detector that read the text.
    detector = models.CharField(max_length=100, editable=False)
    #: The outlet it was read as an article of; its own reporting depends on that.
    read_as = models.CharField(max_length=200, blank=True, default="", editable=False)
    loaded_at = models.DateTimeField(auto_now_add=True)
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    #: One for all versions; None for an article that everybody with a role finds.
    restriction = models.ForeignKey(
        Restriction, on_delete=models.PROTECT, null=True, editable=False, related_name="articles", db_index=False
    )
    archived_at = models.DateTimeField(null=True, editable=False)
    archived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    #: Articles without a date stand behind all others in “newest first”.
    newest = models.GeneratedField(
        expression=Coalesce("published_on", models.Value("0001-01-01", output_field=models.DateField())),
        output_field=models.DateField(),
        db_persist=True,
    )
    search = models.GeneratedField(
        expression=SearchVector("title", weight="A", config="english")
        + SearchVector(Left("text", SEARCHED_CHARACTERS), weight="B", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        permissions = [("export_report", "Can export review reports")]
        constraints = [
            models.CheckConstraint(name="articles_article_titled", condition=~Q(title="")),
            models.CheckConstraint(name="articles_article_with_text", condition=~Q(text="")),
            models.CheckConstraint(
                name="articles_article_archived_signed",
                condition=Q(archived_at=None, archived_by=None)
                | Q(archived_at__isnull=False, archived_by__isnull=False),
            ),
            models.CheckConstraint(
                name="articles_article_first_or_revises",
                condition=Q(revises=None, version=1) | Q(revises__isnull=False, version__gt=1),
            ),
        ]
        indexes = [
            # The list's search box.
            GinIndex(fields=["search"], name="articles_search"),
            # The list, newest first, page by page; and the same within an outlet.
            models.Index(fields=["-newest", "-id"], name="articles_newest", condition=_CURRENT),
            models.Index(fields=["outlet", "-newest", "-id"], name="articles_outlet_newest"),
            # The list sorted by title.
            models.Index(Lower("title"), F("id"), name="articles_title", condition=_CURRENT),
            # The list of archived articles.
            models.Index(fields=["-newest", "-id"], name="articles_archived", condition=Q(archived_at__isnull=False)),
            # The list of earlier versions.
            models.Index(
                fields=["-newest", "-id"],
                name="articles_superseded",
                condition=Q(superseded_at__isnull=False),
            ),
            # Which articles are restricted: every list asks, and they are few.
            models.Index(fields=["restriction"], name="articles_restricted", condition=Q(restriction__isnull=False)),
            # Loading: whether a URL is known. Hashed, because an address may be too long for a tree.
            HashIndex(fields=["url_key"], name="articles_url_key"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.url_key = key_of(self.url)
        if (columns := kwargs.get("update_fields")) is not None and "url" in columns:
            kwargs["update_fields"] = {*columns, "url_key"}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("reviews:article", args=[self.pk])

    @property
    def known_outlet(self) -> str:
        """Whose article it is, by its outlet or, without one, its address; empty when neither says."""
        return outlet_of(self.outlet.name if self.outlet else "", self.url)

    @property
    def is_restricted(self) -> bool:
        return self.restriction_id is not None

    def is_visible_to(self, person: User) -> bool:
        """Whether this person may find it. No query for an article that isn't restricted."""
        return not self.is_restricted or Article.objects.visible_to(person).filter(pk=self.pk).exists()

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None

    @property
    def is_superseded(self) -> bool:
        return self.superseded_at is not None


def restricted_from(person: User) -> ArticleQuerySet:
    """The restricted articles that this person needn't know of, for a subquery.

    Whatever belongs to articles leaves out its rows by ``.exclude(article__in=restricted_from(person))``.
    """
    restricted = Article.objects.filter(restriction__isnull=False)
    if person.is_superuser:
        return restricted.none()
    # To whom an article is assigned is the business of a room above; the name of the relation is all we know of it.
    assigned = restricted.filter(assignments__person=person, assignments__ended_at=None)
    is_open = Q(restriction__in=assigned.values("restriction"))
    if person.can_restrict:
        is_open |= Q(restriction__in=NamedEditor.objects.filter(person=person).values("restriction"))
    return restricted.exclude(is_open)


def finders(article: Article, people: models.QuerySet[User]) -> models.QuerySet[User]:
    """Of these people, who finds the article: what ``restricted_from()`` says, asked the other way round."""
    if article.restriction_id is None:
        return people
    assigned = Article.objects.filter(
        restriction=article.restriction_id, assignments__person__isnull=False, assignments__ended_at=None
    )
    editors: models.QuerySet[User] = User.objects.with_perm("articles.change_article", backend=DESK_BACKEND)
    named = NamedEditor.objects.filter(restriction=article.restriction_id, person__in=editors.values("pk"))
    return people.filter(
        Q(is_superuser=True) | Q(pk__in=assigned.values("assignments__person")) | Q(pk__in=named.values("person"))
    )


class ApiLoad(models.Model):
    """That an article came through the API: by which token, and with which key, so that a request sent again is known.

    It stays when its article is deleted: the key then loads nothing again.
    """

    token = models.ForeignKey(ApiToken, on_delete=models.PROTECT, related_name="loads", db_index=False)
    #: The request's Idempotency-Key; empty without one.
    key = models.CharField(max_length=255, blank=True)
    #: Of what the request said, in one order and spelling.
    request_sha256 = models.CharField(max_length=64)
    article = models.ForeignKey(Article, on_delete=models.SET_NULL, null=True, related_name="+")
    #: Whether the request made the article, or found the text there.
    is_new = models.BooleanField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["token", "key"], condition=~Q(key=""), name="articles_apiload_key_once"),
        ]

    def __str__(self) -> str:
        return f"{self.token}: {self.article or 'deleted'}"
