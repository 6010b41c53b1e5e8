"""Word and Excel files in the real thing: LibreOffice opens them, and what it saves has every word and comment."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from factcheck.readers.report_stamp import report_number_in
from factcheck.reports.build import Report
from factcheck.reports.formats.csv_file import columns
from factcheck.reports.formats.docx_file import DocxFile
from factcheck.reports.formats.xlsx_file import XlsxFile
from tests.reports.builders import AT, HOSTILE, MINUTES, RITA
from tests.reports.test_docx_file import STAMP, anchored, report_of

#: What is text in every program; LibreOffice gives odd blanks and direction marks a form of its own.
TEXTS = {
    **{name: HOSTILE[name] for name in ("script", "closing", "command", "link", "arabic", "emoji", "long", "template")},
    "cyrillic": "Чиновник сказал, что решение окончательное.",
    "chinese": "发言人说，这座桥可以等。",
}


@pytest.fixture(scope="module")
def report() -> Report:
    many = [f"Claim number {number} of many." for number in range(len(TEXTS), 500)]
    plain = report_of(*TEXTS.values(), *many, between="\n", reviewed_by=RITA, reviewed_at=AT, note="=1+1")
    first = replace(plain.claims[0], evidence=(MINUTES,))
    return replace(plain, claims=(first, *plain.claims[1:]), stamp=STAMP)


def saved_anew(path: Path, kind: str) -> Path:
    """The file as LibreOffice saves it, having opened it in a profile of its own."""
    profile, out = path.parent / "profile", path.parent / "out"
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", kind]
    done = subprocess.run([*command, "--outdir", str(out), str(path)], capture_output=True, text=True, timeout=300)
    assert (out / path.name).exists(), done.stderr
    return out / path.name


def test_libreoffice_reads_the_article_with_its_comments(report: Report, tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(b"".join(DocxFile().render(report)))
    saved = saved_anew(path, "docx:MS Word 2007 XML")
    document: Any = docx.Document(str(saved))
    # Numbers may be new, the order is not.
    assert [words for _, words in sorted(anchored(document).items())] == [claim.text for claim in report.claims]
    comments = list(document.comments)
    assert len(comments) == 500
    assert {comment.author for comment in comments} == {"Rita Reyes"}
    assert "minutes.pdf, page 3" in comments[0].text
    assert "Note: =1+1" in comments[0].text
    assert report_number_in(saved.read_bytes()) == 12


def test_libreoffice_reads_the_workbook(report: Report, tmp_path: Path) -> None:
    path = tmp_path / "report.xlsx"
    path.write_bytes(b"".join(XlsxFile().render(report)))
    saved = saved_anew(path, "xlsx:Calc MS Excel 2007 XML")
    book = openpyxl.load_workbook(saved)
    assert book.sheetnames == ["Claims", "Evidence", "Sources", "Findings", "About"]
    sheet = book["Claims"]
    heading, *rows = sheet.iter_rows()
    assert [cell.value for cell in heading] == list(columns())
    assert [row[2].value for row in rows] == [claim.text for claim in report.claims]
    assert {row[list(columns()).index("Reviewed at (UTC)")].value for row in rows} == {AT.replace(tzinfo=None)}
    assert not [cell for row in rows for cell in row if cell.data_type == "f"]
    # The frozen heading belongs to the window, and without a screen LibreOffice saves none.
    assert sheet.auto_filter.ref == f"A1:{get_column_letter(len(columns()))}501"
    assert report_number_in(saved.read_bytes()) == 12
