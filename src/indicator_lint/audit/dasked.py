"""A Dask cluster as the engine of an audit: the same functions on the same tasks, on whatever machines its workers run.

A worker that dies gives its tasks back to the scheduler, which hands them to others; results are taken over one by one and are
written down here only, so that nothing is lost and nothing counts twice. Of a task that has cost several workers their lives
Dask says so, and it is treated as with processes: the files of the chunk are tried alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from distributed import Client, KilledWorker, as_completed
from distributed.client import FutureCancelledError

from indicator_lint.audit.engines import AHEAD, Engine, Result, Task
from indicator_lint.audit.errors import ClusterError

PATIENCE: Final = 30
"""Seconds that a scheduler, or its first worker, may keep us waiting."""


def cluster(address: str) -> tuple[Engine, int]:
    """The engine of the cluster whose scheduler is at an address (`tcp://10.0.0.5:8786`), and how many tasks it runs at once.

    Raises ClusterError where there is no such scheduler, or it has no workers.
    """
    with _client(address) as client:
        workers = sum(client.nthreads().values())

    def run(function: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[tuple[Task, Result | None]]:
        with _client(address) as connected:
            yield from _answers(connected, function, iter(tasks), AHEAD * workers)

    return run, workers


def _client(address: str) -> Any:
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        message = f"连不上 Dask 调度器“{address}”，请核对地址，确认它正在运行。"
        raise ClusterError(message) from error
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError as error:
        client.close()  # type: ignore[no-untyped-call]
        message = f"Dask 调度器“{address}”没有工作进程，请先启动 dask worker。"
        raise ClusterError(message) from error
    return client


def _answers(
    client: Any, function: Callable[[Task], Result], tasks: Iterator[Task], most: int
) -> Iterator[tuple[Task, Result | None]]:
    """Tasks are handed out as others come back: neither the scheduler nor the workers hold more than a few results."""
    given: dict[str, Task] = {}
    done = as_completed(loop=client.loop)  # type: ignore[no-untyped-call]

    def hand_out() -> None:
        task = next(tasks, None)
        if task is not None:
            future = client.submit(function, task, pure=False)
            given[future.key] = task
            done.add(future)  # type: ignore[no-untyped-call]

    for _ in range(most):
        hand_out()
    while given:
        future = next(done)
        task = given.pop(future.key)
        hand_out()
        yield task, _result(future)


def _result(future: Any) -> Any:
    """What a task gave, None where it kills whoever takes it. Raises what it raised, and ClusterError where the cluster is gone."""
    try:
        return future.result()
    except KilledWorker:
        return None
    except FutureCancelledError as error:
        message = "与 Dask 调度器的连接断了；请重新运行，已经检查过的文件不会重新检查。"
        raise ClusterError(message) from error
