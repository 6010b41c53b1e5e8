"""The pictures of a report. Each is SVG with a text alternative, the same for page, paper and PDF; see ``svg``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from factcheck.attribution.types import SourcingStatus
from factcheck.claims.choices import Verdict
from factcheck.reports import svg
from factcheck.reports.build import Report
from factcheck.reports.statistics import leaning, single_source_passages, verdicts_by_sourcing

#: Where the bars begin, right of their labels, and where those end that have a number at the end of the line.
_LEFT, _RIGHT = 37, 80
_ROW = 22


@dataclass(frozen=True, slots=True)
class Picture:
    """``width`` fills the place it is given on a page; a PDF asks for pixels."""

    name: str
    title: str
    #: What the picture shows, in words and numbers.
    description: str
    height: int
    shapes: tuple[SafeString, ...]

    def draw(self, width: str = "100%") -> SafeString:
        return svg.picture(self.name, self.title, self.description, self.height, self.shapes, width)

    def __str__(self) -> str:
        return self.draw()


def pictures_of(report: Report) -> dict[str, Picture]:
    """Every picture by name; an article without claims has none."""
    if not report.claims:
        return {}
    pictures = (_footing(report), _verdicts(report), _leaning(report), _course(report))
    return {picture.name: picture for picture in pictures}


def _footing(report: Report) -> Picture:
    """A bar for every status, the longest as wide as there is room."""
    most = max(row.claims for row in report.footing) or 1
    shapes: list[SafeString] = []
    for place, row in enumerate(report.footing):
        y = place * _ROW
        width = (_RIGHT - _LEFT) * row.claims / most
        shapes += (
            svg.text(row.status.label, "0", y + 15),
            svg.bar(_LEFT, y + 4, width, 14, svg.SOURCING[row.status], row.status.css_class, rx=2),
            svg.text(f"{row.claims} · {row.percent}%", "100%", y + 15, end=True, faint=not row.claims),
        )
    words = _listed(
        f"{row.status.label} {_claims(row.claims)} ({row.percent}%)" for row in report.footing if row.claims
    )
    return Picture("footing", "Where the claims come from", f"{words}.", len(report.footing) * _ROW, tuple(shapes))


def _verdicts(report: Report) -> Picture:
    """For every status a bar of its verdicts, and under it how many there are of each."""
    rows = verdicts_by_sourcing(report)
    most = max(row.claims for row in rows)
    present = [verdict for verdict in _ORDER if any(verdict in dict(row.by_verdict) for row in rows)]
    shapes: list[SafeString] = [svg.patterns("verdicts"), *_key(present)]
    top = 22 * -(-len(present) // 3) + 8
    for place, row in enumerate(rows):
        y = top + place * 40
        shapes.append(svg.text(row.status.label, "0", y + 13))
        x = float(_LEFT)
        for verdict, count in row.by_verdict:
            width = (100 - _LEFT) * count / most
            shapes.append(svg.verdict_bar("verdicts", verdict, x, y + 2, width, 13))
            x += width
        for column, (verdict, count) in enumerate(row.by_verdict):
            x = _LEFT + 12.5 * column
            shapes.append(svg.verdict_bar("verdicts", verdict, x, y + 21, 2, 8))
            shapes.append(svg.text(str(count), f"{x + 3:.2f}%", y + 29, size=12))
    words = "; ".join(
        f"{row.status.label}: {_listed(f'{count} {verdict.label.lower()}' for verdict, count in row.by_verdict)}"
        for row in rows
    )
    return Picture("verdicts", "Verdicts by sourcing", f"{words}.", top + len(rows) * 40, tuple(shapes))


_ORDER = (Verdict.VERIFIED, Verdict.UNVERIFIED, Verdict.DISPUTED, Verdict.NOT_CHECKABLE, Verdict.PENDING)


def _key(verdicts: Sequence[Verdict]) -> list[SafeString]:
    """Which pattern is which verdict: three to a line, as many as fit on a phone."""
    shapes: list[SafeString] = []
    for place, verdict in enumerate(verdicts):
        x, y = 34 * (place % 3), 22 * (place // 3)
        shapes.append(svg.verdict_bar("verdicts", verdict, x, y + 3, 3.5, 12))
        shapes.append(svg.text(verdict.label, f"{x + 5}%", y + 14))
    return shapes


def _leaning(report: Report) -> Picture:
    """This article, the desk's others and the published counts on one scale."""
    proportions = leaning(report)
    colour, name = svg.SOURCING[SourcingStatus.UNNAMED_SOURCE], SourcingStatus.UNNAMED_SOURCE.css_class
    rows = [("This article", proportions.percent, colour, name)]
    if proportions.desk_percent is not None:
        others = (
            "1 other article" if proportions.desk_articles == 1 else f"{proportions.desk_articles:,} other articles"
        )
        rows.append((f"The desk, {others}", proportions.desk_percent, colour, f"{name} fc-paler"))
    rows += [
        (f"{count.unit[0].upper()}{count.unit[1:]}: {count.sample}", count.percent, svg.PUBLISHED, "fc-unattributed")
        for count in report.yardsticks
    ]
    full = next(scale for scale in (25, 50, 100) if scale >= max(percent for _, percent, _, _ in rows))
    shapes: list[SafeString] = []
    for place, (label, percent, fill, css) in enumerate(rows):
        y = place * 38
        paler = {"fill_opacity": "0.55"} if "fc-paler" in css else {}
        shapes += (
            svg.text(label, "0", y + 13),
            svg.text(f"{percent}%", "100%", y + 13, end=True),
            svg.bar(0, y + 18, 100 * percent / full, 11, fill, css, rx=2, **paler),
        )
    words = _listed(f"{label} {percent}%" for label, percent, _, _ in rows)
    return Picture("leaning", "Share on unnamed sources", f"{words}.", len(rows) * 38, tuple(shapes))


def _height(status: SourcingStatus) -> int:
    """Of a claim's bar: 54 for the firmest footing."""
    return 54 * (len(SourcingStatus) + 1 - status.rank) // len(SourcingStatus)


def _course(report: Report) -> Picture:
    """The article from its first claim to its last: the higher a claim, the firmer its footing. Passages underlined."""
    column = 100 / len(report.claims)
    gap = min(0.3, column / 5)
    shapes = [
        svg.bar(
            place * column,
            60 - _height(claim.sourcing),
            column - gap,
            _height(claim.sourcing),
            svg.SOURCING[claim.sourcing],
            claim.sourcing.css_class,
        )
        for place, claim in enumerate(report.claims)
    ]
    passages = single_source_passages(report)
    shapes += [
        svg.bar(passage.start * column, 64, passage.claims * column - gap, 3, svg.INK, "fc-ink") for passage in passages
    ]
    shapes += (
        svg.text(f"Claim {report.claims[0].label}", "0", 84, size=12, faint=True),
        svg.text(f"Claim {report.claims[-1].label}", "100%", 84, end=True, size=12, faint=True),
    )
    words = "One column for each claim in reading order: the higher it is, the stronger the sourcing."
    if passages:
        runs = _listed(f"{passage.first} to {passage.last}" for passage in passages)
        words += f" Passages on a single source are underlined: claims {runs}."
    return Picture("course", "The article, claim by claim", words, 90, tuple(shapes))


def _claims(count: int) -> str:
    return f"{count} claim{'' if count == 1 else 's'}"


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)
