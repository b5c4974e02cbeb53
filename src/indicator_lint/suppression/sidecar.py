"""Excuses beside a file that must not be changed: `表.xlsx.lint.toml`, or `表.lint.toml`."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final, NoReturn

from indicator_lint.chinese.system import reason_of
from indicator_lint.configuration import ConfigurationError
from indicator_lint.configuration.kinds import guess
from indicator_lint.model.suppression import Channel
from indicator_lint.suppression.excuse import Excuse, Target
from indicator_lint.suppression.wording import day
from indicator_lint.tomlfile import read_toml

SUFFIX: Final = ".lint.toml"
MEGABYTES: Final = 4
KEYS: Final[Mapping[str, tuple[type, ...]]] = {
    "rules": (str, list),
    "where": (str,),
    "reason": (str,),
    "until": (str, date),
    "approver": (str,),
}
"""What a `[[suppress]]` may say, and as what; see `suppression.excuse.Target` for `where`."""


def beside(path: str) -> Iterator[Excuse]:
    """The excuses beside a file. Raises ConfigurationError where they cannot be read."""
    for name in (path + SUFFIX, os.path.splitext(path)[0] + SUFFIX):  # noqa: PTH122 - Path's own refuse odd names
        if os.path.isfile(name):  # noqa: PTH113 - likewise
            yield from read(name)
            return


def read(path: str) -> list[Excuse]:
    """The excuses in such a file. Raises ConfigurationError where they cannot be read."""
    return [_excuse(path, one) for one in _read(path)]


def _read(path: str) -> list[dict[str, Any]]:
    try:
        page, _ = read_toml(path, MEGABYTES)
    except OSError as error:
        _refuse(path, f"打不开（{reason_of(error)}）")
    except ValueError as error:
        _refuse(path, f"不是有效的 TOML（{error}）")
    for key in page:
        if key != "suppress":
            _refuse(path, f"没有“{key}”这一项{guess(key, ['suppress'])}")
    listed = page.get("suppress", [])
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        _refuse(path, "“suppress”应当是若干段，每段写成 [[suppress]]")
    return listed


def _excuse(path: str, said: Mapping[str, Any]) -> Excuse:
    for key, value in said.items():
        if key not in KEYS:
            _refuse(path, f"没有“suppress.{key}”这一项{guess(key, KEYS)}")
        if not isinstance(value, KEYS[key]):
            _refuse(path, f"“suppress.{key}”的值不对，应当是{'文字' if str in KEYS[key] else '日期'}")
    names = said.get("rules", [])
    until, fault = said.get("until"), ""
    if isinstance(until, str):
        until, fault = day(until)
    return Excuse(
        tuple(map(str, [names] if isinstance(names, str) else names)),
        Channel.SIDECAR,
        path,
        said.get("reason", "").strip(),
        target=Target(words=said.get("where", "")),
        until=until,
        approver=said.get("approver", ""),
        fault=fault,
    )


def _refuse(path: str, fault: str) -> NoReturn:
    message = f"豁免文件 {path}：{fault}"
    raise ConfigurationError(message)
