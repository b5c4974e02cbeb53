"""Undo records: for every file that was replaced its bytes of before, kept beside it."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from indicator_lint.fixing.statefolder import NAME, state_folder
from indicator_lint.fixing.writing import UnwritableError, replace_file, sync_folder, written

SUFFIX: Final = ".undo"
ENTRY, BEFORE = "record.json", "before"
MOST: Final = 20
"""Records kept of one file; older ones make room."""


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
        with zipfile.ZipFile(self.path) as archive:
            content = archive.read(BEFORE)
        if digest(content) != self.before:
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
        archive.writestr(ENTRY, json.dumps({**told, "changes": listed}, ensure_ascii=False, indent=1))
        archive.writestr(BEFORE, before)
    with written(path, packed.getvalue()) as beside:
        beside.replace(path)
    sync_folder(path.parent)
    for old in _paths(target)[:-MOST]:
        old.unlink(missing_ok=True)


def undo(record: Record) -> None:
    """Put the bytes of before back, and forget the record. Raises UnwritableError where the file was changed since."""
    now = record.target.read_bytes()
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
    records, now = records_of(target), digest(target.read_bytes())
    for record in records:
        if record.after == now:
            return record
    return next((record for record in records if record.before != now), None)


def last_run(folder: Path) -> list[Record]:
    """The records of the latest run whose files lie in a folder or below it."""
    found = [record for path in sorted(folder.rglob(f"{NAME}/*{SUFFIX}")) if (record := _read(path)) is not None]
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
        with zipfile.ZipFile(path) as archive:
            told: dict[str, Any] = json.loads(archive.read(ENTRY))
        name = path.name.removesuffix(SUFFIX).rpartition(".")[0]  # never what a foreign record may say
        return Record(path, name, told["run"], told["before"], told["after"])
    except (zipfile.BadZipFile, KeyError, ValueError):
        return None
