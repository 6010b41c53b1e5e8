"""The detector the settings name."""

from __future__ import annotations

from django.conf import settings

from factcheck.attribution import detectors
from factcheck.attribution.types import Detector, Reading


def detector() -> Detector:
    """Ready to read; made once in each process. The first call loads its model, which takes a second or two."""
    return detectors.get_detector(settings.ATTRIBUTION_DETECTOR)


def read_text(text: str, *, outlet: str = "") -> Reading:
    """What the detector finds in a text of this outlet; empty where nobody knows whose it is."""
    return detectors.detect(detector(), text, outlet=outlet)
