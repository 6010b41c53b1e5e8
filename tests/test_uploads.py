"""Files that come with a request: not more of them is kept, or even read, than is allowed."""

from __future__ import annotations

import os

from django.test import RequestFactory

from factcheck.uploads import LimitedUpload, is_far_too_long

MAX_BYTES = 1024**2
PIECE = b"x" * 64 * 1024


def send(handler: LimitedUpload, name: str, pieces: int) -> int:
    """A file of so many pieces; how many bytes of it lie on disk in the end."""
    handler.new_file("file", name, "application/pdf", None)
    for number in range(pieces):
        handler.receive_data_chunk(PIECE, number * len(PIECE))
        assert os.fstat(handler.file.file.fileno()).st_size <= MAX_BYTES
    file = handler.file_complete(pieces * len(PIECE))
    assert file is not None
    assert file.size == pieces * len(PIECE)
    return os.fstat(file.file.fileno()).st_size


def test_of_a_file_beyond_the_limit_nothing_is_kept_on_the_way() -> None:
    handler = LimitedUpload(RequestFactory().post("/"), max_bytes=MAX_BYTES)
    assert send(handler, "big.pdf", 64) == 0
    assert handler.is_too_much
    handler.upload_interrupted()


def test_all_files_of_a_request_count_together() -> None:
    handler = LimitedUpload(RequestFactory().post("/"), max_bytes=MAX_BYTES)
    assert send(handler, "first.pdf", 10) == 10 * len(PIECE)
    assert not handler.is_too_much
    assert send(handler, "second.pdf", 10) == 0
    assert handler.is_too_much


def test_a_request_far_too_long_is_known_by_its_length() -> None:
    def of_length(length: object) -> bool:
        return is_far_too_long(RequestFactory().post("/", CONTENT_LENGTH=str(length)), max_bytes=3 * 1024**2)

    assert of_length(40 * 1024**2)
    assert not of_length(20 * 1024**2)
    assert not of_length("")
    assert not of_length("-1")
