"""``manage.py load_article FILE…``: the same loading as in the admin, for many files and for scripts."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from factcheck.accounts.models import User
from factcheck.articles.services import AlreadyLoaded, Provenance
from factcheck.loading.provenance import ProvenanceForm
from factcheck.loading.reading import provenance_of, read_file, readable
from factcheck.loading.web import fetch_copy
from factcheck.readers.base import ImportedArticle, RefusedFile
from factcheck.readers.sidecar import read_sidecar, sidecar_of
from factcheck.readers.text import Unreadable
from factcheck.reviews.versions import Revised, Unsigned, load_or_revise

STANDARD_INPUT = "-"


class Command(BaseCommand):
    help = (
        "Load articles from files of any kind that is read (see README), folders of them, or URLs. FILE.json beside "
        "FILE.txt may give title, outlet, byline, url and published_on. A text that was loaded before is left as it "
        "is; another text at a known URL is a newer version."
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
        parser.add_argument("--url", help="where it stands; of a single file")
        parser.add_argument("--by", metavar="USERNAME", help="who loads; asked for where a known URL has a newer text")
        parser.add_argument(
            "--new", action="store_true", help="an article of its own, not a newer version of one with the same URL"
        )
        parser.add_argument("--date", dest="published_on", help="when it was published, such as 2024-11-09")

    def handle(self, *, files: list[str], **options: Any) -> None:
        given = {name: options[name] for name in ("title", "outlet", "byline", "url", "published_on") if options[name]}
        if len(files) > 1 and (single := given.keys() & {"title", "url"}):
            raise CommandError(f"--{sorted(single)[0]} fits one file, but {len(files)} were given.")
        by = person(options["by"]) if options["by"] else None
        failed = 0
        # On a terminal a bar; elsewhere nothing but the sentences.
        for name in tqdm(files, unit="article", disable=None, leave=False):
            with tqdm.external_write_mode():
                failed += not self.load(name, given, by=by, as_new=options["new"])
        if failed:
            raise CommandError(f"{failed} of {len(files)} could not be loaded.")

    def load(self, name: str, given: dict[str, str], *, by: User | None, as_new: bool) -> bool:
        """Load what one name stands for and say in a sentence what came of each article."""
        is_well = True
        try:
            for place, copy, said in copies(name):
                label = f"{name}, {place}" if place else name
                if isinstance(copy, RefusedFile):
                    self.stderr.write(f"{label}: {copy.sentence}")
                    is_well = False
                else:
                    is_well = self.load_copy(label, copy, said | given, by=by, as_new=as_new) and is_well
        except Unreadable as why:
            self.stderr.write(f"{name}: {why}")
            return False
        except OSError as why:
            self.stderr.write(f"{name}: The file can’t be read: {why.strerror}.")
            return False
        return is_well

    def load_copy(
        self, label: str, copy: ImportedArticle, said: dict[str, str], *, by: User | None, as_new: bool
    ) -> bool:
        try:
            provenance = checked(said)
            loaded = load_or_revise(text=copy.text, provenance=provenance, by=by, as_new=as_new, notes=copy.notes)
        except AlreadyLoaded as why:
            self.stdout.write(f"{label}: {why}")
        except Unsigned as why:
            self.stderr.write(f"{label}: {why} Say who with --by, or load it as an article of its own with --new.")
            return False
        except Unreadable as why:
            self.stderr.write(f"{label}: {why}")
            return False
        else:
            if isinstance(loaded, Revised):
                self.stdout.write(f"{label}: {loaded}")
            else:
                self.stdout.write(f"{label}: “{loaded.title}” loaded, {loaded.tally.claims} claims.")
            if copy.notes and by is None:
                self.stdout.write(
                    f"{label}: Its margin comments and footnotes are left out; say who brings them with --by."
                )
        return True


def person(username: str) -> User:
    """Somebody who may load. Raises CommandError."""
    by = User.objects.filter(username=username).first()
    if by is None or not by.can_load:
        raise CommandError(f"{username} is nobody who may load articles; name an editor.")
    return by


def copies(name: str) -> Iterator[tuple[str, ImportedArticle | RefusedFile, dict[str, str]]]:
    """The articles of a file, a folder, a URL or standard input: each with its place, and what is said of it.

    Raises Unreadable or OSError.
    """
    if name == STANDARD_INPUT:
        for one in read_file(sys.stdin.buffer.read()):
            yield one.place, one, {"title": "Text from standard input"} | said_of(one, "", is_named=False)
    elif name.startswith(("http://", "https://")):
        found = fetch_copy(name)
        for one in read_file(found.body, name=found.name, hint=found.hint):
            yield one.place, one, {"url": found.url} | said_of(one, found.name, is_named=False)
    elif Path(name).is_dir():
        for path in sorted(Path(name).rglob("*")):
            if path.is_file() and not path.name.startswith(".") and not is_sidecar(path):
                yield from in_file(path, place=str(path.relative_to(name)))
    else:
        yield from in_file(Path(name))


def in_file(path: Path, place: str = "") -> Iterator[tuple[str, ImportedArticle | RefusedFile, dict[str, str]]]:
    """The articles of one file; what the ``.json`` beside it says outweighs what it says of itself."""
    beside = {}
    try:
        if sidecar_of(path) != path and sidecar_of(path).is_file():
            beside = read_sidecar(sidecar_of(path).read_bytes())
        with path.open("rb") as file:
            for one in read_file(file, name=path.name):
                yield ", ".join(filter(None, (place, one.place))), one, said_of(one, path.name) | beside
    except (Unreadable, OSError) as why:
        if not place:
            raise
        # One file of a folder doesn't stop the others.
        sentence = str(why) if isinstance(why, Unreadable) else f"The file can’t be read: {why.strerror}."
        yield place, RefusedFile(sentence), {}


def is_sidecar(path: Path) -> bool:
    return path.suffix.lower() == ".json" and any(
        one.is_file() for one in (path.with_suffix(".txt"), path.with_suffix(".TXT"))
    )


def said_of(one: ImportedArticle | RefusedFile, name: str, *, is_named: bool = True) -> dict[str, str]:
    """Where a copy comes from, as the form has it. A plain text is called by its file where somebody has named that."""
    if isinstance(one, RefusedFile):
        return {}
    about = provenance_of(one, name)
    is_plain = is_named and name.lower().endswith(".txt") and not one.place
    title = readable(PurePath(name).stem) if is_plain else about.title if name else one.title
    said = {"title": title, "outlet": about.outlet, "byline": about.byline, "url": about.url}
    if about.published_on:
        said["published_on"] = about.published_on.isoformat()
    return {field: value for field, value in said.items() if value}


def checked(said: dict[str, str]) -> Provenance:
    """The same checks as in the admin's form. Raises Unreadable with the first thing that is wrong."""
    form = ProvenanceForm({**said, "outlet_name": said.get("outlet", "")})
    if form.is_valid():
        return form.provenance()
    field, errors = next(iter(form.errors.items()))
    raise Unreadable(f"{form[field].label}: {errors[0]}")
