"""`python -m indicator_lint` is the command itself."""

from __future__ import annotations

from indicator_lint.cli import main

if __name__ == "__main__":
    main()
