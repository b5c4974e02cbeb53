"""Pages of rules, and the catalogue of all: as text for a terminal, as JSON, as Markdown (`rules/README.md`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Final

from indicator_lint.model.rule import Example, Reference, Rule
from indicator_lint.patterns import pattern
from indicator_lint.reports.display import joined, visible, wrap
from indicator_lint.reports.minigrid import GridCell, draw
from indicator_lint.reports.records import dumped, plain
from indicator_lint.reports.statistics import aligned
from indicator_lint.reports.telling import role_word
from indicator_lint.reports.view import View
from indicator_lint.reports.words import FAMILIES, family_title

_MARKED: Final = pattern(r"\[\[(.*?)\]\]")
_COLUMNS: Final = ("column_code", "column_name", "column_title", "column_severity", "column_fix")


def page_text(rule: Rule, view: View) -> str:
    """One rule for a terminal."""
    head = f"{view.paint(rule.code, 'bold')} {view.paint(rule.title, 'bold')}"
    lines = [head, _facts(rule.name, rule, view)]
    wrapped = (
        (title, [part for line in body for part in wrap(line, view.width - 2)]) for title, body in _sections(rule, view)
    )
    for title, body in (*wrapped, *_proofs(rule, view)):
        lines += ["", view.paint(title, "bold"), *(f"  {line}" for line in body)]
    return "".join(f"{line}\n" for line in lines)


def page_markdown(rule: Rule, view: View) -> str:
    """One rule as a Markdown page; its tables stay tables, marked cells in bold."""
    parts = [f"# {rule.code} {rule.title}", _facts(f"`{rule.name}`", rule, view)]
    for title, body in _sections(rule, view):
        parts += [f"## {title}", "\n".join(body) if len(body) == 1 else "\n".join(f"- {line}" for line in body)]
    for title, table, note in _tables(rule, view):
        parts += [f"## {title}", _MARKED.sub(r"**\1**", _ruled(table)), *([note] if note else [])]
    parts += _referenced(rule.references, view)
    return "\n\n".join(parts) + "\n"


def page_record(rule: Rule) -> dict[str, object]:
    """Everything a page states."""
    record = plain(asdict(rule))
    assert isinstance(record, dict)  # noqa: S101  # asdict makes a dict; said for the type checker
    return record


def page_json(rules: Iterable[Rule]) -> str:
    """Rules as a JSON array, one a line."""
    lines = ",\n".join(dumped(page_record(rule)) for rule in rules)
    return f"[\n{lines}\n]\n"


def catalogue_text(rules: Iterable[Rule], view: View) -> str:
    """All rules by family, one a line."""
    groups = _families(rules)
    head = [view.say(column) for column in _COLUMNS]
    lines = aligned([head, *(row for group in groups.values() for row in _rows(group, view))])
    parts = [view.paint(lines[0], "dim")]
    body = iter(lines[1:])
    for family, group in groups.items():
        parts += ["", view.paint(family_title(family, view.lang), "bold"), *(next(body) for _ in group)]
    return "".join(f"{line}\n" for line in parts)


def catalogue_markdown(rules: Iterable[Rule], view: View) -> str:
    """The index of `rules/`: each code links to its page."""
    parts = [f"# {view.say('catalogue')}", view.say("catalogue_note")]
    for family, group in _families(rules).items():
        head = [view.say(column) for column in _COLUMNS]
        links = [f"[{rule.code}]({family}/{rule.name}.toml)" for rule in group]
        rows = [[link, *row[1:]] for link, row in zip(links, _rows(group, view), strict=True)]
        table = [head, ["---"] * len(head), *rows]
        parts += [f"## {family_title(family, view.lang)}", "\n".join(f"| {' | '.join(row)} |" for row in table)]
    return "\n\n".join(parts) + "\n"


def _families(rules: Iterable[Rule]) -> dict[str, list[Rule]]:
    """Rules by family, families in their order, unknown ones last."""
    order = {family: number for number, family in enumerate(FAMILIES)}
    groups: dict[str, list[Rule]] = {}
    for rule in sorted(rules, key=lambda rule: (order.get(rule.family, len(order)), rule.code)):
        groups.setdefault(rule.family, []).append(rule)
    return groups


def _rows(rules: Iterable[Rule], view: View) -> list[list[str]]:
    return [[rule.code, rule.name, rule.title, _severity(rule, view), _safety(rule, view)] for rule in rules]


def _facts(name: str, rule: Rule, view: View) -> str:
    """A page's second line."""
    family = family_title(rule.family, view.lang)
    return view.say("comma").join([name, family, _severity(rule, view), view.say("page_since", since=rule.since)])


