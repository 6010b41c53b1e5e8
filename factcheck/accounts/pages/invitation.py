"""The page behind the link of an invitation."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from factcheck.accounts import invitations
from factcheck.accounts.forms import AcceptForm
from factcheck.refusals import Refused

BACKEND = "factcheck.accounts.backends.DeskBackend"


@sensitive_post_parameters("password1", "password2")
@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, secret: str) -> HttpResponse:
    """Who was invited chooses a name and a password, and is signed in."""
    # Where nobody signs in by password any more, an invitation from before gives none.
    invitation = invitations.find(secret) if settings.PASSWORD_SIGN_IN else None
    if invitation is None:
        return render(request, "accounts/invitation.html", status=404)
    if request.user.is_authenticated:
        return render(request, "accounts/invitation.html", {"somebody_else": True}, status=409)
    names = {"first_name": invitation.first_name, "last_name": invitation.last_name}
    form = AcceptForm(request.POST or None, initial=names)
    form.instance.email = invitation.email
    if request.method == "POST" and form.is_valid():
        try:
            password = form.cleaned_data["password1"]
            person = invitations.accept(invitation=invitation, person=form.instance, password=password)
        except Refused:
            return render(request, "accounts/invitation.html", status=404)
        login(request, person, backend=BACKEND)
        return redirect("articles:list")
    context = {"form": form, "invitation": invitation}
    return render(request, "accounts/invitation.html", context, status=422 if form.is_bound else 200)
