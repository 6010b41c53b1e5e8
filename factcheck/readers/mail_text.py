"""The article in the text of a mail: without what mail programs and newsletters put around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

#: Lines of plain mail are broken at about 72 letters; where they are longer, each is a paragraph.
_BROKEN_AT = 90
#: How often a mail may have been forwarded, and how many paragraphs at its end may be about the newsletter.
_MAX_FORWARDS = 5
_MAX_ABOUT_NEWSLETTER = 8
_SIGNATURE = re.compile(r"^-- ?$")
_REPLY = re.compile(r"\s*(?:re|aw|sv|antw)\s*(?:\[\d+\])?\s*:", re.I)
_FORWARD = re.compile(r"\s*(?:fwd?|wg|tr|rv|doorst|vb|vs)\s*(?:\[\d+\])?\s*:", re.I)
#: The line above a forwarded or an answered mail; only some say which of the two it is.
_FORWARDED = re.compile(r"forwarded message|weitergeleitete nachricht|message transféré|mensaje reenviado", re.I)
_ABOVE = re.compile(
    r"[-_ ]*(?:original message|[\w ]{0,20}nachricht|message d'origine|mensaje original)?[-_ ]*:?", re.I
)
_FIELDS = {
    "from": "from von de da van fra från",
    "date": "date sent datum gesendet envoyé enviado inviato verzonden sendt skickat fecha data dato",
    "subject": "subject betreff objet asunto oggetto onderwerp emne ämne assunto",
    "": "to an à para a aan til till cc kopie copie reply-to",
}
_FIELD_OF = {name: what for what, names in _FIELDS.items() for name in names.split()}
_FIELD = re.compile(r"\**([\w-]{1,12})\**\s?:\**\s*(.*)")
_QUOTED = re.compile(r"((?:> ?)+)(.*)")
_WROTE = re.compile(r"\b(?:wrote|writes|schrieb|a écrit|escribió|ha scritto|skrev|schreef)\b.{0,80}:$")
_ON = re.compile(r"(?:on|am|le|el|il|den|op) .*\d|[^ ].*@\S+", re.I)
# What plain text has for a picture or a link that it can't show.
_PLACEHOLDER = re.compile(
    r" ?\[(?:image|cid|bild): ?[^\]\n]{0,200}\]|(?<=\S) ?<(?:https?://|mailto:)[^<>\s]{1,2000}>", re.I
)
_RULE = re.compile(r"[\W_]{3,}")
_LEADING_IN = re.compile(
    r"(?:.{0,60}\b)?(?:view|read|open|see|trouble viewing) .{0,40}\b(?:in (?:your|a|the) browser|in browser|online)\b"
    r"|.{0,60}\b(?:im browser (?:ansehen|öffnen|anzeigen)|dans (?:votre|le) navigateur|en (?:el|tu|su) navegador)\b",
    re.I,
)
_LEAVING = re.compile(
    r"\b(?:unsubscribe|opt out of|manage (?:your )?(?:e-?mail )?(?:preferences|subscription)|abmelden|abbestellen"
    r"|désabonner|désinscrire|darse de baja|cancelar la suscripción|disiscriviti|afmelden"
    r"|you(?:’|')?(?:re| are)? (?:receiv(?:ed|ing)|getting|got) this (?:e-?mail|newsletter|message))\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class MailBody:
    """The article's paragraphs; where the mail forwards it, also its sender, date and subject."""

    paragraphs: list[str]
    is_forwarded: bool = False
    sender: str = ""
    date: str = ""
    subject: str = ""


@dataclass(slots=True)
class _Head:
    """The lines within a mail that are the head of another one, and what they say."""

    start: int
    end: int
    fields: dict[str, str] = field(default_factory=dict)
    above: str = ""


