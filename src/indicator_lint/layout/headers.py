"""What a header's label means, by `rules/vocabulary/headers.csv`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Final, NamedTuple

from indicator_lint.chinese.labels import label_key, without_brackets
from indicator_lint.patterns import pattern
from indicator_lint.vocabulary import load_rows

LONGEST: Final = 40
"""A longer text is no label."""

OTHER: Final = "other"
"""The role of a label that is known and carries nothing we read (数据来源, 评分标准)."""

PART: Final = "part"
"""The role of a label that divides the column above it (优, 良, 中, 差 under 指标值)."""

GROUP: Final = ("name", OTHER)
"""What 绩效指标 means: usually the parent of all level columns, a name where there is no other."""

PATH: Final = frozenset({"level1", "level2", "name"})
"""The roles that make a table one of indicators."""

LEVELS: Final = {"一级指标": "level1", "二级指标": "level2", "三级指标": "name"}
"""The words that are recognised with one letter wrong; the first letter tells them apart and must be right."""

VALUES: Final = frozenset({"target", "actual"})
INSIDE_VALUE: Final = frozenset({"target", "actual", "operator", "unit"})
"""Labels of values, and what may stand below them."""

ORDINALS: Final = frozenset("一二三四0123456789?")
"""Letters that make another label of one: they are never taken for a slip of the pen."""

SHORTEST: Final = 4
"""Of shorter labels every letter counts."""

DASHES: Final = pattern(r"^[-—–―−ー_](?=级)")
"""What character recognition makes of 一."""


class Meaning(NamedTuple):
    """What a label may stand for: the roles in order of preference, and whether it is spelt as known."""

    roles: tuple[str, ...]
    exact: bool = True

    @property
    def sure(self) -> bool:
        """Whether there is one meaning only."""
        return len(self.roles) == 1


def role_of(label: str) -> str | None:
    """The role a label usually has, `other` for a known label without a role, None for an unknown one."""
    found = meaning(label)
    return None if found is None else found.roles[0]


@lru_cache(maxsize=8192)
def meaning(label: str) -> Meaning | None:
    """What a label may mean; None where it is no known label."""
    key = label_key(label) if len(label) <= LONGEST else ""
    return _named(key) or _named(without_brackets(key)) or _several(key) or _near(key) if key else None


@cache
def path_labels() -> frozenset[str]:
    """All labels of levels and names, as the vocabulary spells them."""
    return frozenset(key for key, roles in _by_key().items() if PATH & set(roles))


def speaks_of_path(text: str) -> bool:
    """A quick look that no label of a level or a name fails."""
    return text in path_labels() or "级" in text or "名称" in text


def under(parent: Meaning | None, own: Meaning | None) -> Meaning | None:
    """What a label means below another: 内容 below 指标值 is the value, 上年 below it is not, 优 below it is one of it."""
    if parent is None or own is None:
        return own if parent is None else Meaning(parent.roles, exact=False)
    if PART in own.roles:
        return parent
    if parent.roles == (OTHER,):
        return parent
    if parent.sure and parent.roles[0] in VALUES and not own.sure:
        kept = tuple(role for role in own.roles if role in INSIDE_VALUE)
        return Meaning(kept) if kept else parent
    return own


def near_meaning(label: str) -> Meaning | None:
    """What a label means that is spelt as no label of the vocabulary, but one letter off one of them."""
    key = label_key(label) if len(label) <= LONGEST else ""
    if len(key) < SHORTEST:
        return None
    found = {roles for pattern in _blanked(key) for roles in _near_keys().get(pattern, ())}
    return Meaning(next(iter(found)), exact=False) if len(found) == 1 else None


def _blanked(key: str) -> Iterator[str]:
    """A key with one letter left open, but for those that tell levels apart, at each place."""
    return (f"{key[:at]}?{key[at + 1 :]}" for at, letter in enumerate(key) if letter not in ORDINALS)


@cache
def _near_keys() -> Mapping[str, frozenset[tuple[str, ...]]]:
    near: dict[str, set[tuple[str, ...]]] = {}
    for key, roles in _by_key().items():
        if len(key) >= SHORTEST and not key.isascii():
            for pattern in _blanked(key):
                near.setdefault(pattern, set()).add(roles)
    return {pattern: frozenset(found) for pattern, found in near.items()}


def _named(key: str) -> Meaning | None:
    roles = _by_key().get(key)
    if roles is None and _any_pattern().match(key):
        roles = next(roles for pattern, roles in _patterns() if pattern.match(key))
    return Meaning(roles) if roles else None


def _several(key: str) -> Meaning | None:
    """指标解释/说明: as the first of its parts, where every part is known."""
    parts = re.split(r"[/、或及和]", without_brackets(key))
    meanings = [_named(part) for part in parts] if len(parts) > 1 else []
    return meanings[0] if meanings and all(meanings) else None


def _near(key: str) -> Meaning | None:
    key = DASHES.sub("一", key)
    for word, role in LEVELS.items():
        if key[:1] == word[0] and abs(len(key) - len(word)) <= 1 and _one_edit(key, word):
            return Meaning((role,), exact=False)
    return None


def _one_edit(first: str, second: str) -> bool:
    start = next((at for at, pair in enumerate(zip(first, second, strict=False)) if pair[0] != pair[1]), 0)
    rests = (
        (first[start + 1 :], second[start + 1 :]),
        (first[start + 1 :], second[start:]),
        (first[start:], second[start + 1 :]),
    )
    return first == second or any(one == other for one, other in rests) or first[:-1] == second or first == second[:-1]


@cache
def _by_key() -> dict[str, tuple[str, ...]]:
    rows = (row for row in load_rows("headers") if not row["label"].startswith("^"))
    return {label_key(row["label"]): tuple(row["role"].split()) for row in rows}


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    rows = (row for row in load_rows("headers") if row["label"].startswith("^"))
    return tuple((re.compile(row["label"]), tuple(row["role"].split())) for row in rows)


@cache
def _any_pattern() -> re.Pattern[str]:
    return re.compile("|".join(pattern.pattern for pattern, _ in _patterns()))
