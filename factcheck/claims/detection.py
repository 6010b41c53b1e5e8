"""The detector the settings name, made once in each process."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from factcheck.attribution.types import Detector


@cache
def detector() -> Detector:
    """Ready to read. The first call loads its model, which takes a second or two."""
    made: Detector = import_string(settings.ATTRIBUTION_DETECTOR)()
    return made
