"""Tables of articles as Excel workbooks: every sheet that has a text column, row by row."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import closing
from typing import Any, BinaryIO

from openpyxl import load_workbook

from factcheck.readers import columns
from factcheck.readers.archive import check_archive
from factcheck.readers.base import ImportedArticle, Limits, RefusedFile, one_line
from factcheck.readers.text import Unreadable

#: Excel's own limit. A file that claims more means harm.
_MAX_ROWS = 1_048_576


class XlsxFile:
    """Values are read, formulas are not."""

    def read(self, file: BinaryIO, name: str, limits: Limits) -> Iterator[ImportedArticle | RefusedFile]:
        """A row is an article; names stand in the first row of a sheet that is not empty."""
        check_archive(file, limits)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and the like that nobody asked for
            with closing(load_workbook(file, read_only=True, data_only=True, keep_links=False)) as book:
                first_problem: Unreadable | None = None
                tables = 0
                for sheet in book.worksheets:
                    rows = _rows(sheet, limits)
                    names = next((row for _, row in rows), None)
                    if names is None:
                        continue
                    try:
                        positions = columns.column_positions(names)
                    except Unreadable as problem:
                        first_problem = first_problem or problem
                        continue
                    tables += 1
                    prefix = f"sheet “{one_line(sheet.title, 40)}”, " if tables > 1 else ""
                    for number, row in rows:
                        values = {field: row[at] for field, at in positions.items() if at < len(row)}
                        yield columns.read_row(values, f"{prefix}row {number}")
                if not tables:
                    raise first_problem or Unreadable("All its sheets are empty; put an article in each row.")


def _rows(sheet: Any, limits: Limits) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """The rows that are not empty, by their number."""
    # Some programs write a wrong size of a sheet, and rows beyond it would be lost.
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(values_only=True, max_col=limits.columns), start=1):
        if number > _MAX_ROWS:
            raise Unreadable(f"A sheet counts more than {_MAX_ROWS:,} rows, the most that Excel has; save it again.")
        # Counted first: a file may skip a million rows, each of which comes as wide as the limit allows.
        if row.count(None) < len(row) and any(cell is not None and str(cell).strip() for cell in row):
            yield number, row
