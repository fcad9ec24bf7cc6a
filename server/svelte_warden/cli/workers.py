"""Checking files, in this process or spread over several.

Each process has an analysis of its own; the others follow files, and the first one, which takes over what they learnt,
answers what needs all files. What comes out does not depend on how the files are dealt out.
"""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from svelte_warden.cli.memory import collect_garbage_rarely
from svelte_warden.engine.analysis import Analysis
from svelte_warden.engine.sharing_out import Followed, follow, take_over

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from svelte_warden.engine.outcome import FileOutcome
    from svelte_warden.project.problem import Problem

_WORTH_A_PROCESS: Final = 400
"""Files below which a further process costs more than it brings."""
_BATCH: Final = 32
"""Files that a process is given at a time: neighbours, since they share what they import."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of all files, in their order, and what is wrong with files and configurations."""

    outcomes: tuple[FileOutcome, ...]
    problems: tuple[Problem, ...]


def check_files(analysis: Analysis, jobs: int | None, show: Callable[[int, int], None]) -> Checked:
    """Check all files of an analysis.

    Args:
        analysis: Where the files are; with one process they are checked by it.
        jobs: The number of processes; by default as many as the work is worth and the machine has.
        show: Told from time to time how many of how many files are done.
    """
    files = analysis.files()
    jobs = min(jobs or _default_jobs(len(files)), max(1, len(files)))
    if jobs == 1:
        return _check_here(analysis, files, show)
    return _check_in_parallel(analysis, files, jobs, show)


def _check_here(analysis: Analysis, files: Sequence[str], show: Callable[[int, int], None]) -> Checked:
    """Follow each file as soon as it is read, while its trees are at hand; then answer what needs all files."""
    for done, path in enumerate(files, start=1):
        analysis.near_outcome(path)
        show(done // 2, len(files))
    outcomes: list[FileOutcome] = []
    for path in files:
        outcomes.append(analysis.outcome(path))
        show((len(files) + len(outcomes)) // 2, len(files))
    return Checked(tuple(outcomes), analysis.problems())


def _default_jobs(files: int) -> int:
    return max(1, min(_processors(), files // _WORTH_A_PROCESS))


def _processors() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # only Linux has it
        return os.cpu_count() or 1


def _check_in_parallel(
    analysis: Analysis, files: Sequence[str], jobs: int, show: Callable[[int, int], None]
) -> Checked:
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - 20 ms that small projects need not pay

    problems: set[Problem] = set()
    followed = 0
    executor = ProcessPoolExecutor(jobs, initializer=_start, initargs=(analysis.workspace.roots, analysis.only))
    try:
        for batch in executor.map(_follow_batch, _batches(files)):
            for file in batch.files:
                take_over(analysis, file)
            problems.update(batch.problems)
            followed += len(batch.files)
            show(followed, len(files))
    except BaseException:
        _end_workers()
        raise
    finally:
        executor.shutdown(wait=False, cancel_futures=True)
    outcomes = tuple(analysis.outcome(path) for path in files)
    problems.update(analysis.problems())
    return Checked(outcomes, tuple(sorted(problems)))


def _end_workers() -> None:
    """End the workers in the middle of their batches, for which the interpreter would wait otherwise."""
    from multiprocessing import active_children  # noqa: PLC0415 - as above

    for child in active_children():
        child.terminate()


def _batches(files: Sequence[str]) -> Iterator[Sequence[str]]:
    return (files[start : start + _BATCH] for start in range(0, len(files), _BATCH))


# --- in a worker ----------------------------------------------------------------------------------------------------

_analysis: Analysis | None = None


@dataclass(frozen=True, slots=True)
class _Batch:
    """What a worker learnt about some files, and what is wrong with those and with configurations so far."""

    files: tuple[Followed, ...]
    problems: tuple[Problem, ...]


def _start(roots: Sequence[str], only: frozenset[str] | None) -> None:
    global _analysis  # noqa: PLW0603 - what a worker process keeps between its batches
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process ends us
    collect_garbage_rarely()
    _analysis = Analysis(roots, only=only)


def _follow_batch(files: Sequence[str]) -> _Batch:
    if _analysis is None:
        message = "the worker was not started"
        raise RuntimeError(message)
    return _Batch(tuple(follow(_analysis, path) for path in files), _analysis.problems())
