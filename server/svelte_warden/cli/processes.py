"""Dealing pieces of work out to processes.

A pool of the standard library would do, but for two things: it keeps threads, beside which a process must not fork
again, and it waits until its processes have taken themselves apart.
"""

from __future__ import annotations

import os
import signal
from itertools import pairwise
from multiprocessing import connection, get_context
from typing import TYPE_CHECKING, Any, TypeVar

from svelte_warden.cli.memory import collect_no_garbage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.connection import Connection

Piece = TypeVar("Piece")
Result = TypeVar("Result")


class WorkerDiedError(RuntimeError):
    """A process ended before its work was done, as one does that the system took its memory from."""


def can_inherit() -> bool:
    """Whether processes start as copies of this one, with all that it knows (on Linux), and not from nothing."""
    return get_context().get_start_method() == "fork"


def deal_out(
    pieces: Sequence[Piece], jobs: int, start: Callable[[], Callable[[Piece], Result]]
) -> Iterator[tuple[int, Result]]:
    """Work pieces off in several processes. Neighbours go to the same one as long as none has to wait for that.

    Args:
        pieces: What is to be done. With ``start`` and the results it must survive pickling, unless ``can_inherit``.
        jobs: The number of processes.
        start: Called in each process; what it returns is called with pieces.

    Yields:
        The index of a piece, from 0, and what became of it, as they come.

    Raises:
        WorkerDiedError: a process ended early. What the work itself raises ends its process.
    """
    context: Any = get_context()
    stock = _Stock(context, len(pieces), min(jobs, len(pieces)))
    workers: dict[Any, Any] = {}
    try:
        for worker in range(stock.workers):
            here, there = context.Pipe(duplex=False)
            process = context.Process(target=_work, args=(worker, stock, pieces, start, there), daemon=True)
            process.start()
            there.close()
            workers[here] = process
        yield from _results(workers)
    finally:
        for process in workers.values():
            process.kill()


def _results(workers: dict[Any, Any]) -> Iterator[tuple[int, Any]]:
    """Yield what comes from the processes, by their connections, until each has said that it is done."""
    at_work = dict(workers)
    while at_work:
        ready: Any
        for ready in connection.wait(list(at_work)):
            try:
                result = ready.recv()
            except EOFError:
                at_work[ready].join()
                message = f"a process that checks files ended early, with status {at_work[ready].exitcode}"
                raise WorkerDiedError(message) from None
            if result is None:
                del at_work[ready]
            else:
                yield result


class _Stock:
    """Which pieces are left: for each worker the rest of its own range. Shared by the processes."""

    def __init__(self, context: Any, pieces: int, workers: int) -> None:  # noqa: ANN401 - one of three private types
        bounds = [pieces * worker // workers for worker in range(workers + 1)] if workers else [0]
        self.workers = workers
        self._ranges = context.Array("i", [bound for pair in pairwise(bounds) for bound in pair])

    def taken_by(self, worker: int) -> Iterator[int]:
        """Take the next of the worker's own pieces, then the last of whoever has most of them left, until none is."""
        while (index := self._take(worker)) is not None:
            yield index

    def _take(self, worker: int) -> int | None:
        with self._ranges.get_lock():
            left = [self._ranges[2 * owner + 1] - self._ranges[2 * owner] for owner in range(self.workers)]
            if left[worker]:
                self._ranges[2 * worker] += 1
                return int(self._ranges[2 * worker]) - 1
            richest = max(range(self.workers), key=left.__getitem__)
            if not left[richest]:
                return None
            self._ranges[2 * richest + 1] -= 1
            return int(self._ranges[2 * richest + 1])


def _work(
    worker: int,
    stock: _Stock,
    pieces: Sequence[Any],
    start: Callable[[], Callable[[Any], Any]],
    results: Connection,
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process ends us
    collect_no_garbage()
    work = start()
    for index in stock.taken_by(worker):
        results.send((index, work(pieces[index])))
    results.send(None)
    results.close()
    os._exit(0)  # the interpreter would take every object apart first
