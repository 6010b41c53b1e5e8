"""The detector the settings name."""

from __future__ import annotations

from django.conf import settings

from factcheck.attribution.detectors import get_detector
from factcheck.attribution.types import Detector


def detector() -> Detector:
    """Ready to read; made once in each process. The first call loads its model, which takes a second or two."""
    return get_detector(settings.ATTRIBUTION_DETECTOR)
