"""ZIP archives of files of any kind."""

from __future__ import annotations

import io
import stat
import zipfile

from factcheck.readers.base import ImportedArticle, Limits, RefusedFile
from factcheck.readers.dispatch import read
from factcheck.readers.sandbox import read_sandboxed
from tests.readers.builders import articles, refusal


def packed(**members: bytes | str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


FILES = {
    "../../etc/passwd.txt": "Ferry sails\nIt sails again.",
    "2026/may.csv": "title,text\nMay,It was May.\nJune,\n",
    "2026/note.txt": "It is a note.",
    "2026/note.json": '{"title": "Noted", "published_on": "2026-05-04"}',
    "__MACOSX/2026/._note.txt": "clutter",
    ".DS_Store": "clutter",
    "picture.png": b"\x89PNG\r\n\x1a\n",
    "inner.zip": packed(a="b"),
    "page.html": "<html><body><script>x()</script></body></html>",
}


def test_each_member_is_read_as_what_it_is_under_its_name() -> None:
    items = articles(packed(**FILES), "may.zip", "zip")
    loaded = {item.place: (item.title, item.text) for item in items if isinstance(item, ImportedArticle)}
    assert loaded == {
        "../../etc/passwd.txt": ("Ferry sails", "Ferry sails\nIt sails again."),
        "2026/may.csv, row 2": ("May", "It was May."),
        "2026/note.txt": ("Noted", "It is a note."),
    }
    refused = {item.place: item.sentence for item in items if isinstance(item, RefusedFile)}
    assert set(refused) == {"2026/may.csv, row 3", "picture.png", "inner.zip", "page.html"}
    assert "ZIP within a ZIP" in refused["inner.zip"]
    assert refused["picture.png"] == "This is a picture; type out its text and paste it."


def test_symbolic_link_is_no_text() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        link = zipfile.ZipInfo("passwords.txt")
        link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("note.txt", "It is a note.")

    assert [item.place for item in articles(data.getvalue(), "links.zip", "zip")] == ["note.txt"]


def test_bomb_is_refused_by_what_it_says_of_itself() -> None:
    bomb = packed(a=b"0" * 300_000_000)
    assert "times its size" in refusal(bomb, "bomb.zip")
    (item,) = read(packed(a=b"0" * 3_000_000), limits=Limits(unpacked_mb=1))
    assert isinstance(item, RefusedFile)
    assert "MB is the limit" in item.sentence


def test_bomb_that_lies_is_stopped_at_the_size_it_gave() -> None:
    honest = packed(**{"a.txt": b"0" * 50_000_000})
    size = (50_000_000).to_bytes(4, "little")
    liar = honest.replace(size, (1000).to_bytes(4, "little"))
    assert liar != honest
    assert "damaged or cut short within the ZIP" in refusal(liar, "liar.zip")


def test_member_with_a_password_is_told_apart() -> None:
    plain = bytearray(packed(**{"a.txt": "It is so."}))
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        at = plain.index(mark) + (6 if mark[3] == 4 else 8)
        plain[at] |= 1
    assert "protected by a password" in refusal(bytes(plain), "secret.zip")


def test_sidecar_with_a_password_harms_its_text_alone() -> None:
    secret = bytearray(packed(**{"a.json": "{}", "a.txt": "It is so.", "b.txt": "It is not."}))
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        secret[secret.index(mark) + (6 if mark[3] == 4 else 8)] |= 1
    first, second = articles(bytes(secret), "secret.zip")
    assert isinstance(first, RefusedFile)
    assert "protected by a password" in first.sentence
    assert second == ImportedArticle("It is not.", place="b.txt")


def test_broken_member_of_any_kind_harms_no_other() -> None:
    broken = packed(**{"word/document.xml": "<no", "[Content_Types].xml": "<no"})
    members = {"a.docx": broken, "b.pdf": "%PDF-1.7 no", "c.xlsx": packed(**{"xl/workbook.xml": "<no"}), "d.txt": "So."}
    items = articles(packed(**members), "some.zip")
    assert [(type(item), item.place) for item in items] == [
        (RefusedFile, "a.docx"),
        (RefusedFile, "b.pdf"),
        (RefusedFile, "c.xlsx"),
        (ImportedArticle, "d.txt"),
    ]


def test_it_comes_out_of_the_sandbox_too() -> None:
    items = list(read_sandboxed(packed(**FILES), name="may.zip"))
    assert sum(isinstance(item, ImportedArticle) for item in items) == 3
