"""The folder where what came of each chunk is kept: an interrupted audit goes on from it, a repeated one lints only what changed.

Each batch is three files, `NAME.findings`, `NAME.indicators` and, put in place last, `NAME.files`: a batch without that one does
not count. Names are hashes of the keys of a batch's files, so that nothing is ever kept twice, and of what the three hold: one that
was damaged, or changed by others, does not count either.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import polars as pl

from indicator_lint.audit import columns as c
from indicator_lint.audit.chunks import Batch
from indicator_lint.audit.errors import SpillError
from indicator_lint.chinese.system import reason_of

SUFFIX: Final = ".parquet"
PARTS: Final = ("findings", "indicators", "files")
"""In the order in which they are written."""

HALF: Final = 12
"""Characters of a name that tell the keys; as many more tell what the parts hold."""

OWN: Final = re.compile(rf"[0-9a-f]{{{2 * HALF}}}\.(?:{'|'.join(PARTS)})\.(?:parquet|tmp)")
NOTE: Final = "说明.txt"
NOTE_TEXT: Final = "审核的中间结果：中断后由此继续，再次审核只检查改动过的文件。可以随时删除。\n"


@dataclass(slots=True)
class Spill:
    """A folder of batches; `kept` says in which batch each key's file is."""

    folder: Path
    kept: dict[str, str] = field(default_factory=dict)

    def open(self) -> None:
        """Make the folder where there is none, and look what is kept in it. Raises SpillError."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with suppress(FileExistsError), (self.folder / NOTE).open("x", encoding="utf-8") as note:
                note.write(NOTE_TEXT)
        except OSError as error:
            raise _unwritten(self.folder, error) from error
        for path in sorted(self.folder.glob(f"*.files{SUFFIX}")):
            name = path.name.removesuffix(f".files{SUFFIX}")
            try:
                if not self._is_sound(name):
                    continue
                keys = pl.read_parquet(path, columns=[c.KEY])[c.KEY].to_list()
            except (pl.exceptions.PolarsError, OSError):  # not one of ours, or cut by a full disk: linted again
                continue
            self.kept.update(dict.fromkeys(keys, name))

    def keep(self, batch: Batch) -> None:
        """Write a batch down, each part whole or not at all. Raises SpillError."""
        parts = {part: getattr(batch, part) for part in PARTS}
        keys = hashlib.sha256("\0".join(batch.keys).encode()).hexdigest()[:HALF]
        name = keys + _digest(parts.values())
        for part, content in parts.items():
            path = self._part(name, part)
            beside = path.with_suffix(".tmp")
            try:
                beside.write_bytes(content)
                beside.replace(path)
            except OSError as error:
                raise _unwritten(path, error) from error
        self.kept.update(dict.fromkeys(batch.keys, name))

    def forget_others(self, keys: Collection[str]) -> None:
        """Remove the batches that hold none of these keys, and what was left half-written."""
        wanted = {self.kept[key] for key in keys}
        for path in batches_in(self.folder):
            if path.suffix == ".tmp" or path.name.partition(".")[0] not in wanted:
                path.unlink(missing_ok=True)

    def scan(self, part: str, keys: Mapping[str, int]) -> pl.LazyFrame:
        """A table of all wanted files in one, with the number of each file as `at` instead of its key, nothing loaded yet."""
        wanted: dict[str, dict[str, int]] = {}
        for key, number in keys.items():
            wanted.setdefault(self.kept[key], {})[key] = number
        return pl.concat([self._scan(self._part(name, part), files) for name, files in sorted(wanted.items())])

    @staticmethod
    def _scan(path: Path, files: Mapping[str, int]) -> pl.LazyFrame:
        """Batch by batch, so that the keys, which are long, are never those of all rows at once."""
        numbers = pl.LazyFrame(
            {c.KEY: list(files), "at": list(files.values())}, schema={c.KEY: pl.String, "at": pl.UInt32}
        )
        return pl.scan_parquet(path).join(numbers, on=c.KEY, how="inner", maintain_order="left").drop(c.KEY)

    def load(self, part: str, key: str, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """A table of the batch that holds a key, rows of other files included; all its columns, or some."""
        return pl.read_parquet(self._part(self.kept[key], part), columns=None if columns is None else list(columns))

    def _is_sound(self, name: str) -> bool:
        """Whether the parts are files of ours that hold what they held; no pipe is waited for."""
        paths = [self._part(name, part) for part in PARTS]
        if any(path.is_symlink() or not path.is_file() for path in paths):
            return False
        return name[HALF:] == _digest(path.read_bytes() for path in paths)

    def _part(self, name: str, part: str) -> Path:
        return self.folder / f"{name}.{part}{SUFFIX}"


def _digest(parts: Iterable[bytes]) -> str:
    found = hashlib.sha256()
    for part in parts:
        found.update(hashlib.sha256(part).digest())
    return found.hexdigest()[:HALF]


def batches_in(folder: Path) -> list[Path]:
    """The files of a folder that are parts of batches, half-written ones too; whatever else lies there is not ours."""
    return [path for path in folder.iterdir() if OWN.fullmatch(path.name) and (path.is_symlink() or not path.is_dir())]


def _unwritten(path: Path, error: OSError) -> SpillError:
    return SpillError(f"不能写入中间结果“{path}”：{reason_of(error)}。")
