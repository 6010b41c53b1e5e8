"""The rooms of the house and the imports between them, read from the code."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

#: The rooms from the ground up. A room may import those before it in the list, and itself.
ROOMS = (
    "attribution",
    "record",
    "readers",
    "standards",
    "accounts",
    "jobs",
    "articles",
    "claims",
    "reviews",
    "reports",
    "loading",
)
#: Pure Python: no Django, no network, no other room but those named.
PURE = {"attribution": (), "record": ("attribution",), "readers": (), "standards": ()}
#: Whatever answers HTTP or the command line sits in one of these (or in loading, the top room) and may use every room.
ON_TOP = ("pages", "admin", "management", "templatetags")


def sources(tree: Path, *, migrations: bool = False) -> list[Path]:
    """The project's Python files, either without the migrations or nothing but them."""
    paths = sorted((tree / "factcheck").rglob("*.py"))
    return [path for path in paths if ("migrations" in path.parts) == migrations]


def imports(tree: Path) -> Iterator[tuple[str, str]]:
    """Every import, as dotted names: the importer, then what it imports, names within modules included."""
    for path in sources(tree):
        importer = ".".join(path.relative_to(tree).with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                for name in node.names:
                    yield importer, f"{node.module}.{name.name}"
            elif isinstance(node, ast.Import):
                for name in node.names:
                    yield importer, name.name


def imports_within(tree: Path) -> list[tuple[str, str]]:
    """Of these, the imports of the project's own modules."""
    return [(importer, imported) for importer, imported in imports(tree) if imported.startswith("factcheck.")]


def room(dotted: str) -> str:
    parts = dotted.split(".")
    return parts[1] if len(parts) > 1 else ""


def is_private(dotted: str) -> bool:
    return any(part.startswith("_") and not part.endswith("__") for part in dotted.split("."))


def is_on_top(dotted: str) -> bool:
    parts = dotted.split(".")
    return room(dotted) == "loading" or (len(parts) > 2 and parts[2] in ON_TOP)


def climbs(importer: str, imported: str) -> bool:
    """Whether an import points up: from below the pages into a room that stands later in the list."""
    rooms = room(importer), room(imported)
    if is_on_top(importer) or not set(rooms) <= set(ROOMS):
        return False
    return ROOMS.index(rooms[1]) > ROOMS.index(rooms[0])
