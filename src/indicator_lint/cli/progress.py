"""How far a long run is, on one line of standard error that is written over again and again; on a terminal only."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field
from typing import Final

from indicator_lint.cli.streams import print_err
from indicator_lint.reports.display import width

EVERY: Final = 0.2
"""Seconds between two lines."""

MINUTE: Final = 60


@dataclass(slots=True)
class Progress:
    """Files done, indicators read, files a second, and the time left at that rate."""

    shown: bool = field(default_factory=lambda: sys.stderr.isatty())  # noqa: PLW0108 - the stream there is now
    begun: float = field(default_factory=time.monotonic)
    last: float = 0.0
    before: int = 0

    def tell(self, done: int, files: int, rows: int, known: int) -> None:
        """Write the line anew."""
        now = time.monotonic()
        if self.shown and (now - self.last >= EVERY or done == files):
            self.last = now
            self._write(progress_line(done, files, rows, known, now - self.begun))

    def clear(self) -> None:
        """Wipe the line, so that what is printed next stands alone."""
        if self.shown:
            self._write("")
            print_err("\r")

    def _write(self, line: str) -> None:
        print_err(f"\r{line}{' ' * max(0, self.before - width(line))}")
        self.before = width(line)


def progress_line(done: int, files: int, rows: int, known: int, seconds: float) -> str:
    """The line; rate and time left are of the files that were really linted, not of those known from before."""
    linted = done - known
    parts = [f"已审核 {done:,}/{files:,} 个文件", f"{rows:,} 个指标"]
    if linted > 0 and seconds > 0:
        rate = linted / seconds
        parts.append(f"每秒 {rate:.1f} 个文件")
        parts.append(f"约剩 {_duration((files - done) / rate)}")
    return "，".join(parts)


def _duration(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole} 秒" if whole < MINUTE else f"{whole // MINUTE} 分 {whole % MINUTE} 秒"
