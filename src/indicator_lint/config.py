"""What the user asked for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """The choices of a run: which rules (see `rulebook.select_rules`) and the language of their messages, `zh` or `en`."""

    pack: str = "default"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    lang: str = "zh"
