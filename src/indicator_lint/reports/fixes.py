"""What fixes did, for people: cell by cell what was changed, what was left and why, what remains."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from indicator_lint.model.finding import Edit
from indicator_lint.model.outcome import Left, Outcome
from indicator_lint.model.plan import Choice
from indicator_lint.model.rule import Safety
from indicator_lint.reports.display import visible, width, wrap
from indicator_lint.reports.summary import excused
from indicator_lint.reports.telling import counted, place, role_word, told, windows
from indicator_lint.reports.view import View

_INDENT: Final = "  "
_MOST_PLACES: Final = 5


def render_fixes(outcomes: Sequence[Outcome], view: View) -> str:
    """Every file, and at the end what remains in all of them."""
    parts = [text for outcome in outcomes if (text := _file(outcome, view))]
    return "\n".join([*(parts or [view.say("fix_nothing")]), _remaining(outcomes, view)]) + "\n"


def reason_of(reason: str, params: dict[str, object], view: View) -> str:
    """Why something was not done, harmless."""
    shown = {key: visible(value) if isinstance(value, str) else value for key, value in params.items()}
    return view.say(f"refused_{reason}", **shown)


def _file(outcome: Outcome, view: View) -> str:
    """A file of which there is something to tell."""
    settled = outcome.settled
    if not (settled.made or settled.left or outcome.reason or outcome.written or not outcome.format):
        return ""
    lines = [view.paint(line, "bold") for line in wrap(visible(outcome.path), view.width)]
    if not outcome.format:
        told_of = (line for finding in outcome.found for line in told(finding, view, "", view.width - len(_INDENT)))
        return "\n".join([*lines, *(_INDENT + line for line in told_of)]) + "\n"
    if not view.quiet:
        lines += [_INDENT + line for choice in settled.made for line in _made(choice, view)]
    lines += [_INDENT + line for line in _left(settled.left, view)]
    lines += [_INDENT + line for text in _done(outcome, view) for line in wrap(text, view.width - len(_INDENT))]
    return "\n".join(lines) + "\n"


def _made(choice: Choice, view: View) -> Iterator[str]:
    """The cells that one fix changes."""
    for edit in choice.edits:
        fields = {
            "place": place(edit.location, view),
            "role": role_word(edit.role, view),
            "change": _change(edit, view),
            "code": visible(choice.code),
        }
        key = "fix_line" if choice.safety is Safety.SAFE else "fix_line_unsafe"
        first, *more = wrap(view.say(key, **fields), view.width - len(_INDENT), width(_INDENT))
        yield from (first, *(_INDENT + line for line in more))


def _change(edit: Edit, view: View) -> str:
    """Old and new; of long texts what differs, with a few characters around it."""
    old, new = visible(edit.old), visible(edit.new)
    if not old or not new:
        return view.say("fix_clear" if old else "fix_fill", old=old, new=new)
    if width(old) + width(new) > view.width // 2:
        old, new = windows(old, new)
    return view.say("fix_change", old=old, new=view.paint(new, "good"))


def _left(left: Iterable[Left], view: View) -> Iterator[str]:
    """What was not done, by its reason."""
    groups: dict[str, list[Left]] = {}
    for each in left:
        groups.setdefault(reason_of(each.reason, dict(each.params), view), []).append(each)
    for reason, several in groups.items():
        named = [
            view.say("fix_place", place=place(each.choice.edits[0].location, view), code=visible(each.choice.code))
            for each in several[:_MOST_PLACES]
        ]
        places = view.listed(named)
        if len(several) > _MOST_PLACES:
            places = view.say("fix_more", places=places, count=len(several))
        yield from wrap(view.say("fix_left", places=places, reason=reason), view.width - len(_INDENT))


def _done(outcome: Outcome, view: View) -> Iterator[str]:
    """What became of the file."""
    settled = outcome.settled
    counts = {"cells": len(settled.edits), "findings": len(settled.made)}
    if outcome.reason:
        yield view.say("fix_unwritten", reason=reason_of(outcome.reason, dict(outcome.params), view))
    elif not settled.edits:
        yield view.say("fix_nothing")
        if outcome.written is not None:
            yield view.say("fix_copy", path=visible(outcome.written))
    elif outcome.written is None:
        yield view.say("fix_would", **counts)
    else:
        yield view.say("fix_done", **counts)
        if outcome.tracked:
            yield view.say("fix_tracked")
        if outcome.outdated:
            yield view.say("fix_outdated")
        if outcome.written != outcome.path:
            yield view.say("fix_copy", path=visible(outcome.written))
        else:
            yield from [view.say("fix_backup", backup=visible(outcome.backup))] if outcome.backup else []
            yield view.say("fix_undo", path=visible(outcome.path))


def _remaining(outcomes: Sequence[Outcome], view: View) -> str:
    """What is found in all files once this is done."""
    left = [
        finding
        for outcome in outcomes
        for finding in (outcome.found if outcome.reason else outcome.settled.findings or outcome.findings)
    ]
    findings = [finding for finding in left if finding.active]
    if not findings:
        return "\n".join([view.paint(view.say("fix_clean"), "good"), *excused(left, view)])
    lines = [view.say("fix_remaining", total=len(findings), counts=counted(findings, view))]
    unsafe = sum(1 for f in findings if f.fix is not None and f.fix.edits and f.fix.safety is Safety.UNSAFE)
    lines += [view.say("fix_unsafe", count=unsafe)] if unsafe else []
    return "\n".join([*(line for text in lines for line in wrap(text, view.width)), *excused(left, view)])
