"""Verdicts of a frame by column → findings by column: which are told, how bad they are, in which order, numbered where alike."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, groupby, pairwise
from typing import Final, TypeAlias, TypeVar

import polars as pl

from indicator_lint.chinese.normal import normal_form
from indicator_lint.conformance import Verdict, Verdicts
from indicator_lint.findings.merging import Merged, is_own
from indicator_lint.frame import Frame
from indicator_lint.model.columns import DOCUMENT, TABLE, normal
from indicator_lint.model.evidence import Evidence
from indicator_lint.model.grid import Grid
from indicator_lint.model.rule import Rule, Severity
from indicator_lint.ordering import Order
from indicator_lint.told import INDICATOR, ROWLESS, SEVERITIES, Records, Spot, Told, Words

Settle: TypeAlias = Callable[[str, Severity, str], Severity | None]
"""Code, severity and container → how bad it is to be, None where it is left out."""

T = TypeVar("T")

SPOTS: Final = {
    "table": pl.UInt32, "kind": pl.UInt32, "plain": pl.Boolean, "sheet": pl.Int32, "column": pl.Int32, "container": pl.String,
}  # fmt: skip
SETTLED: Final = {"kind": pl.UInt32, "found": pl.UInt8, "container": pl.String, "severity": pl.UInt8}
PLACE: Final = ("document", "sheet", "row", "column", "code")
"""What findings are ordered by, before their messages."""

ARRAYS: Final = {"record": "I", "severity": "B", "sheet": "i", "row": "i", "column": "i"}
"""Columns that findings keep, and what holds them."""

RANKS: Final[Mapping[Severity | None, int]] = {severity: number for number, severity in enumerate(SEVERITIES)}


@dataclass(slots=True)
class Arrangement:
    """The verdicts of a frame, and what is to become of them.

    Rows have `number` (of the verdict), `record`, `kind`, `evidence`, `table`, `document`, then what is found out of them.
    """

    frame: Frame
    records: Records
    verdicts: Verdicts
    settle: Settle

    def told(self) -> list[Told]:
        """The findings of each reading."""
        merged = Merged(self.records)
        rows = self._ordered(self._settled(self._placed(merged)))
        numbers = self._numbers(rows)
        tables = accumulate((len(reading.tables) for reading in self.frame.readings), initial=0)
        sizes = dict(rows.group_by("document").len().iter_rows())
        ends = accumulate((sizes.get(number, 0) for number in range(len(self.frame.readings))), initial=0)
        return [
            self._part(reading.path, self.records.of(*of), rows[slice(*part)], merged.others, _within(numbers, *part))
            for reading, of, part in zip(self.frame.readings, pairwise(tables), pairwise(ends), strict=True)
        ]

    def _placed(self, merged: Merged) -> pl.DataFrame:
        """The verdicts that are told, with where they stand."""
        data, record = self.frame.data, self.verdicts.rows["record"]
        rows = self.verdicts.rows.with_row_index("number").with_columns(
            data[TABLE].gather(record).alias("table"), data[DOCUMENT].gather(record).alias("document")
        )
        order = Order(self.frame.readings)
        spots = pl.DataFrame(self._spots(rows.select("table", "kind").unique(), order), SPOTS, orient="row")
        lines = pl.Series("row", chain.from_iterable(table.rows for table in self.frame.tables), dtype=pl.Int32)
        rows = rows.join(spots, on=["table", "kind"], how="left", maintain_order="left")
        return self._replaced(rows.with_columns(lines.gather(record)), order, merged)

    def _spots(self, pairs: pl.DataFrame, order: Order) -> Iterator[tuple[object, ...]]:
        """For each rule in a table, whether its cells are where the grid has them, and what these have in common."""
        containers: dict[int, str] = {}
        for number, kind in pairs.iter_rows():
            table, role = self.frame.tables[number], self.verdicts.kinds[kind][1]
            if not _is_plain(table.grid) or not is_own(table, role):
                yield number, kind, False, 0, 0, ""
                continue
            column = table.columns[role]
            if id(table.grid) not in containers:
                containers[id(table.grid)] = table.grid.place(table.rows[0], column).container
            container = containers[id(table.grid)]
            yield number, kind, True, order.sheet(self.records.paths[number], container), column, container

    def _replaced(self, rows: pl.DataFrame, order: Order, merged: Merged) -> pl.DataFrame:
        """Cells that are not where the grid has them are asked for their place one by one."""
        odd = rows.filter(~pl.col("plain")).select("number", "record", "kind", "evidence")
        if odd.is_empty():
            return rows
        places, untold = [], []
        for number, record, kind, reason in odd.iter_rows():
            rule, role = self.verdicts.kinds[kind]
            place = self.records.place(record, role)
            at = place.location
            places.append((*order.at(place.path, at), at.container))
            if not merged.tells(number, Verdict(rule, record, role, self.verdicts.evidence[reason]), at):
                untold.append(number)
        columns = zip(("sheet", "row", "column", "container"), zip(*places, strict=True), strict=True)
        rows = rows.with_columns(rows[name].scatter(odd["number"], values) for name, values in columns)
        return rows.filter(~pl.col("number").is_in(untold))

    def _settled(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Those that the configuration wants, as it wants them."""
        found = pl.Series(
            "found", [RANKS.get(reason.severity, len(RANKS)) for reason in self.verdicts.evidence], pl.UInt8
        )
        rows = rows.with_columns(found.gather(rows["evidence"]))
        known = []
        for kind, severity, container in rows.select("kind", "found", "container").unique().iter_rows():
            rule = self.verdicts.kinds[kind][0]
            own = SEVERITIES[severity] if severity < len(RANKS) else rule.severity
            wanted = self.settle(rule.code, own, container) if own is not None else None
            if wanted is not None:
                known.append((kind, severity, container, RANKS[wanted]))
        settled = pl.DataFrame(known, SETTLED, orient="row")
        return rows.join(settled, on=["kind", "found", "container"], maintain_order="left")

    def _ordered(self, rows: pl.DataFrame) -> pl.DataFrame:
        """By file, place and code; where all that is the same, by message."""
        codes = [rule.code for rule, _ in self.verdicts.kinds]
        ranks = {code: rank for rank, code in enumerate(sorted(set(codes)))}
        code = pl.Series("code", [ranks[code] for code in codes], dtype=pl.UInt32)
        rows = rows.with_columns(code.gather(rows["kind"])).sort(PLACE, maintain_order=True)
        before = pl.all_horizontal(pl.col(name).eq_missing(pl.col(name).shift()) for name in PLACE)
        equal = before | before.shift(-1).fill_null(value=False)  # they are in order: equal ones stand side by side
        tied = rows.select(equal).to_series().arg_true().to_list()
        if not tied:
            return rows
        turns = list(range(rows.height))
        places = dict(zip(tied, rows[tied].select(PLACE).iter_rows(), strict=True))
        words = Words(self.records)
        messages = {at: str(words.rest(*asked)["message"]) for at, asked in self._asked(rows, tied)}
        for _, same in groupby(tied, key=places.__getitem__):
            some = list(same)
            turns[some[0] : some[-1] + 1] = sorted(some, key=messages.__getitem__)
        return rows[turns]

    def _asked(self, rows: pl.DataFrame, places: Sequence[int]) -> Iterator[tuple[int, tuple[Rule, Spot, Evidence]]]:
        """Some findings, by their places in the order, as words are asked for them."""
        chosen = rows.select("record", "kind", "evidence")[places]
        for at, (record, kind, reason) in zip(places, chosen.iter_rows(), strict=True):
            rule, role = self.verdicts.kinds[kind]
            yield at, (rule, (record, role), self.verdicts.evidence[reason])

    def _numbers(self, rows: pl.DataFrame) -> Mapping[int, int]:
        """The number of each finding that is not the first with its fingerprint, by the finding's place in the order.

        Only what is wrong with indicators of one name in one category can have the same.
        """
        titles = {table.category: normal_form(table.category or "") for table in self.frame.tables}
        known: dict[str, int] = {}  # numbers are compared in a fraction of the room
        titled = pl.Series(
            "title",
            [known.setdefault(titles[table.category], len(known)) for table in self.frame.tables],
            dtype=pl.UInt32,
        )
        whole = pl.Series("whole", [reason.whole for reason in self.verdicts.evidence], dtype=pl.Boolean)
        roles = pl.Series("role", [role for _, role in self.verdicts.kinds], dtype=pl.String)
        named = self.frame.data.select(pl.struct(map(normal, INDICATOR)).hash().alias("named"))["named"]
        about = rows.select(
            "document",
            "code",
            titled.gather(rows["table"]),
            role := roles.gather(rows["kind"]),
            pl.when(whole.gather(rows["evidence"]) | role.is_in(list(ROWLESS)))
            .then(0)
            .otherwise(named.gather(rows["record"])),
        )
        words, seen, numbers = Words(self.records), Counter[str](), {}
        for at, asked in self._asked(rows, about.is_duplicated().arg_true().to_list()):
            print_ = words.fingerprint(*asked)
            seen[print_] += 1
            if seen[print_] > 1:
                numbers[at] = seen[print_]
        return numbers

    def _part(
        self,
        path: str,
        records: Records,
        rows: pl.DataFrame,
        others: Mapping[int, Sequence[Spot]],
        numbers: Mapping[int, int],
    ) -> Told:
        """The findings of one reading, with what of the others' evidence is theirs."""
        kind, kinds = _narrowed(rows["kind"], self.verdicts.kinds)
        reason, reasons = _narrowed(rows["evidence"], self.verdicts.evidence)
        shared = {at: others[number] for at, number in enumerate(rows["number"]) if number in others} if others else {}
        columns = {name: array(code, rows[name].to_list()) for name, code in ARRAYS.items()}
        return Told(path, records, kinds, reasons, kind=kind, reason=reason, numbers=numbers, others=shared, **columns)


def _is_plain(grid: Grid) -> bool:
    """Whether a cell's place is its row and column, in one sheet."""
    return not (grid.width or grid.transposed or grid.more or -1 in grid.rows)


def _narrowed(numbers: pl.Series, known: Sequence[T]) -> tuple[array[int], list[T]]:
    """The places of things among those that occur, and these."""
    places: dict[int, int] = {}
    found = array("I", [places.setdefault(number, len(places)) for number in numbers.to_list()])
    return found, [known[number] for number in places]


def _within(numbers: Mapping[int, int], start: int, end: int) -> dict[int, int]:
    """The entries of a part, counted from its start."""
    return {at - start: number for at, number in numbers.items() if start <= at < end}
