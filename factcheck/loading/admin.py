"""Articles in the admin: where editors load them and correct where they come from."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin, messages
from django.db import IntegrityError
from django.db.models import ProtectedError, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path

from factcheck.accounts.models import User
from factcheck.articles.models import Article, ArticleQuerySet, Outlet
from factcheck.articles.services import archive_article, outlet_named, restore_article
from factcheck.loading import views
from factcheck.loading.provenance import ProvenanceForm

KEPT = "Work has been done on this article, so it can’t be deleted; archive it instead."


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin):
    """Load, correct, archive. The text itself never changes."""

    list_display = ["title", "outlet", "published_on", "loaded_at", "loaded_by", "archived_at"]
    list_display_links = ["title"]
    list_select_related = ["outlet", "loaded_by"]
    list_per_page = 50
    ordering = ["-pk"]
    search_fields = ["title"]
    show_full_result_count = False
    view_on_site = False  # “Open for review” takes its place
    actions = ["archive", "restore"]
    provenance_fields = ["title", "outlet_name", "byline", "url", "published_on"]
    stored_fields = ["text", "detector", "loaded_at", "who_loaded", "archived_at", "who_archived"]

    # What is shown

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        """What this person may find, without the search vector, and in lists without the text."""
        articles = cast(ArticleQuerySet, super().get_queryset(request))
        return articles.visible_to(cast(User, request.user)).defer("search", "text")

    def get_fields(self, request: HttpRequest, obj: Article | None = None) -> Any:
        return [*self.provenance_fields, *self.stored_fields]

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> list[str]:
        if obj is None or not self.has_change_permission(request, obj):
            return ["title", "outlet", "byline", "url", "published_on", *self.stored_fields]
        return self.stored_fields

    # Only the name: the admin would link to the account, which few may see.
    @admin.display(description="Loaded by")
    def who_loaded(self, article: Article) -> str:
        return str(article.loaded_by or self.get_empty_value_display())

    @admin.display(description="Archived by")
    def who_archived(self, article: Article) -> str:
        return str(article.archived_by or self.get_empty_value_display())

    def get_form(
        self, request: HttpRequest, obj: Article | None = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm]:
        return ProvenanceForm

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """With a single button: articles are corrected one at a time."""
        context |= {"show_save_and_add_another": False, "show_save_and_continue": False}
        return super().render_change_form(request, context, *args, **kwargs)

    # What is saved

    def get_urls(self) -> list[URLPattern]:
        """Instead of Django's own form for a new article, the upload and its preview."""
        view = self.admin_site.admin_view
        return [
            path("add/", view(views.upload), name="articles_article_add"),
            path("add/<uuid:key>/", view(views.preview_draft), name="articles_article_preview"),
            *super().get_urls(),
        ]

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        """Only where a text comes from changes here."""
        obj.outlet = outlet_named(form.cleaned_data["outlet_name"])
        obj.save(update_fields=["title", "outlet", "byline", "url", "published_on"])
        if obj.read_as != (obj.outlet.name if obj.outlet else ""):
            messages.warning(request, _read_as(obj))

    # What is deleted, and what only archived

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        if obj is not None and obj.reviews.exists():
            return False
        return super().has_delete_permission(request, obj)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        article = self.get_object(request, object_id)
        if article and article.reviews.exists() and self.has_change_permission(request, article):
            return self._refuse_deletion(request, object_id)
        try:
            return super().delete_view(request, object_id, extra_context)
        except (ProtectedError, IntegrityError):
            # The first decision was saved while this page asked “Are you sure?”.
            return self._refuse_deletion(request, object_id)

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        """The article by its title, instead of every claim and attribution with it."""
        claims = sum(article.tally.claims for article in objs)
        names = [f"{article.title}, with all its claims" for article in objs]
        return names, {"articles": len(names), "claims": claims}, set(), []

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Many at once are archived, never deleted."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    @admin.action(description="Archive the selected articles", permissions=["change"])
    def archive(self, request: HttpRequest, articles: QuerySet[Article]) -> None:
        for article in articles:
            archive_article(article=article, by=cast(User, request.user))
        messages.success(request, "The selected articles are archived.")

    @admin.action(description="Restore the selected articles", permissions=["change"])
    def restore(self, request: HttpRequest, articles: QuerySet[Article]) -> None:
        for article in articles:
            restore_article(article=article)
        messages.success(request, "The selected articles are restored.")

    def _refuse_deletion(self, request: HttpRequest, object_id: str) -> HttpResponse:
        messages.error(request, KEPT)
        return redirect("admin:articles_article_change", object_id)


def _read_as(article: Article) -> str:
    """That the suggestions were made for another outlet, whose own reporting they take for its own."""
    before = f"as an article of {article.read_as}" if article.read_as else "without an outlet"
    return (
        f"The suggestions on this article were made {before}. To have them made again where nobody has decided, run "
        f"manage.py redetect --article {article.pk}."
    )


@admin.register(Outlet)
class OutletAdmin(admin.ModelAdmin):
    """For administrators: to correct a name that was mistyped."""

    search_fields = ["name"]
