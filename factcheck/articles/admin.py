"""Where editors load articles and correct where they come from."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin, messages
from django.db import IntegrityError
from django.db.models import ProtectedError, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from factcheck.accounts.models import User
from factcheck.articles.forms import LoadForm, ProvenanceForm
from factcheck.articles.models import Article, Outlet
from factcheck.articles.services import AlreadyLoaded, archive_article, outlet_named, restore_article
from factcheck.reviews.revisions import Revised, load_or_revise

KEPT = "People have worked on this article, so it can’t be deleted; archive it instead."


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
    view_on_site = False  # “Open for review” stands in its place
    actions = ["archive", "restore"]
    provenance_fields = ["title", "outlet_name", "byline", "url", "published_on"]
    stored_fields = ["text", "detector", "loaded_at", "loaded_by", "archived_at", "archived_by"]

    # What is shown

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        """Without the search vector, and in lists without the text."""
        return super().get_queryset(request).defer("search", "text")

    def get_fields(self, request: HttpRequest, obj: Article | None = None) -> Any:
        if obj is None:
            return ["title", "text", "file", "outlet_name", "byline", "url", "published_on", "as_new", "revises"]
        return [*self.provenance_fields, *self.stored_fields]

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> list[str]:
        if obj is None:
            return []
        if not self.has_change_permission(request, obj):
            return ["title", "outlet", "byline", "url", "published_on", *self.stored_fields]
        return self.stored_fields

    def get_form(
        self, request: HttpRequest, obj: Article | None = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm]:
        return ProvenanceForm if obj else LoadForm

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """One button: what one saves here is saved, and the next article is another matter."""
        context |= {"show_save_and_add_another": False, "show_save_and_continue": False}
        return super().render_change_form(request, context, *args, **kwargs)

    # What is saved

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        try:
            return super().add_view(request, form_url, extra_context)
        except AlreadyLoaded:
            # Somebody loaded the same text while this one was being read. Asked again, the form finds it and says so.
            return super().add_view(request, form_url, extra_context)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """``?revises=12`` loads a newer version of that article, which most likely comes from where it came from."""
        named = request.GET.get("revises", "")
        is_number = named.isascii() and named.isdecimal() and len(named) < 19
        one = Article.objects.select_related("outlet").filter(pk=named).first() if is_number else None
        if one is None:
            return {}
        outlet = one.outlet.name if one.outlet else ""
        return {"revises": one.pk, "title": one.title, "outlet_name": outlet, "byline": one.byline, "url": one.url}

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        if change:
            obj.outlet = outlet_named(form.cleaned_data["outlet_name"])
            obj.save(update_fields=["title", "outlet", "byline", "url", "published_on"])
            return
        loaded = load_or_revise(
            text=form.cleaned_data["text"],
            provenance=form.provenance(),
            by=cast(User, request.user),
            revises=form.cleaned_data["revises"],
            as_new=form.cleaned_data["as_new"],
        )
        article = loaded.article if isinstance(loaded, Revised) else loaded
        obj.__dict__.update(article.__dict__)
        is_newer = isinstance(loaded, Revised)
        request.loaded = str(loaded) if is_newer else f"“{obj.title}” is loaded: {obj.tally.claims} claims."  # type: ignore[attr-defined]

    def response_add(self, request: HttpRequest, obj: Article, post_url_continue: str | None = None) -> HttpResponse:
        """Whoever has loaded an article wants to see its claims."""
        messages.success(request, request.loaded)  # type: ignore[attr-defined]
        return redirect(obj)

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
        messages.success(request, "The selected articles are back in the list.")

    def _refuse_deletion(self, request: HttpRequest, object_id: str) -> HttpResponse:
        messages.error(request, KEPT)
        return redirect("admin:articles_article_change", object_id)


@admin.register(Outlet)
class OutletAdmin(admin.ModelAdmin):
    """For administrators: to correct a name that was mistyped."""

    search_fields = ["name"]
