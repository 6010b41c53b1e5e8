"""Static files as a web server gives them away: each under a name with its hash, compressed, cached for ever.

Scripts are ES modules that import each other. A browser would fetch them one by one, so each is given away together
with everything it imports, and a page has one script of ours to ask for. Where files are served as they lie in
``static/``, as in the tests, the browser imports the modules itself (decision 49).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

#: The folder of our scripts. Those of packages are given away as they come.
_SCRIPTS = "factcheck/"
_IMPORT = re.compile(
    r'^import (?:({\s*\w+(?:,\s*\w+)*,?\s*}) from )?"(?:\./)?([\w-]+\.js|\.\./vendor/[\w.-]+\.js)";$', re.MULTILINE
)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const) (\w+))", re.MULTILINE)


def bundle(name: str, read: Callable[[str], str]) -> str:
    """A module and all it imports as one script; ``read`` gives a module's text by its file name.

    ``../vendor/`` has scripts of packages, which a module imports for what they leave in ``globalThis``.
    Each module is a function of its own, so that its names stay its own, and is called once, after those it imports.
    It may import names from modules beside it, and export functions and constants where they are defined. Raises
    ValueError for anything else.
    """
    parts: dict[str, str] = {}

    def add(name: str) -> None:
        text = read(name)
        for _, imported in _IMPORT.findall(text):
            if imported not in parts:
                add(imported)
        exports = ", ".join(_EXPORT.findall(text))
        body = _EXPORT.sub("", _IMPORT.sub(_lookup, text))
        if other := re.search(r"^(?:import|export)\b.*", body, re.MULTILINE):
            raise ValueError(f"{name}: “{other[0]}” is not an import or export that can be bundled.")
        parts[name] = f'modules["{name}"] = (() => {{\n{body}return {{ {exports} }};\n}})();\n'

    add(name)
    return "const modules = {};\n" + "".join(parts.values())


def _lookup(statement: re.Match[str]) -> str:
    names, module = statement.groups()
    return f'const {names} = modules["{module}"];' if names else ""


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Under names with hashes, our scripts as bundles."""

    def post_process(self, paths: dict[str, Any], *args: Any, **options: Any) -> Iterator[tuple[str, str, bool]]:
        def read(module: str) -> str:
            storage, path = paths[posixpath.normpath(_SCRIPTS + module)]
            with storage.open(path) as file:
                return str(file.read().decode())

        bundles = InMemoryStorage()
        scripts = [name for name in paths if name.startswith(_SCRIPTS) and name.endswith(".js")]
        for name in scripts:
            bundles.save(name, ContentFile(bundle(name.removeprefix(_SCRIPTS), read).encode()))
        yield from super().post_process(paths | {name: (bundles, name) for name in scripts}, *args, **options)
