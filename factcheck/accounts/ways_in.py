"""By what people sign in, for the pages that offer it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def ways_in(request: HttpRequest) -> dict[str, Any]:
    """``by_password``, and the name of the ``provider`` of single sign-on if there is one."""
    return {"by_password": settings.PASSWORD_SIGN_IN, "provider": settings.OIDC_NAME if settings.OIDC_ISSUER else ""}
