"""Checking files, in this process or spread over several.

Each process has an analysis of its own; the others follow files, and the first one, which takes over what they learnt,
answers what needs all files. What comes out does not depend on how the files are dealt out, nor on what is still known
of some of them from the last check.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar

from svelte_warden.cli.output import UsageError
from svelte_warden.engine.analysis import Analysis
from svelte_warden.engine.outcome import Crash
from svelte_warden.engine.running import crash
from svelte_warden.engine.sharing_out import Followed, Record, follow, followed_before, prepare, record, take_over
from svelte_warden.project.witness import Witness

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from svelte_warden.engine.findings import Finding, Fix
    from svelte_warden.engine.outcome import FileOutcome
    from svelte_warden.project.problem import Problem

Result = TypeVar("Result")

_WORTH_A_PROCESS: Final = 60 if sys.platform == "linux" else 200
"""Files below which a further process costs more than it brings: each takes a millisecond to follow at least, it 30 to
start on Linux, where it knows what this one does, and 200 elsewhere."""
_MOST_AT_A_TIME: Final = 32
_TIMES: Final = 16
"""How often each process is given files, if they are many enough: so the last ones to work do not work for long."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of all files, in their order, each finding with its fixes; what is wrong with files and settings.

    ``records`` are what a traced analysis learnt of the files for the next check.
    """

    outcomes: tuple[FileOutcome, ...]
    problems: tuple[Problem, ...]
    records: tuple[Record, ...] = ()


def check_files(
    analysis: Analysis, jobs: int | None, show: Callable[[int, int], None], records: Sequence[Record] = ()
) -> Checked:
    """Check all files of an analysis.

    Args:
        analysis: Where the files are; with one process they are checked by it.
        jobs: The number of processes; by default as many as the work is worth and the machine has.
        show: Told from time to time how many of how many files are done.
        records: What is known of some files and still true.

    Raises:
        UsageError: a process was ended from outside.
    """
    files = analysis.files()
    known = _take_over_all(analysis, records)
    new = [path for path in files if path not in known]

    def show_followed(done: int) -> None:
        show((len(known) + done) // 2, len(files))

    if _jobs(jobs, new) == 1:
        learnt = _follow_here(analysis, new, known, show_followed)
    else:
        learnt = _follow_in_parallel(analysis, new, known, _jobs(jobs, new), show_followed)
    outcomes = _answer(analysis, files, _jobs(jobs, files), show)
    problems = tuple(sorted(learnt.problems.union(analysis.problems())))
    return Checked(outcomes, problems, (*known.values(), *learnt.records))


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


@dataclass(frozen=True, slots=True)
class _Learnt:
    """What following files gave beside what was taken over."""

    records: tuple[Record, ...]
    problems: frozenset[Problem] = frozenset()


def _take_over_all(analysis: Analysis, records: Sequence[Record]) -> dict[str, Record]:
    """Take over what is known of files, and return the records that can be read."""
    known: dict[str, Record] = {}
    for kept in records:
        with suppress(LookupError, TypeError, ValueError):  # somebody else wrote it
            take_over(analysis, followed_before(kept))
            known[kept.path] = kept
    return known


def _follow_here(
    analysis: Analysis, files: Sequence[str], known: Mapping[str, Record], show: Callable[[int], None]
) -> _Learnt:
    """Follow each file as soon as it is read, while its trees are at hand."""
    records: list[Record | None] = []
    for done, path in enumerate(files, start=1):
        followed = follow(analysis, path)
        if analysis.witness is not None:
            records.append(record(analysis, followed, known))
        show(done)
    return _Learnt(tuple(kept for kept in records if kept is not None))


def _jobs(wanted: int | None, files: Sequence[str]) -> int:
    return min(wanted or _default_jobs(len(files)), max(1, len(files)))


def _default_jobs(files: int) -> int:
    return max(1, min(_processors(), files // _WORTH_A_PROCESS))


def _processors() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # only Linux has it
        return os.cpu_count() or 1


def _follow_in_parallel(
    analysis: Analysis, files: Sequence[str], known: Mapping[str, Record], jobs: int, show: Callable[[int], None]
) -> _Learnt:
    """Follow the files in several processes, and take over what they learn."""
    from svelte_warden.cli.processes import can_inherit  # noqa: PLC0415 - 20 ms that small projects need not pay

    batches = tuple(_batches(files, jobs))
    records: list[Record] = []
    problems: set[Problem] = set()
    done = 0
    if can_inherit():
        start = partial(_following_on, analysis, known)
    else:
        start = partial(_following, analysis.workspace.roots, analysis.only, is_watched=analysis.witness is not None)
    for index, batch in _deal_out(batches, jobs, start):
        for file in batch.files:
            take_over(analysis, file)
        records.extend(batch.records)
        problems.update(batch.problems)
        _add(analysis.witness, batch.seen)
        done += len(batches[index])
        show(done)
    return _Learnt(tuple(records), frozenset(problems))


def _answer(
    analysis: Analysis, files: Sequence[str], jobs: int, show: Callable[[int, int], None]
) -> tuple[FileOutcome, ...]:
    """Answer what needs all files, when each has been followed: if possible in several processes as well."""
    parts: dict[int, tuple[FileOutcome, ...]] = {}
    done = 0
    batches = tuple(_batches(files, jobs))
    answered = _answered_elsewhere(analysis, batches, jobs) if jobs > 1 else None
    for index, (part, seen) in answered or _answered_here(analysis, batches):
        parts[index] = part
        _add(analysis.witness, seen)
        done += len(part)
        show((len(files) + done) // 2, len(files))
    return tuple(outcome for _, part in sorted(parts.items()) for outcome in part)


_Answered: TypeAlias = "Iterator[tuple[int, tuple[tuple[FileOutcome, ...], Witness | None]]]"


def _answered_here(analysis: Analysis, batches: Sequence[Sequence[str]]) -> _Answered:
    for index, batch in enumerate(batches):
        yield index, (tuple(outcome_with_fixes(analysis, path) for path in batch), None)


def _answered_elsewhere(analysis: Analysis, batches: Sequence[Sequence[str]], jobs: int) -> _Answered | None:
    """Answer in processes that know what this one does; ``None`` where there can be none."""
    from svelte_warden.cli.processes import can_inherit  # noqa: PLC0415 - as above

    if not can_inherit():
        return None
    prepare(analysis)
    return _deal_out(batches, jobs, partial(_answering, analysis))


def _deal_out(
    batches: Sequence[Sequence[str]], jobs: int, start: Callable[[], Callable[[Sequence[str]], Result]]
) -> Iterator[tuple[int, Result]]:
    from svelte_warden.cli.processes import WorkerDiedError, deal_out  # noqa: PLC0415 - as above

    try:
        yield from deal_out(batches, jobs, start)
    except WorkerDiedError as error:
        message = f"{error}; if the system ran out of memory, try --jobs 1"
        raise UsageError(message) from error


def _batches(files: Sequence[str], jobs: int) -> Iterator[Sequence[str]]:
    """Deal out neighbours, since they share what they import."""
    size = max(1, min(_MOST_AT_A_TIME, len(files) // (jobs * _TIMES)))
    return (files[start : start + size] for start in range(0, len(files), size))


def _add(witness: Witness | None, seen: Witness | None) -> None:
    if witness is not None and seen is not None:
        witness.add(seen)


# --- in a worker ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Batch:
    """What a worker learnt about some files, what is wrong with those and with configurations, what it saw so far."""

    files: tuple[Followed, ...]
    records: tuple[Record, ...]
    problems: tuple[Problem, ...]
    seen: Witness | None


def _following(
    roots: Sequence[str], only: frozenset[str] | None, *, is_watched: bool
) -> Callable[[Sequence[str]], _Batch]:
    """Follow files in a process that knows nothing yet."""
    witness = Witness() if is_watched else None
    return _following_on(Analysis(roots, only=only, witness=witness, is_final=True, is_traced=is_watched), {})


def _following_on(analysis: Analysis, known: Mapping[str, Record]) -> Callable[[Sequence[str]], _Batch]:
    """Follow files in a process that knows what the first one did when it started this one."""
    witness = analysis.witness
    if witness is not None:
        witness.take()

    def follow_all(files: Sequence[str]) -> _Batch:
        followed = tuple(follow(analysis, path) for path in files)
        kept = () if witness is None else (record(analysis, file, known) for file in followed)
        records = tuple(each for each in kept if each is not None)
        return _Batch(followed, records, analysis.problems(), witness and witness.take())

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
