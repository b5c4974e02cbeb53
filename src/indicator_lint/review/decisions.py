"""What people decided in a review copy → the choices for its file, and the lines that nobody can act on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from indicator_lint.formats import read
from indicator_lint.formats.limits import DEFAULT, Limits
from indicator_lint.model.document import Document
from indicator_lint.model.finding import Edit
from indicator_lint.model.grid import Grid
from indicator_lint.model.plan import Choice, PlannedFile
from indicator_lint.model.rule import Safety
from indicator_lint.reports.headings import HEADINGS
from indicator_lint.reports.words import LANGUAGES, say
from indicator_lint.review.memory import Memory, Remembered, ReviewError, recall
from indicator_lint.review.planning import shown
from indicator_lint.vocabulary.levels import official_levels
from indicator_lint.vocabulary.operators import find_sign
from indicator_lint.vocabulary.units import standard_unit

ACCEPT, REJECT, CHANGED = "accept", "reject", "changed"
DECIDED: Final = {word: key for key in (ACCEPT, REJECT, CHANGED) for word in HEADINGS[key]}
"""Words in the column of decisions, in both languages."""

WANTED: Final = ("fingerprint", "decision", "suggestion")
"""The columns that are read, by their titles: people may have moved them."""
DEEPEST: Final = 50
"""Rows in which the header is looked for; people may have put something above it."""
LONG: Final = 30_000
"""Characters from which a suggestion may have been cut: a cell holds 32,767, escapes among them."""
NAMED: Final[Mapping[str, Callable[[str], str]]] = {
    "unit": standard_unit,
    "operator": find_sign,
    "level1": lambda text: _official(1, text),
    "level2": lambda text: _official(2, text),
}
"""Role -> the official writing of a text that stands in its cells; empty where it does not."""
SHOWN_BREAK, BREAK = "⏎", "\n"


@dataclass(frozen=True, slots=True)
class Unclear:
    """A line of the findings, by its row, that is not acted on; `reason` is a key of the words of reports (`unclear_…`)."""

    row: int
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Decided:
    """What a review copy says. `file` has a choice for each line that says what to write, `decisions` counts the others too."""

    file: PlannedFile
    unclear: tuple[Unclear, ...]
    decisions: int


@dataclass(frozen=True, slots=True)
class _Line:
    row: int
    decision: str
    suggestion: str


def decided(path: str, content: bytes, limits: Limits = DEFAULT) -> Decided:
    """Read a review copy back, whichever program saved it last.

    Raises ReviewError for a workbook that is none, UnreadableError for what cannot be read.
    """
    document = read(path, content, limits=limits)
    memory = recall(document)
    choices: list[Choice] = []
    unclear: list[Unclear] = []
    decisions = 0
    for fingerprint, lines in _lines(document).items():
        known = memory.findings.get(fingerprint)
        said = [line for line in lines if line.decision]
        decisions += len(said)
        if known is None:
            unclear += [Unclear(line.row, fingerprint, "unknown") for line in said]
            continue
        outcome = _choice(known, said) or _overlooked(known, said, document)
        if isinstance(outcome, str):
            unclear.append(Unclear(said[0].row, known.code, outcome))
        elif outcome is not None:
            choices.append(outcome)
    return Decided(_file(memory, choices), tuple(sorted(unclear, key=lambda each: each.row)), decisions)


def _official(level: int, text: str) -> str:
    return text if text in official_levels(level) else ""


def _file(memory: Memory, choices: Sequence[Choice]) -> PlannedFile:
    return PlannedFile(memory.path, memory.format, memory.sha256, tuple(choices))


def _lines(document: Document) -> Mapping[str, list[_Line]]:
    """The lines of the findings by fingerprint. Raises ReviewError where there is no sheet of findings."""
    for grid in document.grids:
        for row in sorted(row for row in grid.rows if 0 < row <= DEEPEST):
            columns = _columns(grid, row)
            if len(columns) == len(WANTED):
                return _read(grid, row, columns)
    message = f"审阅副本中没有找到“{say('sheet_findings', LANGUAGES[0])}”表，或其中的列被改了名"
    raise ReviewError(message)


def _columns(grid: Grid, row: int) -> dict[str, int]:
    titles = {title: key for key in WANTED for title in HEADINGS[f"sheet_findings_{key}"]}
    cells = enumerate(grid.rows[row], start=1)
    return {titles[text.strip()]: column for column, text in cells if text.strip() in titles}


def _read(grid: Grid, header: int, columns: Mapping[str, int]) -> dict[str, list[_Line]]:
    lines: dict[str, list[_Line]] = {}
    for row in sorted(row for row in grid.rows if row > header):
        fingerprint = grid.text(row, columns["fingerprint"]).strip()
        if fingerprint:
            line = _Line(row, grid.text(row, columns["decision"]).strip(), grid.text(row, columns["suggestion"]))
            lines.setdefault(fingerprint, []).append(line)
    return lines


def _choice(known: Remembered, said: Sequence[_Line]) -> Choice | str | None:
    """What the lines of a finding want; why that cannot be told; None where they want nothing."""
    words = {DECIDED.get(line.decision.lower()) for line in said}
    if None in words:
        return "decision"
    if ACCEPT not in words:
        return None
    if len(words) > 1 or len({line.suggestion for line in said}) > 1:
        return "contradiction"
    edits = _edits(known, said[0].suggestion)
    if isinstance(edits, str):
        return edits
    safety = Safety(known.safety) if known.safety else Safety.DISPLAY
    return Choice(known.code, known.name, safety, edits, True, known.message, known.category, known.row)  # noqa: FBT003 - the model's order


def _overlooked(known: Remembered, said: Sequence[_Line], document: Document) -> str | None:
    """Whether somebody wrote the text into the cell of the copy, where it does not count, and says to have changed it."""
    if known.spot is None or known.text is None or CHANGED not in {DECIDED.get(line.decision.lower()) for line in said}:
        return None
    sheet, row, column = known.spot.sheet, known.spot.row, known.spot.column
    texts = (grid.text(row, column) for grid in document.grids if grid.name == sheet)
    return "edited" if any(text.strip() != shown(known.text).strip() for text in texts) else None


def _edits(known: Remembered, suggestion: str) -> tuple[Edit, ...] | str:
    """What to write, after the suggestion as it was or as somebody changed it; or why that cannot be told."""
    if _same(suggestion, known.suggestion):
        return known.edits or (_advised(known, suggestion) if suggestion.strip() else "empty")
    if not suggestion.strip():
        return "empty"
    heads = [head for head, _ in known.shown]
    if heads in ([], [""]):
        return _filled(known, suggestion)
    texts = _texts(known, suggestion)
    return (
        "suggestion"
        if texts is None
        else tuple(_told(*each) for each in zip(known.edits, known.shown, texts, strict=True))
    )


def _advised(known: Remembered, advice: str) -> tuple[Edit, ...] | str:
    """The found cell with advice that is itself what a cell of its kind holds, as “%” or “定性”; other advice says what to do."""
    text = advice.strip()
    return _filled(known, text) if known.role in NAMED and NAMED[known.role](text) == text else "advice"


def _same(one: str, other: str) -> bool:
    """Whether a suggestion is the one that was written, the end of a very long one aside."""
    one, other = _plain(one), _plain(other)
    return one == other or (len(one) > LONG and other.startswith(one))


def _plain(text: str) -> str:
    return text.replace("\r\n", BREAK).strip()


def _filled(known: Remembered, suggestion: str) -> tuple[Edit, ...] | str:
    """The found cell with the text that somebody wrote into the column of suggestions."""
    text, value = known.text, known.value
    if text is None:
        return "no_cell"
    new = _plain(suggestion)
    if BREAK in text or any(BREAK in edit.new for edit in known.edits):
        new = new.replace(SHOWN_BREAK, BREAK)
    if text != value:
        if not value or text.count(value) != 1:
            return "partial"
        new = text.replace(value, new)
    return (Edit(known.role, known.row, known.location, text, new),)


def _texts(known: Remembered, suggestion: str) -> list[str] | None:
    """The texts of a suggestion about several cells, each behind the name of its own."""
    for language in LANGUAGES:
        colon = say("told", language, head="", message="")
        gap = say("semicolon", language)
        parts = [re.escape(head + colon) + "(.*?)" for head, _ in known.shown]
        found = re.fullmatch(re.escape(gap).join(parts) + f"(?:{re.escape(gap)}.*)?", _plain(suggestion), re.DOTALL)
        if found:
            return list(found.groups())
    return None


def _told(edit: Edit, shown: tuple[str, str], text: str) -> Edit:
    """An edit with the text that stands in the suggestion now."""
    return edit if text == shown[1] else replace(edit, new=text)


def explained(unclear: Sequence[Unclear], language: str) -> Iterator[str]:
    """What is to be said of lines that are not acted on."""
    for each in unclear:
        reason = say(f"unclear_{each.reason}", language)
        yield say("unclear", language, row=each.row, code=each.code, reason=reason)
