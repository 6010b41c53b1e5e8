"""A report as one JSON text and back, so that a frozen one can be drawn again years later.

The text is canonical: keys in order, no space between them, letters as they are. The same report is the same text.
Fields that a later version adds have defaults, so that older documents still read; none is ever renamed.
"""

from __future__ import annotations

import hashlib
import json

from cattrs.preconf.json import make_converter

from factcheck.reports.build import Report

_converter = make_converter()
_VERSION = 1


class UnreadableDocument(ValueError):
    """The text is no report, or one of a later version."""


def write_document(report: Report) -> str:
    """The whole report as JSON."""
    value = {"version": _VERSION, "report": _converter.unstructure(report)}
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def read_document(document: str) -> Report:
    """The report that was written. Raises UnreadableDocument."""
    try:
        value = json.loads(document)
        version, report = value["version"], value["report"]
    except (ValueError, KeyError, TypeError) as problem:
        raise UnreadableDocument("The stored text is no report.") from problem
    if version != _VERSION:
        raise UnreadableDocument(f"Version {version} of a report is not known here; a newer Factcheck wrote it.")
    try:
        return _converter.structure(report, Report)
    except (ValueError, KeyError, TypeError, ExceptionGroup) as problem:
        raise UnreadableDocument("A part of the stored report is missing or is of another kind.") from problem


def sha256_of(document: str) -> str:
    """The fingerprint that a report goes by."""
    return hashlib.sha256(document.encode()).hexdigest()
