"""What the user asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final

BASELINE: Final = ".indicator-lint-baseline.toml"
"""The file of a baseline, unless a configuration or an option names another."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The choices of a run: which rules (see `rulebook.select_rules`) and the language of their messages, `zh` or `en`.

    What is not said here may be said by configuration files; `pack` None leaves it to them, then to the pack `default`.
    `password` is tried on every encrypted file; it is shown nowhere. `config` names the configuration file for all files of
    the run; without it each file has the one nearest to it (see `configuration`). `today` decides which
    suppressions have expired; None is the day of the run. `catalog` is the folder of the catalog that submissions are held
    against; without one that is not asked.
    """

    pack: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    lang: str = "zh"
    password: str | None = field(default=None, repr=False)
    config: str | None = None
    today: date | None = None
    catalog: str | None = None
