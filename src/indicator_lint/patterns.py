"""Regular expressions that are compiled when they are first asked: of those that a run imports it asks every second one."""

from __future__ import annotations

import re
from typing import Any, Final, cast

METHODS: Final = ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split")


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives; a text that is no pattern raises re.error where it is first asked."""
    return cast("re.Pattern[str]", Uncompiled(text, flags))


class Uncompiled:
    """A pattern to be. Once asked, its methods are those of the compiled one."""

    def __init__(self, text: str, flags: int) -> None:
        """Only remember the text."""
        self.pattern, self.flags = text, flags

    def __getattr__(self, name: str) -> Any:
        """Become what was asked for. Raises AttributeError for what no pattern has."""
        if name not in METHODS:
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self.flags)
        vars(self).update({method: getattr(compiled, method) for method in METHODS})
        return getattr(compiled, name)
