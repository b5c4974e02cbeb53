"""Correct tables spoilt in one cell at a time: what a rule must find, and must find nowhere else.

A kind of corruption is a function of a row, the table it stands in and a source of chance; it changes the table in place and
says where, or answers None where the row does not lend itself to it. Every draw is made by one number.
"""

from __future__ import annotations

import csv
import io
import math
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from typing import Final, TypeAlias

from indicator_lint.chinese.characters import FUNCTION, hanzi_runs
from indicator_lint.chinese.similarity import likeness
from indicator_lint.vocabulary.confusables import look_alikes, sound_alikes
from indicator_lint.vocabulary.units import find_dimension
from indicator_lint.vocabulary.words import is_word, segment

Row: TypeAlias = dict[str, str]

ROOT: Final = Path(__file__).parents[1]
CORPORA: Final = (*sorted((ROOT / "tests" / "clean").glob("*.csv")), ROOT / "tests" / "gold" / "clean_rows.csv")

UNITS: Final = (
    "个", "人", "人次", "户", "家", "次", "份", "篇", "台", "套", "项", "%", "万元", "元", "元/人", "平方米", "亩", "公里", "米",
    "吨", "公斤", "立方米", "小时", "天", "月", "分钟",
)  # fmt: skip
"""What stands in most unit columns."""

RATES: Final = ("率", "比例", "占比", "比重", "度")
FLIPPED: Final = {"≥": "≤", "≤": "≥"}
ALIKE: Final = {"price": "money", "workload": "time"}
NAMELESS: Final = 60.0
"""From this likeness on two names may well share a description."""

CHANGED: Final = 0.3
LEAST_COPIED: Final = 8
CLASSES: Final = {
    "数量指标": "产出指标",
    "质量指标": "产出指标",
    "时效指标": "产出指标",
    "社会效益指标": "效益指标",
    "服务对象满意度指标": "满意度指标",
}


