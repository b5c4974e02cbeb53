"""Where the shipped data lies: inside an installed package, or in the checkout."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


@cache
def shipped(folder: str) -> Traversable:
    """The data folder `rules` or `schemas`: the wheel's copy where there is one, else the checkout's top-level folder."""
    packaged = files("indicator_lint") / "data" / folder
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / folder
