"""The form of a record, and that of its passage as evidence."""

from __future__ import annotations

import uuid
from dataclasses import replace
from pathlib import PurePath
from typing import Any, BinaryIO, cast

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from factcheck.readers.base import ImportedArticle, Limits
from factcheck.readers.characters import decoded
from factcheck.readers.sandbox import read_sandboxed
from factcheck.readers.text import MAX_TEXT_BYTES, Unreadable

_AS_IT_IS = frozenset({".txt", ".text", ".srt", ".vtt"})
#: How long somebody waits for a file to be read.
_SECONDS = 30


class RecordForm(forms.Form):
    """A file or a pasted text, with a title."""

    title = forms.CharField(
        label="Title",
        max_length=300,
        required=False,
        error_messages={"max_length": "The title has %(show_value)d characters; the limit is %(limit_value)d."},
    )
    file = forms.FileField(
        label="File", required=False, error_messages={"empty": "The file is empty; choose another one."}
    )
    text = forms.CharField(label="Or paste the text", required=False, strip=False, widget=forms.Textarea)
    key = forms.UUIDField()

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, initial={"key": uuid.uuid4()})

    @property
    def is_out_of_date(self) -> bool:
        return "key" in self.errors

    def clean(self) -> dict[str, Any]:
        """A file or a text, and not both; a file is read in the sandbox."""
        cleaned: dict[str, Any] = super().clean() or {}
        file: UploadedFile | None = cleaned.get("file")
        text = (cleaned.get("text") or "").replace("\r\n", "\n").replace("\x00", "")
        if file and text.strip():
            self.add_error("text", "Choose a file or paste a text, not both.")
        elif file:
            text = self._read(file, cleaned)
        elif "file" not in self.errors and not text.strip():
            self.add_error("text", "Choose a file, or paste the text.")
        cleaned["record"] = text
        if not cleaned.get("title"):
            cleaned["title"] = (file.name if file and file.name else _first_line(text))[:300]
        return cleaned

    def _read(self, file: UploadedFile, cleaned: dict[str, Any]) -> str:
        """A file's text. Of text and subtitles every line and time stays, since places are told by them; nothing in
        them is obeyed, so they need no sandbox."""
        if PurePath(file.name or "").suffix.lower() in _AS_IT_IS:
            return self._decoded(file)
        limits = replace(Limits(**settings.READER_LIMITS), seconds=_SECONDS, total_seconds=_SECONDS)
        texts = []
        for item in read_sandboxed(
            cast(BinaryIO, file.file), name=file.name or "", hint=file.content_type or "", limits=limits
        ):
            if not isinstance(item, ImportedArticle):
                self.add_error("file", item.sentence)
                return ""
            texts.append(item.text)
        return "\n\n".join(texts)

    def _decoded(self, file: UploadedFile) -> str:
        if (file.size or 0) > 4 * MAX_TEXT_BYTES:
            self.add_error("file", "The text is too long; add it in parts.")
            return ""
        try:
            text = decoded(file.read()).text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
        except Unreadable as why:
            self.add_error("file", str(why))
            return ""
        if not text.strip():
            self.add_error("file", "There is no text in this file.")
        return text


class PassageForm(forms.Form):
    """A button: the passage becomes evidence on the claim."""

    key = forms.UUIDField()


def _first_line(text: str) -> str:
    return " ".join(text.split())[:80]
