"""`python -m indicator_lint` is the command itself."""

from __future__ import annotations

import sys

from indicator_lint.cli import main

if __name__ == "__main__":
    sys.exit(main())
