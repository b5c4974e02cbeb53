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
from importlib import import_module
from multiprocessing import get_context
from typing import Final, Protocol, TypeVar

from indicator_lint.audit.errors import WorkerError

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


class Processes:
    """So many processes of this machine, each with one thread of its own; they stay until `close`."""

    def __init__(self, workers: int) -> None:
        """No process is begun before it is asked for."""
        self._workers = workers
        self._pool: ProcessPoolExecutor | None = None

    def begin(self, module: str) -> None:
        """Let all of them begin and import a module, while this process does something else."""
        with suppress(BrokenProcessPool):
            for _ in range(self._workers):
                self._submit(_load, module)

    def close(self) -> None:
        """End the processes; tasks that nobody has begun are dropped."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def __call__(
        self, function: Callable[[Task], Result], tasks: Iterable[Task]
    ) -> Iterator[tuple[Task, Result | None]]:
        """Pairs of task and result, None where the worker died."""
        waiting, suspects = deque(tasks), deque[Task]()
        try:
            while waiting:
                yield from self._together(function, waiting, suspects)
            # whoever was at work when a process died gets one for itself, so that the guilty task is known
            while suspects:
                yield from _alone(function, suspects)
        except BaseException:  # whoever gives up waits for no task that has not begun
            self.close()
            raise

    def _together(
        self, function: Callable[[Task], Result], waiting: deque[Task], suspects: deque[Task]
    ) -> Iterator[tuple[Task, Result | None]]:
        running: dict[Future[Result], Task] = {}
        while waiting or running:
            self._hand_out(function, waiting, running)
            if not running:  # it broke while everybody was idle
                self.close()
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
                self.close()
                return

    def _hand_out(
        self, function: Callable[[Task], Result], waiting: deque[Task], running: dict[Future[Result], Task]
    ) -> None:
        """Give out the next tasks; a pool that has just broken takes none, and says so by those that it has."""
        with suppress(BrokenProcessPool):
            while waiting and len(running) < AHEAD * self._workers:
                running[self._submit(function, waiting[0])] = waiting[0]
                waiting.popleft()

    def _submit(self, function: Callable[[Task], Result], task: Task) -> Future[Result]:
        if self._pool is None:
            self._pool = _pool(self._workers)
        with _one_thread_each():
            return self._pool.submit(function, task)


@contextmanager
def processes(workers: int) -> Iterator[Processes]:
    """The processes, ended when nobody needs them any more."""
    engine = Processes(workers)
    try:
        yield engine
    finally:
        engine.close()


def _alone(function: Callable[[Task], Result], suspects: deque[Task]) -> Iterator[tuple[Task, Result | None]]:
    with _pool(1) as pool:
        _refuse_unborn(pool)
        while suspects:
            task = suspects.popleft()
            try:
                with _one_thread_each():
                    future = pool.submit(function, task)
                result = future.result()
            except BrokenProcessPool:
                yield task, None
                return
            yield task, result


def _load(module: str) -> None:
    """Import a module; it stays where it is."""
    import_module(module)


def _refuse_unborn(pool: ProcessPoolExecutor) -> None:
    """Raise WorkerError where a process dies before it has anything to do: no file is to blame."""
    try:
        with _one_thread_each():
            pool.submit(_load, __name__).result()
    except BrokenProcessPool as error:
        message = "工作进程启动后就停止了，没有检查任何文件；可以加上 --jobs 1，在一个进程里检查。"
        raise WorkerError(message) from error


def _pool(workers: int) -> ProcessPoolExecutor:
    """Fresh processes: polars has threads, and forking these may hang."""
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_leave_interrupts)


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """What is read when a worker, which begins when it is given a task, imports polars: as many threads as workers are enough."""
    before = os.environ.get("POLARS_MAX_THREADS")
    os.environ["POLARS_MAX_THREADS"] = "1"
    try:
        yield
    finally:
        if before is None:
            os.environ.pop("POLARS_MAX_THREADS", None)
        else:
            os.environ["POLARS_MAX_THREADS"] = before


def _leave_interrupts() -> None:
    """Ctrl-C is for the process that the user started; it ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
