"""The way in: a detector by its dotted path."""

from __future__ import annotations

import importlib
import inspect
import threading
from functools import cache

from factcheck.attribution.types import Detector, Reading

DEFAULT = "factcheck.attribution.learned.LearnedDetector"


_loading = threading.Lock()


def get_detector(name_or_path: str | None = None) -> Detector:
    """The detector of a dotted path such as ``factcheck.attribution.spacy_rules.SpacyRules``, made once a process.

    Raises LookupError, in one sentence, when there is no such class, and ModelMissing when its model is not installed.
    """
    with _loading:  # two threads that ask first must not load the model twice
        return _made(name_or_path or DEFAULT)


def detect(detector: Detector, text: str, *, outlet: str = "") -> Reading:
    """What a detector finds in a text of this outlet. One that only knows ``detect(text)`` isn't told the outlet."""
    if outlet and _takes_outlet(type(detector)):
        return detector.detect(text, outlet=outlet)  # type: ignore[call-arg]
    return detector.detect(text)


@cache
def _takes_outlet(kind: type[Detector]) -> bool:
    return "outlet" in inspect.signature(kind.detect).parameters


@cache
def _made(path: str) -> Detector:
    module_name, _, class_name = path.rpartition(".")
    try:
        detector: Detector = getattr(importlib.import_module(module_name), class_name)()
    except (ImportError, AttributeError, ValueError) as problem:
        raise LookupError(
            f"There is no detector “{path}”; name a class by its dotted path, such as {DEFAULT}."
        ) from problem
    return detector
