"""Lines outside the tables × rules → findings: the rules of the frame that read running text, and what only a whole document tells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Final, NamedTuple, TypeAlias

from indicator_lint.chinese.bodies import Issuers, foreign_places, issuers, seat_of
from indicator_lint.chinese.declared import declared
from indicator_lint.conformance import conform
from indicator_lint.findings import tell
from indicator_lint.frame import build_lines
from indicator_lint.model.finding import Finding, Fix, Related
from indicator_lint.model.location import Location
from indicator_lint.model.report import Reading
from indicator_lint.model.rule import Rule, Safety, Severity
from indicator_lint.overlong import lint_overlong
from indicator_lint.patterns import pattern
from indicator_lint.rulebook import message_of

SPOKEN: Final = ("name", "description", "remark")
"""Roles in whose cells a body may speak of itself."""

BODY: Final = "办|局|委|厅|院|校|联|中心|馆|署"
"""Words for bodies; 我县, 我省, 我市 name a place and are right in every document of it."""

SEVERAL: Final = 2
"""Categories from which a number of them can be meant."""

SELF: Final = pattern(f"(?<![自忘你敌])我({BODY})(?![理事公案法员会])")
HOME: Final = pattern("(?<![自忘你敌])我([省市县区州镇乡])(?![域际])")
"""我县, 我市: the place of which a body is."""

CLEAR: Final = 3
"""How often a document must say its own form, to outvote at most one other fewer."""

FEW: Final = 2
"""A form that no heading confirms is a slip up to so many times; a body that says it oftener is speaking of itself."""

INSTITUTIONS: Final = frozenset({"院", "校", "馆", "中心", "办"})
"""Forms by which an office may speak of what belongs to it."""

OWNERS: Final = pattern("卫|医|健|疾控|教育|科技|法院|检察|民政|司法|养老|福利|科学|学")
"""Bodies that may well speak of an 院 of theirs."""


class _Spoken(NamedTuple):
    """A text of a document and where it stands."""

    text: str
    location: Location
    role: str
    category: str | None = None
    row: int | None = None
    indicator: tuple[str, str, str] | None = None


def lint_prose(readings: Sequence[Reading], rules: Sequence[Rule]) -> list[Finding]:
    """What the rules say about the lines of documents, by rule and line."""
    running = [
        replace(rule, at=("document",), needs=()) for rule in rules if "document" in rule.at and ":" not in rule.check
    ]
    lines = build_lines(readings)
    whole = [(rule, DOCUMENT_CHECKS[rule.check]) for rule in rules if rule.check in DOCUMENT_CHECKS]
    return [
        *lint_overlong(lines, rules),
        *(tell(lines, conform(lines.data, running)) if running else ()),
        *(finding for reading in readings for rule, check in whole for finding in check(reading, rule)),
    ]


def _declared_count(reading: Reading, rule: Rule) -> Iterator[Finding]:
    """The numbers of categories and indicators that the text declares are those of the tables."""
    counts = {
        "categories": {len({table.category for table in reading.tables if table.category})},
        "indicators": _indicators(reading),
    }
    if max(counts["categories"]) < SEVERAL:
        return
    for line in reading.prose:
        for stated in declared(line.text):
            counted = max(counts[stated.of])
            if not any(stated.fits(count) for count in counts[stated.of]):
                params = {"value": stated.shown, "declared": stated.number, "counted": counted}
                spoken = _Spoken(line.text, line.location, "document")
                yield replace(_finding(reading, rule, spoken, stated.of, params), related=_titles(reading))


def _indicators(reading: Reading) -> set[int]:
    """How many indicators a document has: all rows, those with a name, or the different names."""
    names = [
        table.text("name", index) if "name" in table.columns else ""
        for table in reading.tables
        for index in range(len(table.rows))
    ]
    named = [name for name in names if name.strip()]
    return {len(names), len(named), len(set(named))}


def _titles(reading: Reading) -> tuple[Related, ...]:
    titled = {table.category: table for table in reversed(reading.tables) if table.category}
    return tuple(
        Related(reading.path, titled[title].title_location(), title, None, "category") for title in reversed(titled)
    )


def _foreign_self(reading: Reading, rule: Rule) -> Iterator[Finding]:
    """A document speaks of its own body by one word, and of its own place by none that is another's."""
    spoken = [text for text in _spoken(reading) if "我" in text.text]
    yield from _foreign_body(reading, rule, spoken)
    yield from _foreign_place(reading, rule, spoken)


