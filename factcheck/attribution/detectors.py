"""The way in: a detector by its dotted path."""

from __future__ import annotations

import importlib
from functools import cache

from factcheck.attribution.types import Detector

DEFAULT = "factcheck.attribution.spacy_rules.SpacyRules"


@cache
def get_detector(name_or_path: str | None = None) -> Detector:
    """The detector of a dotted path such as ``factcheck.attribution.spacy_rules.SpacyRules``, made once a process.

    Raises LookupError, in one sentence, when there is no such class, and ModelMissing when its model is not installed.
    """
    path = name_or_path or DEFAULT
    module_name, _, class_name = path.rpartition(".")
    try:
        made = getattr(importlib.import_module(module_name), class_name)()
    except (ImportError, AttributeError, ValueError) as problem:
        raise LookupError(
            f"There is no detector “{path}”; name a class by its dotted path, such as {DEFAULT}."
        ) from problem
    return made  # type: ignore[no-any-return]
