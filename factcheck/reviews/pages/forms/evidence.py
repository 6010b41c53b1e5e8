"""The forms of evidence and talk."""

from __future__ import annotations

import re
import uuid
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.db.models import Q

from factcheck.claims.labels import read_label
from factcheck.claims.models import Claim
from factcheck.refusals import Refused
from factcheck.reviews import evidence_files
from factcheck.reviews.evidence import NewEvidence
from factcheck.reviews.evidence_files import StoredFile
from factcheck.reviews.models import Evidence, EvidenceUse, Stance

_STANCE_NEEDED = "Choose whether it supports the claim, contradicts it, or gives context."
_LINK_NEEDED = "Write the full link, such as https://example.org/minutes; it has to begin with http or https."
_CLAIM_NEEDED = "Enter at least one claim, such as 4 or 4a."
_TOO_LONG = "This has %(show_value)d characters; the limit is %(limit_value)d."
PRIMARY = (("primary", "Primary"), ("secondary", "Secondary"))


class Link(forms.URLField):
    """A link that a browser may follow without running anything."""

    default_validators = [URLValidator(schemes=["http", "https"], message=_LINK_NEEDED)]


def _words(label: str, longest: int, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=longest, required=False, error_messages={"max_length": _TOO_LONG}, **more
    )


class EvidenceForm(forms.Form):
    """What somebody found, and which claims it speaks to. ``claim`` is the one whose panel it was opened in."""

    url = Link(
        label="Link",
        max_length=2000,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _LINK_NEEDED, "max_length": _TOO_LONG},
    )
    file = forms.FileField(
        label="File", required=False, error_messages={"empty": "The file is empty; choose another one."}
    )
    place = _words("Page or time", 200)
    quotation = _words("Quotation", 5000, widget=forms.Textarea)
    stance = forms.ChoiceField(
        label="Does it support the claim?",
        choices=Stance,
        error_messages={"required": _STANCE_NEEDED, "invalid_choice": _STANCE_NEEDED},
    )
    is_primary = forms.ChoiceField(label="Source", choices=PRIMARY, required=False)
    contact = _words("Contact", 200)
    claims = forms.CharField(
        label="Applies to claims",
        max_length=500,
        error_messages={"required": _CLAIM_NEEDED, "max_length": _TOO_LONG},
    )
    key = forms.UUIDField()

    def __init__(self, data: Any = None, files: Any = None, *, claim: Claim, instead_of: EvidenceUse | None = None):
        self.claim = claim
        self.instead_of = instead_of
        super().__init__(data, files, initial=self._start())

    def _start(self) -> dict[str, Any]:
        start = {"claims": self.claim.label, "is_primary": "secondary", "key": uuid.uuid4()}
        if self.instead_of is None:
            return start
        old = self.instead_of.evidence
        fields = {name: getattr(old, name) for name in ("url", "place", "quotation", "contact")}
        is_primary = "primary" if old.is_primary else "secondary"
        return start | fields | {"stance": self.instead_of.stance, "is_primary": is_primary}

    @property
    def kept_file(self) -> Evidence | None:
        """What is replaced, when its file is taken over unless another is chosen."""
        return self.instead_of.evidence if self.instead_of and self.instead_of.evidence.file else None

    @property
    def is_out_of_date(self) -> bool:
        return "key" in self.errors

    def clean_file(self) -> UploadedFile | None:
        """Only what may be stored, told by its content."""
        file: UploadedFile | None = self.cleaned_data["file"]
        if file:
            try:
                self.content_type = evidence_files.content_type_of(file)
            except Refused as problem:
                raise forms.ValidationError(str(problem)) from None
        return file

    def clean_claims(self) -> list[Claim]:
        """The claims that are named, of this article; the one whose panel it is, by its row."""
        labels = {word for word in re.split(r"[\s,;]+", self.cleaned_data["claims"].lower()) if word}
        if not labels:
            raise forms.ValidationError(_CLAIM_NEEDED)
        others = labels - {self.claim.label}
        named = {claim.label: claim for claim in self._called(others)}
        if missing := sorted(others - named.keys()):
            raise forms.ValidationError(
                f"This article has no claim “{missing[0]}”; separate claims with commas, such as 4, 6a."
            )
        return [*([self.claim] if self.claim.label in labels else []), *named.values()]

    def _called(self, labels: set[str]) -> list[Claim]:
        called = Q()
        for label in labels:
            try:
                number, part = read_label(label)
            except ValueError:
                continue
            called |= Q(number=number, part=part)
        return list(Claim.objects.filter(called, article=self.claim.article_id)) if called else []

    def clean(self) -> dict[str, Any]:
        """A link or a file, and not both."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "url" not in cleaned or "file" not in cleaned:
            return cleaned
        if cleaned["url"] and cleaned["file"]:
            self.add_error("url", "Give a link or a file, not both; add the other one separately.")
        elif not cleaned["url"] and not cleaned["file"] and not self.kept_file:
            self.add_error("url", "Give a link or choose a file.")
        return cleaned

    def store_file(self) -> StoredFile | None:
        """Once the form is valid: the file in the private folder, if there is one. Raises OSError."""
        file = self.cleaned_data["file"]
        if file:
            return evidence_files.store(file, content_type=self.content_type)
        old = self.kept_file
        if old is None or self.cleaned_data["url"]:
            return None
        return StoredFile(old.file, old.file_name, old.content_type, old.size, old.sha256)

    def new_evidence(self, file: StoredFile | None) -> NewEvidence:
        """What was found, once the form is valid."""
        cleaned = self.cleaned_data
        return NewEvidence(
            url=cleaned["url"],
            file=file,
            place=cleaned["place"],
            quotation=cleaned["quotation"],
            is_primary=cleaned["is_primary"] == "primary",
            contact=cleaned["contact"],
        )


class UseForm(forms.Form):
    """Evidence of the article, used for one more claim."""

    evidence = forms.IntegerField(min_value=1, max_value=2**62)
    stance = forms.ChoiceField(choices=Stance, error_messages={"required": _STANCE_NEEDED})
    key = forms.UUIDField()


class CommentForm(forms.Form):
    """A comment in a claim's thread."""

    text = forms.CharField(
        max_length=5000,
        error_messages={
            "required": "Write a comment first.",
            "max_length": "The comment has %(show_value)d characters; the limit is %(limit_value)d.",
        },
    )
    key = forms.UUIDField()

    @classmethod
    def empty(cls) -> CommentForm:
        return cls(initial={"key": uuid.uuid4()})


class ThreadForm(forms.Form):
    """A button of a thread."""

    key = forms.UUIDField()


class ReadForm(forms.Form):
    """How far a thread was read."""

    up_to = forms.IntegerField(min_value=0, max_value=2**62)
