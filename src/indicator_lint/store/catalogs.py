"""A catalog in its folder: read whole, written whole."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from indicator_lint.chinese.system import reason_of
from indicator_lint.model.catalog import Catalog, CatalogError
from indicator_lint.store.folder import COMMITTED, OWN, read_bytes, replace_files, settle
from indicator_lint.store.package import DESCRIPTOR, FILES, catalog_of, files_of

IGNORED: Final = ".gitignore"
RELEASES: Final = "releases"
TRIES: Final = 200
PAUSE: Final = 0.01
"""So often, and after so many seconds, a catalog is read again that is being written."""


def is_catalog(folder: Path) -> bool:
    """Whether a catalog was begun in this folder."""
    try:
        return folder.is_dir() and read_bytes(folder, DESCRIPTOR) is not None
    except OSError:  # what it is, is told when it is read
        return True


def read_catalog(folder: Path) -> Catalog:
    """The catalog in a folder. Raises CatalogError where there is none, or it is not as it should be."""
    with suppress(OSError):  # a folder that may not be written to is read as it is
        settle(folder)
    return catalog_of(_read(folder), str(folder))


def write_catalog(folder: Path, catalog: Catalog, *, since: str = "", more: Mapping[str, bytes] | None = None) -> None:
    """Write a catalog, and `more` files beside it, together or not at all; what results is read back before it is put in place.

    `since` is the mark of the state that it was made from. Raises CatalogError where somebody has changed that state
    meanwhile, where the catalog does not hold, or where the folder cannot be written to.
    """
    try:
        files = files_of(catalog)
    except UnicodeEncodeError as error:
        message = f"指标库“{folder}”没有写入：内容中有不成文字的字节。"
        raise CatalogError(message) from error
    catalog_of(files, str(folder))
    if since and since != mark_of(folder):
        message = f"指标库“{folder}”刚被改动过，没有写入；请重新运行。"
        raise CatalogError(message)
    ignored = "".join(f"{name}/\n" for name in OWN).encode()
    try:
        replace_files(folder, {**({} if (folder / IGNORED).exists() else {IGNORED: ignored}), **(more or {}), **files})
    except OSError as error:
        message = f"不能写入指标库“{folder}”：{reason_of(error)}。"
        raise CatalogError(message) from error


def mark_of(folder: Path) -> str:
    """A mark of the state that a folder is in: two states with one mark are the same."""
    texts = _read(folder)
    return hashlib.sha256(b"\0".join(texts[name] or b"" for name in FILES)).hexdigest()


def stamp_of(folder: Path) -> str:
    """Sizes, times and identities of a catalog's files: enough to see that it may have changed, without reading it."""
    paths = [place / name for place in (folder / COMMITTED, folder) for name in FILES]
    stamps = [f"{one.st_ino} {one.st_size} {one.st_mtime_ns}" for path in paths for one in _status(path)]
    return "\n".join([str(folder), *stamps])


def _status(path: Path) -> list[os.stat_result]:
    """What the system says of a file; nothing of one that is not there, or not any more."""
    try:
        return [path.stat()]
    except (FileNotFoundError, NotADirectoryError):
        return []


def _read(folder: Path) -> dict[str, bytes | None]:
    """The files, all of one state: read again while somebody is writing."""
    try:
        for _ in range(TRIES):
            before = stamp_of(folder)
            files = {name: read_bytes(folder, name) for name in FILES}
            if stamp_of(folder) == before:
                return files
            time.sleep(PAUSE)
    except OSError as error:
        message = f"不能读取指标库“{folder}”：{reason_of(error)}。"
        raise CatalogError(message) from error
    message = f"指标库“{folder}”一直在被改动，请稍后再试。"
    raise CatalogError(message)
