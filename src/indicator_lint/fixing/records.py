"""Undo records: for every file that was replaced its bytes of before, kept beside it."""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

from indicator_lint.fixing.statefolder import NAME, state_folder
from indicator_lint.fixing.writing import UnwritableError, replace_file, sync_folder, written
from indicator_lint.formats.limits import DEFAULT, MEGABYTE
from indicator_lint.formats.opening import load
from indicator_lint.model.document import UnreadableError

SUFFIX: Final = ".undo"
ENTRY, BEFORE = "record.json", "before"
MOST: Final = 20
"""Records kept of one file; older ones make room."""
LONGEST: Final = 64 * MEGABYTE
"""Bytes of what a record tells."""


@dataclass(frozen=True, slots=True)
class Change:
    """One cell that was changed, as the record tells it."""

    place: str
    old: str
    new: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """A replacement that can be undone. `name` is the file's, `run` what the files of one run have in common."""

    path: Path
    name: str
    run: str
    before: str
    after: str

    @property
    def target(self) -> Path:
        """The file that it is about."""
        return self.path.parent.parent / self.name

    def content(self) -> bytes:
        """The bytes of before. Raises UnwritableError where the record is not whole."""
        content = _part(self.path, BEFORE, DEFAULT.text_megabytes * MEGABYTE)
        if content is None or digest(content) != self.before:
            reason = "no_record"
            raise UnwritableError(reason)
        return content


def digest(content: bytes) -> str:
    """What tells bytes apart."""
    return hashlib.sha256(content).hexdigest()


def keep(target: Path, run: str, before: bytes, after: bytes, changes: Sequence[Change]) -> None:
    """Write a record, whole or not at all."""
    numbers = [_number(path) for path in _paths(target)]
    path = state_folder(target) / f"{target.name}.{max(numbers, default=0) + 1:04}{SUFFIX}"
    told = {"name": target.name, "run": run, "before": digest(before), "after": digest(after)}
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        listed = [asdict(change) for change in changes]
        record = json.dumps({**told, "changes": listed}, ensure_ascii=False, indent=1)
        archive.writestr(ENTRY, record.encode("utf-8", "backslashreplace"))  # names may hold bytes that are no text
        archive.writestr(BEFORE, before)
    with written(path, packed.getvalue()) as beside:
        beside.replace(path)
    sync_folder(path.parent)
    for old in _paths(target)[:-MOST]:
        old.unlink(missing_ok=True)


def undo(record: Record) -> None:
    """Put the bytes of before back, and forget the record. Raises UnwritableError where the file was changed since."""
    now = _now(record.target)
    if digest(now) != record.after:
        reason = "altered_since"
        raise UnwritableError(reason)
    replace_file(str(record.target), now, record.content(), backup=False)
    record.path.unlink()


def records_of(target: Path) -> list[Record]:
    """The records of a file, the newest first."""
    return [record for path in reversed(_paths(target)) if (record := _read(path)) is not None]


def newest(target: Path) -> Record | None:
    """The record that led to what the file is now; else the newest one that is not of before (its file was never replaced)."""
    records, now = records_of(target), digest(_now(target))
    for record in records:
        if record.after == now:
            return record
    return next((record for record in records if record.before != now), None)


def last_run(folder: Path) -> list[Record]:
    """The records of the latest run whose files lie in a folder or below it.

    Links are passed over: what is fixed is what they lead to, and the record lies there.
    """
    paths = (path for path in sorted(folder.rglob(f"{NAME}/*{SUFFIX}")) if not path.parent.is_symlink())
    found = [record for path in paths if (record := _read(path)) is not None and not record.target.is_symlink()]
    latest = max((record.run for record in found), default="")
    return [record for record in found if record.run == latest]


def _paths(target: Path) -> list[Path]:
    """The records of a file, the oldest first."""
    found = _found(target)
    return sorted(found, key=_number)


def _found(target: Path) -> Iterator[Path]:
    start = f"{target.name}."
    for path in (target.parent / NAME).glob(f"*{SUFFIX}"):
        if path.name.startswith(start) and path.name.removeprefix(start).removesuffix(SUFFIX).isdecimal():
            yield path


def _number(path: Path) -> int:
    return int(path.name.removesuffix(SUFFIX).rpartition(".")[2])


def _read(path: Path) -> Record | None:
    """A record; None for what is none."""
    try:
        told: object = json.loads(_part(path, ENTRY, LONGEST) or b"")
    except (ValueError, RecursionError):
        return None
    name = path.name.removesuffix(SUFFIX).rpartition(".")[0]  # never what a foreign record may say
    said = [told.get(key) if isinstance(told, dict) else None for key in ("run", "before", "after")]
    texts = [one for one in said if isinstance(one, str)]
    return Record(path, name, *texts) if len(texts) == len(said) else None


def _part(path: Path, entry: str, most: int) -> bytes | None:
    """A part of a record; None where there is none, or more of it than can be ours: strangers' folders may hold records too."""
    try:
        if not path.is_file():
            return None
        with zipfile.ZipFile(path) as archive, archive.open(entry) as file:
            content = file.read(most + 1)
    except (OSError, EOFError, ValueError, LookupError, RuntimeError, zipfile.BadZipFile, zlib.error):
        return None
    return content if len(content) <= most else None


def _now(target: Path) -> bytes:
    """What a file holds. Raises UnwritableError for what is no file that could have been fixed."""
    try:
        return load(str(target), DEFAULT)
    except UnreadableError as error:
        reason = "altered_since"
        raise UnwritableError(reason) from error
