"""Files made to hang, crash or flood a reader cost little and end as they must, each measured in a process of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from apart import cost
from hostile import HOSTILE, MOST_MEGABYTES, MOST_SECONDS

SCALE = 0.03
"""The mechanisms are the same; `make fuzz` builds the files at full size."""


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_end_in_time(name: str, tmp_path: Path) -> None:
    case = HOSTILE[name]
    path = tmp_path / f"x.{case.suffix}"
    path.write_bytes(case.build(SCALE))
    spent = cost(path)
    assert spent.outcome == case.outcome
    assert spent.seconds < MOST_SECONDS
    assert spent.peak_mb < MOST_MEGABYTES
