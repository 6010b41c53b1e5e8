"""Whether a file is of a frozen report: known byte for byte, or told by the name that it carries within."""

from __future__ import annotations

import io
import json
import time
import tracemalloc
import zipfile
import zlib
from typing import Any
from uuid import uuid4

import docx
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from factcheck.accounts.models import User
from factcheck.readers import parts
from factcheck.readers.report_stamp import report_number_in
from factcheck.reports import freezing
from factcheck.reports.formats import all_formats
from factcheck.reports.models import FrozenReport
from factcheck.reports.verification import Verification, turn_of, verify
from tests.factories import make_article

STAMP = f"Report 12 · SHA-256 {'a' * 64}"


@pytest.fixture
def frozen(ed: User, settings: Any) -> FrozenReport:
    settings.CLAIMREVIEW_ORGANIZATION = "Example Desk"
    settings.CLAIMREVIEW_URL = "https://example.org/checks/{article}"
    article = make_article("Sources said yes.\nقال المسؤول إن القرار نهائي.", "Bridge", statuses=["unnamed_source"])
    return freezing.freeze(article=article, by=ed, occasion="", key=uuid4())


@pytest.mark.django_db
def test_every_format_is_known_and_with_one_byte_changed_it_is_not(frozen: FrozenReport) -> None:
    assert {file.slug for file in frozen.files.all()} == set(all_formats())
    for file in frozen.files.all():
        content = bytes(file.content)
        verification = verify(content)
        assert (verification.report, verification.slug, verification.is_unaltered) == (frozen, file.slug, True)
        # Where it hurts least, so that the file still opens: the name of the report can be read.
        place = content.index(b"Bridge") if b"Bridge" in content else len(content) - 1
        altered = verify(content[:place] + b"x" + content[place + 1 :])
        assert (altered.report, altered.is_unaltered) == (frozen, False), file.slug
    assert verify(frozen.document.encode()).is_unaltered
    assert verify(b"anything") == Verification(None)


@pytest.mark.django_db
def test_a_file_that_names_a_report_it_is_not_of(frozen: FrozenReport) -> None:
    verification = verify(f"… {frozen.stamp} … all verified".encode())
    assert (verification.report, verification.is_unaltered) == (frozen, False)
    assert verify(STAMP.replace("12", "9" * 18).encode()) == Verification(None)


@pytest.mark.django_db
def test_files_saved_anew_by_libraries_still_say_what_they_were(frozen: FrozenReport) -> None:
    files = {file.slug: bytes(file.content) for file in frozen.files.all()}
    word, excel = io.BytesIO(), io.BytesIO()
    docx.Document(io.BytesIO(files["docx"])).save(word)
    openpyxl.load_workbook(io.BytesIO(files["xlsx"])).save(excel)
    ascii_json = json.dumps(json.loads(files["json"])).encode()
    for content in (word.getvalue(), excel.getvalue(), ascii_json, files["csv"].decode().encode("utf-16")):
        verification = verify(content)
        assert (verification.report, verification.is_unaltered) == (frozen, False)


@pytest.mark.parametrize(
    "words",
    [
        STAMP.encode("utf-16"),
        STAMP.encode("utf-16-be"),
        STAMP.encode("windows-1252"),
        STAMP.replace("·", "&#183;").encode(),
        b"<FEFF" + STAMP.encode("utf-16-be").hex().upper().encode() + b">",
        f"<w:t>{STAMP[:6]}</w:t></w:r><w:r><w:t>{STAMP[6:]}</w:t>".encode(),
        b"%PDF-1.7\n1 0 obj stream\r\n" + zlib.compress(STAMP.encode()) + b"\nendstream",
    ],
)
def test_the_name_is_found_however_it_was_written(words: bytes) -> None:
    assert report_number_in(b"before " * 3 + words if not words.startswith(b"%PDF") else words) == 12


def packed(parts: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", how) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return written.getvalue()


def test_a_zip_bomb_is_unpacked_no_further_than_the_bounds() -> None:
    bomb = packed({f"part{number}": bytes(16 * 1024**2) for number in range(12)} | {"last": STAMP.encode()})
    tracemalloc.start()
    try:
        assert sum(map(len, parts.unpacked(bomb))) <= len(bomb) + parts.MAX_BYTES + parts.MAX_PART_BYTES
        assert tracemalloc.get_traced_memory()[1] < 4 * parts.MAX_PART_BYTES
    finally:
        tracemalloc.stop()


def test_a_pdf_bomb_is_unpacked_no_further_than_the_bounds() -> None:
    stream = b"stream\n" + zlib.compress(bytes(32 * 1024**2)) + b"\nendstream\n"
    assert sum(map(len, parts.unpacked(b"%PDF-1.7\n" + 20 * stream))) < 2 * parts.MAX_BYTES


@pytest.mark.parametrize(
    "content",
    [
        b"PK",
        b"PK\x03\x04" + b"x" * 100,
        packed({"a": STAMP.encode()})[:-30],
        packed({f"{number}": b"" for number in range(parts.MAX_PARTS + 1)} | {"a": STAMP.encode()}),
        packed({"a": STAMP.encode()}, zipfile.ZIP_LZMA),
        b"%PDF-1.7\nstream\nnot packed",
        b"",
    ],
    ids=["nothing", "no list", "cut", "too many parts", "unbounded packing", "no stream", "empty"],
)
def test_what_cannot_be_unpacked_is_not_known(content: bytes) -> None:
    assert report_number_in(content) is None


@pytest.mark.parametrize("letter", [b"<", b"stream\n", b"Report 1", b"<aaaa", b"PK\x01\x02", b"\\000"])
def test_a_large_hostile_file_is_looked_at_once(letter: bytes) -> None:
    began = time.perf_counter()
    for start in (b"", b"%PDF-", b"PK"):
        assert report_number_in(start + letter * (4 * 1024**2 // len(letter))) is None
    assert time.perf_counter() - began < 30


SLOW = packed({str(number): b"<" * (4 * 1024**2) for number in range(16)})


@pytest.mark.django_db
def test_a_file_that_takes_too_long_is_given_up_in_a_process_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("factcheck.reports.verification.SECONDS", 1)
    before = time.process_time()
    assert verify(SLOW) == Verification(None, is_unread=True)
    assert time.process_time() - before < 0.5  # it was not this process that was busy


@pytest.mark.django_db
def test_a_file_that_ends_who_reads_it_is_told_as_such(settings: Any) -> None:
    settings.READER_LIMITS = settings.READER_LIMITS | {"memory_mb": 1}
    assert verify(b"anything").is_unread


@pytest.mark.django_db
def test_one_file_at_a_time_for_each_person_and_few_for_all(client: Client, rita: User, ed: User, ada: User) -> None:
    client.force_login(rita)

    def send() -> HttpResponse:
        return client.post("/reports/verify/", {"file": SimpleUploadedFile("a.pdf", b"anything")})

    with turn_of(rita) as why_not:
        assert why_not == ""
        answer = send()
        assert answer.status_code == 429
        assert "Your last file is still being checked" in answer.content.decode()
    with turn_of(ed), turn_of(ada):
        answer = send()
        assert answer.status_code == 429
        assert "Other files are being checked" in answer.content.decode()
    assert "Unknown." in send().content.decode()
