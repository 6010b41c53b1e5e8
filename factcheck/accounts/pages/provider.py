"""The way to the provider of single sign-on."""

from __future__ import annotations

import requests
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.openid_connect import views
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache


@never_cache
@login_not_required
def sign_in(request: HttpRequest, provider_id: str) -> HttpResponse:
    """allauth's, with a sentence where the provider doesn’t answer."""
    try:
        return views.login(request, provider_id)
    except requests.RequestException as problem:
        get_adapter().on_authentication_error(request, provider_id, exception=problem)
        return render(request, "socialaccount/authentication_error.html", status=502)