def _foreign_place(reading: Reading, rule: Rule, spoken: Sequence[_Spoken]) -> Iterator[Finding]:
    """我县 in the document of a province: told where all bodies in its headings are of such a place, and it is said once or twice."""
    said = Counter(place for text in spoken for place in HOME.findall(text.text))
    names = _headings(reading).sure.values() if said else ()
    strange = frozenset.intersection(*map(foreign_places, names)) if names else frozenset()
    few = {place for place, count in said.items() if place in strange and count <= FEW}
    for text in spoken:
        for place in dict.fromkeys(HOME.findall(text.text)):
            if place in few and "《" not in text.text:
                name = next(iter(names))
                own = {"value": f"我{place}", "own": f"我{seat_of(name)}", "issuer": name}
                fix = Fix(Safety.DISPLAY, rule.advice["own"].format_map(own), advice=("own", own))
                yield replace(_finding(reading, rule, text, "issued", own), fix=fix, severity=Severity.WARNING)


def _headings(reading: Reading) -> Issuers:
    return issuers([PurePath(reading.path).stem, *(line.text for line in reading.prose)])


def _foreign_body(reading: Reading, rule: Rule, spoken: Sequence[_Spoken]) -> Iterator[Finding]:
    """The word of another body, where the document has one of its own or its headings say whose it is."""
    forms = Counter(form for text in spoken for form in SELF.findall(text.text))
    if not forms:
        return
    own, most = forms.most_common(1)[0]
    few = {form for form, count in forms.items() if most >= CLEAR and 2 * count < most}
    issuer = _issuer(reading, forms)
    for text in spoken:
        for form in dict.fromkeys(SELF.findall(text.text)):
            params: dict[str, object] = {"value": f"我{form}", "own": f"我{own}", "count": most}
            if form in few:
                fix = Fix(Safety.DISPLAY, rule.advice["own"].format_map(params), advice=("own", params))
                yield replace(_finding(reading, rule, text, "counted", params), fix=fix)
            elif issuer and form in issuer.strangers and "《" not in text.text:
                params |= {"own": f"我{issuer.form}", "issuer": issuer.name}
                told = _finding(reading, rule, text, "issued", params)
                fix = Fix(Safety.DISPLAY, rule.advice["own"].format_map(params), advice=("own", params))
                yield replace(told, fix=fix, severity=issuer.severity(form) or told.severity)


class _Issuer(NamedTuple):
    """The one body that issued a document, and the forms in it by which another one seems to speak."""

    form: str
    name: str
    strangers: frozenset[str]

    def severity(self, form: str) -> Severity | None:
        """An office may speak of its own institutions, and an institution of the office that it belongs to."""
        theirs = form in INSTITUTIONS and (form != "院" or OWNERS.search(self.name))
        return Severity.WARNING if theirs or self.form in INSTITUTIONS - {"办"} else None


def _issuer(reading: Reading, forms: Mapping[str, int]) -> _Issuer | None:
    """None where the headings name no body, several, or one whose form the document does not use although it uses others often."""
    found = _headings(reading)
    if len(found.sure) != 1:
        return None
    [(form, name)] = found.sure.items()
    others = {other: count for other, count in forms.items() if other != form}
    if any(count > FEW for count in others.values()):
        return None
    return _Issuer(form, name, frozenset(others) - found.named)


def _spoken(reading: Reading) -> Iterator[_Spoken]:
    yield from (_Spoken(line.text, line.location, "document") for line in reading.prose if "我" in line.text)
    for table in reading.tables:
        for role in (role for role in SPOKEN if role in table.columns):
            for index in range(len(table.rows)):
                text = table.text(role, index)
                if "我" in text:
                    level1, level2, name = (
                        table.text(r, index) if r in table.columns else "" for r in ("level1", "level2", "name")
                    )
                    number = table.numbers[index]
                    yield _Spoken(
                        text, table.location(role, index), role, table.category, number, (level1, level2, name)
                    )


def _finding(reading: Reading, rule: Rule, spoken: _Spoken, reason: str, params: Mapping[str, object]) -> Finding:
    return Finding(
        code=rule.code,
        name=rule.name,
        severity=rule.severity or Severity.INFO,
        path=reading.path,
        role=spoken.role,
        message=message_of(rule, params, ((reason, params),)),
        location=spoken.location,
        category=spoken.category,
        row=spoken.row,
        indicator=spoken.indicator,
        value=spoken.text,
        params=params,
        because=((reason, params),),
    )


DocumentCheck: TypeAlias = Callable[[Reading, Rule], Iterator[Finding]]

DOCUMENT_CHECKS: Final[Mapping[str, DocumentCheck]] = {
    "prose:declared-count": _declared_count,
    "prose:foreign-self": _foreign_self,
}
"""What is asked of a document as a whole."""
