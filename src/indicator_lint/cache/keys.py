"""The key under which the findings of a file are remembered: its content, what is asked of it and how, and the program itself."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from indicator_lint import __version__
from indicator_lint.config import Settings
from indicator_lint.configuration import Configuration
from indicator_lint.discovery import Source
from indicator_lint.resources import shipped
from indicator_lint.selection import Ruling
from indicator_lint.store.catalogs import stamp_of

FORMAT: Final = 1
"""Of what is remembered; another number makes it all unknown."""

LARGEST: Final = 64 << 20
"""Bytes of a file that is worth remembering: larger ones would fill the cache."""

ENGINES: Final = ("polars", "pandera", "rapidfuzz", "xlrd", "pdfplumber", "msoffcrypto-tool")


def digest_of(source: Source) -> str:
    """The digest of what a file holds; empty for what is no file, too large, or cannot be read: then it is not remembered."""
    if source.content is not None:
        return hashlib.sha256(source.content).hexdigest()
    if source.empty or source.closed is not None or source.document is not None:
        return ""
    try:
        if not os.path.isfile(source.path) or os.path.getsize(source.path) > LARGEST:  # noqa: PTH113, PTH202 - Path's own refuse odd names
            return ""
        return hashlib.sha256(Path(source.path).read_bytes()).hexdigest()
    except (OSError, ValueError):
        return ""


def state_of(folder: str) -> str | None:
    """A digest of what lies in a catalog's folder; None where that cannot be read: whoever asks it will say why."""
    said = hashlib.sha256()
    try:
        for root, below, names in os.walk(folder, onerror=_refuse):
            below.sort()
            for name in sorted(names):
                path = Path(root, name)
                said.update(f"{path.relative_to(folder)}\0".encode(errors="surrogatepass"))
                said.update(hashlib.sha256(path.read_bytes()).digest())
    except OSError:
        return None
    return said.hexdigest()


def _refuse(error: OSError) -> None:
    raise error


def key_of(
    source: Source,
    digest: str,
    configuration: Configuration,
    ruling: Ruling,
    settings: Settings,
    *,
    catalog: str = "",
) -> str:
    """A digest of whatever can change what is found in a file; `catalog` is the state of the one it is held against."""
    said = hashlib.sha256()
    for part in (
        program(),
        _asked(ruling),
        settings.lang,
        settings.password or "",
        catalog,
        stamp_of(Path(settings.catalog)) if settings.catalog else "",
        repr(sorted(configuration.limits.items())),
        repr([scope for scope in configuration.layout if scope.reach.covers(source.path)]),
        source.path,
        str(source.found),
    ):
        said.update(f"{len(part)}:{part}".encode(errors="surrogatepass"))
    said.update(digest.encode())
    return said.hexdigest()


def _asked(ruling: Ruling) -> str:
    """The rules with all that they say, and what the configuration makes of their findings."""
    rules = [*ruling.rules, *ruling.told.values()]
    sheets = [(one.choice.reach.sheets, sorted(one.ignored), sorted(one.severity.items())) for one in ruling.sheets]
    asked = [(rule.code, rule.severity, rule.options) for rule in rules]
    return repr((asked, sorted(ruling.severity.items()), sheets, ruling.framework))


@cache
def program() -> str:
    """The version of the program and of what it runs on, and the state of its files: rules and code may be worked on."""
    said = hashlib.sha256()
    for path, status in _files():
        said.update(f"{path}\0{status.st_size}\0{status.st_mtime_ns}\n".encode(errors="surrogatepass"))
    engines = [_version(name) for name in ENGINES]
    return repr((FORMAT, __version__, sys.version_info[:3], engines, said.hexdigest()))


def _files() -> Iterator[tuple[str, os.stat_result]]:
    folders = [str(Path(__file__).parents[1]), str(shipped("rules")), str(shipped("schemas"))]
    for folder in dict.fromkeys(folders):
        for root, below, names in os.walk(folder):
            below[:] = sorted(name for name in below if name != "__pycache__")
            for name in sorted(names):
                path = os.path.join(root, name)  # noqa: PTH118 - some eight hundred files at every start
                yield path, os.stat(path)  # noqa: PTH116


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
