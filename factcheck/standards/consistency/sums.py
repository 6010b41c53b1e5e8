"""Parts that don't add up to the total that is stated of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from factcheck.standards.consistency.numbers import Number, find_numbers, shown, shown_as
from factcheck.standards.consistency.text import ArticleText, Disagreement, Place, Stretch
from factcheck.standards.consistency.words import OPEN_LIST

_OPEN = re.compile(OPEN_LIST, re.IGNORECASE)
#: Between two parts: nothing but a few words, and a sign that the list goes on.
_LONGEST_GAP = 70
_NEXT_PART = re.compile(r",|;|\band\b|\bplus\b|\bwith\b|\+|&|\bwhile\b|\bbut\b")
_LAST_PART = re.compile(r"\band\b|\bplus\b|\bwith\b|\+|&|\bwhile\b|\bthe (?:rest|other|remaining)\b|\bbut\b")
_NEW_THOUGHT = re.compile(
    r"\b(?:than|from|compared|versus|against|out of|between|since|until|after|before|because|if|when|as of|every|"
    r"each|per|whose|said|says|by \d|more|fewer|less|times|to)\b",
    re.IGNORECASE,
)
#: Between a total and the parts that are listed after it.
_INTRODUCES = re.compile(
    r"[:—–(]|\s-{1,2}\s|\b(?:of (?:whom|which|them|those)|compris(?:ing|es|ed)|ma[dk]e up of|consist(?:s|ed|ing) of|"
    r"composed of|split (?:between|among|into|as)|divided (?:between|among|into)|broken down|breaks? down|broke down)\b"
)
_OF_TOTAL = re.compile(
    r"(?:^|[,;:—“]\s*|\b(?:and|but)\s+)(?:[Oo]f|[Oo]ut of|[Aa]mong|[Ff]rom) (?:(?:the|its|their|all|those|these|"
    r"his|her)(?: \w+[’']s)?)?\s*(?:total(?: of)?\s+|full\s+)?$"
)
_TOTAL_BEFORE = re.compile(
    r"\b(?:total(?:s|ed|ing|ling|led)?(?: of)?|in total|total (?:was|is|to|came to|reached)|"
    r"combined(?: total(?: of)?)?|"
    r"sum of|adds? up to|added up to|adding up to|add to|altogether|together|all told|overall|mak(?:es?|ing)|made|"
    r"brings? the (?:total|number|count|figure)[\w ]{0,30} to|bringing (?:the|its|their) [\w ]{0,40} to|"
    r"comes? to|came to|for a|amount(?:s|ed|ing)? to|equals?|=|in all)\s*(?:of |a |an |the |to |by |is |was |"
    r"some |just )*$",
    re.IGNORECASE,
)
_TOTAL_AFTER = re.compile(
    r"^[\w\s'’$-]{0,40}?\b(?:in all|in total|altogether|all told|combined|overall|all together|total)\b", re.IGNORECASE
)
_IS_SUM = re.compile(
    r"\b(?:total|in all|altogether|all told|combined|sum|together|make|makes|adds? up)\b", re.IGNORECASE
)
_PART_OF = re.compile(
    r"^\s*(?:[a-z'’-]+\s+)?(?P<link>in|on|at|from|by|to|for|of them|of which|of whom|were|was|are|went|during|"
    r"men|women|boys|girls)\b"
)
_MEMBERS = re.compile(r"^[\s-](?:member|seat|person|strong|judge|vote|delegate|bed|room|piece|team|man|woman|page)\b")
_OF_THOSE = re.compile(
    r"^(?:“)?(?:Of (?:those|these|them|the \w+|that|the total)|Among them|(?:The )?(?:rest|remaining|remainder|"
    r"others?)|"
    r"(?:That|This|They|The (?:total|sum|figure|group|number|tally|count|toll|dead|victims)) (?:was|were|is|are|"
    r"(?:break|broke)s? down|split|consists?|comprises?|includes?))\b"
)
_REST = re.compile(r"\b(?:the (?:rest|others?|remaining|remainder)|remaining)\b", re.IGNORECASE)
_BOTH = re.compile(r"\b(?:both|overlap\w*|more than one|some of (?:them|whom))\b", re.IGNORECASE)
_MEASURE = re.compile(
    r"^[\s-](?P<unit>miles?|kilomet(?:er|re)s?|km|feet|foot|inch(?:es)?|met(?:er|re)s?|yards?|pounds?|kilograms?|"
    r"tons?|hours?|"
    r"minutes?|seconds?|days?|weeks?|months?|years?|acres?|points?|degrees?|stories|a\.m|p\.m|times|votes|percent)\b"
)
_MORE = re.compile(r"^(?:[\w\s’'-]{0,25}?) (?:more|less|fewer|higher|lower|above|below|ahead|behind|greater)\b")
_TIME = re.compile(
    r"^[\s-](?:minutes?|hours?|seconds?|days?|weeks?|months?|years?|a\.m|p\.m|feet|inches|foot|-year|-day)\b"
)


def sum(article: ArticleText) -> Iterator[Disagreement]:
    """A total and its parts, in one sentence or in two that follow each other.

    Silent on rounded numbers, open lists (“including”), overlapping groups, and where it isn't clear what is part of
    what.
    """
    sentences = article.sentences
    numbers_before: list[Number] = []
    before: Stretch | None = None
    for sentence in sentences:
        numbers = [number for number in find_numbers(sentence.text, sentence.start) if number.is_plain]
        finding = None
        if len(numbers) >= 2:
            finding = _in_sentence(sentence, numbers)
        if finding is None and numbers and before and numbers_before:
            finding = _after_total(before, numbers_before, sentence, numbers)
        if finding and not _has_clash(article, finding) and not _goes_on_after(article, sentence, finding):
            total, parts = finding
            yield _disagreement(total, parts)
        before, numbers_before = sentence, numbers


def _has_clash(article: ArticleText, finding: tuple[Number, Sequence[Number]]) -> bool:
    total, parts = finding
    return article.is_sic(total.end) or any(article.is_sic(part.end) for part in parts)


def _goes_on_after(article: ArticleText, sentence: Stretch, finding: tuple[Number, Sequence[Number]]) -> bool:
    """Whether the next sentence names what is missing."""
    total, parts = finding
    at = article.sentence_at(sentence.start) + 1
    if at >= len(article.sentences) or _added(parts) > total.value:
        return False
    after = article.sentences[at]
    numbers = find_numbers(after.text, after.start)
    return any(is_sum(total, [*parts, number]) or is_sum(number, parts) for number in numbers) or bool(
        re.match(r"(?:And|Another|The (?:rest|others?|remaining|final|last))\b", after.text)
    )


def _disagreement(total: Number, parts: Sequence[Number]) -> Disagreement:
    amount = _added(parts)
    terms = " + ".join(shown_as(part.value, part) for part in parts)
    stated = shown_as(total.value, total)
    return Disagreement(
        "sum",
        (Place(total.start, total.end), Place(parts[0].start, parts[-1].end)),
        f"{terms} = {shown_as(amount, parts[0])}, the text says {stated}",
    )


def _added(parts: Sequence[Number]) -> float:
    amount = 0.0
    for part in parts:
        amount += part.value
    return round(amount, 6)


def is_sum(total: Number, parts: Sequence[Number]) -> bool:
    """Whether parts add up to the total as exactly as they are given."""
    slack = 1e-6
    if any(part.step < 1 or part.percent or (part.scale and part.text.count(".")) for part in (*parts, total)):
        slack += total.step / 2
        for part in parts:
            slack += part.step / 2
    elif total.step > max(part.step for part in parts):
        slack += total.step / 2
    return abs(_added(parts) - total.value) <= slack


def _in_sentence(sentence: Stretch, numbers: list[Number]) -> tuple[Number, list[Number]] | None:
    text, start = sentence.text, sentence.start
    for first, last in _lists(text, start, numbers):
        parts = numbers[first:last]
        for total, listed in _totals(text, start, numbers, first, last):
            if (
                _may_add(total, listed)
                and not is_sum(total, listed)
                and _are_of_one_unit(text, start, [total, *listed])
            ):
                low, high = min(total.start, listed[0].start), max(total.end, listed[-1].end)
                if (
                    not _OPEN.search(text[low - start : high - start])
                    and not _BOTH.search(text)
                    and not _is_closed_elsewhere(numbers, listed, total)
                ):
                    return total, listed
        del parts
    return None


def _is_closed_elsewhere(numbers: list[Number], parts: list[Number], total: Number) -> bool:
    """Whether the parts, or the parts with what stands beside them, add up to another number of the sentence."""
    others = [number for number in numbers if number not in parts and number is not total]
    return any(other.kind == total.kind and is_sum(other, parts) for other in others) or any(
        is_sum(total, [*parts, other]) for other in others if other.kind == total.kind
    )


def _lists(text: str, start: int, numbers: list[Number]) -> Iterator[tuple[int, int]]:
    """Runs of numbers that are listed one after the other, as slices of ``numbers``; the longest first."""
    first = 0
    runs = []
    while first < len(numbers) - 1:
        last = first + 1
        while last < len(numbers) and _goes_on(text, start, numbers[last - 1], numbers[last]):
            last += 1
        if last - first >= 2:
            runs.append((first, last))
            first = last
        else:
            first += 1
    for first, last in runs:
        yield first, last


def _goes_on(text: str, start: int, before: Number, after: Number) -> bool:
    gap = text[before.end - start : after.start - start]
    return len(gap) <= _LONGEST_GAP and bool(_NEXT_PART.search(gap)) and not re.search(r"[.!?:]\s", gap)


def _totals(
    text: str, start: int, numbers: list[Number], first: int, last: int
) -> Iterator[tuple[Number, list[Number]]]:
    """What may be the total of numbers listed, with the parts: before or behind them, the first or the last of them."""
    for total_at, parts in (
        (first - 1, numbers[first:last]),
        (first, numbers[first + 1 : last]),
    ):
        if total_at < 0 or len(parts) < 2:
            continue
        total = numbers[total_at]
        gap = text[total.end - start : parts[0].start - start]
        if ")" in gap:
            continue
        ahead = text[: total.start - start]
        last_gap = text[parts[-2].end - start : parts[-1].start - start]
        if len(gap) > 160 or not _LAST_PART.search(last_gap):
            continue
        behind = text[total.end - start :]
        mark = next(iter(re.finditer(r"[:—–(]|\s-{1,2}\s", gap)), None)
        if mark and (len(gap) - mark.end() > 16 or "," in gap[mark.end() :]):
            continue
        is_introduced = bool(_INTRODUCES.search(gap)) or bool(_OF_TOTAL.search(ahead))
        is_total = bool(re.search(r"\btotal(?: of)?\s*$|\ball (?:of the )?$", ahead, re.IGNORECASE)) and "," in gap
        are_parts = (
            "," in gap
            and all(_PART_OF.match(text[part.end - start :]) for part in parts)
            and not _NEW_THOUGHT.search(gap)
            and not _is_parallel(text, start, total, parts)
        )
        has_members = (
            bool(_MEMBERS.match(behind))
            and bool(re.search(r"\b(?:has|have|had|with|holds?|consists?|comprises?|split)\b", gap))
            and (_added(parts) > total.value or _ends_there(text, parts[-1].end - start))
        )
        if is_introduced or is_total or are_parts or has_members:
            yield total, parts
    for total_at, parts in ((last, numbers[first:last]), (last - 1, numbers[first : last - 1])):
        if total_at >= len(numbers) or len(parts) < 2:
            continue
        total = numbers[total_at]
        while len(parts) > 2 and parts[0].kind != total.kind:
            parts = parts[1:]
        gap = text[parts[-1].end - start : total.start - start]
        behind = text[total.end - start :]
        is_stated = bool(_TOTAL_BEFORE.search(gap) or _TOTAL_AFTER.match(behind))
        noun = re.match(r"\s+([a-z]+)", text[parts[0].end - start :])
        is_apposed = (
            noun is not None
            and text[total.end - start :].lstrip().startswith(noun[1])
            and bool(re.search(r"(?:,|—|\()\s*$", gap))
            and all(_PART_OF.match(text[part.end - start :]) for part in parts)
            and bool(re.match(r"\s+[a-z]+ (?:over|during|throughout|across|on|for|in) (?:the|both|all|two)\b", behind))
        )
        if len(gap) <= 160 and (is_stated or is_apposed):
            yield total, parts


def _ends_there(text: str, end: int) -> bool:
    """Whether nothing but a noun comes after the last part."""
    return bool(re.match(r"\s*(?:[A-Za-z]+\s?){0,2}[.;]?$", text[end:]))


def _is_parallel(text: str, start: int, total: Number, parts: Sequence[Number]) -> bool:
    """“42 votes for Ray, 18 for Lee and 16 for Day”: the first is one of them."""
    links = {match["link"] for part in parts if (match := _PART_OF.match(text[part.end - start :]))}
    own = text[total.end - start : parts[0].start - start]
    return any(
        re.search(rf"\b{link}\b", own)
        for link in links
        if link in ("in", "on", "at", "from", "by", "to", "for", "during", "were", "was", "are")
    )


def _are_of_one_unit(text: str, start: int, numbers: Sequence[Number]) -> bool:
    """Whether none is in hours where another is in days, and none is the difference to something."""
    units = set()
    for number in numbers:
        behind = text[number.end - start : number.end - start + 40]
        measured = _MEASURE.match(behind)
        units.add(measured["unit"].rstrip("s") if measured else "")
        if _MORE.match(re.split(r"[,;.]", behind)[0]):
            return False
    return len(units - {""}) <= 1


def _may_add(total: Number, parts: Sequence[Number]) -> bool:
    """Whether all are exact and of one kind, and no part is greater than what it is said to be part of by far."""
    if not total.is_exact or not all(part.is_exact for part in parts):
        return False
    if any(part.percent == "points" for part in (*parts, total)) or any(part.kind != total.kind for part in parts):
        return False
    if any(part.value == 0 or (part.is_spelled and part.value == 1) for part in parts) or total.value < 2:
        return False
    return 0.4 * total.value <= _added(parts) <= 2.5 * total.value


def _after_total(
    before: Stretch, numbers_before: list[Number], sentence: Stretch, numbers: list[Number]
) -> tuple[Number, list[Number]] | None:
    """A total in the sentence before, and here its parts; or the parts before, and the total here."""
    text, start = sentence.text, sentence.start
    if before.paragraph < sentence.paragraph - 1:
        return None
    for first, last in _lists(text, start, numbers):
        parts = numbers[first:last]
        if first or len(parts) < 2 or not _LAST_PART.search(text[parts[-2].end - start : parts[-1].start - start]):
            continue
        if last != len(numbers) or _OPEN.search(text):
            continue
        is_rest = bool(_REST.search(text)) or bool(_OF_THOSE.match(text))
        candidates = [number for number in numbers_before if number.kind == parts[0].kind]
        if len(candidates) != 1:
            continue
        total = candidates[0]
        nouns = _noun(before.text, total.end - before.start)
        is_same = bool(nouns) and _noun(text, parts[0].end - start) == nouns and len(parts) >= 2
        if (
            (is_rest or is_same)
            and _may_add(total, parts)
            and not is_sum(total, parts)
            and not _TIME.match(before.text[total.end - before.start :])
        ):
            return total, parts
    if re.match(r"(?:That|This|It|Together|In all|In total|Altogether|Combined|All told|The (?:total|sum))\b", text):
        total = numbers[0]
        runs = list(_lists(before.text, before.start, numbers_before))
        parts = numbers_before[runs[-1][0] : runs[-1][1]] if runs else []
        parts = [number for number in parts if number.kind == total.kind]
        if len(parts) >= 2 and _IS_SUM.search(text) and _may_add(total, parts) and not is_sum(total, parts):
            return total, parts
    return None


def _noun(text: str, end: int) -> str:
    match = re.match(r"\s+([a-z][\w-]+)", text[end:])
    return match[1].rstrip("s") if match and not _MEASURE.match(text[end:]) else ""


__all__ = ["is_sum", "shown", "sum"]
