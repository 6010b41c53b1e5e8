"""Does what a newcomer does: `make run`, sign in with a printed password, open the example article, Ctrl-C."""

from __future__ import annotations

import http.cookiejar
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
TITLE = "Qatar agrees to expel Hamas leaders from Doha"
CLAIMS = 24


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> None:
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    started = time.monotonic()
    run = subprocess.Popen(
        ["make", "run"],
        env=os.environ | {"PORT": str(port)},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        password = read_password(run)
        print(f"up after {time.monotonic() - started:.0f} s")
        ask = browser()
        assert ask(f"{base}/healthz") == "ok"
        page = ask(f"{base}/accounts/login/?next=/articles/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token, "the sign-in page has no form"
        form = {"csrfmiddlewaretoken": token[1], "login": "rita", "password": password, "next": "/articles/"}
        articles = ask(f"{base}/accounts/login/", form)
        link = re.search(r'href="(/articles/\d+/)"[^>]*>\s*' + re.escape(TITLE), articles)
        assert link, "the example article is not in the list"
        review = ask(base + link[1])
        claims = len(re.findall(r'id="claim-\d+"', review))
        assert claims == CLAIMS, f"the example article has {claims} claims instead of {CLAIMS}"
        print(f"signed in, {claims} claims on the review page")
    finally:
        os.killpg(run.pid, signal.SIGINT)
        rest = run.communicate(timeout=60)[0]
    assert "Your data is kept" in rest, f"it did not stop as it should: {rest}"
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0, "something still listens"
    running = [process.info for process in psutil.process_iter(["pid", "cmdline"]) if belongs_here(process)]
    assert not running, f"still running: {running}"
    print("stopped")


def belongs_here(process: psutil.Process) -> bool:
    """Whether a process, not this one, was started from this folder's environment or works on its data."""
    words = process.info["cmdline"] or []
    return process.pid != os.getpid() and any(word.startswith((f"{ROOT}/.venv/", f"{ROOT}/.local/")) for word in words)


def read_password(run: subprocess.Popen[str]) -> str:
    """Rita's password from what `make run` prints; everything is passed on."""
    assert run.stdout is not None
    password = ""
    for line in run.stdout:
        print(line, end="", flush=True)
        if line_of_rita := re.match(r"\s+reviewer\s+rita\s+(\S+)", line):
            password = line_of_rita[1]
        if line.startswith("Ctrl-C"):
            return password
    sys.exit("make run ended before it served")


def browser():  # type: ignore[no-untyped-def]
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def ask(url: str, form: dict[str, str] | None = None) -> str:
        data = urllib.parse.urlencode(form).encode() if form else None
        request = urllib.request.Request(url, data=data, headers={"Referer": url})
        with opener.open(request, timeout=30) as answer:
            return str(answer.read().decode())

    return ask


if __name__ == "__main__":
    main()
