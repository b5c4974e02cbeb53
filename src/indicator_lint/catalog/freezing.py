"""A version frozen: what was pending gets its number, and the state is kept beside the catalog for ever."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from indicator_lint.model.catalog import Catalog, CatalogError, Indicator, LoggedChange
from indicator_lint.store.catalogs import RELEASES
from indicator_lint.store.package import files_of

VERSION: Final = re.compile(r"[0-9A-Za-z\u4e00-\u9fff][0-9A-Za-z\u4e00-\u9fff._-]{0,31}")
"""It is the name of a folder, and what people write behind an @."""

RESERVED: Final = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?|.*\.|previous", re.IGNORECASE)
"""Names that some systems keep for themselves, and the one that means the state before the last change."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """A catalog of which a version was made, and the files of that version by their paths in the folder."""

    catalog: Catalog
    files: Mapping[str, bytes]


def freeze(
    folder: Path, catalog: Catalog, version: str, date: str, issued: Mapping[str, bytes] | None = None
) -> Frozen:
    """Make a version: everything pending belongs to it; `issued` are the documents rendered of it, by their names.

    Raises CatalogError for a name that will not do or was used, and where no indicator is in force.
    """
    refuse_name(folder, version)
    refuse_empty(catalog)
    number = 1 + max((change.number for change in catalog.changes), default=0)
    changes = [replace(change, version=change.version or version) for change in catalog.changes]
    changes.append(LoggedChange(number, version, "released", new=version, date=date))
    indicators = [_dated(indicator, version) for indicator in catalog.indicators]
    made = replace(catalog, version=version, indicators=indicators, changes=changes)
    files = {**files_of(made), **(issued or {})}
    return Frozen(made, {f"{RELEASES}/{version}/{name}": content for name, content in files.items()})


def refuse_empty(catalog: Catalog) -> None:
    """Raise CatalogError where nothing is in force."""
    if not catalog.active:
        message = "指标库中没有现行的指标，不能发布。"
        raise CatalogError(message)


def refuse_name(folder: Path, version: str) -> None:
    """Raise CatalogError for a name of a version that will not do, or was used."""
    if VERSION.fullmatch(version) is None or RESERVED.fullmatch(version) is not None:
        message = f"版本“{version}”的写法不对：用数字、字母、汉字和 . _ -，不超过 32 个字符，如 2025。"
        raise CatalogError(message)
    if (folder / RELEASES / version).exists():
        message = f"版本“{version}”已经发布，不能重复发布。"
        raise CatalogError(message)


def _dated(indicator: Indicator, version: str) -> Indicator:
    """With the version in which it came into force, or went out of it, where that is still open."""
    since = indicator.since or version
    return replace(indicator, since=since, until="" if indicator.active else indicator.until or version)
