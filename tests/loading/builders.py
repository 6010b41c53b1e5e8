"""Loading in the admin as an editor does it: upload, look, load."""

from __future__ import annotations

import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

ADD = "/admin/articles/article/add/"


def upload(data: bytes | str, name: str = "bridge.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data.encode() if isinstance(data, str) else data, content_type="text/plain")


def submit(client: Client, **fields: Any) -> HttpResponse:
    """Send the upload form: the preview of what was uploaded, or the form with what is wrong."""
    return client.post(ADD, fields, follow=True)  # type: ignore[return-value]


def load(client: Client, preview: HttpResponse, **corrected: Any) -> HttpResponse:
    """Press “Load” on a preview, with the fields as they are there, except those ``corrected``."""
    form = preview.context["form"]  # type: ignore[attr-defined]
    initial = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in {**initial, **corrected}.items() if value not in (None, "", False)}
    return client.post(url_of(preview), sent)  # type: ignore[return-value]


def url_of(preview: HttpResponse) -> str:
    return str(preview.request["PATH_INFO"])  # type: ignore[attr-defined]


def errors(response: HttpResponse) -> dict[str, list[str]]:
    """The sentences beside each field, without their links."""
    assert response.status_code == 200
    form = response.context["form"]  # type: ignore[attr-defined]
    return {
        name: [re.sub(r"<[^>]+>", "", str(error)) for error in sentences] for name, sentences in form.errors.items()
    }
