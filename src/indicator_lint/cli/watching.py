"""`check --watch`: look again whenever a file, a configuration or a suppression beside a file was saved."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

import click

from indicator_lint.cli.streams import print_err
from indicator_lint.configuration import ConfigurationError
from indicator_lint.configuration.files import NAMES
from indicator_lint.discovery import find_sources
from indicator_lint.model.suppression import BaselineError
from indicator_lint.rulebook import RulebookError

INTERVAL: Final = 0.5
"""Seconds between two looks."""

State = dict[str, tuple[int, int]]


def watch(
    paths: Sequence[str],
    run: Callable[[], object],
    pause: Callable[[float], None] = time.sleep,
    *,
    written: Iterable[Path] = (),
) -> None:
    """Run at once and after every change, until interrupted; what is wrong with a configuration is told, and waited for.

    `written` are the files of reports: what the run itself writes is no reason for another.
    """
    own = _own(written)
    seen: State | None = None
    try:
        while True:
            now = state_of(paths, own)
            if now != seen and (seen is None or now == _settled(paths, own, pause)):
                if seen is not None:
                    print_err(f"— {time.strftime('%H:%M:%S')} 文件已更改，重新检查\n")
                _try(run)
                seen = now
            pause(INTERVAL)
    except KeyboardInterrupt:
        return


def state_of(paths: Sequence[str], own: frozenset[object] = frozenset()) -> State:
    """Time of change and size of every file that can bear on the report; not of our `own`."""
    found: State = {}
    for path in _files(paths):
        try:
            status = os.stat(path)  # noqa: PTH116 - a path may be no valid text
        except (OSError, ValueError):
            continue
        if not own & {os.path.realpath(path), (status.st_dev, status.st_ino)}:
            found[path] = (status.st_mtime_ns, status.st_size)
    return found


def _settled(paths: Sequence[str], own: frozenset[object], pause: Callable[[float], None]) -> State:
    """The state a moment later: office programs write in several steps."""
    pause(INTERVAL / 5)
    return state_of(paths, own)


def _own(written: Iterable[Path]) -> frozenset[object]:
    """What the run writes to: files of reports by name, and whatever its streams lead to."""
    streams = [os.fstat(number) for number in (1, 2) if _is_open(number)]
    return frozenset([*map(os.path.realpath, written), *((one.st_dev, one.st_ino) for one in streams)])


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


def _files(paths: Sequence[str]) -> Iterator[str]:
    folders = {os.getcwd()}  # noqa: PTH109 - as above
    for source in find_sources(paths):
        yield source.path
        yield f"{source.path}.lint.toml"
        folders.add(os.path.dirname(os.path.abspath(source.path)))  # noqa: PTH100, PTH120 - as above
    above = {str(parent) for folder in folders for parent in (Path(folder), *Path(folder).parents)}
    yield from (os.path.join(folder, name) for folder in sorted(above) for name in NAMES)  # noqa: PTH118 - as above


def _try(run: Callable[[], object]) -> None:
    try:
        run()
    except (ConfigurationError, BaselineError, RulebookError, click.UsageError) as fault:
        told = fault.message if isinstance(fault, click.UsageError) else str(fault)
        print_err(f"{told}\n")
