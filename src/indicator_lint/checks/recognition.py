"""Operators that character recognition read as something else: ≥ as 2, ≤ as W, = as 二."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import polars as pl

from indicator_lint.checks.check import NUMBERS, Change, Check, Evidence, Findings, search
from indicator_lint.model.columns import CLASS2, ID, SIGN, TABLE, UNIT, normal
from indicator_lint.model.rule import Severity
from indicator_lint.patterns import pattern
from indicator_lint.vocabulary.directions import DOWN, find_direction
from indicator_lint.vocabulary.operators import COMPARING
from indicator_lint.vocabulary.rates import cap_of
from indicator_lint.vocabulary.targets import read_target
from indicator_lint.vocabulary.units import find_dimension, find_unit

READ_AS: Final = {"2": "≥", "W": "≤", "w": "≤", "Ｗ": "≤", "二": "=", "%=": "≥"}
"""What is written, and what it was."""

LETTER: Final = pattern(r"([WwＷ]|二|%=)(\d+(?:\.\d+)?.{0,6})")
TWO: Final = pattern(r"2([1-9]\d+(?:\.\d+)?)(?!\d)(.{1,6})")
WHOLE: Final = pattern(r"2(100(?:\.0+)?|[1-9]\d(?:\.\d+)?)")
HUNDRED: Final = 100.0


class Suspect(NamedTuple):
    """A target that may begin with a damaged operator: what it should read, and whether that is hardly in doubt."""

    mended: str
    sign: str
    certain: bool
    lettered: bool = False


@search
def undamaged_operator(frame: pl.DataFrame, role: str, *, siblings: int) -> Findings:
    """An operator is not written as a figure or a letter that looks like it, where the other rows have operators."""
    found: dict[int, Evidence] = {}
    if role == "operator":
        damaged = frame.filter(pl.col(role).str.strip_chars().is_in(list(READ_AS)))
        signed = _counts(frame, pl.col(SIGN).is_in(list(COMPARING))) if not damaged.is_empty() else {}
        for record, table, text in damaged.select(ID, TABLE, role).iter_rows():
            if signed.get(table, 0) >= siblings:
                found[record] = _mended(role, READ_AS[text.strip()])
        return found
    for table, rows in _suspected(frame):
        found.update(_of_table(table, rows, siblings))
    return found


def _counts(frame: pl.DataFrame, holds: pl.Expr) -> dict[int, int]:
    return dict(frame.filter(holds).group_by(TABLE).len().iter_rows())


def _mended(text: str, sign: str, *, role: str = "operator", severity: Severity | None = None) -> Evidence:
    texts = {role: sign} if role == "operator" else {role: text}
    return Evidence(because=(("read", {"sign": sign}),), change=Change(texts, declares=NUMBERS), severity=severity)


def _suspected(frame: pl.DataFrame) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """Each table with a target that may begin with a damaged operator: all its rows with targets, and those."""
    target = pl.col(normal("target"))
    doubtful = target.str.contains(r"^(?:[WwＷ二]\d|%=\d|2\d\d)") & (
        pl.col("operator").fill_null("").str.strip_chars() == ""
    )
    tables = frame.filter(doubtful)[TABLE].unique()
    if tables.is_empty():
        return
    for _, rows in frame.filter(pl.col(TABLE).is_in(tables.implode()) & (target != "")).group_by(
        TABLE, maintain_order=True
    ):
        yield rows, rows.filter(doubtful)


def _of_table(rows: pl.DataFrame, doubtful: pl.DataFrame, siblings: int) -> dict[int, Evidence]:
    signed = rows.filter(pl.col(normal("target")).str.contains(r"^[≥≤=><＝]"))
    over = signed.filter(pl.col(normal("target")).str.contains("^[≥>]"))
    suspects = {
        record: suspect
        for record, *texts in doubtful.select(ID, normal("target"), normal("name"), UNIT, CLASS2).iter_rows()
        if (suspect := _suspect(*(text or "" for text in texts)))
    }
    unsigned = rows.height - signed.height - len(suspects)
    certain = [record for record, suspect in suspects.items() if suspect.certain]
    lone = len(suspects) == 1 or (unsigned > 0 and not certain)
    found: dict[int, Evidence] = {}
    for record, suspect in suspects.items():
        kin = over if suspect.sign == "≥" and not suspect.lettered else signed
        if kin.height >= (1 if suspect.certain else siblings) and (
            suspect.certain or not _unsure(rows, suspects, certain)
        ):
            severity = Severity.INFO if not suspect.certain and lone and not certain else None
            found[record] = _mended(suspect.mended, suspect.sign, role="target", severity=severity)
    return found


def _unsure(rows: pl.DataFrame, suspects: dict[int, Suspect], certain: list[int]) -> bool:
    """Whether other numbers of a table stand without an operator, too: then a 2 in front is only a 2."""
    others = rows.filter(~pl.col(ID).is_in(list(suspects)))[normal("target")].to_list()
    bare = sum(1 for text in others if (cell := read_target(text)).kind == "number" and not cell.sign)
    return bare > 0 and not certain


def _suspect(target: str, name: str, unit: str, class2: str) -> Suspect | None:
    letter = LETTER.fullmatch(target)
    if letter is not None:
        rest = read_target(letter[2])
        readable = rest.kind == "number" and rest.measured
        sign = READ_AS[letter[1]]
        return Suspect(sign + letter[2], sign, certain=True, lettered=True) if readable else None
    cell = read_target(target)
    if cell.kind != "number" or cell.sign or cell.words or not cell.measured:
        return None
    return _percent(cell.values[0], cell.unit, name, unit) or _count(target, cell.unit, name, class2)


def _percent(value: str, own: str, name: str, unit: str) -> Suspect | None:
    """292% of a rate that ends at 100 %."""
    found = find_unit(own or unit) if own or unit else None
    rest = WHOLE.fullmatch(value)
    if found is None or found.standard != "%" or rest is None or cap_of(name) != "strict" or float(rest[1]) > HUNDRED:
        return None
    return Suspect("≥" + rest[1] + own, "≥", certain=True)


def _count(target: str, own: str, name: str, class2: str) -> Suspect | None:
    """2280次: only a guess."""
    two = TWO.fullmatch(target)
    dimension = find_dimension(own) if own else ""
    if two is None or dimension != "count":
        return None
    direction = find_direction(name, class2, dimension)
    return None if direction is not None and direction.sign == DOWN else Suspect("≥" + target[1:], "≥", certain=False)


CHECKS: Final[dict[str, Check]] = {"undamaged_operator": undamaged_operator}
