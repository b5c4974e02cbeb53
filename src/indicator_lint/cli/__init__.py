"""The command line. Help and version cost next to nothing: what a command needs is imported when it runs."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from typing import Final, NoReturn

from indicator_lint import __version__
from indicator_lint.cli.overview import OVERVIEW
from indicator_lint.cli.streams import StdoutError, open_streams, print_err, print_out, unprinted

COMPLETION: Final = "_INDICATOR_LINT_COMPLETE"
"""Set by shells that ask how a command line may go on; click answers."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line on `arguments`, by default the process's own, and return its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    open_streams()
    try:
        return _run(given)
    except StdoutError as error:
        return unprinted(error)


def run_and_leave() -> NoReturn:
    """Run the command line as a process of its own, and end that at once.

    Taking the engines apart at the end of the interpreter costs a fifth of a small run. By then files are closed and what was
    printed is flushed; nothing of ours waits for the end.
    """
    gc.disable()  # a last walk over everything that the engines made would cost a tenth of a small run
    code = main()
    print_err("")  # whatever is left in the buffer
    os._exit(code)


def _run(given: list[str]) -> int:
    """Answer what needs no command, or run the command."""
    if not given and COMPLETION not in os.environ:
        print_err(OVERVIEW)
        return 2
    if given[:1] in (["--help"], ["-h"]):
        print_out(OVERVIEW)
        return 0
    if given[:1] == ["--version"]:
        print_out(f"indicator-lint {__version__}\n")
        return 0
    from indicator_lint.cli.program import run  # noqa: PLC0415  # click takes longer to import than Python to start

    return run(given)
