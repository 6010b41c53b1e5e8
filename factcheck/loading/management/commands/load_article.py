"""``manage.py load_article FILE…``: the same loading as in the admin, for many files and for scripts."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from factcheck.accounts.models import User
from factcheck.articles.services import AlreadyLoaded, Provenance
from factcheck.loading.dry_run import described
from factcheck.loading.provenance import ProvenanceForm
from factcheck.loading.reading import fetch_page, provenance_of, readable, reader_limits
from factcheck.readers.base import ImportedArticle, RefusedFile
from factcheck.readers.sandbox import read_sandboxed
from factcheck.readers.sidecar import read_sidecar, sidecar_of
from factcheck.readers.text import Unreadable
from factcheck.reviews.versions import Revised, Unsigned, load_or_revise

STANDARD_INPUT = "-"


class Command(BaseCommand):
    help = (
        "Load articles from files (see README for the types), folders or URLs. A FILE.json next to FILE.txt may"
        " give title, outlet, byline, url and published_on. A text already loaded is left as it is; a different"
        " text from a known URL becomes a newer version."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "files",
            nargs="+",
            metavar="FILE",
            help="a file, a folder, or a URL where FETCH_URLS allows it; - reads standard input",
        )
        parser.add_argument("--title", help="of a single file; otherwise from FILE.json or the file's name")
        parser.add_argument("--outlet", help="who published it")
        parser.add_argument("--byline", help="who wrote it")
        parser.add_argument("--url", help="where it is on the web; of a single file")
        parser.add_argument("--by", metavar="USERNAME", help="who loads; required when a known URL has a newer text")
        parser.add_argument(
            "--new", action="store_true", help="a separate article, not a newer version of one with the same URL"
        )
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="store nothing: print one JSON object a line for each article, with its claims, notes and what is left"
            " out, or for what is refused; needs no database",
        )
        parser.add_argument("--date", dest="published_on", help="when it was published, such as 2024-11-09")

    def handle(self, *, files: list[str], **options: Any) -> None:
        names = ("title", "outlet", "byline", "url", "published_on")
        overrides = {name: options[name] for name in names if options[name]}
        if len(files) > 1 and (single := overrides.keys() & {"title", "url"}):
            raise CommandError(f"--{sorted(single)[0]} works with one file, but {len(files)} were given.")
        if options["dry_run"]:
            self.describe(files, overrides)
            return
        by = find_person(options["by"]) if options["by"] else None
        failed = 0
        # On a terminal a bar; elsewhere nothing but the sentences.
        for name in tqdm(files, unit="article", disable=None, leave=False):
            with tqdm.external_write_mode():
                failed += not self.load(name, overrides, by=by, as_new=options["new"])
        if failed:
            raise CommandError(f"{failed} of {len(files)} could not be loaded.")

    def describe(self, files: list[str], overrides: dict[str, str]) -> None:
        """Print what would be loaded. Raises CommandError where something would be refused."""
        refused = 0
        for name in files:
            try:
                for place, item, provenance in articles(name):
                    self.stdout.write(
                        json.dumps(described(name, place, item, provenance | overrides), ensure_ascii=False)
                    )
                    refused += isinstance(item, RefusedFile)
            except (Unreadable, OSError) as why:
                sentence = str(why) if isinstance(why, Unreadable) else f"The file can’t be read: {why.strerror}."
                self.stdout.write(json.dumps({"file": name, "place": "", "refused": sentence}, ensure_ascii=False))
                refused += 1
        if refused:
            raise CommandError(f"{refused} would be refused.")

    def load(self, name: str, overrides: dict[str, str], *, by: User | None, as_new: bool) -> bool:
        """Load what is meant by one name and say in a sentence what came of each article; whether all went well."""
        is_well = True
        try:
            for place, item, provenance in articles(name):
                label = f"{name}, {place}" if place else name
                if isinstance(item, RefusedFile):
                    self.stderr.write(f"{label}: {item.sentence}")
                    is_well = False
                else:
                    is_well = self.load_article(label, item, provenance | overrides, by=by, as_new=as_new) and is_well
        except Unreadable as why:
            self.stderr.write(f"{name}: {why}")
            return False
        except OSError as why:
            self.stderr.write(f"{name}: The file can’t be read: {why.strerror}.")
            return False
        return is_well

    def load_article(
        self, label: str, imported: ImportedArticle, provenance: dict[str, str], *, by: User | None, as_new: bool
    ) -> bool:
        notes = imported.notes
        try:
            loaded = load_or_revise(
                text=imported.text, provenance=checked(provenance), by=by, as_new=as_new, notes=notes
            )
        except AlreadyLoaded as why:
            self.stdout.write(f"{label}: {why}")
        except Unsigned as why:
            self.stderr.write(f"{label}: {why} Say who with --by, or load it as a separate article with --new.")
            return False
        except Unreadable as why:
            self.stderr.write(f"{label}: {why}")
            return False
        else:
            if isinstance(loaded, Revised):
                self.stdout.write(f"{label}: {loaded}")
            else:
                self.stdout.write(f"{label}: “{loaded.title}” loaded, {loaded.tally.claims} claims.")
            if notes and by is None:
                self.stdout.write(
                    f"{label}: Its margin comments and footnotes are left out; say who loads them with --by."
                )
        return True


def find_person(username: str) -> User:
    """Somebody who may load. Raises CommandError."""
    person = User.objects.filter(username=username).first()
    if person is None or not person.can_load:
        raise CommandError(f"{username} can’t load articles; name an editor.")
    return person


def articles(name: str) -> Iterator[tuple[str, ImportedArticle | RefusedFile, dict[str, str]]]:
    """The articles of a file, a folder, a URL or standard input: each with its place, and what is known about it.

    Raises Unreadable or OSError.
    """
    if name == STANDARD_INPUT:
        for item in read_sandboxed(sys.stdin.buffer.read(), limits=reader_limits()):
            yield item.place, item, {"title": "Text from standard input"} | about(item, "", is_named=False)
    elif name.startswith(("http://", "https://")):
        page = fetch_page(name)
        for item in read_sandboxed(page.body, name=page.name, hint=page.hint, limits=reader_limits()):
            yield item.place, item, {"url": page.url} | about(item, page.name, is_named=False)
    elif Path(name).is_dir():
        for path in sorted(Path(name).rglob("*")):
            if path.is_file() and not path.name.startswith(".") and not is_sidecar(path):
                yield from in_file(path, place=str(path.relative_to(name)))
    else:
        yield from in_file(Path(name))


def in_file(path: Path, place: str = "") -> Iterator[tuple[str, ImportedArticle | RefusedFile, dict[str, str]]]:
    """The articles of one file; what the ``.json`` beside it says outweighs what it says of itself."""
    sidecar = {}
    try:
        if sidecar_of(path) != path and sidecar_of(path).is_file():
            sidecar = read_sidecar(sidecar_of(path).read_bytes())
        with path.open("rb") as file:
            for item in read_sandboxed(file, name=path.name, limits=reader_limits()):
                yield ", ".join(filter(None, (place, item.place))), item, about(item, path.name) | sidecar
    except (Unreadable, OSError) as why:
        if not place:
            raise
        # One file of a folder doesn't stop the others.
        sentence = str(why) if isinstance(why, Unreadable) else f"The file can’t be read: {why.strerror}."
        yield place, RefusedFile(sentence), {}


def is_sidecar(path: Path) -> bool:
    return path.suffix.lower() == ".json" and any(path.with_suffix(ending).is_file() for ending in (".txt", ".TXT"))


def about(item: ImportedArticle | RefusedFile, name: str, *, is_named: bool = True) -> dict[str, str]:
    """What an article says of itself, by the form’s fields; a plain text without a heading is titled by its file."""
    if isinstance(item, RefusedFile):
        return {}
    provenance = provenance_of(item, name)
    is_plain = is_named and name.lower().endswith(".txt") and not item.place
    title = (item.title or readable(PurePath(name).stem)) if is_plain else provenance.title if name else item.title
    fields = {"title": title, "outlet": provenance.outlet, "byline": provenance.byline, "url": provenance.url}
    if provenance.published_on:
        fields["published_on"] = provenance.published_on.isoformat()
    return {field: value for field, value in fields.items() if value}


def checked(fields: dict[str, str]) -> Provenance:
    """The same checks as in the admin's form. Raises Unreadable with the first thing that is wrong."""
    form = ProvenanceForm({**fields, "outlet_name": fields.get("outlet", "")})
    if form.is_valid():
        return form.provenance()
    field, errors = next(iter(form.errors.items()))
    raise Unreadable(f"{form[field].label}: {errors[0]}")
