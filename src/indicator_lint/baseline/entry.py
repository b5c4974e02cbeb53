"""One finding as the baseline knows it: by what is wrong with which indicator, never by where it stands or in what order."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from indicator_lint.chinese.normal import normal_form
from indicator_lint.model.finding import Finding
from indicator_lint.model.table import ROLES
from indicator_lint.patterns import pattern

Key: TypeAlias = tuple[str, ...]

DEPTH: Final = {"level1": 1, "level2": 2}
"""How much of an indicator's path a cell belongs to that is merged over many rows: of these the first may change."""

OF_RECORDS: Final = frozenset(ROLES) - {"category"}
PLACE: Final = pattern(r"[A-Za-z]{0,3}[0-9]+(?:[:.][A-Za-z]{0,3}[0-9]+)*")
"""Cells, numbers of rows, counts: what changes when rows come and go."""

DIGITS: Final = 8
"""Of a word's digest: among the few words of a finding no two are alike."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A finding that is of old standing. `path` is relative to the folder of the baseline.

    `indicator` is the path level 1, level 2, name, or its beginning where a class over several rows is meant.

    `details` are digests of the words that a finding says which is about no single indicator, `titles` of those that name
    categories. `message`, `since` and `reason` are for people.
    """

    path: str
    code: str
    role: str
    value: str = ""
    category: str | None = None
    indicator: tuple[str, ...] = ()
    details: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    message: str = ""
    since: date | None = None
    reason: str = ""

    @property
    def exact(self) -> Key:
        """The same defect of the same indicator in the same category."""
        return (*self.anywhere, *self.titles, normal_form(self.category or ""))

    @property
    def anywhere(self) -> Key:
        """The same in whatever category: sheets that name one are renamed."""
        return (self.path, *self.moved)

    @property
    def moved(self) -> Key:
        """The same in whatever file."""
        return (*self._kind, *self.details)

    @property
    def there(self) -> Key:
        """Whatever is said of the kind in its category."""
        return (*self.elsewhere, normal_form(self.category or ""))

    @property
    def elsewhere(self) -> Key:
        """Whatever is said of the kind in any category."""
        return (self.path, *self._kind)

    @property
    def _kind(self) -> Key:
        whole = not self.indicator and (self.role in OF_RECORDS or self.value == self.category)
        told = "" if whole else normal_form(self.value)
        return (self.code, self.role, told, "\x1f".join(map(normal_form, self.indicator)))

    @property
    def subject(self) -> Key:
        """What it is about, whatever is wrong there."""
        return (self.path, self.code, self.role, normal_form(self.category or ""), *map(normal_form, self.indicator))

    @property
    def block(self) -> Key:
        """The same defect of a class, over whatever rows it stands."""
        trail = self.indicator[: DEPTH.get(self.role, 0)]
        return (self.path, self.code, self.role, normal_form(self.value), *map(normal_form, trail))

    @property
    def spread(self) -> bool:
        """Whether it is about a class over several rows."""
        return len(self.indicator) == DEPTH.get(self.role, 0) > 0

    @property
    def order(self) -> Key:
        """Where it stands in the file."""
        said = (*self.details, "", *self.titles)
        return (self.path, self.code, self.category or "", *self.indicator, self.role, self.value, *said)


def entry_of(finding: Finding, path: str, titles: AbstractSet[str] = frozenset(), since: date | None = None) -> Entry:
    """A finding as an entry; `path` is that of its file from the folder of the baseline, `titles` are words of its categories."""
    said = frozenset() if finding.indicator else _words(finding)
    return Entry(
        path,
        finding.code,
        finding.role,
        finding.value,
        finding.category,
        _trail(finding),
        _digests(said - titles),
        _digests(said & titles),
        finding.message,
        since,
    )


def words_of(text: str) -> Iterator[str]:
    """The words of a text, without numbers and the names of cells."""
    return (word for word in re.findall(r"\w+", PLACE.sub("", normal_form(text))))


def _trail(finding: Finding) -> tuple[str, ...]:
    path = finding.indicator or ()
    return path[: DEPTH[finding.role]] if finding.role in DEPTH and finding.related else path


def _words(finding: Finding) -> frozenset[str]:
    """What a finding says, in whatever order it says so and wherever that stands; of several indicators, which they are."""
    if finding.about:
        return frozenset([*(key for key, _ in finding.because), *map(normal_form, finding.about)])
    texts = [*_texts(finding.params), *(text for _, values in finding.because for text in _texts(values))]
    return frozenset([*(key for key, _ in finding.because), *(word for text in texts for word in words_of(text))])


def _digests(words: AbstractSet[str]) -> tuple[str, ...]:
    return tuple(sorted(hashlib.sha256(word.encode(errors="surrogatepass")).hexdigest()[:DIGITS] for word in words))


def _texts(values: Mapping[str, object]) -> Iterator[str]:
    for value in values.values():
        if isinstance(value, str):
            yield value
        elif isinstance(value, list | tuple | set | frozenset):
            yield from (one for one in value if isinstance(one, str))
