"""The codes of number formats, taken apart: sections, and the tokens that each consists of.

Source: ECMA-376 part 1, 18.8.30 and 18.8.31.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from indicator_lint.patterns import pattern

Token: TypeAlias = tuple[str, str]
"""What it is and what it says: ("quoted", "人"), ("digits", "#,##0")."""

TOKEN: Final = pattern(
    r"""
      "(?P<quoted>[^"]*)"? | [\\!](?P<escaped>.) | _(?P<space>.) | \*(?P<fill>.)
    | \[\$-(?P<locale>[0-9A-F]*804)\] | \[\$(?P<currency>[^\]-]*)(?:-[^\]]*)?\] | \[(?P<elapsed>h+|m+|s+)\]
    | \[(?P<condition>[<>=]+-?[\d.]+)\] | \[DBNum(?P<numerals>[12])\] | \[(?P<ignored>[^\]]*)\]
    | (?P<general>General|G/通用格式) | (?P<noon>AM/PM|A/P|上午/下午) | (?P<exponent>E[+-]0+)
    | (?P<fraction>[?\#0]+\s*/\s*[?\#\d]+)
    | (?P<subsecond>(?<=[sS])\.0+) | (?P<date>y+|m+|d+|h+|s+|a{3,4}|e+|b+)
    | (?P<digits>[0#?][0#?,]*,*(?:\.[0#?]*)?,*|\.[0#?]+,*)
    | (?P<percent>%) | (?P<text>@) | (?P<letter>[A-Za-z]) | (?P<plain>.)
    """,
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
LITERALS: Final = frozenset({"quoted", "escaped", "currency", "plain"})
CONDITIONS: Final[dict[str, Callable[[float, float], bool]]] = {
    "<": lambda a, b: a < b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b, "=": lambda a, b: a == b, "<>": lambda a, b: a != b,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Section:
    """One of the parts of a code that semicolons separate."""

    tokens: tuple[Token, ...]
    condition: tuple[str, float] | None

    def has(self, *kinds: str) -> bool:
        """Whether a token of one of these kinds occurs."""
        return any(kind in kinds for kind, _ in self.tokens)

    def said(self, kind: str) -> str:
        """What the first token of a kind says; nothing where there is none."""
        return next((token for each, token in self.tokens if each == kind), "")

    def holds(self, value: float) -> bool:
        """Whether the section's own condition is met."""
        return self.condition is not None and CONDITIONS[self.condition[0]](value, self.condition[1])


def sections_of(code: str) -> tuple[Section, ...]:
    """The sections of a code, at least one."""
    sections: list[list[Token]] = [[]]
    for match in TOKEN.finditer(code):
        kind = match.lastgroup or "plain"
        if kind == "plain" and match[0] == ";":
            sections.append([])
        else:
            sections[-1].append((kind, match[kind]))
    return tuple(_section(tokens) for tokens in sections)


def literal(kind: str, token: str) -> str:
    """What a token puts beside the digits: room for a sign is a space, and what only fills a cell is nothing."""
    if kind in LITERALS:
        return token
    return " " if kind == "space" else "%" if kind == "percent" else ""


def _section(tokens: list[Token]) -> Section:
    condition = next((token for kind, token in tokens if kind == "condition"), None)
    match = re.fullmatch(r"([<>=]+)(-?\d+(?:\.\d+)?)", condition or "")
    known = match is not None and match[1] in CONDITIONS
    return Section(tuple(_minutes(tokens)), (match[1], float(match[2])) if match and known else None)


def _minutes(tokens: list[Token]) -> list[Token]:
    """Tell minutes from months: m after hours or before seconds."""
    timed = [i for i, (kind, _) in enumerate(tokens) if kind in ("date", "elapsed")]
    found = list(tokens)
    for place, i in enumerate(timed):
        before = tokens[timed[place - 1]][1][0].lower() if place else ""
        after = tokens[timed[place + 1]][1][0].lower() if place + 1 < len(timed) else ""
        if tokens[i][0] == "date" and tokens[i][1][0] in "mM" and (before == "h" or after == "s"):
            found[i] = ("date", "n" * len(tokens[i][1]))
    return found
