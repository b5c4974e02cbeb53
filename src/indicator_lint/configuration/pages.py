"""One configuration file, checked: what it says of limits, of the layout and of rules. Whatever is unknown is an error."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, NoReturn

from indicator_lint.configuration.choices import Choice, Configuration, Origin, Reach, Scope
from indicator_lint.configuration.keys import BY_NAME, FILES, OF_SHEETS, OVERRIDES, RUN, SCOPE, TABLES, TOP, Key
from indicator_lint.configuration.kinds import MOST_ROWS, BadValueError, UnknownKeyError, guess
from indicator_lint.configuration.lines import Path
from indicator_lint.model.hints import Hints
from indicator_lint.model.usererror import UserError


class ConfigurationError(UserError, ValueError):
    """A configuration file cannot be read or says what makes no sense; the message names it."""


def refuse(path: str, fault: str) -> NoReturn:
    """Raise ConfigurationError about a file."""
    message = f"配置文件 {shown(path)}：{fault}"
    raise ConfigurationError(message)


def shown(path: str) -> str:
    """The path as people know it: from the working directory where it lies below it."""
    try:
        relative = os.path.relpath(path)
    except ValueError:  # on another drive
        return path
    return path if relative.startswith("..") else relative.replace(os.sep, "/")


class Page(NamedTuple):
    """A file's content, and where in it each key stands."""

    path: str
    content: Mapping[str, Any]
    origin: Callable[[Path], Origin]

    def read(self) -> tuple[Configuration, tuple[str, ...]]:
        """What it says, and which files it extends. Raises ConfigurationError."""
        tops = [*TABLES[TOP], FILES, "limits", "layout"]
        for name in self.content:
            if name not in tops:
                refuse(self.path, _unknown(name, guess(name, tops)))
        top = self._values(TOP, {name: value for name, value in self.content.items() if name in TABLES[TOP]})
        self._fit_version(top)
        limits = self._values("limits", self._table("limits"))
        origins = {f"limits.{name}": self.origin(("limits", name)) for name in limits}
        choices = tuple(self._choices(top))
        configuration = Configuration(shown(self.path), limits, tuple(self._scopes()), choices, origins)
        return configuration, top.get("extend", ())

    def _table(self, name: str) -> Mapping[str, Any]:
        table = self.content.get(name, {})
        if not isinstance(table, dict):
            refuse(self.path, f"“{name}”应当是一段，写成 [{name}]")
        return table

    def _fit_version(self, top: Mapping[str, Any]) -> None:
        wanted = top.get("required-version")
        if wanted is not None:
            from packaging.specifiers import SpecifierSet  # noqa: PLC0415  # only where a file asks for it

            from indicator_lint import __version__  # noqa: PLC0415  # the package itself, which imports nothing by then

            if not SpecifierSet(wanted).contains(__version__, prereleases=True):
                refuse(self.path, f"需要 indicator-lint {wanted}，现在的版本是 {__version__}")

    def _choices(self, top: Mapping[str, Any]) -> Iterator[Choice]:
        """The top, then each `[[files]]`."""
        said = {key: value for key, value in top.items() if key not in {"extend", "required-version"}}
        if "baseline" in said:
            said["baseline"] = os.path.join(self._folder, said["baseline"])  # noqa: PTH118
        if said:
            yield Choice(said, dict(self._origins(said, ())))
        for way, name, one in self._overrides(FILES, self.content.get(FILES, [])):
            values = self._values(name, one)
            said = {key: value for key, value in values.items() if key not in SCOPE}
            wrong = sorted(said.keys() - OF_SHEETS) if "sheets" in values else []
            if wrong:
                refuse(
                    self.path,
                    f"“{name}.{wrong[0]}”不能按工作表指定：写了 sheets 的，只能用 {'、'.join(sorted(OF_SHEETS))}",
                )
            yield Choice(said, dict(self._origins(said, way)), self._reach(values))

    def _origins(self, said: Mapping[str, Any], way: Path) -> Iterator[tuple[str, Origin]]:
        for key, value in said.items():
            yield key, self.origin((*way, key))
            for name in value if key in BY_NAME else ():
                yield f"{key}.{name}", self.origin((*way, key, name))
                options = value[name] if key == "options" else ()
                yield from ((f"{key}.{name}.{one}", self.origin((*way, key, name, one))) for one in options)

    def _scopes(self) -> Iterator[Scope]:
        """`[layout]`, then each `[[layout.files]]`."""
        layout = dict(self._table("layout"))
        overrides = layout.pop("files", [])
        if layout:
            yield self._scope(self._values("layout", layout), ("layout",))
        for way, name, one in self._overrides(OVERRIDES, overrides):
            yield self._scope(self._values(name, one), way)

    def _overrides(self, name: str, overrides: object) -> Iterator[tuple[Path, str, Mapping[str, Any]]]:
        """Each table of a list of them: the way to it, its name, its content."""
        if not isinstance(overrides, list) or not all(isinstance(one, dict) for one in overrides):
            refuse(self.path, f"“{name}”应当是若干段，每段写成 [[{name}]]")
        for number, one in enumerate(overrides):
            numbered = f"{name}[{number + 1}]"
            if not SCOPE.keys() & one.keys():
                refuse(self.path, f"“{numbered}”缺少 files 或 sheets，不知道对哪些文件、工作表有效")
            yield (*name.split("."), number), numbered, one

    def _scope(self, values: Mapping[str, Any], way: Path) -> Scope:
        said = {key.replace("-", "_"): value for key, value in values.items() if key not in {*SCOPE, "ignore-sheets"}}
        origins = {key: self.origin((*way, key)) for key in values}
        return Scope(Hints(**said), self._reach(values), values.get("ignore-sheets", ()), origins, shown(self.path))

    @property
    def _folder(self) -> str:
        return os.path.dirname(os.path.abspath(self.path))  # noqa: PTH100, PTH120

    def _reach(self, values: Mapping[str, Any]) -> Reach:
        return Reach(self._folder, values.get("files", ()), values.get("sheets", ()))

    def _values(self, name: str, table: Mapping[str, Any]) -> dict[str, Any]:
        """The values of a table, each of the kind that its key asks for."""
        keys = TABLES[name.partition("[")[0]]
        head = f"{name}." if name else ""
        for key in table:
            if key not in keys:
                known = [*keys, *(RUN if name.startswith(FILES) else ())]
                near = "：它只能写在文件开头" if key in RUN else guess(key, known)
                refuse(self.path, _unknown(f"{head}{key}", near))
        values = {key: self._value(f"{head}{key}", keys[key], value) for key, value in table.items()}
        if values.get("first-row", 0) > values.get("last-row", MOST_ROWS):
            refuse(self.path, f"“{head}last-row”应当不小于 first-row")
        return values

    def _value(self, name: str, key: Key, value: object) -> Any:
        try:
            return key.kind.read(value)
        except UnknownKeyError as fault:
            refuse(self.path, _unknown(f"{name}.{fault.at}", str(fault)))
        except BadValueError as fault:
            refuse(self.path, f"“{name}.{fault.at}”应当是：{fault}" if fault.at else f"“{name}”应当是：{fault}")


def _unknown(name: str, near: str) -> str:
    return f"没有“{name}”这一项{near}"
