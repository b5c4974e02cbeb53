"""Where fixes are remembered: a hidden folder beside the files, so that it goes where they go."""

from __future__ import annotations

from pathlib import Path
from typing import Final

NAME: Final = ".indicator-lint"


def state_folder(target: Path) -> Path:
    """The folder beside a file, made where there is none; version control is told to leave it alone."""
    folder = target.parent / NAME
    folder.mkdir(exist_ok=True)
    ignore = folder / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", encoding="utf-8")
    return folder
