"""What a finding says, in lines for people: where, what, the cure, the places it speaks of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from indicator_lint.model.finding import Edit, Finding, Fix, Related
from indicator_lint.model.location import Location
from indicator_lint.model.rule import Severity
from indicator_lint.reports.display import joined, visible, width, wrap
from indicator_lint.reports.view import View

_MOST_RELATED: Final = 5
_INDENT: Final = "  "
_LONGEST: Final = 2
"""Lines that a new text may fill; of a longer one (a paragraph) what changes is shown."""

_CONTEXT: Final = 6
"""Characters shown before and after what differs in a text too long for the line."""


def told(finding: Finding, view: View, label: str, columns: int) -> list[str]:
    """The finding in lines: severity, code, place, `label` of the cell, message; then the fix and more."""
    inner = columns - width(_INDENT)
    below = [] if finding.fix is None else _cure(finding, finding.fix, view, inner)
    if finding.suppression is not None and not finding.suppressed:
        below += wrap(view.say("unhonoured", reason=visible(finding.suppression.reason)), inner)
    below += [line for text in related_words(finding, view) for line in wrap(text, inner)]
    if view.verbose and finding.code in view.rules:
        below += wrap(view.say("why") + joined(view.rules[finding.code].why), inner)
    first, *more = _headline(finding, view, label, columns)
    return [first, *(_INDENT + line for line in [*more, *below])]


def _headline(finding: Finding, view: View, label: str, columns: int) -> list[str]:
    """Severity, code, place and message, wrapped to be indented, then painted: colours take no room."""
    severity, where = view.say(str(finding.severity)), f"{place(finding.location, view)} {visible(label)}".rstrip()
    head = f"{severity} {finding.code} {where}"
    first, *more = wrap(view.say("told", head=head, message=visible(finding.message)), columns, width(_INDENT))
    if first.startswith(head):
        painted = (
            view.paint(severity, str(finding.severity)),
            view.paint(finding.code, "bold"),
            view.paint(where, "dim"),
        )
        first = " ".join(painted) + first[len(head) :]
    return [first, *more]


def headed(title: str, details: Iterable[str], view: View) -> list[str]:
    """A title and what is known of it in brackets, wrapped; the title is painted where it stands on the first line."""
    known = [detail for detail in details if detail]
    first, *more = wrap(title + view.say("heading", details=view.say("comma").join(known)), view.width)
    if first.startswith(title):
        first = view.paint(title, "bold") + first[len(title) :]
    return [first, *more]


def counted(findings: Iterable[Finding], view: View) -> str:
    """How many findings of each severity, worst first, those that there are."""
    counts = Counter(finding.severity for finding in findings)
    words = [view.say("count", severity=view.say(str(one)), count=counts[one]) for one in Severity if counts[one]]
    return view.listed(words)


def place(location: Location, view: View) -> str:
    """The place, harmless; in words for a whole file."""
    return visible(location.display) if location.ref else view.say("whole_file")


def difference(old: str, new: str) -> int:
    """The index of the first character of `old` that does not stand in `new`: where the eye should fall."""
    return next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))


def differing(old: str, new: str) -> tuple[int, int]:
    """How many characters two texts share at the beginning, and how many of the rest at the end."""
    start = difference(old, new)
    shared = min(len(old), len(new)) - start
    return start, next((i for i in range(shared) if old[-1 - i] != new[-1 - i]), shared)


def role_word(role: str, view: View) -> str:
    """What a role is called; itself, harmless, when it has no word."""
    try:
        return view.say(role)
    except KeyError:
        return visible(role)


def _cure(finding: Finding, fix: Fix, view: View, columns: int) -> list[str]:
    if not fix.edits:
        return wrap(view.say("advice", note=visible(fix.note)), columns) if fix.note else []
    lines = [line for edit in fix.edits for line in _change(finding, edit, fix, view, columns)]
    return lines if not fix.note else [*lines, *wrap(view.say("note", note=visible(fix.note)), columns)]


def _change(finding: Finding, edit: Edit, fix: Fix, view: View, columns: int) -> list[str]:
    """Old and new of one cell; only the new where a line is too short for both. A cell not the found one is named."""
    old, new = visible(edit.old), visible(edit.new)
    here = edit.location.display == finding.location.display
    what = "" if here else f"{role_word(edit.role, view)}（{place(edit.location, view)}）"
    fields = {"what": what, "old": old, "new": new, "safety": view.say(str(fix.safety))}
    if not new or not old:
        return _painted("clear" if old else "fill", fields, view, columns)
    for before, after in ((old, new), windows(old, new)):
        lines = _painted("change", {**fields, "old": before, "new": after}, view, columns)
        if len(lines) == 1:
            return lines
    _, after = windows(old, new)
    long = width(new) > _LONGEST * columns and len(after) < len(new)
    return _painted("change_long", {**fields, "new": after if long else new}, view, columns)


def _painted(key: str, fields: Mapping[str, str], view: View, columns: int) -> list[str]:
    """What to write, in lines; painted where it stands on one."""
    lines = wrap(view.say(key, **fields), columns)
    return lines if len(lines) > 1 else [view.say(key, **{**fields, "new": view.paint(fields["new"], "good")})]


def windows(old: str, new: str) -> tuple[str, str]:
    """What differs of two long texts, with a few characters before and after."""
    start, end = differing(old, new)
    return _window(old, start, len(old) - end), _window(new, start, len(new) - end)


def _window(text: str, start: int, end: int) -> str:
    left, right = max(0, start - _CONTEXT), min(len(text), end + _CONTEXT)
    return f"{'…' if left else ''}{text[left:right]}{'…' if right < len(text) else ''}"


def related_words(finding: Finding, view: View) -> Iterator[str]:
    """The other places that a finding speaks of; of those that are its own cell (a merged one), only their rows."""
    here = [related for related in finding.related if _same_cell(related, finding)]
    there = [related for related in finding.related if not _same_cell(related, finding)]
    if rows := _rows(here, finding, view):
        yield view.say("same_cell", rows=view.listed(rows))
    if there:
        words = [_elsewhere(related, finding, view) for related in there[:_MOST_RELATED]]
        more = len(there) > len(words)
        places = view.say("see_more", places=view.listed(words), count=len(there)) if more else view.listed(words)
        yield view.say("see", places=places)


def _same_cell(related: Related, finding: Finding) -> bool:
    return related.path == finding.path and related.location.display == finding.location.display


def _rows(here: Iterable[Related], finding: Finding, view: View) -> list[str]:
    """The rows that share the finding's cell, besides its own; those of another category under its name."""
    groups: dict[str | None, set[int]] = {}
    for related in here:
        if related.row is not None and (related.category, related.row) != (finding.category, finding.row):
            groups.setdefault(related.category, set()).add(related.row)
    words = {category: view.say("rows", rows=view.listed(_runs(sorted(rows)))) for category, rows in groups.items()}
    return [
        rows if category in {None, finding.category} else f"{visible(category or '')} {rows}"
        for category, rows in words.items()
    ]


def _runs(numbers: Iterable[int]) -> list[str]:
    """Rising numbers as people write them: `2`, `4-7`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    pairs = 2
    return [text for run in runs for text in ([f"{run[0]}-{run[-1]}"] if len(run) > pairs else map(str, run))]


def _elsewhere(related: Related, finding: Finding, view: View) -> str:
    """Another place: its file if it is another one, its reference, its category and row."""
    file = "" if related.path == finding.path else f"{visible(related.path)} "
    details = [visible(related.category)] if related.category and related.category != finding.category else []
    if related.row is not None:
        details.append(view.say("row", row=related.row))
    heading = view.say("heading", details=" ".join(details)) if details else ""
    return f"{file}{place(related.location, view)}{heading}"
