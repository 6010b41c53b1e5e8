"""`make check`: in under a minute, what a change is most likely to break. `make test` is what counts.

Runs the linter, the tests of the house and of the pure rooms that read no model, those of the forms, and those of the
rooms that were touched since ``main`` and in the working tree. Left out are browsers, servers, LibreOffice, trained
models and whatever hasn't begun when the time is up: the last line says how much.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: Seconds until the tests are told to stop, which takes some more.
LIMIT = 45
ALWAYS = (
    *("tests/test_house.py", "tests/standards", "tests/reviews/test_review_fields.py"),
    *("tests/attribution/test_measuring.py", "tests/readers/test_tables.py", "tests/readers/test_text.py"),
)
#: These start programs or load models: minutes, not seconds.
SLOW = (
    *("tests/browser", "tests/benchmarks", "tests/test_run.py", "tests/test_embedded_postgres.py"),
    *("tests/test_settings.py", "tests/loading/test_killed_worker.py", "tests/reports/test_libreoffice.py"),
    *("tests/attribution/test_robustness.py", "tests/attribution/test_statuses.py"),
    *("tests/attribution/test_sources.py", "tests/attribution/test_segmentation.py"),
)


def changed() -> list[str]:
    """Files that differ from ``main``, in commits or in the working tree."""
    names = set(lines("git", "diff", "--name-only", "HEAD"))
    names |= set(lines("git", "ls-files", "--others", "--exclude-standard"))
    names |= set(lines("git", "diff", "--name-only", "main..."))
    return sorted(name for name in names if (ROOT / name).exists())


def lines(*command: str) -> list[str]:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    return done.stdout.splitlines() if done.returncode == 0 else []


def tests_of(name: str) -> list[str]:
    """The tests that belong to a file: itself, those of its module, or else those of its room."""
    path = Path(name)
    if path.parts[0] == "tests":
        return [name] if path.name.startswith("test_") and path.suffix == ".py" else []
    if path.parts[0] not in ("factcheck", "templates") or len(path.parts) < 2:
        return []
    room = Path("tests", path.parts[1])
    if not (ROOT / room).is_dir():
        return existing(Path("tests", f"test_{path.stem}.py"))
    return existing(*sorted(room.glob(f"test_{path.stem}*.py"))) or [str(room)]


def existing(*paths: Path) -> list[str]:
    return [str(path) for path in paths if (ROOT / path).exists()]


def main() -> int:
    until = time.monotonic() + LIMIT
    files = changed()
    python = [name for name in files if name.endswith(".py")]
    if python:
        for command in (["check"], ["format", "--check"]):
            if code := subprocess.run(
                [sys.executable, "-m", "ruff", *command, "--quiet", *python], cwd=ROOT
            ).returncode:
                return code
    tests = dict.fromkeys(ALWAYS)
    tests |= dict.fromkeys(test for name in files for test in tests_of(name) if not test.startswith(SLOW))
    existing = [name for name in tests if (ROOT / name).exists()]
    ignored = [f"--ignore={name}" for name in SLOW]
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-n", "2", *ignored, *existing, *sys.argv[1:]]
    print(f"{len(files)} files changed; tests: {' '.join(existing)}", flush=True)
    running = subprocess.Popen(command, cwd=ROOT)
    try:
        code = running.wait(timeout=max(1, until - time.monotonic()))
    except subprocess.TimeoutExpired:
        running.send_signal(signal.SIGINT)
        running.wait()
        print("The minute is over: nothing failed so far, but not everything was run. `make test` runs all of it.")
        return 0
    print("Without browsers, servers and models: `make test` runs all of it.")
    return code


if __name__ == "__main__":
    sys.exit(main())
