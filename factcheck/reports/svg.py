"""Drawing with SVG that goes everywhere: into a page under a strict content policy, on paper, into a PDF.

Every shape carries its light colour as an attribute, for paper and PDF, and a class, by which the style sheet gives it
the page's own colour, light or dark: a style sheet outranks attributes. Widths are in percent and heights in pixels, so
that letters keep their size on any screen. No style attribute, no script; everything that is text is escaped.

Words in a picture are our own alone: in a PDF they have one font, and a name may be in any script.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import Verdict

#: What the style sheet calls --bs-body-color and the like, in light.
INK, FAINT, PAPER = "#212529", "#5c636a", "#ffffff"

#: The same as in static/factcheck/factcheck.css; a test compares them.
SOURCING = {
    SourcingStatus.NAMED_OFFICIAL: "#0072b2",
    SourcingStatus.NAMED_PERSON: "#3b8ec9",
    SourcingStatus.ORGANIZATION: "#009e73",
    SourcingStatus.DOCUMENT: "#5f7a3a",
    SourcingStatus.MEDIA_REPORT: "#8a63b8",
    SourcingStatus.UNNAMED_OFFICIAL: "#e08a00",
    SourcingStatus.UNNAMED_SOURCE: "#d55e00",
    SourcingStatus.HEDGED: "#b8336a",
    SourcingStatus.UNATTRIBUTED: "#8a8f98",
}
VERDICTS = {
    Verdict.VERIFIED: "#1f9d61",
    Verdict.UNVERIFIED: "#d3414f",
    Verdict.DISPUTED: "#e0a100",
    Verdict.NOT_CHECKABLE: "#8a8f98",
    Verdict.PENDING: PAPER,
}
PUBLISHED = "#8a8f98"

#: Light enough strokes on a colour, so that a verdict is told by its pattern too. None is a plain surface.
_PATTERNS = {
    Verdict.UNVERIFIED: "M-2 2L2 -2M0 8L8 0M6 10L10 6",
    Verdict.DISPUTED: "M2 0V8M6 0V8",
    Verdict.NOT_CHECKABLE: "M0 2H8M0 6H8",
}


def element(tag: str, *children: SafeString | str, **attributes: object) -> SafeString:
    """An element; ``class_`` is ``class``, ``text_anchor`` is ``text-anchor``. None leaves an attribute out."""
    named = ((name.rstrip("_").replace("_", "-"), value) for name, value in attributes.items() if value is not None)
    inner = format_html_join("", "{}", ((child,) for child in children))
    return format_html("<{}{}>{}</{}>", tag, format_html_join("", ' {}="{}"', named), inner, tag)


def text(words: str, x: str, y: int, *, end: bool = False, size: int = 13, faint: bool = False) -> SafeString:
    """Words on the line ``y``, from ``x`` or up to it."""
    return element(
        "text",
        words,
        x=x,
        y=y,
        font_size=size,
        fill=FAINT if faint else INK,
        class_="fc-faint" if faint else None,
        text_anchor="end" if end else None,
    )


def bar(x: float, y: int, width: float, height: int, fill: str, css_class: str = "", **more: object) -> SafeString:
    """A rectangle; ``x`` and ``width`` in percent of the picture. What is there can be seen, however little it is."""
    width = max(width, 0.4) if width else 0
    return element(
        "rect", x=f"{x:.2f}%", y=y, width=f"{width:.2f}%", height=height, fill=fill, class_=css_class or None, **more
    )


def verdict_bar(picture: str, verdict: Verdict, x: float, y: int, width: float, height: int) -> SafeString:
    """A bar in the colour and pattern of a verdict; ``picture`` is the name whose ``patterns`` it uses."""
    if verdict is Verdict.PENDING:
        return bar(x, y, width, height, PAPER, "fc-pending", stroke=FAINT)
    plain = bar(x, y, width, height, VERDICTS[verdict], f"fc-segment-{verdict.value}")
    if verdict not in _PATTERNS:
        return plain
    hatched = bar(x, y, width, height, f"url(#{_pattern_id(picture, verdict)})")
    return element("g", plain, hatched)


def patterns(picture: str) -> SafeString:
    """What a picture with ``verdict_bar`` needs once."""
    return element("defs", *(_pattern(picture, verdict, path) for verdict, path in _PATTERNS.items()))


def _pattern(picture: str, verdict: Verdict, path: str) -> SafeString:
    lines = element("path", d=path, stroke=PAPER, stroke_width=2, fill="none")
    return element("pattern", lines, id=_pattern_id(picture, verdict), width=8, height=8, patternUnits="userSpaceOnUse")


def _pattern_id(picture: str, verdict: Verdict) -> str:
    return f"{picture}-{verdict.value}"


def picture(
    name: str, title: str, description: str, height: int, shapes: Iterable[SafeString], width: str = "100%"
) -> SafeString:
    """The whole picture. Who can't see it is told ``title`` and ``description``; ``name`` is unique on a page."""
    return element(
        "svg",
        element("title", title, id=f"{name}-title"),
        element("desc", description, id=f"{name}-desc"),
        *shapes,
        xmlns="http://www.w3.org/2000/svg",
        class_="fc-report-chart",
        role="img",
        aria_labelledby=f"{name}-title {name}-desc",
        width=width,
        height=height,
        font_family="Noto Sans, sans-serif",
        focusable="false",
    )
