"""A file that is saved is linted again; what is not yet whole or wrongly configured does not end the watch."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from indicator_lint.cli.watching import state_of, watch
from indicator_lint.configuration import ConfigurationError


def test_every_save_leads_to_one_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a table, of the configuration, of a suppression beside the table; nothing else does."""
    monkeypatch.chdir(tmp_path)
    table = tmp_path / "表.csv"
    table.write_text("一", encoding="utf-8")
    edits: list[Callable[[], object]] = [
        lambda: None,
        lambda: table.write_text("二二", encoding="utf-8"),
        lambda: (tmp_path / "别的.bin").write_text("x", encoding="utf-8"),
        lambda: (tmp_path / "报告.csv").write_text("x", encoding="utf-8"),
        lambda: (tmp_path / "indicator-lint.toml").write_text("x", encoding="utf-8"),
        lambda: (tmp_path / "表.csv.lint.toml").write_text("x", encoding="utf-8"),
        lambda: (tmp_path / "新.csv").write_text("x", encoding="utf-8"),
    ]
    runs: list[int] = []

    def pause(seconds: float) -> None:
        if seconds < 0.5:
            return
        if not edits:
            raise KeyboardInterrupt
        edits.pop(0)()

    def run() -> None:
        runs.append(len(edits))
        if len(runs) == 2:
            raise ConfigurationError("配置文件有误")  # noqa: EM101

    watch(["."], run, pause, written=[Path("报告.csv")])
    assert runs == [7, 5, 2, 1, 0]


def test_a_path_that_cannot_be_looked_at_is_left_out(tmp_path: Path) -> None:
    assert str(tmp_path / "没有.csv") not in state_of([str(tmp_path / "没有.csv")])
