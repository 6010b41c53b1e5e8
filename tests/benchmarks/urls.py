"""The desk, and the least that a Django view can do: change one row and say so."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from factcheck.articles.models import Outlet
from factcheck.urls import urlpatterns as desk


@login_not_required
def bare_open(request: HttpRequest) -> HttpResponse:
    """One UPDATE, for anybody."""
    Outlet.objects.filter(pk=1).update(name=request.POST["name"])
    return HttpResponse("saved")


def bare_signed_in(request: HttpRequest) -> HttpResponse:
    """One UPDATE, for somebody signed in who has a role."""
    return bare_open(request)


urlpatterns = [*desk, path("bare-open", bare_open), path("bare", bare_signed_in)]
