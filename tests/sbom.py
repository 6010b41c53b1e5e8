"""``python tests/sbom.py requirements.txt``: what is installed, as CycloneDX 1.6, for whoever asks what is in it.

Names, versions and hashes are those of the lock file; licenses are what the installed packages say of themselves.
"""

from __future__ import annotations

import json
import re
import sys
import uuid
from importlib import metadata
from pathlib import Path
from typing import Any

_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)(.*?)(?=^\S|\Z)", re.MULTILINE | re.DOTALL)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def components(lock: str) -> list[dict[str, Any]]:
    """One for each package that a lock file pins, in its order."""
    return [_component(name, version, _HASH.findall(rest)) for name, version, rest in _PIN.findall(lock)]


def _component(name: str, version: str, hashes: list[str]) -> dict[str, Any]:
    purl = f"pkg:pypi/{name.lower()}@{version}"
    component: dict[str, Any] = {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": version,
        "purl": purl,
        # One for each file of the release, of which the installer takes the one that fits the machine.
        "externalReferences": [
            {
                "type": "distribution",
                "url": f"https://pypi.org/project/{name}/{version}/",
                "hashes": [{"alg": "SHA-256", "content": content} for content in hashes],
            }
        ],
    }
    if license_name := _license(name):
        component["licenses"] = [{"license": {"name": license_name}}]
    return component


def _license(name: str) -> str:
    try:
        described = metadata.metadata(name)
    except metadata.PackageNotFoundError:  # for another system
        return ""
    words = str(described.get("License-Expression") or described.get("License") or "")
    return words.splitlines()[0][:100] if words.strip() else ""


def bom(lock: str) -> dict[str, Any]:
    """The whole document; the same lock file gives the same serial number."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, lock)}",
        "version": 1,
        "metadata": {"component": {"type": "application", "bom-ref": "factcheck", "name": "factcheck"}},
        "components": components(lock),
    }


if __name__ == "__main__":
    print(json.dumps(bom(Path(sys.argv[1]).read_text(encoding="utf-8")), indent=2))
