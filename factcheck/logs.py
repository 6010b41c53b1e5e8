"""The server's log: an entry is one line, whatever a stranger put into a request."""

from __future__ import annotations

import logging
import re

#: What a terminal or a reader of logs takes for the end of a line, or for a command.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class Line(logging.Formatter):
    """Writes the message on one line; only a traceback of ours goes over several."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging calls it so
        record.message = _CONTROL.sub(lambda sign: ascii(sign[0])[1:-1], record.message)
        return super().formatMessage(record)


class NoTraceback(logging.Filter):
    """A request that makes no sense to Django has none, and a short message: anybody can send a thousand."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith("django.security."):
            record.msg, record.args = "%s", (record.getMessage()[:300],)
            record.exc_info = record.exc_text = None
        return True
