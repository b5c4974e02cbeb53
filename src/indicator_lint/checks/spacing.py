"""Blanks, marks of the wrong width and characters that cannot be seen."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Final

import polars as pl

from indicator_lint.checks.check import Change, Check, Evidence, search
from indicator_lint.checks.grouped import each, each_text, grouped, once_a_frame
from indicator_lint.chinese.characters import HANZI
from indicator_lint.chinese.spacing import BLANK, GAP, closed, closed_at_marks, gap_at_mark, gaps
from indicator_lint.model.columns import COLUMN_OF, DOCUMENT, ID
from indicator_lint.model.rule import Safety, Severity
from indicator_lint.patterns import pattern
from indicator_lint.vocabulary.words import segment

NEAR: Final = 6
"""Characters shown on either side of a spot."""

HALF: Final = {",": "，", ";": "；", ":": "：", "?": "？"}
HALF_MARK: Final = pattern(f"(?<=[{HANZI}]) *([,;:?]) *(?=[{HANZI}])")
HALF_MARK_BUT_COLON: Final = pattern(f"(?<=[{HANZI}]) *([,;?]) *(?=[{HANZI}])")
"""A colon may stand for a ratio (师生比 is 学生:教师)."""

LINE_MARK: Final = pattern(f"(?<=[{HANZI}》”）]) *([,;:]) *(?=[{HANZI}《“（]|$)")
"""Half-width marks of running text, also beside quotation marks and at the end of a line."""

FULL_MARK: Final = pattern(f"(?<=[{HANZI}》”）])[，；：]")
HABIT: Final = 0.7
"""Share of full-width marks from which a half-width one in running text is a slip."""

SLIPS: Final = 3
"""So many half-width marks are slips wherever there are full-width ones; a converted text has none of these."""

HALF_STOP: Final = pattern(f"(?<=[{HANZI}])\\.$")
HALF_BRACKET: Final = pattern(f"[{HANZI}]\\([^()+×÷*/=-]*[{HANZI}][^()+×÷*/=-]*\\)")
"""A remark in half-width brackets; those of a formula are right."""

MANY: Final = 10
"""Cells with half-width marks from which a document is told once that it writes so throughout."""

UNSEEN: Final = pattern(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]"
)
HARD_SPACE: Final = pattern("[\u00a0\u202f]+")
PRIVATE: Final = pattern("[\ue000-\uf8ff]")

LEVELS: Final = ("level1", "level2")
LABELLED: Final = pattern(f"[{HANZI}]{BLANK}{{2,}}[{HANZI}]{{2,8}}[：:]")
"""A heading that goes on with labels of a form: 补助资金　　主管部门：."""

LINE: Final = 20
"""Characters of a line that is no heading any more."""

IN_SENTENCE: Final = frozenset("、，。；《》")
"""Marks that stand in sentences."""

BRACKETED: Final[Sequence[str]] = ("description", "name", "category")
"""Roles whose brackets are looked at: in units 台(套) is what everybody writes."""

KINDS: Final = {"unseen": UNSEEN, "space": HARD_SPACE, "private": PRIVATE}
ANY_KIND: Final = pattern("|".join(kind.pattern for kind in KINDS.values()))
ANY_BLANK: Final = pattern(BLANK)


@search
def unbroken(frame: pl.DataFrame, role: str) -> Mapping[int, Evidence]:
    """No blank stands between two hanzi of a cell, or inside a word of a running text."""
    look = _broken_line if role == "document" else lambda text: _broken(text, role)
    return each_text(frame, role, look, holding=ANY_BLANK)


def _broken(text: str, role: str) -> Evidence | None:
    text = text.strip()
    if role == "category" and LABELLED.search(text):
        return None
    found = gaps(text) or (list(GAP.finditer(text)) if role in LEVELS else [])
    if not found:
        return None
    whole = all(_joins_word(text, gap) for gap in found)
    running = role == "description" and all(len(gap[1]) == 1 for gap in found)
    safety = Safety.SAFE if whole or running or role in LEVELS else Safety.DISPLAY
    reason = "word" if whole or role in LEVELS else "unit" if role == "unit" else "between"
    because = ((reason, {"spot": _around(text, found[0])}),)
    return Evidence(because=because, change=Change({role: closed(text)}, safety=safety))


def _broken_line(text: str) -> Evidence | None:
    """In running text only a single blank inside a word is surely a slip: headings and signatures are set with blanks."""
    found = gaps(text)
    if not found or len(text) < LINE or any(len(gap[1]) > 1 or not _joins_word(text, gap) for gap in found):
        return None
    because = (("word", {"spot": _around(text, found[0])}),)
    return Evidence(because=because, change=Change({"document": closed(text)}))


def _around(text: str, found: re.Match[str]) -> str:
    return text[max(0, found.start() - NEAR) : found.end() + NEAR]


def _joins_word(text: str, gap: re.Match[str]) -> bool:
    """Whether the characters on both sides of a gap belong to one word."""
    left = re.search(f"[{HANZI} ]+$", text[: gap.start()])
    right = re.match(f"[{HANZI} ]+", text[gap.end() :])
    before, after = (closed(side[0]).replace(" ", "") if side else "" for side in (left, right))
    place = len(before)
    for word in segment(before + after):
        place -= len(word)
        if place <= 0:
            return place < 0
    return False


@search
def marks_without_blanks(frame: pl.DataFrame, role: str) -> Mapping[int, Evidence]:
    """No blank stands beside a Chinese mark."""

    def look(text: str) -> Evidence | None:
        found = gap_at_mark(text)
        if found is None or (role == "document" and _is_layout(text, found)):
            return None
        return Evidence(params={"spot": _around(text, found)}, change=Change({role: closed_at_marks(text)}))

    return each_text(frame, role, look, holding=ANY_BLANK)


def _is_layout(line: str, gap: re.Match[str]) -> bool:
    """Beside brackets and colons, or several at once, blanks set out a form or a heading."""
    return len(gap[0]) > 1 or not IN_SENTENCE & {line[gap.start() - 1], line[gap.end()]}


@search
def full_width_marks(frame: pl.DataFrame, role: str) -> dict[int, Evidence]:
    """Marks between hanzi are full-width."""
    column = COLUMN_OF.get(role, role)
    if column not in frame.columns:
        return {}
    if role == "document":
        lines = frame.select(DOCUMENT, ID, column).iter_rows()
        documents = (_half_lines(list(rows)) for _, rows in groupby(lines, key=lambda line: line[0]))
        return {record: evidence for found in documents for record, evidence in found.items()}
    found = _half_brackets(frame, role)
    for marks in _by_document(frame, _half_marks(frame, column, role)):
        found |= _folded(marks)
    return found


def _by_document(frame: pl.DataFrame, found: Mapping[int, Evidence]) -> Iterable[dict[int, Evidence]]:
    parts: dict[int, dict[int, Evidence]] = defaultdict(dict)
    for document, (record, evidence) in zip(frame[DOCUMENT].gather(list(found)), found.items(), strict=True):
        parts[document][record] = evidence
    return parts.values()


def _half_marks(frame: pl.DataFrame, column: str, role: str) -> dict[int, Evidence]:
    stops = _usual_stops(frame, column)

    def look(document: int, text: str | None) -> Evidence | None:
        if text is None:
            return None
        marks = HALF_MARK_BUT_COLON if "比" in text else HALF_MARK
        fixed = HALF_STOP.sub(stops[document], marks.sub(lambda mark: HALF[mark[1]], text))
        if fixed == text:
            return None
        written = "".join(dict.fromkeys([*marks.findall(text), *HALF_STOP.findall(text)]))
        return Evidence(because=(("mark", {"marks": written}),), change=Change({role: fixed}))

    return each(frame, (DOCUMENT, column), look)


def _half_lines(shown: Sequence[tuple[int, int, str | None]]) -> dict[int, Evidence]:
    """Slips in running text; where it is written with half-width marks throughout, a conversion did it and none is told."""
    lines = [(record, text) for _, record, text in shown if text]
    full = sum(len(FULL_MARK.findall(text)) for _, text in lines)
    half = {record: marks for record, text in lines if (marks := LINE_MARK.findall(text))}
    written = sum(map(len, half.values()))
    if not full or (written > SLIPS and full < HABIT * (full + written)):
        return {}
    return {
        record: Evidence(
            because=(("mark", {"marks": "".join(dict.fromkeys(half[record]))}),),
            change=Change({"document": LINE_MARK.sub(lambda mark: HALF[mark[1]], text)}),
        )
        for record, text in lines
        if record in half
    }


def _usual_stops(frame: pl.DataFrame, column: str) -> dict[int, str]:
    """What ends most texts of a document's column: a full stop or nothing."""
    stopped: dict[int, list[bool]] = defaultdict(list)
    for document, text in grouped(frame, DOCUMENT, column).values:
        if text is not None:
            stopped[document].append(text.endswith("。"))
    return {document: "。" if 2 * sum(ends) > len(ends) else "" for document, ends in stopped.items()}


