"""What to write instead, on one line: for tables and formats that give a suggestion one cell."""

from __future__ import annotations

from indicator_lint.model.finding import Edit, Finding, Fix
from indicator_lint.reports.display import visible
from indicator_lint.reports.telling import place, role_word
from indicator_lint.reports.view import View


def suggestion(finding: Finding, view: View) -> str:
    """The texts to write, then the advice; empty where a finding offers neither.

    The text alone where the found cell is the only one to change: whoever accepts it can paste it.
    """
    fix = finding.fix
    if fix is None:
        return ""
    parts = [view.say("told", head=head, message=text) if head else text for head, text in changes(finding, view)]
    return view.say("semicolon").join(part for part in (*parts, visible(fix.note)) if part)


def changes(finding: Finding, view: View) -> list[tuple[str, str]]:
    """What each cell should say, headed by its name where it is not the found one, or not the only one."""
    fix = finding.fix
    return [] if fix is None else [_change(finding, edit, fix, view) for edit in fix.edits]


def _change(finding: Finding, edit: Edit, fix: Fix, view: View) -> tuple[str, str]:
    here = edit.location.display == finding.location.display
    new = visible(edit.new) if edit.new else view.say("remove", text=visible(edit.old))
    if here and len(fix.edits) == 1:
        return "", new
    return role_word(edit.role, view) + ("" if here else view.say("heading", details=place(edit.location, view))), new
