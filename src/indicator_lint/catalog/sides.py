"""What a name on the command line means: a catalog's folder, one of its versions or git states, or a document."""

from __future__ import annotations

import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Final

from indicator_lint.catalog.differences import Side, side_of
from indicator_lint.catalog.documents import read_stated
from indicator_lint.config import Settings
from indicator_lint.model.catalog import Catalog, CatalogError
from indicator_lint.store.catalogs import RELEASES, is_catalog, read_catalog
from indicator_lint.store.folder import PREVIOUS, settle
from indicator_lint.store.package import FILES, catalog_of

AT: Final = "@"
BEFORE: Final = "previous"
"""The version that means the state before the last change."""

GIT_SECONDS: Final = 60


def read_side(given: str, settings: Settings | None = None) -> Side:
    """The state that a name means. Raises CatalogError where it means none, or one that cannot be read."""
    path = Path(given)
    if path.is_dir():
        return side_of(read_catalog(path), given)
    if path.exists():
        return _document(given, given, None, settings)
    name, at, version = given.rpartition(AT)
    if at and version and Path(name).is_dir():
        return side_of(read_version(Path(name), version), given)
    content = _committed(Path(name).parent, version, Path(name).name) if at and version and name else None
    if content is not None:
        return _document(given, name, content, settings)
    message = f"找不到“{given}”：它应当是指标库的目录、一个文件，或“目录@版本”“文件@git版本”。"
    raise CatalogError(message)


def _document(label: str, path: str, content: bytes | None, settings: Settings | None) -> Side:
    stated = read_stated(path, settings, content=content)
    return Side(label, stated.fields, stated.indicators)


def read_version(folder: Path, version: str) -> Catalog:
    """A released version, or the state of a git revision. Raises CatalogError where there is neither."""
    with suppress(OSError):  # a folder that may not be written to is read as it is
        settle(folder)
    released = folder / RELEASES / version
    if version == BEFORE and (folder / PREVIOUS).is_dir():
        released = folder / PREVIOUS
    if version not in {".", ".."} and "/" not in version and is_catalog(released):
        return read_catalog(released)
    files = {name: _committed(folder, version, name) for name in FILES}
    if all(content is None for content in files.values()):
        read_catalog(folder)  # what is wrong may be that it is no catalog
        known = sorted(path.name for path in (folder / RELEASES).glob("*/") if is_catalog(path))
        message = f"指标库“{folder}”没有版本“{version}”，也没有这个 git 版本；已发布的有：{'、'.join(known) or '无'}。"
        raise CatalogError(message)
    return catalog_of(files, f"{folder}{AT}{version}")


def _committed(folder: Path, revision: str, name: str) -> bytes | None:
    """A file as it was in a revision of the git repository that the folder is in; None where there is none of it."""
    if revision.startswith("-"):
        return None
    command = ["git", "-C", str(folder), "show", f"{revision}:./{name}"]
    try:
        ran = subprocess.run(command, capture_output=True, check=False, timeout=GIT_SECONDS, stdin=subprocess.DEVNULL)  # noqa: S603 - a list, and the revision is no option
    except (OSError, subprocess.TimeoutExpired):
        return None
    return ran.stdout if ran.returncode == 0 else None
