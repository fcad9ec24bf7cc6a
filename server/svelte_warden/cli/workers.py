"""Checking files, in this process or spread over several.

Each process has an analysis of its own; the others follow files, and the first one, which takes over what they learnt,
answers what needs all files. What comes out does not depend on how the files are dealt out.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from svelte_warden.cli.output import UsageError
from svelte_warden.engine.analysis import Analysis
from svelte_warden.engine.outcome import Crash
from svelte_warden.engine.running import crash
from svelte_warden.engine.sharing_out import Followed, follow, prepare, take_over
from svelte_warden.project.witness import Witness

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from svelte_warden.engine.findings import Finding, Fix
    from svelte_warden.engine.outcome import FileOutcome
    from svelte_warden.project.problem import Problem

_WORTH_A_PROCESS: Final = 400
"""Files below which a further process costs more than it brings."""
_BATCH: Final = 32
"""Files that a process is given at a time: neighbours, since they share what they import."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of all files, in their order, each finding with its fixes; what is wrong with files and settings."""

    outcomes: tuple[FileOutcome, ...]
    problems: tuple[Problem, ...]


def check_files(analysis: Analysis, jobs: int | None, show: Callable[[int, int], None]) -> Checked:
    """Check all files of an analysis.

    Args:
        analysis: Where the files are; with one process they are checked by it.
        jobs: The number of processes; by default as many as the work is worth and the machine has.
        show: Told from time to time how many of how many files are done.

    Raises:
        UsageError: a process was ended from outside.
    """
    files = analysis.files()
    jobs = min(jobs or _default_jobs(len(files)), max(1, len(files)))
    if jobs == 1:
        return _check_here(analysis, files, show)
    from svelte_warden.cli.processes import WorkerDiedError  # noqa: PLC0415 - 20 ms that small projects need not pay

    try:
        return _check_in_parallel(analysis, files, jobs, show)
    except WorkerDiedError as error:
        message = f"{error}; if the system ran out of memory, try --jobs 1"
        raise UsageError(message) from error


def outcome_with_fixes(analysis: Analysis, path: str) -> FileOutcome:
    """Check a file and ask what can be done about each finding; a rule that crashes then keeps the finding."""
    outcome = analysis.outcome(path)
    fixed = [(finding, _fixes(analysis, finding)) for finding in outcome.findings]
    return replace(
        outcome,
        findings=tuple(
            finding if isinstance(fixes, Crash) else replace(finding, fixes=fixes) for finding, fixes in fixed
        ),
        crashes=(*outcome.crashes, *dict.fromkeys(fixes for _, fixes in fixed if isinstance(fixes, Crash))),
    )


def _fixes(analysis: Analysis, finding: Finding) -> tuple[Fix, ...] | Crash:
    try:
        return analysis.fixes(finding)
    except Exception as error:  # noqa: BLE001 - a rule's own mistake must not take its findings away
        return crash(finding.place.path, finding.rule, error)


def _check_here(analysis: Analysis, files: Sequence[str], show: Callable[[int, int], None]) -> Checked:
    """Follow each file as soon as it is read, while its trees are at hand; then answer what needs all files."""
    for done, path in enumerate(files, start=1):
        analysis.near_outcome(path)
        show(done // 2, len(files))
    outcomes: list[FileOutcome] = []
    for path in files:
        outcomes.append(outcome_with_fixes(analysis, path))
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
    """Follow the files in several processes, then answer what needs all of them: if possible in several as well."""
    from svelte_warden.cli.processes import can_inherit, deal_out  # noqa: PLC0415 - as above

    batches = tuple(_batches(files))
    problems: set[Problem] = set()
    done = 0
    start = partial(_following, analysis.workspace.roots, analysis.only, is_watched=analysis.witness is not None)
    for index, batch in deal_out(batches, jobs, start):
        for file in batch.files:
            take_over(analysis, file)
        problems.update(batch.problems)
        _add(analysis.witness, batch.seen)
        done += len(batches[index])
        show(done // 2, len(files))
    if not can_inherit():
        return Checked(tuple(outcome_with_fixes(analysis, path) for path in files), _in_order(problems, analysis))
    prepare(analysis)
    parts: dict[int, tuple[FileOutcome, ...]] = {}
    for index, (part, seen) in deal_out(batches, jobs, partial(_answering, analysis)):
        parts[index] = part
        _add(analysis.witness, seen)
        done += len(part)
        show(done // 2, len(files))
    return Checked(
        tuple(outcome for _, part in sorted(parts.items()) for outcome in part), _in_order(problems, analysis)
    )


def _batches(files: Sequence[str]) -> Iterator[Sequence[str]]:
    return (files[start : start + _BATCH] for start in range(0, len(files), _BATCH))


def _add(witness: Witness | None, seen: Witness | None) -> None:
    if witness is not None and seen is not None:
        witness.add(seen)


def _in_order(problems: set[Problem], analysis: Analysis) -> tuple[Problem, ...]:
    return tuple(sorted(problems.union(analysis.problems())))


# --- in a worker ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Batch:
    """What a worker learnt about some files, what is wrong with those and with configurations, what it saw so far."""

    files: tuple[Followed, ...]
    problems: tuple[Problem, ...]
    seen: Witness | None


def _following(
    roots: Sequence[str], only: frozenset[str] | None, *, is_watched: bool
) -> Callable[[Sequence[str]], _Batch]:
    witness = Witness() if is_watched else None
    analysis = Analysis(roots, only=only, witness=witness, is_final=True)

    def follow_all(files: Sequence[str]) -> _Batch:
        followed = tuple(follow(analysis, path) for path in files)
        return _Batch(followed, analysis.problems(), witness and witness.take())

    return follow_all


def _answering(
    analysis: Analysis,
) -> Callable[[Sequence[str]], tuple[tuple[FileOutcome, ...], Witness | None]]:
    witness = analysis.witness
    if witness is not None:
        witness.take()

    def answer_all(files: Sequence[str]) -> tuple[tuple[FileOutcome, ...], Witness | None]:
        outcomes = tuple(outcome_with_fixes(analysis, path) for path in files)
        return outcomes, witness and witness.take()

    return answer_all
