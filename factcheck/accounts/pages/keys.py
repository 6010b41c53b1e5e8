"""A person's own keys: single keys on or off, and others in the place of those that the desk comes with."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from factcheck.accounts.keyboard import ACTIONS, problems_with
from factcheck.accounts.requests import DeskRequest


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_keys(request: DeskRequest) -> HttpResponse:
    """The keys with what they do; by POST this person's own. Sent twice, it says the same."""
    person = request.user
    if request.method != "POST":
        return _show(request, person.uses_keys, person.own_keys, {})
    is_on = request.POST.get("is_on") == "1"
    is_reset = "reset" in request.POST
    typed = {} if is_reset else {key: request.POST.get(f"key-{key}", key).strip() or key for key in ACTIONS}
    if problems := problems_with(typed):
        return _show(request, is_on, typed, problems, status=422)
    person.uses_keys = is_on
    person.own_keys = {key: own for key, own in typed.items() if own != key}
    person.save(update_fields=["uses_keys", "own_keys"])
    messages.success(request, "Your keys are saved." if is_on else "Your keys are saved. Single keys are off.")
    return redirect("account_keys")


def _show(
    request: DeskRequest, is_on: bool, keys: dict[str, str], problems: dict[str, str], *, status: int = 200
) -> HttpResponse:
    rows = [
        {"key": key, "label": label, "own": keys.get(key, key), "problem": problems.get(key, "")}
        for key, label in ACTIONS.items()
    ]
    return render(request, "account/keys.html", {"is_on": is_on, "rows": rows}, status=status)