def _severity(rule: Rule, view: View) -> str:
    return view.say(str(rule.severity) if rule.severity else "off")


def _safety(rule: Rule, view: View) -> str:
    return view.say(str(rule.fix) if rule.fix else "none")


def _sections(rule: Rule, view: View) -> Iterator[tuple[str, list[str]]]:
    """The titled parts of a page that have something to say."""
    yield view.say("page_why"), [joined(rule.why)]
    yield view.say("page_message"), [rule.message]
    if rule.reasons:
        yield view.say("page_reasons"), [reason for reason in rule.reasons.values() if reason]
    if rule.advice:
        yield view.say("page_advice"), list(rule.advice.values())
    yield view.say("page_at"), [view.listed([role_word(role, view) for role in rule.at])]
    if rule.needs:
        yield view.say("page_needs"), [view.listed([role_word(role, view) for role in rule.needs])]
    yield view.say("page_check"), [rule.check]
    yield view.say("page_fix"), [_safety(rule, view)]
    if rule.options:
        yield view.say("page_options"), [f"{key} = {_option(value)}" for key, value in rule.options.items()]
    if rule.yields_to:
        yield view.say("page_yields"), [view.listed(list(rule.yields_to))]


def _proofs(rule: Rule, view: View) -> Iterator[tuple[str, list[str]]]:
    """The examples drawn, then the clauses the rule rests on."""
    for title, table, note in _tables(rule, view):
        yield title, [*_drawn(table, view), *(wrap(visible(note), view.width - 2) if note else [])]
    if rule.references:
        cited = (wrap(_reference(reference), view.width - 2) for reference in rule.references)
        yield view.say("page_references"), [line for lines in cited for line in lines]


def _option(value: object) -> str:
    """An option as the page writes it: TOML and JSON agree on these."""
    return dumped(plain(value))


def _tables(rule: Rule, view: View) -> Iterator[tuple[str, str, str]]:
    """The title, table and note of each example."""
    for example in rule.examples:
        if example.catalog.strip():
            yield view.say("page_catalog"), example.catalog.strip(), ""
        for title, table in (("page_bad", example.bad), ("page_good", example.good)):
            if table.strip():
                key = title if example.bad.strip() else "page_near"
                yield view.say(key), table.strip(), _note(example, title)


def _note(example: Example, title: str) -> str:
    """The example's note, told once, under its last table."""
    last = "page_good" if example.good.strip() else "page_bad"
    return joined(example.note) if title == last else ""


def _drawn(table: str, view: View) -> list[str]:
    """An example drawn as a grid. Lines that are no table rows (titles) stand as they are and begin another grid."""
    lines: list[str] = []
    block: list[list[GridCell]] = []
    for line in [*table.splitlines(), ""]:
        if line.strip().startswith("|"):
            block.append([_cell(text) for text in _texts(line)])
            continue
        lines += _grid(block, view)
        block = []
        if line.strip():
            lines.append(visible(line.strip()))
    return lines


def _grid(block: Sequence[Sequence[GridCell]], view: View) -> list[str]:
    """Rows of an example, made equally long; the first one is the header unless something in it is marked."""
    if not block:
        return []
    size = max(map(len, block))
    rows = [[*row, *[GridCell("")] * (size - len(row))] for row in block]
    if any(cell.found for cell in rows[0]):
        return draw([""] * size, rows, view, view.width - 2)[1:]
    return draw([cell.text for cell in rows[0]], rows[1:], view, view.width - 2)


def _texts(line: str) -> list[str]:
    return [text.strip() for text in line.strip().strip("|").split("|")]


def _cell(text: str) -> GridCell:
    return GridCell(_MARKED.sub(r"\1", text), "[[" in text)


def _ruled(table: str) -> str:
    """The table with the rule that Markdown wants below its first row."""
    first, *rest = table.splitlines()
    if not first.strip().startswith("|"):
        return f"```text\n{table}\n```"
    return "\n".join([first, "|" + "---|" * len(_texts(first)), *rest])


def _referenced(references: Sequence[Reference], view: View) -> list[str]:
    if not references:
        return []
    return [f"## {view.say('page_references')}", "\n".join(f"- {_reference(reference)}" for reference in references)]


def _reference(reference: Reference) -> str:
    since = f"（{reference.since}）" if reference.since else ""
    return f"{reference.document} {reference.clause}{since}"
