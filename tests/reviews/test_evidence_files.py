"""Files of evidence: told by their content, kept in a private folder, given out as they came."""

from __future__ import annotations

import hashlib
import os
import stat
import threading
import time
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from factcheck.accounts.models import User
from factcheck.articles.models import Article
from factcheck.refusals import Refused
from factcheck.reviews import evidence_files
from factcheck.reviews.evidence_files import content_type_of, safe_name, store
from factcheck.reviews.models import Evidence
from tests.factories import make_article, make_claim
from tests.reviews.builders import PDF, REFUSED, TAKEN, zipped
from tests.reviews.test_evidence import answer as give_answer
from tests.reviews.test_evidence import ask

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture(autouse=True)
def root(settings: Any, tmp_path: Path) -> Path:
    """A private folder of the test's own, not yet made."""
    settings.EVIDENCE_ROOT = tmp_path / "kept" / "evidence"
    return Path(settings.EVIDENCE_ROOT)


@pytest.fixture
def article(db: None) -> Article:
    return make_article("One stands here.\nTwo stands here.\nThree stands here.")


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/png")  # what a browser says is not believed


def files_in(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


def send(client: Client, article: Article, content: bytes, name: str = "minutes.pdf", **fields: Any) -> Any:
    form = {"stance": "supports", "claims": "1", "key": str(uuid.uuid4()), "file": upload(name, content)} | fields
    headers = form.pop("headers", {})
    return client.post(f"/articles/{article.pk}/claims/1/evidence/", form, headers=headers)


def content_at(client: Client, url: str) -> bytes:
    return b"".join(client.get(url).streaming_content)


# ---- What it is -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", TAKEN)
def test_what_is_taken_is_told_by_its_content(kind: str) -> None:
    content, content_type = TAKEN[kind]
    assert content_type_of(ContentFile(content, name="misleading.exe")) == content_type


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_refused_is_called_by_its_name(kind: str) -> None:
    content, called = REFUSED[kind]
    with pytest.raises(Refused, match=f"This file is {called}.*; choose one of these: PDF"):
        content_type_of(ContentFile(content, name="innocent.pdf"))


def test_text_with_one_control_character_far_inside_is_no_text() -> None:
    with pytest.raises(Refused, match="unknown type"):
        content_type_of(ContentFile(b"Minutes. " * 300_000 + b"\x01"))


def test_empty_and_too_large_files_are_refused_with_the_figures(settings: Any) -> None:
    settings.EVIDENCE_MAX_MB = 1
    with pytest.raises(Refused, match="is empty"):
        content_type_of(ContentFile(b""))
    assert content_type_of(ContentFile(b"x" * 1024**2)) == "text/plain"
    with pytest.raises(Refused, match=r"has 1\.1 MB; the limit is 1 MB"):
        content_type_of(ContentFile(b"x" * (1024**2 + 1)))


@pytest.mark.parametrize(
    ("called", "kept"),
    [
        ("minutes.pdf", "minutes.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\rita\\minutes.pdf", "minutes.pdf"),
        ("minutes\u202efdp.exe", "minutesfdp.exe"),
        ("line\r\nbreak\x00.pdf", "linebreak.pdf"),
        (" . ", "file"),
        ("", "file"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
        ("Protokoll – Größe “3”.pdf", "Protokoll – Größe “3”.pdf"),
    ],
)
def test_a_name_has_no_folder_and_hides_nothing(called: str, kept: str) -> None:
    assert safe_name(called) == kept


# ---- Where it is kept -----------------------------------------------------------------------------------------------


def test_a_stored_file_is_private_and_called_by_its_content(root: Path) -> None:
    stored = store(ContentFile(PDF, name="minutes.pdf"), content_type="application/pdf")
    sha256 = hashlib.sha256(PDF).hexdigest()
    assert (stored.sha256, stored.size, stored.name) == (sha256, len(PDF), "minutes.pdf")
    kept = root / stored.path
    assert kept.read_bytes() == PDF
    assert kept.name == sha256
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in (root, kept.parent, root / "incoming")} == {0o700}


def test_the_same_content_is_stored_once_also_in_one_instant(root: Path) -> None:
    ready = threading.Barrier(4, timeout=30)

    def run(name: str) -> None:
        ready.wait()
        store(ContentFile(PDF * 1000, name=name), content_type="application/pdf")

    threads = [threading.Thread(target=run, args=(f"{n}.pdf",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    (only,) = files_in(root)
    assert only.read_bytes() == PDF * 1000


def test_damage_is_repaired_when_the_content_comes_again(root: Path) -> None:
    stored = store(ContentFile(PDF), content_type="application/pdf")
    (root / stored.path).write_bytes(b"")
    store(ContentFile(PDF), content_type="application/pdf")
    assert (root / stored.path).read_bytes() == PDF


def test_what_is_interrupted_leaves_nothing_behind(root: Path) -> None:
    class Torn(ContentFile):
        def chunks(self, chunk_size: int | None = None) -> Any:
            yield b"half of"
            raise OSError("the line broke")

    with pytest.raises(OSError, match="the line broke"):
        store(Torn(b"half of it"), content_type="text/plain")
    assert not files_in(root)


def test_what_a_killed_process_left_is_cleared_a_day_later(root: Path) -> None:
    store(ContentFile(PDF), content_type="application/pdf")
    old, new = root / "incoming" / "old", root / "incoming" / "new"
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (0, time.time() - 25 * 3600))
    store(ContentFile(PDF), content_type="application/pdf")
    assert not old.exists()
    assert new.exists()


# ---- In and out over HTTP -------------------------------------------------------------------------------------------


def test_a_file_comes_back_as_it_was_sent(client: Client, article: Article, rita: User, root: Path) -> None:
    client.force_login(rita)
    name = 'Größe; “3” "x".pdf'
    assert send(client, article, PDF, name).status_code == 302
    evidence = Evidence.objects.get()
    assert (evidence.content_type, evidence.size, evidence.sha256) == (
        "application/pdf",
        len(PDF),
        hashlib.sha256(PDF).hexdigest(),
    )
    answer = client.get(f"/articles/{article.pk}/evidence/{evidence.pk}/file/")
    assert answer.status_code == 200
    assert answer.streaming
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Length"] == str(len(PDF))
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''Gr%C3%B6%C3%9Fe%3B")
    assert "no-store" in answer["Cache-Control"]


def test_a_large_file_goes_through_the_disk(client: Client, article: Article, rita: User, root: Path) -> None:
    client.force_login(rita)
    content = PDF + bytes(5 * 1024**2)
    assert send(client, article, content).status_code == 302
    assert Evidence.objects.get().size == len(content)
    (kept,) = files_in(root)
    assert kept.read_bytes() == content


@pytest.mark.parametrize("content", [zipped("a.txt"), b"", b"MZ" + bytes(100)], ids=["zip", "empty", "program"])
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_a_refused_file_keeps_what_was_typed_and_leaves_nothing(
    client: Client, article: Article, rita: User, root: Path, content: bytes, headers: dict[str, str]
) -> None:
    client.force_login(rita)
    answer = send(client, article, content, quotation="“It can wait.”", headers=headers)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "“It can wait.”" in html
    assert "choose" in html
    assert not Evidence.objects.exists()
    assert not files_in(root)


def test_a_file_with_a_wrong_form_is_not_stored(client: Client, article: Article, rita: User, root: Path) -> None:
    client.force_login(rita)
    answer = send(client, article, PDF, stance="")
    assert answer.status_code == 422
    assert "Choose the file again" in answer.content.decode()
    assert not files_in(root)


def test_a_file_beyond_the_limit_is_told_its_size(
    client: Client, article: Article, rita: User, root: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EVIDENCE_MAX_MB = 1
    client.force_login(rita)
    on_disk: list[int] = []

    def looked_at(file: Any) -> str:
        on_disk.append(os.fstat(file.file.fileno()).st_size)
        return content_type_of(file)

    monkeypatch.setattr(evidence_files, "content_type_of", looked_at)
    answer = send(client, article, PDF + bytes(3 * 1024**2), quotation="Kept.")
    assert on_disk == [0]
    assert answer.status_code == 422
    assert "3.1 MB; the limit is 1 MB" in answer.content.decode()
    assert "Kept." in answer.content.decode()
    assert not files_in(root)


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_far_too_large_a_request_is_not_read(
    client: Client, article: Article, rita: User, settings: Any, headers: dict[str, str]
) -> None:
    settings.EVIDENCE_MAX_MB = 1
    client.force_login(rita)
    url = f"/articles/{article.pk}/claims/1/evidence/"
    answer = client.generic(
        "POST", url, b"never read", "multipart/form-data; boundary=x", headers=headers, CONTENT_LENGTH=str(11 * 1024**2)
    )
    assert answer.status_code == 413
    assert "the limit is 1 MB" in answer.content.decode()
    assert answer.headers.get("HX-Retarget") == ("#evidence-says" if headers else None)


def test_an_upload_that_breaks_off_leaves_nothing(
    client: Client, article: Article, rita: User, root: Path, settings: Any, tmp_path: Path
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    client.force_login(rita)
    url = f"/articles/{article.pk}/claims/1/evidence/"
    before = "".join(
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in {"key": uuid.uuid4(), "url": ""}.items()
    )
    broken_off = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.7 half of'
    answer = client.generic("POST", url, before.encode() + broken_off, "multipart/form-data; boundary=x")
    assert answer.status_code == 422
    assert not Evidence.objects.exists()
    assert not files_in(tmp_path)


def test_a_full_disk_is_told_in_a_sentence(
    client: Client, article: Article, rita: User, root: Path, caplog: pytest.LogCaptureFixture
) -> None:
    root.parent.mkdir(parents=True)
    root.write_text("no folder")  # nothing can be stored below a file, whoever we are
    client.force_login(rita)
    answer = send(client, article, PDF, quotation="Kept.")
    assert answer.status_code == 422
    assert "The file couldn’t be saved" in answer.content.decode()
    assert "Kept." in answer.content.decode()
    assert not Evidence.objects.exists()
    assert "EVIDENCE_ROOT" in caplog.text


def test_a_file_that_is_gone_is_told_and_logged(
    client: Client, article: Article, rita: User, root: Path, caplog: pytest.LogCaptureFixture
) -> None:
    client.force_login(rita)
    send(client, article, PDF)
    evidence = Evidence.objects.get()
    (root / evidence.file).unlink()
    answer = client.get(f"/articles/{article.pk}/evidence/{evidence.pk}/file/")
    assert answer.status_code == 404
    assert "is no longer in storage" in answer.content.decode()
    assert f"evidence {evidence.pk} is gone" in caplog.text


def test_a_file_is_for_people_with_a_role(client: Client, article: Article, rita: User, nora: User, ada: User) -> None:
    client.force_login(rita)
    send(client, article, PDF)
    url = f"/articles/{article.pk}/evidence/{Evidence.objects.get().pk}/file/"
    client.logout()
    assert client.get(url).status_code == 302
    client.force_login(nora)
    assert client.get(url).status_code == 403
    client.force_login(rita)
    assert client.post(url).status_code == 405
    assert client.get(f"/articles/{make_article('Another.').pk}{url[url.index('/evidence') :]}").status_code == 404
    assert client.get(url.replace("/file/", "9/file/")).status_code == 404


def test_a_file_is_hidden_from_who_owes_an_opinion(client: Client, article: Article, rita: User, ed: User) -> None:
    client.force_login(rita)
    send(client, article, PDF)
    ask(make_claim(article), ed)
    url = f"/articles/{article.pk}/evidence/{Evidence.objects.get().pk}/file/"
    assert content_at(client, url) == PDF
    client.force_login(ed)
    assert client.get(url).status_code == 404
    give_answer(make_claim(article), ed)
    assert content_at(client, url) == PDF


def test_a_link_has_no_file(client: Client, article: Article, rita: User) -> None:
    client.force_login(rita)
    evidence = Evidence.objects.create(article=article, url="https://example.org/", by=rita)
    assert make_claim(article).label == "1"
    assert client.get(f"/articles/{article.pk}/evidence/{evidence.pk}/file/").status_code == 404
