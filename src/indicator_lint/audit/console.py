"""The audit on a terminal: a line for each department, the worst first, and what was audited."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from indicator_lint.audit.course import Course
from indicator_lint.audit.grades import PARTS
from indicator_lint.audit.records import summary
from indicator_lint.audit.results import Standing, worst_first
from indicator_lint.reports.display import clip, visible, wrap
from indicator_lint.reports.statistics import aligned
from indicator_lint.reports.view import View

SHOWN: Final = 40
"""Departments with a line of their own; a county has hundreds, a screen has forty lines."""

FREQUENT: Final = 2
NUMBERS: Final = 2
"""Digits that make scores look alike: 76.5."""

HEADINGS: Final = (
    "department", "grade", "mark", *(f"part_{part}" for part in PARTS), "files", "indicator_count", "errors", "warnings", "frequent",
)  # fmt: skip


def render_console(course: Course, departments: Sequence[Standing], known: int, view: View) -> str:
    """Departments by their grades, then a few lines about all of them; only these where the view is quiet."""
    lines = [] if view.quiet else [*_overview(departments, view), ""]
    return "\n".join([*lines, *_closing(course, departments, known, view)]) + "\n"


def _overview(departments: Sequence[Standing], view: View) -> list[str]:
    ranked = sorted(departments, key=lambda one: (one.grade.score, one.department))
    shown = ranked[:SHOWN]
    rows = [[view.say(heading) for heading in HEADINGS], *(_row(one, view) for one in shown)]
    lines = [clip(line, view.width) for line in aligned(rows)]
    lines[0] = view.paint(lines[0], "bold")
    if len(ranked) > len(shown):
        lines.append(view.say("more_departments", count=len(ranked) - len(shown)))
    return lines


def _row(standing: Standing, view: View) -> list[str]:
    grade = standing.grade
    scores = [f"{grade.parts[part]:.1f}" if grade.parts else "—" for part in PARTS]
    return [
        visible(standing.department),
        view.say(f"grade_{grade.band}"),
        f"{grade.score:.1f}" if grade.parts else "—",
        *scores,
        str(standing.files),
        str(standing.rows),
        str(standing.severities["error"]),
        str(standing.severities["warning"]),
        frequent(standing, view),
    ]


def frequent(standing: Standing, view: View) -> str:
    """The rules with most findings in a department, by their titles."""
    told = [
        view.say("frequent_rule", title=view.rules[code].title if code in view.rules else code, count=count)
        for code, count in sorted(standing.codes.items(), key=lambda item: (-item[1], item[0]))[:FREQUENT]
    ]
    return view.listed(told)


def _closing(course: Course, departments: Sequence[Standing], known: int, view: View) -> list[str]:
    total = summary(departments)
    counts = [
        view.say("count", severity=view.say(severity), count=count)
        for severity, count in worst_first(
            {severity: int(str(total[severity])) for severity in ("error", "warning", "info")}
        )
    ]
    found = sum(int(str(total[severity])) for severity in ("error", "warning", "info"))
    told = view.say("audited", **{key: total[key] for key in ("departments", "files", "tables", "rows")})
    told += view.say("found", total=found, counts=view.listed(counts)) if found else ""
    notes = {
        "unread_note": total["unread"],
        "repeats_note": len(course.likeness.repeats),
        "unchanged_note": int(str(total["unchanged"])),
        "known_note": known,
    }
    lines = [told, *(view.say(key, count=count) for key, count in notes.items() if count)]
    return [wrapped for line in lines for wrapped in wrap(line, view.width)]
