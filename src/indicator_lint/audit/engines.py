"""Who runs the tasks of an audit: this process, several processes, or a Dask cluster; all answer alike.

An engine takes a function and tasks and gives pairs of a task and its result in whatever order they are done; the result is None
where the worker died of the task, and of it alone.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from typing import Final, Protocol, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

AHEAD: Final = 2
"""Tasks handed out for each worker: the next one lies ready, and little is lost when a worker dies."""


class Engine(Protocol):
    """Runs a function on tasks."""

    def __call__(
        self, function: Callable[[Task], Result], tasks: Iterable[Task]
    ) -> Iterator[tuple[Task, Result | None]]:
        """Pairs of task and result, None where the worker died."""


def here(function: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[tuple[Task, Result | None]]:
    """One after the other in this process."""
    for task in tasks:
        yield task, function(task)


def processes(workers: int) -> Engine:
    """So many processes of this machine, each with one thread of its own."""

    def run(function: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[tuple[Task, Result | None]]:
        waiting, suspects = deque(tasks), deque[Task]()
        while waiting:
            yield from _together(function, waiting, suspects, min(workers, len(waiting)))
        while suspects:  # whoever was at work when a process died gets one for itself, so that the guilty task is known
            yield from _alone(function, suspects)

    return run


def _together(
    function: Callable[[Task], Result], waiting: deque[Task], suspects: deque[Task], workers: int
) -> Iterator[tuple[Task, Result | None]]:
    running: dict[Future[Result], Task] = {}
    with _pool(workers) as pool:
        while waiting or running:
            _hand_out(pool, function, waiting, running, AHEAD * workers)
            if not running:  # it broke while everybody was idle
                return
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                task = running.pop(future)
                if isinstance(future.exception(), BrokenProcessPool):
                    suspects.append(task)
                else:
                    yield task, future.result()
            if any(isinstance(future.exception(), BrokenProcessPool) for future in done):
                suspects.extend(running.values())
                return


def _hand_out(
    pool: ProcessPoolExecutor,
    function: Callable[[Task], Result],
    waiting: deque[Task],
    running: dict[Future[Result], Task],
    most: int,
) -> None:
    """Give out the next tasks; a pool that has just broken takes none, and says so by those that it has."""
    with suppress(BrokenProcessPool):
        while waiting and len(running) < most:
            running[pool.submit(function, waiting[0])] = waiting[0]
            waiting.popleft()


def _alone(function: Callable[[Task], Result], suspects: deque[Task]) -> Iterator[tuple[Task, Result | None]]:
    with _pool(1) as pool:
        while suspects:
            task = suspects.popleft()
            try:
                result = pool.submit(function, task).result()
            except BrokenProcessPool:
                yield task, None
                return
            yield task, result


@contextmanager
def _pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Fresh processes: polars has threads, and forking these may hang. Whoever is interrupted waits for no task that has not begun."""
    before = os.environ.get("POLARS_MAX_THREADS")
    os.environ["POLARS_MAX_THREADS"] = "1"  # read when a worker imports polars; as many threads as workers are enough
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_leave_interrupts)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)
        if before is None:
            os.environ.pop("POLARS_MAX_THREADS", None)
        else:
            os.environ["POLARS_MAX_THREADS"] = before


def _leave_interrupts() -> None:
    """Ctrl-C is for the process that the user started; it ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
