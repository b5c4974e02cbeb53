"""A difference for people: as text for a terminal, and as Markdown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Final

from indicator_lint.catalog.differences import ORDER, Change, Difference, FieldChange
from indicator_lint.catalog.words import say
from indicator_lint.model.catalog import Indicator
from indicator_lint.reports.display import visible, wrap
from indicator_lint.reports.view import View

STYLES: Final[Mapping[str, str]] = {"added": "good", "removed": "error", "retired": "error"}
HIGH, MIDDLE = 0.85, 0.75
MARKUP: Final = re.compile(r"([\\`*_\[\]<>|#~])")


def render_text(difference: Difference, view: View) -> str:
    """By category: each indicator that changed, what became of it, and below it every field that says something else."""
    lines: list[str] = []
    for line in category_lines(difference, view.lang):
        lines += wrap(line, view.width)
    for category, changes in groupby(difference.changes, lambda change: change.category):
        lines += ["", view.paint(visible(category) or say("untitled", view.lang), "bold")]
        for change in changes:
            lines += _told(change, view)
    return "\n".join([*lines, *([""] if lines else []), *wrap(summary(difference, view.lang), view.width), ""])


def _told(change: Change, view: View) -> Iterator[str]:
    kinds = view.say("list").join(say(kind, view.lang) for kind in change.kinds)
    head = f"{view.paint(kinds, STYLES.get(change.kinds[0], 'warning'))}  {heading(change, view.lang)}"
    yield from (f"  {'' if number == 0 else '  '}{line}" for number, line in enumerate(wrap(head, view.width - 4)))
    for field in change.fields:
        yield from (f"      {line}" for line in wrap(field_line(field, view.lang), view.width - 6))


def heading(change: Change, lang: str) -> str:
    """Which indicators a change is about, and how sure that is."""
    before, after = (" ＋ ".join(map(called, side)) for side in (change.before, change.after))
    one_to_one = len(change.before) == len(change.after) == 1
    same = not before or not after or (one_to_one and "renamed" not in change.kinds)
    text = (after or before) if same else f"{before} → {after}"
    return text + (say("note", lang, note=certainty(change, lang)) if change.confidence < 1 else "")


def called(indicator: Indicator) -> str:
    """An indicator by its name, and its code where it has one."""
    name = visible(indicator.name)
    return f"{name} [{visible(indicator.code)}]" if indicator.code else name


def certainty(change: Change, lang: str) -> str:
    """How sure it is that this is one indicator, in words and percent."""
    key = "sure_high" if change.confidence >= HIGH else "sure_middle" if change.confidence >= MIDDLE else "sure_low"
    return f"{say(key, lang)} {change.confidence:.0%}"


def field_line(change: FieldChange, lang: str) -> str:
    """One field: what it said, what it says, and what that means."""
    key = {"filled": "field_filled", "cleared": "field_cleared"}.get(change.note, "field_change")
    note = say("note", lang, note=say(change.note, lang)) if change.note else ""
    return say(key, lang, field=say(change.field, lang), old=visible(change.old), new=visible(change.new), note=note)


def category_lines(difference: Difference, lang: str) -> Iterator[str]:
    """The categories that were renamed, came or went."""
    for old, new in difference.categories:
        yield f"{say('category_renamed', lang)}  {say('from_to', lang, old=visible(old), new=visible(new))}"
    before, after = (
        dict.fromkeys(one.category for one in side.indicators if one.active)
        for side in (difference.before, difference.after)
    )
    renamed = {title for pair in difference.categories for title in pair}
    for key, mine, theirs in (("category_added", after, before), ("category_removed", before, after)):
        for title in mine:
            if title not in theirs and title not in renamed:
                yield f"{say(key, lang)}  {visible(title)}"


def counts(difference: Difference) -> dict[str, int]:
    """How many changes are of each kind; one that was renamed and moved counts for both."""
    found = Counter(kind for change in difference.changes for kind in change.kinds)
    return {kind: found[kind] for kind in ORDER if found[kind]}


def summary(difference: Difference, lang: str) -> str:
    """All in a line."""
    if not difference.changes and not difference.categories:
        return say("same", lang, count=difference.unchanged)
    parts = [say("count", lang, kind=say(kind, lang), count=count) for kind, count in counts(difference).items()]
    parts += (
        [say("count", lang, kind=say("category_renamed", lang), count=len(difference.categories))]
        if difference.categories
        else []
    )
    told = say("comma", lang).join(parts)
    return say("summary", lang, total=len(difference.changes), counts=told, unchanged=difference.unchanged)


def render_markdown(difference: Difference, view: View) -> str:
    """The same as a page: a heading, what became of categories, a table for each category."""
    lang = view.lang
    labels = (difference.before.label, difference.after.label)
    before, after = (escaped(label) for label in labels)
    lines = [f"# {say('diff_title', lang, before=before, after=after)}", "", escaped(summary(difference, lang))]
    lines += ["", *(f"- {escaped(line)}" for line in category_lines(difference, lang))] if difference.categories else []
    for category, changes in groupby(difference.changes, lambda change: change.category):
        heads = [say(key, lang) for key in ("diff_kind", "diff_before", "diff_after", "diff_field")]
        lines += [
            "",
            f"## {escaped(category) or say('untitled', lang)}",
            "",
            f"| {' | '.join(heads)} |",
            "|---|---|---|---|",
        ]
        lines += [_row(change, lang) for change in changes]
    return "\n".join([*lines, ""])


def _row(change: Change, lang: str) -> str:
    kinds = say("list", lang).join(say(kind, lang) for kind in change.kinds)
    sure = say("note", lang, note=certainty(change, lang)) if change.confidence < 1 else ""
    sides = ["<br>".join(escaped(called(one)) for one in side) for side in (change.before, change.after)]
    fields = "<br>".join(escaped(field_line(one, lang)) for one in change.fields)
    return f"| {kinds}{sure} | {sides[0]} | {sides[1]} | {fields} |"


def escaped(text: str) -> str:
    """A text in which Markdown sees no markup."""
    return MARKUP.sub(r"\\\1", visible(text)).replace("&", "&amp;")
