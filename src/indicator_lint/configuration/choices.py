"""What a configuration file says, ready to be asked about one file and its sheets."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from indicator_lint.configuration.patterns import matches_name, matches_path
from indicator_lint.model.hints import NONE, Hints


@dataclass(frozen=True, slots=True)
class Scope:
    """Hints and what they are about: files and sheets by patterns, all of them where none is given; sheets to be ignored."""

    hints: Hints
    files: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()

    def covers(self, path: str) -> bool:
        """Whether a file, relative to the configuration, is meant."""
        return not self.files or any(matches_path(pattern, path) for pattern in self.files)

    def names(self, sheet: str) -> bool:
        """Whether a sheet is meant."""
        return not self.sheets or any(matches_name(pattern, sheet) for pattern in self.sheets)

    def leaves_out(self, sheet: str) -> bool:
        """Whether a sheet is to be ignored."""
        return any(matches_name(pattern, sheet) for pattern in self.ignored)


@dataclass(frozen=True, slots=True, eq=False)
class Configuration:
    """One file's words: `path` as shown to people, `folder` to which its patterns are relative, limits that were set, hints."""

    path: str = ""
    folder: str = ""
    limits: Mapping[str, int] = field(default_factory=dict)
    layout: tuple[Scope, ...] = ()

    def hints(self, path: str, sheets: Sequence[str]) -> list[Hints]:
        """What is said of each sheet of a file; later words win."""
        scopes = [scope for _, scope in self._covering(path)]
        return [self._of(scopes, sheet) for sheet in sheets]

    def reach(self, path: str, sheets: Iterable[str]) -> dict[int, bool]:
        """Whether each scope that names sheets, and means this file, finds one of them in it; by the scope's number."""
        shown = list(sheets)
        return {
            number: any(scope.names(sheet) for sheet in shown) for number, scope in self._covering(path) if scope.sheets
        }

    def _covering(self, path: str) -> Iterator[tuple[int, Scope]]:
        relative = self._relative(path) if self.layout else ""
        return ((number, scope) for number, scope in enumerate(self.layout) if scope.covers(relative))

    def _of(self, scopes: Iterable[Scope], sheet: str) -> Hints:
        said = NONE
        for scope in scopes:
            if scope.names(sheet):
                hints = replace(scope.hints, named=bool(scope.sheets), source=self.path)
                said = said.overridden(hints) if scope.hints != NONE else said
                said = replace(said, ignored=True) if scope.leaves_out(sheet) else said
        return said

    def _relative(self, path: str) -> str:
        """The path from the configuration's folder; the whole path where there is no way (another drive)."""
        try:
            relative = os.path.relpath(path, self.folder or ".")
        except ValueError:
            relative = os.path.abspath(path)  # noqa: PTH100 - a path may be no valid text
        return relative.replace(os.sep, "/")


EMPTY: Final = Configuration()
"""Nothing was configured."""