def _folded(found: dict[int, Evidence]) -> dict[int, Evidence]:
    """Many such cells are one habit, told once."""
    if len(found) < MANY:
        return found
    first = min(found)
    because = (("habit", {"count": len(found)}),)
    return {first: Evidence(because=because, severity=Severity.INFO, related=_others(found, first), whole=True)}


def _others(found: Mapping[int, Evidence], first: int) -> tuple[tuple[int, str], ...]:
    change = found[first].change
    role = next(iter(change.texts)) if change else ""
    return tuple((record, role) for record in sorted(found) if record != first)


def _half_brackets(frame: pl.DataFrame, role: str) -> dict[int, Evidence]:
    """One remark a document, at the first of the roles where half-width brackets stand."""
    found = {}
    for asked, record, count in _bracketed(frame).values():
        if asked == role:
            change = Change(safety=Safety.DISPLAY, advice=("brackets", {}))
            because = (("bracket", {"count": count}),)
            found[record] = Evidence(because=because, severity=Severity.INFO, change=change, whole=True)
    return found


@once_a_frame
def _bracketed(frame: pl.DataFrame) -> dict[int, tuple[str, int, int]]:
    """By document: the first of the roles where half-width brackets stand, the first record there, and in how many texts."""
    found: dict[int, tuple[str, int, int]] = {}
    for asked in BRACKETED:
        column = COLUMN_OF.get(asked, asked)
        if column in frame.columns:
            groups = grouped(frame, DOCUMENT, column)
            hits = [(place, document) for place, (document, text) in enumerate(groups.values) if _is_bracketed(text)]
            counts = Counter(document for _, document in hits)
            firsts = {document: place for place, document in reversed(hits) if document not in found}
            found |= {
                document: (asked, groups.records[place][0], counts[document]) for document, place in firsts.items()
            }
    return found


