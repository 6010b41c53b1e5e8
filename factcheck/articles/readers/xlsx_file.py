"""Tables of articles as Excel workbooks: the first sheet that has a text column, row by row."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import closing
from typing import BinaryIO

from openpyxl import load_workbook

from factcheck.articles.readers import columns
from factcheck.articles.readers.archive import check_archive
from factcheck.articles.readers.base import Copy, Limits, Refused
from factcheck.articles.text import Unreadable


class XlsxFile:
    """Values are read, formulas are not."""

    def read(self, file: BinaryIO, name: str, limits: Limits) -> Iterator[Copy | Refused]:
        """A row is an article; names stand in the first row that is not empty."""
        check_archive(file, limits)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and the like that nobody asked for
            with closing(load_workbook(file, read_only=True, data_only=True, keep_links=False)) as book:
                why: Unreadable | None = None
                for sheet in book.worksheets:
                    rows = enumerate(sheet.iter_rows(values_only=True, max_col=limits.columns), start=1)
                    names = next((row for _, row in rows if any(row)), None)
                    if names is None:
                        continue
                    try:
                        where = columns.positions(names)
                    except Unreadable as problem:
                        why = why or problem
                        continue
                    for number, row in rows:
                        if any(row):
                            said = {field: row[at] for field, at in where.items() if at < len(row)}
                            yield columns.article(said, f"row {number}")
                    return
                raise why or Unreadable("All its sheets are empty.")
