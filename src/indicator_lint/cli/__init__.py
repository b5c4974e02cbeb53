"""The command line. Help and version cost next to nothing: what a command needs is imported when it runs."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from indicator_lint import __version__
from indicator_lint.cli.overview import OVERVIEW


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line on `arguments`, by default the process's own, and return its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]  # a text stream
    if given[:1] in (["--help"], ["-h"]):
        sys.stdout.write(OVERVIEW)
        return 0
    if not given:
        sys.stderr.write(OVERVIEW)
        return 2
    if given == ["--version"]:
        sys.stdout.write(f"indicator-lint {__version__}\n")
        return 0
    from indicator_lint.cli.program import run  # noqa: PLC0415  # click takes longer to import than Python to start

    return run(given)