def _is_bracketed(text: str | None) -> bool:
    return text is not None and "(" in text and HALF_BRACKET.search(text) is not None


@search
def visible_only(frame: pl.DataFrame, role: str) -> Mapping[int, Evidence]:
    """A text holds no character that cannot be seen."""

    def look(text: str) -> Evidence | None:
        inner = text.strip()
        kinds = [kind for kind, pattern in KINDS.items() if pattern.search(inner)]
        if not kinds:
            return None
        safety = Safety.DISPLAY if "private" in kinds else None
        because = tuple((kind, {"points": _points(KINDS[kind], inner)}) for kind in kinds)
        return Evidence(because=because, change=Change({role: _seen(inner)}, safety=safety))

    return each_text(frame, role, look, holding=ANY_KIND)


def _points(pattern: re.Pattern[str], text: str) -> str:
    return "、".join(dict.fromkeys(f"U+{ord(found[0][0]):04X}" for found in pattern.finditer(text)))


def _seen(text: str) -> str:
    return PRIVATE.sub("", closed(HARD_SPACE.sub(" ", UNSEEN.sub("", text))))


CHECKS: Final[dict[str, Check]] = {
    "full_width_marks": full_width_marks,
    "marks_without_blanks": marks_without_blanks,
    "unbroken": unbroken,
    "visible_only": visible_only,
}
