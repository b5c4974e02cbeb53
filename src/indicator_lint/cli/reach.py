"""How far a command may go that changes files nobody named: links and paths of strangers lead anywhere."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path


def beyond(path: str, places: Iterable[str | Path]) -> str:
    """Where a file really lies, if it is neither one of the places nor below one of them; empty where it is."""
    real = Path(os.path.realpath(path))
    inside = any(_below(real, Path(os.path.realpath(place))) for place in places)
    return "" if inside else str(real)


def _below(path: Path, place: Path) -> bool:
    path, place = Path(os.path.normcase(path)), Path(os.path.normcase(place))
    return path == place or place in path.parents
