"""Undo records: for every file that was replaced its bytes of before, kept beside it."""

from __future__ import annotations

import hashlib
import json
import os
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
CHANGES: Final = b',\n "changes": '
"""What stands in a record between those of its sentences that are read, and those that people may read."""
HEAD: Final = 16_384
"""Bytes in which the former are."""
GROWN: Final = 2
ROOM: Final = 16 * MEGABYTE
"""How many times as large as after it a file may have been before a fix, and how much larger besides."""
PARTS: Final = 2
ENDING, LOCATOR = 22, 20
"""Bytes at the end of a zip that say how much it lists, and those before them that say more of a very large one."""
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

    def content(self, now: int) -> bytes:
        """The bytes of before. Raises UnwritableError where the record is not whole.

        They are not many more than those that the file has now: fixes change cells.
        """
        content = _part(self.path, BEFORE, min(GROWN * now + ROOM, DEFAULT.text_megabytes * MEGABYTE))
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
    replace_file(str(record.target), now, record.content(len(now)), backup=False)
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
    head, told_changes, _ = (_begun(path, ENTRY, HEAD) or b"").partition(CHANGES)
    try:
        told: object = json.loads(head + b"}" if told_changes else b"")
    except (ValueError, RecursionError):
        return None
    name = path.name.removesuffix(SUFFIX).rpartition(".")[0]  # never what a foreign record may say
    said = [told.get(key) if isinstance(told, dict) else None for key in ("run", "before", "after")]
    texts = [one for one in said if isinstance(one, str)]
    return Record(path, name, *texts) if len(texts) == len(said) else None


def _part(path: Path, entry: str, most: int) -> bytes | None:
    """A part of a record; None where there is none, or more of it than can be ours: strangers' folders may hold records too."""
    content = _begun(path, entry, most + 1)
    return None if content is None or len(content) > most else content


def _begun(path: Path, entry: str, most: int) -> bytes | None:
    """The beginning of a part of a record; None where there is none, or it is not packed as we do.

    Only so much of it is unpacked: other methods than ours unpack gigabytes at a step.
    """
    try:
        if not path.is_file() or not _is_plain(path):
            return None
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo(entry).compress_type != zipfile.ZIP_DEFLATED:
                return None
            with archive.open(entry) as file:
                return file.read(most)
    except (OSError, EOFError, ValueError, LookupError, RuntimeError, zipfile.BadZipFile, zlib.error):
        return None


def _is_plain(path: Path) -> bool:
    """Whether a zip lists two parts, as ours do: one that lists millions costs gigabytes to open."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(size - ENDING - LOCATOR, 0))
        tail = file.read()
    listed = int.from_bytes(tail[-ENDING + 10 : -ENDING + 12], "little")
    return tail[-ENDING:].startswith(b"PK\x05\x06") and listed == PARTS and not tail.startswith(b"PK\x06\x07")


def _now(target: Path) -> bytes:
    """What a file holds. Raises UnwritableError for what is no file that could have been fixed."""
    try:
        return load(str(target), DEFAULT)
    except UnreadableError as error:
        reason = "altered_since"
        raise UnwritableError(reason) from error
