"""Whether somebody's list stays quick while others give the desk hard work. ``python -m tests.benchmarks.neighbors``.

Each figure is the list of a person who does nothing else, and then its ratio to the same list on an idle desk. The
work: files that are made to take long, to be checked; a text of a megabyte through the API; and texts that are short
enough to be read at once. No worker runs, so that what the figures show is the web server's own.
"""

from __future__ import annotations

import http.client
import io
import json
import statistics
import threading
import time
import uuid
import zipfile
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial

from tests.benchmarks.desk import Ask, database, milliseconds, say, signed_in, web

READS = 60
LIST = "/articles/"


def main() -> None:
    with database():
        from factcheck.accounts import tokens
        from factcheck.accounts.models import ApiToken
        from tests.factories import EXAMPLE, make_article, make_user

        text = EXAMPLE.read_text(encoding="utf-8")
        for number in range(50):
            make_article(f"Number {number} was said. {number} more were not.", f"Article {number}")
        people = [make_user("editor", f"ed{number}") for number in range(4)]
        admin = make_user("administrator", "ada")
        plain = tokens.issue(name="CMS", owner=people[0], scope=ApiToken.Scope.LOAD_ARTICLES, by=admin)[1]
        hostile = _zip()
        with web() as port, ExitStack() as stack:
            reader, *others = (stack.enter_context(signed_in(person, port)) for person in people)
            idle = _times(reader)
            say("list on an idle desk", milliseconds(idle))

            def during(what: str, work: list[Callable[[], object]]) -> None:
                threads = [threading.Thread(target=piece) for piece in work]
                for thread in threads:
                    thread.start()
                time.sleep(0.3)
                times = _times(reader)
                ratio = statistics.median(times) / statistics.median(idle)
                say(f"list while {what}", f"{milliseconds(times)}   ratio {ratio:.1f}")
                for thread in threads:
                    thread.join()

            checks = [partial(_check, ask, hostile) for ask in others]
            during(f"three check a file ({len(hostile) // 1000} kB)", checks)
            long = (text + "\n") * (950_000 // len(text.encode()))
            during("a megabyte comes through the API", [partial(_send, port, plain, long)])
            pieces = [partial(_send, port, plain, f"{number}\n{text}") for number in range(3)]
            during("three articles come through the API", pieces)


def _times(ask: Ask) -> list[float]:
    times = []
    for _ in range(READS):
        seconds, status, _ = ask(LIST)
        assert status == 200, status
        times.append(seconds)
    return times


def _zip() -> bytes:
    """A small file with much in it that looks like the beginning of something."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as file:
        for number in range(8):
            file.writestr(f"{number}", b"<" * (8 * 1024**2))
    return written.getvalue()


def _check(ask: Ask, content: bytes) -> None:
    boundary = uuid.uuid4().hex
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.docx"\r\n\r\n'
    body = head.encode() + content + f"\r\n--{boundary}--\r\n".encode()
    _, status, _ = ask("/reports/verify/", body, content_type=f"multipart/form-data; boundary={boundary}")
    assert status in (200, 429), status


def _send(port: int, plain: str, text: str) -> None:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    headers = {"Host": "localhost", "Authorization": f"Bearer {plain}", "Content-Type": "application/json"}
    link.request("POST", "/api/articles/", json.dumps({"title": "Sent", "text": text}), headers)
    answer = link.getresponse()
    answer.read()
    assert answer.status in (201, 202), answer.status


if __name__ == "__main__":
    main()
