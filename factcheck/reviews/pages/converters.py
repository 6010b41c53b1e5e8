"""Claims in an address: ``/articles/7/claims/4/``, and ``…/4b/`` for the second part of that sentence."""

from __future__ import annotations

from django.urls import register_converter

from factcheck.claims.labels import LABEL


class ClaimLabel:
    """What people call a claim. An address with anything else leads nowhere."""

    regex = LABEL

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: object) -> str:
        return str(value)


register_converter(ClaimLabel, "claim")
