"""``manage.py load_article FILE…``: the same loading as in the admin, for many files and for scripts."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from factcheck.accounts.models import User
from factcheck.articles.forms import ProvenanceForm
from factcheck.articles.readers.base import Copy, Refused
from factcheck.articles.readers.sidecar import read_sidecar, sidecar_of
from factcheck.articles.reading import provenance_of, read_file, readable
from factcheck.articles.services import AlreadyLoaded, Provenance
from factcheck.articles.text import Unreadable, heading
from factcheck.articles.web import fetch_copy
from factcheck.reviews.revisions import Revised, Unsigned, load_or_revise

STANDARD_INPUT = "-"


class Command(BaseCommand):
    help = (
        "Load articles from text files. FILE.json beside FILE.txt may give title, outlet, byline, url and "
        "published_on. A text that was loaded before is left as it is; another text at a known URL is a newer version."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "files",
            nargs="+",
            metavar="FILE",
            help="a text file, or a URL where FETCH_URLS allows it; - reads standard input",
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
        """Load one file and say in a sentence what came of it."""
        try:
            text, provenance = read(name, given)
            loaded = load_or_revise(text=text, provenance=provenance, by=by, as_new=as_new)
        except AlreadyLoaded as why:
            self.stdout.write(f"{name}: {why}")
        except Unsigned as why:
            self.stderr.write(f"{name}: {why} Say who with --by, or load it as an article of its own with --new.")
            return False
        except Unreadable as why:
            self.stderr.write(f"{name}: {why}")
            return False
        except OSError as why:
            self.stderr.write(f"{name}: The file can’t be read: {why.strerror}.")
            return False
        else:
            if isinstance(loaded, Revised):
                self.stdout.write(f"{name}: {loaded}")
            else:
                self.stdout.write(f"{name}: “{loaded.title}” loaded, {loaded.tally.claims} claims.")
        return True


def person(username: str) -> User:
    """Somebody who may load. Raises CommandError."""
    by = User.objects.filter(username=username).first()
    if by is None or not by.can_load:
        raise CommandError(f"{username} is nobody who may load articles; name an editor.")
    return by


def read(name: str, given: dict[str, str]) -> tuple[str, Provenance]:
    """The cleaned text of a file or of what stands at a URL, and where it comes from. Raises Unreadable or OSError."""
    said: dict[str, str] = {}
    if name == STANDARD_INPUT:
        text = only_copy(sys.stdin.buffer.read()).text
        said["title"] = heading(text) or "Text from standard input"
    elif name.startswith(("http://", "https://")):
        text, said = fetched(name)
    else:
        path = Path(name)
        text = only_copy(path.read_bytes(), name=path.name).text
        said["title"] = readable(path.stem)
        if sidecar_of(path).is_file():
            said |= read_sidecar(sidecar_of(path).read_bytes())
    return text, checked(said | given)


def fetched(url: str) -> tuple[str, dict[str, str]]:
    """The text at a URL and what it says of itself. Raises Unreadable."""
    found = fetch_copy(url)
    copy = only_copy(found.body, name=found.name, hint=found.hint)
    about = provenance_of(copy, found.name)
    date = about.published_on.isoformat() if about.published_on else ""
    said = {"title": about.title, "outlet": about.outlet, "byline": about.byline, "published_on": date}
    return copy.text, said | {"url": found.url}


def only_copy(data: bytes, name: str = "", hint: str = "") -> Copy:
    """The one article of a file. Raises Unreadable."""
    first, *more = islice(read_file(data, name=name, hint=hint), 2)
    for one in (first, *more):
        if isinstance(one, Refused):
            raise Unreadable(one.sentence)
    if more or isinstance(first, Refused):
        raise Unreadable("It holds several articles; load it in the admin.")
    return first


def checked(said: dict[str, str]) -> Provenance:
    """The same checks as in the admin's form. Raises Unreadable with the first thing that is wrong."""
    form = ProvenanceForm({**said, "outlet_name": said.get("outlet", "")})
    if form.is_valid():
        return form.provenance()
    field, errors = next(iter(form.errors.items()))
    raise Unreadable(f"{form[field].label}: {errors[0]}")
