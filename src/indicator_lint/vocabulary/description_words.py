"""The words of descriptions: how they begin, what says nothing about the subject, what marks formulas and scoring standards."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from indicator_lint.patterns import pattern
from indicator_lint.vocabulary import REMEMBERED, load_rows

ALWAYS: Final = "[^\\s\\S]"
"""A pattern that matches nothing."""


SOURCE: Final = pattern(
    r"为准$|^(?:反映|指)?(?:以|按|按照|依据|依照|根据|取自|来自|来源于|参照).{2,}(?:数据|台账|统计|登记|报表|系统|规定|标准|要求|执行|确定|公布|发布)$"
)
"""What says where the value is taken from, not what it is."""


@cache
def words_of(kind: str) -> tuple[str, ...]:
    """The words of a kind (`lead`, `filler`, `title`, `method`, `elsewhere`, `scoring`, `formula`, `scope`), longest first."""
    found = {row["word"] for row in load_rows("description_words") if row["kind"] == kind}
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


@cache
def any_of(kind: str) -> re.Pattern[str]:
    """A pattern that finds any word of a kind."""
    return re.compile("|".join(map(re.escape, words_of(kind))) or ALWAYS)


@lru_cache(maxsize=REMEMBERED)
def lead_of(text: str) -> str:
    """The word that a description's normal form begins with, empty where it begins with none of the usual ones."""
    found = any_of("lead").match(text)
    return found.group() if found else ""


@lru_cache(maxsize=REMEMBERED)
def is_elsewhere(text: str) -> bool:
    """Whether a normal form only points elsewhere or says that there is nothing: 同上, 详见附件, 无."""
    found = any_of("elsewhere").match(text)
    return found is not None and (len(found.group()) > 1 or len(text) == len(found.group()))


def is_scoring(text: str) -> bool:
    """Whether a normal form is a scoring standard (每低1个百分点扣0.5分), not a description."""
    return any_of("scoring").search(text) is not None or re.search(r"[扣得计加]\D{0,4}[\d.]+分", text) is not None


def is_formula(text: str) -> bool:
    """Whether a normal form states how to calculate."""
    return any_of("formula").search(text) is not None


def is_sourced(text: str) -> bool:
    """Whether a normal form only names the source of the value (以签约系统登记数据为准): several indicators may share it."""
    return SOURCE.search(text) is not None
