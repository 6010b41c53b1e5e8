"""Figures of the code itself: `python -m tests.figures [FOLDER]`, for this checkout or another one.

What is counted, in everything under ``factcheck/`` but the migrations unless a line says otherwise:

- local names: assigned variables and parameters, counted once for each function that has them;
- imports that climb: from one room into a room above it, see tests/rooms.py;
- places of a panel field: where one field of a review is named outside of models and migrations, in templates and
  scripts too; whoever adds a field has to write it into as many places.
"""

from __future__ import annotations

import argparse
import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.rooms import climbs, imports_within, sources

#: A field of the panel that every report has: how the text should put it.
FIELD = "wording"
LONG_FUNCTION = 30
Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(paths: list[Path]) -> Iterator[Function]:
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, Function):
                yield node


def local_names(function: Function) -> set[str]:
    """What a function calls its parameters and variables; underscored and dunder names, self and cls left out."""
    names = {node.arg for node in ast.walk(function.args) if isinstance(node, ast.arg)}
    names |= {node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    return {name for name in names if not name.startswith("_")} - {"self", "cls"}


def line_count(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def files_by_folder(tree: Path) -> Counter[str]:
    """Of code and templates, the folders with the most files."""
    paths = [*sources(tree), *(tree / "templates").rglob("*.html")]
    return Counter(str(path.parent.relative_to(tree)) for path in paths if path.name != "__init__.py")


def places_of_field(tree: Path) -> Counter[str]:
    """Lines of code, by file, that name the example field: a further field of the panel has to be written there too."""
    rooms = [path for room in ("reviews", "reports") for path in (tree / "factcheck" / room).rglob("*")]
    paths = [path for path in rooms if path.suffix in {".py", ".json"} and not {"migrations", "models"} & {*path.parts}]
    paths += [*(tree / "templates").rglob("*.html"), *(tree / "static" / "factcheck").rglob("*.js")]
    named = re.compile(rf"[\"'.]{FIELD}\b(?! )|\b{FIELD}(?:=|: )")
    places = {path: len(named.findall(path.read_text(encoding="utf-8"))) for path in paths}
    return Counter({str(path.relative_to(tree)): count for path, count in places.items() if count})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tree", nargs="?", type=Path, default=Path(), help="a checkout; this one by default")
    tree: Path = parser.parse_args().tree
    own = list(functions(sources(tree)))
    names = Counter(name for function in own for name in local_names(function))
    long = [function.name for function in own if line_count(function) > LONG_FUNCTION]
    places = places_of_field(tree)
    migrations = sources(tree, migrations=True)
    lines = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in migrations)
    climbing = [f"{importer} imports {name}" for importer, name in imports_within(tree) if climbs(importer, name)]
    print("most frequent local names:", ", ".join(f"{name} {count}" for name, count in names.most_common(20)))
    print(
        "files per folder:", ", ".join(f"{folder} {count}" for folder, count in files_by_folder(tree).most_common(12))
    )
    print(f"imports that climb: {len(climbing)}", *climbing, sep="\n  ")
    print(
        f"places of one panel field: {sum(places.values())} in {len(places)} files",
        *(f"{path}: {count}" for path, count in places.items()),
        sep="\n  ",
    )
    print(f"functions over {LONG_FUNCTION} lines: {len(long)} of {len(own)}")
    print(f"migrations: {lines} lines in {len(migrations)} files")


if __name__ == "__main__":
    main()
