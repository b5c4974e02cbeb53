"""`python -m indicator_lint` is the command itself."""

from __future__ import annotations

from indicator_lint.cli import run_and_leave

if __name__ == "__main__":
    run_and_leave()