@dataclass
class Paper:
    """A document: its rows, and the rows of all other documents."""

    name: str
    rows: list[Row]
    strangers: Sequence[Row] = ()
    hits: list[Hit] = field(default_factory=list)
    kept: set[int] = field(default_factory=set)
    """The rows that must stay as they are for others to be wrong."""

    def categories(self) -> Iterator[list[Row]]:
        """The rows of each category."""
        for _, rows in groupby(self.rows, key=lambda row: row["category"]):
            yield list(rows)

    def content(self) -> bytes:
        """The document as a file."""
        out = io.StringIO()
        writer = csv.DictWriter(out, list(self.rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(self.rows)
        return out.getvalue().encode()


@dataclass(frozen=True, eq=False, slots=True)
class Hit:
    """A cell spoilt: its row, its role, and what stood there."""

    row: Row
    role: str
    right: str


Spoiling: TypeAlias = Callable[[Row, Paper, random.Random], Hit | None]


@dataclass(frozen=True, slots=True)
class Kind:
    """A way to spoil a table, the codes of which one must be found, and the least share of hits that must be (0: only told).

    Alarms count, notes only for a kind that is `noted`: 总收入增长 in % is no more than a remark.
    """

    name: str
    spoil: Spoiling
    codes: frozenset[str]
    floor: float = 0.0
    suggests: bool = False
    noted: bool = False


def papers(paths: Iterable[Path] = CORPORA) -> list[Paper]:
    """The correct tables."""
    read = []
    for path in paths:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            read.append(Paper(path.stem, list(csv.DictReader(handle))))
    for paper in read:
        paper.strangers = [row for other in read if other is not paper for row in other.rows]
    return read


def spoilt(kind: Kind, sources: Sequence[Paper], count: int, seed: int) -> Iterator[Paper]:
    """Documents with about `count` hits of a kind, as many of each source, at most one in each category."""
    chance = random.Random(f"{kind.name} {seed}")  # noqa: S311 - repeatable, not secret
    share = math.ceil(count / len(sources))
    for source in sources:
        made = 0
        for number in range(share):
            paper = _spoilt_once(kind, source, number, share - made, chance)
            made += len(paper.hits)
            if paper.hits:
                yield paper


def _spoilt_once(kind: Kind, source: Paper, number: int, most: int, chance: random.Random) -> Paper:
    paper = Paper(f"{number}-{source.name}", [dict(row) for row in source.rows], source.strangers)
    for rows in list(paper.categories()):
        if len(paper.hits) < most and (hit := _first(kind, rows, paper, chance)):
            paper.hits.append(hit)
    return paper


def _first(kind: Kind, rows: list[Row], paper: Paper, chance: random.Random) -> Hit | None:
    drawn = chance.sample(rows, len(rows))
    return next((hit for row in drawn if id(row) not in paper.kept and (hit := kind.spoil(row, paper, chance))), None)


def _replaced(row: Row, role: str, text: str) -> Hit:
    hit = Hit(row, role, row[role])
    row[role] = text
    return hit


def _quantitative(row: Row) -> bool:
    return bool(row.get("unit")) and row.get("operator") in {"≥", "≤", "=", "＝"}


def other_unit(row: Row, paper: Paper, chance: random.Random) -> Hit | None:
    """A unit of another dimension."""
    del paper
    dimension = _family(row.get("unit", ""))
    if not _quantitative(row) or dimension in {"", "unknown", "scale", "several", "other"}:
        return None
    return _replaced(row, "unit", chance.choice([unit for unit in UNITS if _family(unit) != dimension]))


def _family(unit: str) -> str:
    """Its dimension, those as one that a name may mean alike: a standard in 元 or in 元/人, lessons in hours or in 学时."""
    dimension = find_dimension(unit)
    return ALIKE.get(dimension, dimension)


def bare_percent(row: Row, paper: Paper, chance: random.Random) -> Hit | None:
    """A % whose name has lost its 率."""
    del paper, chance
    ending = next((word for word in RATES if row["name"].endswith(word)), None)
    if row.get("unit") != "%" or ending is None:
        return None
    row["name"] = row["name"].removesuffix(ending)
    return Hit(row, "unit", row["unit"])


def flipped(row: Row, paper: Paper, chance: random.Random) -> Hit | None:
    """≥ for ≤, or ≤ for ≥."""
    del paper, chance
    operator = row.get("operator", "")
    return _replaced(row, "operator", FLIPPED[operator]) if operator in FLIPPED else None


def emptied(role: str) -> Spoiling:
    """Nothing where a quantity has its unit or its operator."""

    def spoil(row: Row, paper: Paper, chance: random.Random) -> Hit | None:
        del paper, chance
        return _replaced(row, role, "") if _quantitative(row) else None

    return spoil


def misspelt(alike: Callable[[str], Iterable[str]], *, word: bool = False) -> Spoiling:
    """One character of a word written as another one; the result is a word itself, or not."""

    def spoil(row: Row, paper: Paper, chance: random.Random) -> Hit | None:
        del paper
        role = chance.choice([role for role in ("name", "description") if row.get(role)])
        start, old = chance.choice(list(_words(row[role])) or [(0, "")])
        if not old:
            return None
        place = chance.randrange(len(old))
        choices = [new for new in sorted(alike(old[place])) if is_word(_with(old, place, new)) == word]
        if old[place] in FUNCTION or not choices:
            return None
        return _replaced(row, role, _with(row[role], start + place, chance.choice(choices)))

    return spoil


def _with(text: str, place: int, character: str) -> str:
    return text[:place] + character + text[place + 1 :]


def _words(text: str) -> Iterator[tuple[int, str]]:
    """The words of more than one character in a text, and where they begin."""
    place = 0
    for run in hanzi_runs(text):
        place = text.index(run, place)
        for word in segment(run):
            if len(word) > 1:
                yield place, word
            place += len(word)


def by_ear(character: str) -> frozenset[str]:
    """Characters of the same sound by a source that is not ours; empty where pypinyin is not installed."""
    return _sounds().get(character, frozenset())


@cache
def _sounds() -> dict[str, frozenset[str]]:
    if find_spec("pypinyin") is None:
        return {}
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - may not be installed

    common = [bytes((high, low)).decode("gb2312") for high in range(0xB0, 0xD7) for low in range(0xA1, 0xFF)]
    sounds = {character: lazy_pinyin(character)[0] for character in common}
    together: dict[str, set[str]] = {}
    for character, sound in sounds.items():
        together.setdefault(sound, set()).add(character)
    return {character: frozenset(together[sound] - {character}) for character, sound in sounds.items()}


def spaced(row: Row, paper: Paper, chance: random.Random) -> Hit | None:
    """A blank inside a word."""
    del paper
    role = chance.choice([role for role in ("level2", "name", "description") if row.get(role)])
    start, word = chance.choice(list(_words(row[role])) or [(0, "")])
    if not word:
        return None
    place = start + chance.randrange(1, len(word))
    return _replaced(row, role, f"{row[role][:place]} {row[role][place:]}")


def borrowed(where: str, *, keep: bool = True) -> Spoiling:
    """The description of another row: of the same category, another category or another document (`stranger`)."""

    def spoil(row: Row, paper: Paper, chance: random.Random) -> Hit | None:
        if not row.get("description"):
            return None
        spoiled = {id(hit.row) for hit in paper.hits}
        rows = paper.strangers if where == "stranger" else paper.rows
        lenders = [
            other
            for other in rows
            if other.get("description")
            and id(other) not in spoiled
            and (where == "stranger" or (other["category"] == row["category"]) == (where == "same"))
            and likeness(other["name"], row["name"]) < NAMELESS
        ]
        if not lenders:
            return None
        lender = chance.choice(lenders)
        if keep:
            paper.kept.add(id(lender))
        else:
            paper.rows.remove(lender)
        return _replaced(row, "description", lender["description"])

    return spoil


def refiled(row: Row, paper: Paper, chance: random.Random) -> Hit | None:
    """An indicator under another class, level 1 and level 2 agreeing."""
    del paper
    if row["level2"] not in CLASSES or not row.get("unit"):
        return None
    level2 = chance.choice([name for name in CLASSES if name != row["level2"]])
    row["level1"] = CLASSES[level2]
    return _replaced(row, "level2", level2)


def torn(row: Row, paper: Paper, chance: random.Random) -> Hit | None:
    """A level 2 of one class under the level 1 of another."""
    del paper
    if row["level2"] not in CLASSES:
        return None
    return _replaced(row, "level2", chance.choice([name for name, above in CLASSES.items() if above != row["level1"]]))


def copied(row: Row, paper: Paper, chance: random.Random) -> Hit | None:
    """A category once more under another title, three of ten rows exchanged for others'."""
    rows = [other for other in paper.rows if other["category"] == row["category"]]
    known = {other["category"] for other in paper.rows}
    fitting = [other for other in paper.strangers if list(other) == list(row) and other["category"] not in known]
    if paper.hits or len(rows) < LEAST_COPIED or not fitting:
        return None
    copies = [dict(other) for other in rows]
    for place in chance.sample(range(len(copies)), round(CHANGED * len(copies))):
        copies[place] = dict(chance.choice(fitting))
    title = chance.choice(fitting)["category"]
    paper.rows += [{**copy, "category": title} for copy in copies]
    return Hit(paper.rows[-len(copies)], "category", title)


KINDS: Final = (
    Kind("unit of another dimension", other_unit, frozenset({"UNI003", "UNI008", "UNI009", "OPR005"}), 0.92),
    Kind("% and a name without 率", bare_percent, frozenset({"UNI008"}), 0.98, noted=True),
    Kind("operator flipped", flipped, frozenset({"OPR003"}), 0.75),
    Kind("wrong character, by ear", misspelt(sound_alikes), frozenset({"TXT005"}), 0.75, suggests=True),
    Kind("wrong character, by eye", misspelt(look_alikes), frozenset({"TXT005"}), 0.75, suggests=True),
    Kind("wrong character, by pypinyin", misspelt(by_ear), frozenset({"TXT005"}), 0.75, suggests=True),
    Kind("wrong character, another word", misspelt(sound_alikes, word=True), frozenset({"TXT005"})),
    Kind("description of the same category", borrowed("same"), frozenset({"DSC002"}), 0.90),
    Kind("description of another category", borrowed("other"), frozenset({"DSC002"}), 0.90),
    Kind("description of a row left out", borrowed("same", keep=False), frozenset({"DSC002"})),
    Kind("description of another document", borrowed("stranger"), frozenset({"DSC002"})),
    Kind("another class", refiled, frozenset({"CLS005", "CLS008", "CLS009"})),
    Kind("level 2 under another level 1", torn, frozenset({"CLS003"}), 0.98),
    Kind("category copied, 30 % of rows changed", copied, frozenset({"CAT001"}), 0.95),
    Kind("unit left out", emptied("unit"), frozenset({"UNI001"}), 0.90),
    Kind("operator left out", emptied("operator"), frozenset({"OPR001"}), 0.90),
    Kind("blank inside a word", spaced, frozenset({"TXT001"}), 0.98),
)
