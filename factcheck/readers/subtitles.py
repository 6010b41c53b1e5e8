"""Subtitles (SRT, WebVTT) as a transcript: what was spoken, by whom and when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import BinaryIO

from factcheck.readers.base import Dropped, ImportedArticle, Limits, RefusedFile, clean_article, read_all, tidy
from factcheck.readers.characters import decoded
from factcheck.readers.text import MAX_TEXT_BYTES

_TIMES = re.compile(
    r"^[ \t]*((?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3})[ \t]*-->[ \t]*((?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3})[^\n]*$", re.M
)
_VOICE = re.compile(r"<v(?:\.[\w.-]+)?[ \t]+([^>]{1,100})>", re.I)
_TAG = re.compile(r"</?[a-z][^<>]{0,200}>|<\d[\d:.]*>|\{\\?[^{}]{0,100}\}", re.I)
_SPEAKER = re.compile(r"(?:>>+ ?|- ?)?([A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,4}):\s+(?=\S)")
_SOUND = re.compile(r"\[[^\[\]]{1,60}\]|♪[^♪]{0,200}♪|♪+|^\([^()]{1,60}\)$")
_SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]*$")


def is_subtitles(start: str) -> bool:
    """Whether a text that begins like this is a file of subtitles."""
    return start.lstrip("\ufeff \n").startswith("WEBVTT") or bool(
        re.match(r"\s*\d{1,6}[ \t]*\r?\n" + _TIMES.pattern.replace("^", "", 1), start, re.M)
    )


class Subtitles:
    """Reads ``.srt`` and ``.vtt``: each turn of a speaker is a paragraph; times are left out and told."""

    def read(self, file: BinaryIO, name: str, limits: Limits) -> Iterator[ImportedArticle | RefusedFile]:
        plain = decoded(read_all(file, 4 * MAX_TEXT_BYTES))
        text = plain.text.replace("\r\n", "\n").replace("\r", "\n")
        paragraphs: list[str] = []
        dropped = [Dropped("characters", plain.remark)] if plain.remark else []
        speaker = ""
        times = [*_TIMES.finditer(text)]
        for number, cue in enumerate(times):
            end = times[number + 1].start() if number + 1 < len(times) else len(text)
            words, name_of = _words_of(text[cue.end() : end], is_last=number + 1 == len(times))
            for sound in _SOUND.findall(words):
                dropped.append(Dropped("sound", tidy(sound)))
            words = tidy(_SOUND.sub(" ", words))
            if not words:
                continue
            if spoken := _SPEAKER.match(words):
                name_of, words = spoken[1], words[spoken.end() :]
            if name_of and name_of != speaker:
                speaker = name_of
                paragraphs.append(f"{speaker}: {words}")
            elif paragraphs and not (_SENTENCE_END.search(paragraphs[-1]) and len(paragraphs[-1]) > 400):
                paragraphs[-1] += f" {words}"
            else:
                paragraphs.append(words)
        if times:
            dropped.append(Dropped("times", f"{len(times):,} times, {times[0][1]} to {times[-1][2]}"))
            yield clean_article(paragraphs, dropped=dropped)


def _words_of(cue: str, *, is_last: bool) -> tuple[str, str]:
    """The words of a cue and who speaks them, if it says so; without the number of the next one."""
    lines = cue.strip("\n").split("\n")
    if not is_last and len(lines) > 1 and not lines[-2].strip() and not _TIMES.match(lines[-1]):
        lines = lines[:-1]  # the next cue's number or name
    if "" in lines:
        lines = lines[: lines.index("")]
    words = " ".join(lines)
    voice = _VOICE.search(words)
    return unescape(_TAG.sub("", words)), tidy(unescape(voice[1])) if voice else ""
