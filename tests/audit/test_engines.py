"""Whoever runs the tasks, every task is answered once, and a worker that dies takes nobody else with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from deadly import squared, stillborn

from indicator_lint.audit import dasked, engines
from indicator_lint.audit.engines import processes
from indicator_lint.audit.errors import ClusterError, WorkerError
from indicator_lint.cli import main


def test_a_worker_that_dies_takes_nobody_with_it() -> None:
    """The guilty task has no result; those that were at work beside it do, and what fails in a worker is raised here."""
    with processes(2) as engine:
        answers = dict(engine(squared, range(10, 17)))
        assert answers == {number: None if number == 13 else number * number for number in range(10, 17)}
        assert dict(engine(squared, [2])) == {2: 4}, "what has broken is begun anew"
        with pytest.raises(TypeError):
            list(engine(squared, [None]))  # type: ignore[misc]  # that is the point


def test_workers_that_die_of_nothing_are_no_file_s_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "_leave_interrupts", stillborn)
    with processes(1) as engine, pytest.raises(WorkerError):
        list(engine(squared, [1]))


def test_a_scheduler_that_is_not_there_is_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dasked, "PATIENCE", 0.2)
    with pytest.raises(ClusterError):
        dasked.cluster("tcp://127.0.0.1:1")
    assert main(["audit", str(tmp_path), "--engine", "dask", "--scheduler", "tcp://127.0.0.1:1"]) == 2
    error = capsys.readouterr().err.strip()
    assert len(error.splitlines()) == 1
    assert "连不上 Dask 调度器" in error


@pytest.mark.parametrize(
    "options", [["--engine", "dask"], ["--engine", "processes", "--scheduler", "tcp://127.0.0.1:1"]], ids=" ".join
)
def test_a_cluster_needs_its_address(options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", str(tmp_path), *options]) == 2
    assert "--scheduler" in capsys.readouterr().err
