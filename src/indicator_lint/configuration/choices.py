"""What a configuration says, ready to be asked about one file and its sheets."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, NamedTuple

from indicator_lint.configuration.patterns import matches_name, matches_path
from indicator_lint.model.hints import NONE, Hints


class Origin(NamedTuple):
    """Where a value was written: a file as shown to people and a 1-based line."""

    path: str
    line: int

    def __str__(self) -> str:
        """As editors and people write it."""
        return f"{self.path}:{self.line}"


class Reach(NamedTuple):
    """The files and sheets that words are about, by patterns; all of them where none is given."""

    folder: str = ""
    files: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()

    def covers(self, path: str) -> bool:
        """Whether a file is meant; patterns are relative to the folder of the file that states them."""
        return not self.files or any(matches_path(pattern, self._relative(path)) for pattern in self.files)

    def names(self, sheet: str) -> bool:
        """Whether a sheet is meant."""
        return not self.sheets or any(matches_name(pattern, sheet) for pattern in self.sheets)

    def _relative(self, path: str) -> str:
        """The path from the folder; the whole path where there is no way (another drive)."""
        try:
            relative = os.path.relpath(path, self.folder or ".")
        except ValueError:
            relative = os.path.abspath(path)  # noqa: PTH100 - a path may be no valid text
        return relative.replace(os.sep, "/")


EVERYWHERE: Final = Reach()


@dataclass(frozen=True, slots=True)
class Scope:
    """Hints, what they are about, and sheets to be ignored. `origins` tells where each key was written."""

    hints: Hints
    reach: Reach = EVERYWHERE
    ignored: tuple[str, ...] = ()
    origins: Mapping[str, Origin] = field(default_factory=dict)
    source: str = ""

    def leaves_out(self, sheet: str) -> bool:
        """Whether a sheet is to be ignored."""
        return any(matches_name(pattern, sheet) for pattern in self.ignored)


class Choice(NamedTuple):
    """What one file, or one of its `[[files]]`, says about rules: values by key, and where each was written.

    Origins of single severities and options have the keys `severity.UNI001` and `options.UNI001.exempt`.
    """

    said: Mapping[str, Any]
    origins: Mapping[str, Origin]
    reach: Reach = EVERYWHERE


@dataclass(frozen=True, slots=True, eq=False)
class Configuration:
    """The words of a file and of those that it extends, in the order in which they override one another."""

    path: str = ""
    limits: Mapping[str, int] = field(default_factory=dict)
    layout: tuple[Scope, ...] = ()
    choices: tuple[Choice, ...] = ()
    origins: Mapping[str, Origin] = field(default_factory=dict)
    """Where each limit was written, by `limits.NAME`."""

    def extending(self, older: Iterable[Configuration]) -> Configuration:
        """The same on top of other configurations, later ones above earlier ones."""
        pages = [*older, self]
        return Configuration(
            self.path,
            {name: value for page in pages for name, value in page.limits.items()},
            tuple(scope for page in pages for scope in page.layout),
            tuple(choice for page in pages for choice in page.choices),
            {name: origin for page in pages for name, origin in page.origins.items()},
        )

    def hints(self, path: str, sheets: Sequence[str]) -> list[Hints]:
        """What is said of each sheet of a file; later words win."""
        scopes = [scope for _, scope in self._covering(path)]
        return [self._of(scopes, sheet) for sheet in sheets]

    def reach(self, path: str, sheets: Iterable[str]) -> dict[int, bool]:
        """Whether each scope that names sheets, and means this file, finds one of them in it; by the scope's number."""
        shown = list(sheets)
        return {
            number: any(scope.reach.names(sheet) for sheet in shown)
            for number, scope in self._covering(path)
            if scope.reach.sheets
        }

    def chosen(self, path: str) -> list[Choice]:
        """What is said about the rules for a file, later words last; some of it may be about single sheets."""
        return [choice for choice in self.choices if choice.reach.covers(path)]

    def last(self, key: str) -> Any:
        """The value of a key that is about the run, not about single files; None where nobody set it."""
        return next((choice.said[key] for choice in reversed(self.choices) if key in choice.said), None)

    def _covering(self, path: str) -> Iterator[tuple[int, Scope]]:
        return ((number, scope) for number, scope in enumerate(self.layout) if scope.reach.covers(path))

    def _of(self, scopes: Iterable[Scope], sheet: str) -> Hints:
        said = NONE
        for scope in scopes:
            if scope.reach.names(sheet):
                hints = replace(scope.hints, named=bool(scope.reach.sheets), source=scope.source)
                said = said.overridden(hints) if scope.hints != NONE else said
                said = replace(said, ignored=True) if scope.leaves_out(sheet) else said
        return said


EMPTY: Final = Configuration()
"""Nothing was configured."""
