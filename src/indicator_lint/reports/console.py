"""The report for people: by file and category, each row once with its found cells marked, then what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from indicator_lint.model.finding import Finding
from indicator_lint.model.report import Reading, Report
from indicator_lint.model.table import ROLES, Table
from indicator_lint.reports.certainty import attention
from indicator_lint.reports.display import visible, wrap
from indicator_lint.reports.minigrid import GridCell, draw
from indicator_lint.reports.places import Spot, by_path, data_range, locate
from indicator_lint.reports.statistics import render_statistics
from indicator_lint.reports.summary import render_summary
from indicator_lint.reports.telling import counted, difference, headed, role_word, told
from indicator_lint.reports.view import View

_CONTEXT: Final = ("level1", "level2", "name", "operator", "unit", "description", "target")
"""The roles always drawn of a row, where the table has them; a found cell is drawn in any case."""

_WHOLE: Final = frozenset({*ROLES, "value", "fixed"})
"""Parameters of a finding that hold whole cells, so do not say where in a cell to look."""

_INDENT: Final = "  "
_DEEP: Final = "    "
_MOST: Final = 1_000
"""Findings of one rule that are printed of a file: nobody reads on, and fifty thousand fill no screen but thirty megabytes."""


def render_console(report: Report, view: View) -> str:
    """The whole report as text for a terminal `view.width` columns wide, ending in the summary."""
    parts: list[str] = []
    if view.statistics:
        parts = [render_statistics(report, view)] if report.active else []
    elif not view.quiet:
        groups = by_path(report.active)
        looks = {reading.path: look for reading in report.readings if (look := attention(reading, view))}
        read = {reading.path for reading in report.readings}
        readings = [*report.readings, *(Reading(path) for path in groups if path not in read)]
        told = [reading for reading in readings if reading.path in groups or reading.path in looks]
        parts = [_file(one, groups.get(one.path, ()), looks.get(one.path, ""), view) for one in told]
    return "\n".join([*parts, render_summary(report, view)])


def _file(reading: Reading, findings: Sequence[Finding], look: str, view: View) -> str:
    """A file: what concerns all of it, then its tables in their order."""
    lines = [view.paint(line, "bold") for line in wrap(visible(reading.path), view.width)]
    lines += [view.paint(line, "dim") for line in wrap(look, view.width)] if look else []
    places: dict[int | None, list[tuple[Spot, Finding]]] = {None: []}
    left: Counter[str] = Counter()
    for spot, finding in locate(_first(findings, left), reading):
        places.setdefault(spot.table, []).append((spot, finding))
    lines += _listed([finding for _, finding in places.pop(None)], view)
    for number, found in sorted(places.items(), key=lambda place: place[0] or 0):
        lines += ["", *_table(reading.tables[number or 0], found, view)]
    for code, count in left.items():
        lines += ["", *wrap(view.say("left", code=code, count=count, shown=_MOST), view.width)]
    return "\n".join(lines) + "\n"


def _first(findings: Iterable[Finding], left: Counter[str]) -> Iterator[Finding]:
    """So many findings of each rule as are printed; `left` counts the others."""
    told: Counter[str] = Counter()
    for finding in findings:
        told[finding.code] += 1
        if told[finding.code] <= _MOST:
            yield finding
        else:
            left[finding.code] += 1


def _table(table: Table, spots: Sequence[tuple[Spot, Finding]], view: View) -> Iterator[str]:
    """A category: its heading, what concerns all of it, then its rows."""
    yield from _heading(table, [finding for _, finding in spots], view)
    yield from _listed([finding for spot, finding in spots if spot.record is None], view)
    rows: dict[int, list[Finding]] = {}
    for spot, finding in spots:
        if spot.record is not None:
            rows.setdefault(spot.record, []).append(finding)
    for record, findings in sorted(rows.items()):
        yield from _row(table, record, findings, view)


def _heading(table: Table, findings: Sequence[Finding], view: View) -> list[str]:
    title = visible(table.category) if table.category else view.say("untitled")
    container = visible(table.container)
    area = data_range(table) or ""
    where = f"{container}!{area}" if container and area else container or area
    details = [part for part in (where, view.say("indicators", count=len(table.rows)), counted(findings, view)) if part]
    return headed(title, details, view)


def _listed(findings: Iterable[Finding], view: View) -> Iterator[str]:
    """Findings without a row to show."""
    for finding in findings:
        yield from (_INDENT + line for line in told(finding, view, "", view.width - len(_INDENT)))


def _row(table: Table, record: int, findings: Sequence[Finding], view: View) -> Iterator[str]:
    """A row drawn once, and below it all that was found in it."""
    yield _INDENT + view.paint(view.say("row", row=table.numbers[record]), "dim")
    yield from (_DEEP + line for line in _drawn(table, record, findings, view))
    for finding in findings:
        label = _label(table, finding.role, view)
        yield from (_DEEP + line for line in told(finding, view, label, view.width - len(_DEEP)))


def _drawn(table: Table, record: int, findings: Sequence[Finding], view: View) -> list[str]:
    focuses = {finding.role: _focus(finding) for finding in findings}
    roles = [role for role in table.columns if role in _CONTEXT or role in focuses]
    roles.sort(key=table.columns.__getitem__)
    cells = [GridCell(table.text(role, record), role in focuses, focuses.get(role, 0)) for role in roles]
    return draw([_label(table, role, view) for role in roles], [cells], view, view.width - len(_DEEP))


def _label(table: Table, role: str, view: View) -> str:
    """What the file itself calls a column, without spaces inside; the role's word where it says nothing, or the role itself."""
    label = "".join(table.labels.get(table.columns.get(role, 0), "").split())
    return role_word(role, view) if label in {"", role} else label


def _focus(finding: Finding) -> int:
    """The character of the found cell to keep in sight: where its edit differs, or where a quoted piece begins."""
    for edit in finding.fix.edits if finding.fix is not None else ():
        if edit.role == finding.role:
            return difference(edit.old, edit.new)
    quoted = [text for key, text in finding.params.items() if key not in _WHOLE and isinstance(text, str) and text]
    return max([0, *(finding.value.find(text) for text in quoted)])
