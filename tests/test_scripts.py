"""The scripts as modules, and as the bundles that a server gives away."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command

from factcheck.settings import STORAGES
from factcheck.static_files import bundle

ROOT = Path(settings.BASE_DIR)
SCRIPTS = ROOT / "static" / "factcheck"

MODULES = {
    "page.js": 'import { count } from "./counter.js";\nimport "./keys.js";\ncount();\n',
    "keys.js": 'import {\n  count,\n  total,\n} from "./counter.js";\ncount();\nconst step = total();\n',
    "counter.js": "let step = 0;\nexport function count() {\n  step += 1;\n}\nexport const total = () => step;\n",
}


def test_each_module_is_called_once_and_after_those_it_imports() -> None:
    script = bundle("page.js", MODULES.__getitem__)
    assert re.findall(r'^modules\["(.*?)"\] = ', script, re.MULTILINE) == ["counter.js", "keys.js", "page.js"]
    assert "return { count, total };" in script
    assert 'const { count } = modules["counter.js"];' in script
    assert not re.search(r"^(import|export)\b", script, re.MULTILINE)


@pytest.mark.parametrize(
    "statement",
    [
        'import * as counter from "./counter.js";',
        'import counter from "./counter.js";',
        'import { count as add } from "./counter.js";',
        'import { count } from "/static/counter.js";',
        "export default count;",
        "export let step = 0;",
        'export { count } from "./counter.js";',
    ],
)
def test_what_a_bundle_cannot_hold_is_refused(statement: str) -> None:
    with pytest.raises(ValueError, match=r"page\.js: “(import|export) "):
        bundle("page.js", (MODULES | {"page.js": f"{statement}\n"}).__getitem__)


def test_every_module_is_used_by_a_page(settings: Any, tmp_path: Path) -> None:
    html = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "templates").rglob("*.html"))
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = STORAGES
    call_command("collectstatic", verbosity=0, interactive=False)

    used = set()
    for name in set(re.findall(r"{% static 'factcheck/([^']+\.js)' %}", html)):
        script = (tmp_path / staticfiles_storage.stored_name(f"factcheck/{name}")).read_text(encoding="utf-8")
        modules = re.findall(r'^modules\["(.*?)"\] = ', script, re.MULTILINE)
        assert modules[-1] == name
        assert len(modules) == len(set(modules))
        used |= set(modules)
    assert {name for name in used if not name.startswith("../vendor/")} == {path.name for path in SCRIPTS.glob("*.js")}
