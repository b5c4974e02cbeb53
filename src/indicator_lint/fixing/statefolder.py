"""Where fixes are remembered: a hidden folder beside the files, so that it goes where they go."""

from __future__ import annotations

import errno
from contextlib import suppress
from pathlib import Path
from typing import Final

NAME: Final = ".indicator-lint"


def state_folder(target: Path) -> Path:
    """The folder beside a file, made where there is none; version control is told to leave it alone.

    Raises OSError for a link: whoever sent the file would say where else is written.
    """
    folder = target.parent / NAME
    if folder.is_symlink():
        raise OSError(errno.ELOOP, f"{NAME} 是链接")
    folder.mkdir(exist_ok=True)
    with suppress(FileExistsError), (folder / ".gitignore").open("x", encoding="utf-8") as ignore:
        ignore.write("*\n")
    return folder