def read_body(text: str, subject: str) -> MailBody:
    """The article in a mail's plain text: in a forwarded mail what was forwarded, in an answer the answer."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    fields: dict[str, str] = {}
    is_forwarded = False
    for _ in range(_MAX_FORWARDS):
        head = _head_in(lines)
        if head is None:
            break
        above, below = _author_lines(lines[: head.start]), lines[head.end :]
        if not _forwards(head, subject, above, below):
            lines = lines[: head.start]
            break
        lines, fields, is_forwarded = _unquoted(below), head.fields, True
        subject = fields.get("subject", subject)
    return MailBody(
        _without_newsletter(_paragraphs(_author_lines(lines) or _unquoted(lines))),
        is_forwarded,
        fields.get("from", ""),
        fields.get("date", ""),
        fields.get("subject", ""),
    )


def without_prefix(subject: str) -> str:
    """A subject without “Fwd:” and “Re:”."""
    while prefix := _FORWARD.match(subject) or _REPLY.match(subject):
        subject = subject[prefix.end() :]
    return subject.strip()


def unflowed(text: str, *, joins_words: bool = False) -> str:
    """Text in the “flowed” format (RFC 3676), put together again: a line that ends in a space goes on in the next.

    With ``joins_words`` that space is no part of the text. Text in which no line goes on was broken in another way.
    """
    paragraphs: list[tuple[str, list[str]]] = []
    goes_on = went_on = False
    for line in text.replace("\r\n", "\n").split("\n"):
        quoted = _QUOTED.fullmatch(line)
        marks, words = (quoted[1].replace(" ", ""), quoted[2]) if quoted else ("", line.removeprefix(" "))
        if not (goes_on and paragraphs[-1][0] == marks):
            paragraphs.append((marks, []))
        goes_on = words.endswith(" ") and words != "-- "
        went_on |= goes_on
        paragraphs[-1][1].append(words[:-1] if goes_on and joins_words else words)
    return (
        "\n\n".join(" ".join(filter(None, (marks, "".join(words)))) for marks, words in paragraphs) if went_on else text
    )


def _head_in(lines: Sequence[str]) -> _Head | None:
    """The first lines that are the head of another mail: who it is from, and its date or subject."""
    number = 0
    while number < len(lines):
        head = _head_at(lines, number)
        # “Date: 3 May, From: 10 am, To: 5 pm” is not the head of a mail.
        is_mail = "subject" in head.fields or "@" in head.fields.get("from", "")
        if is_mail and "from" in head.fields and len(head.fields) > 1:
            return _with_above(head, lines)
        number = max(head.end, number + 1)
    return None


def _head_at(lines: Sequence[str], start: int) -> _Head:
    head = _Head(start, start)
    number = start
    while number < len(lines):
        line = _bare(lines[number])
        match = _FIELD.fullmatch(line)
        field_name = _FIELD_OF.get(match[1].lower()) if match else None
        if match and field_name is not None:
            head.fields.setdefault(field_name, match[2].strip())
            head.end = number + 1
        elif line and not (head.end == number and lines[number][:1] in " \t"):
            break  # a line that continues the field above begins with a space
        elif not line and (number == start or number > head.end):
            break  # from HTML, single blank lines separate the fields
        number += 1
    head.fields.pop("", None)
    return head


def _with_above(head: _Head, lines: Sequence[str]) -> _Head:
    """The head, with the line above that introduces it if there is one."""
    number = head.start - 1
    while number >= 0 and not _bare(lines[number]):
        number -= 1
    above = _bare(lines[number]) if number >= 0 else ""
    if above and (_ABOVE.fullmatch(above) or _FORWARDED.search(above)):
        head.start, head.above = number, above
    return head


def _forwards(head: _Head, subject: str, above: Iterable[str], below: Iterable[str]) -> bool:
    """Whether this mail forwards the one below; else it answers it."""
    if _FORWARD.match(subject) or _FORWARDED.search(head.above):
        return True
    return not _REPLY.match(subject) and len("".join(above)) < len("".join(below))


def _author_lines(lines: Sequence[str]) -> list[str]:
    """What the author of a mail wrote: no signature, no quoted lines and no line that says whom they quote."""
    kept: list[str] = []
    is_quoted = False
    for line in lines:
        if _SIGNATURE.match(line):
            break
        was_quoted, is_quoted = is_quoted, line.startswith(">")
        if not is_quoted:
            kept.append(line)
        elif not was_quoted:
            _drop_wrote(kept)
    return kept if any(line.strip() for line in kept) else []


def _drop_wrote(lines: list[str]) -> None:
    """Drop “On Friday Ed Lund wrote:”, which may be broken into two lines, with a blank one below."""
    end = len(lines) - bool(lines and not lines[-1].strip())
    if not end or not _WROTE.search(" ".join(lines[max(end - 2, 0) : end])):
        return
    # Broken in two, the day or the address is in the first line; else that line is text.
    is_broken = end > 1 and not re.search(r"[\d@]", lines[end - 1]) and bool(_ON.match(lines[end - 2]))
    del lines[end - 1 - is_broken : end]


def _unquoted(lines: Sequence[str]) -> list[str]:
    """Lines without the quotation marks “>” that all of them have."""
    filled = [line for line in lines if line.strip()]
    if not filled or not all(line.startswith(">") for line in filled):
        return list(lines)
    return [line.removeprefix(">").removeprefix(" ") for line in lines]


def _bare(line: str) -> str:
    return line.lstrip("> \t").rstrip()


def _paragraphs(lines: Iterable[str]) -> list[str]:
    paragraphs: list[str] = []
    for block in re.split(r"\n\s*\n", _PLACEHOLDER.sub("", "\n".join(lines))):
        filled = [line for line in block.split("\n") if line.strip() and not _RULE.fullmatch(line.strip())]
        are_unbroken = any(len(line) > _BROKEN_AT for line in filled)
        paragraphs += filled if are_unbroken else [" ".join(filled)] if filled else []
    return paragraphs


def _without_newsletter(paragraphs: list[str]) -> list[str]:
    """Without “view in your browser” at the beginning, and without “unsubscribe” and what follows at the end."""
    start = next((n for n, paragraph in enumerate(paragraphs) if not _LEADING_IN.match(paragraph)), 0)
    for number in range(max(start + 1, len(paragraphs) - _MAX_ABOUT_NEWSLETTER), len(paragraphs)):
        if _LEAVING.search(paragraphs[number]):
            return paragraphs[start:number]
    return paragraphs[start:]
