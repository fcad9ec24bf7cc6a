"""The options ``--fix`` and ``--diff`` of the command ``check``: mending, and writing what was mended."""

from __future__ import annotations

import signal
import sys
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from svelte_warden.cli.check import is_incomplete, print_results, status_of
from svelte_warden.cli.checking import check_with_progress, make_analysis, results_of
from svelte_warden.cli.output import palette_for, write_exactly
from svelte_warden.cli.workers import Checked, outcome_with_fixes
from svelte_warden.engine.repair import repair
from svelte_warden.project.writing import Change, why_not_writable, write_together
from svelte_warden.report import text
from svelte_warden.report.differences import render
from svelte_warden.report.results import Repaired, relative_path

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence
    from types import FrameType

    from svelte_warden.engine.analysis import Analysis
    from svelte_warden.engine.findings import Finding, Safety
    from svelte_warden.engine.repair import Applied, Refused, Repairs, TextChange
    from svelte_warden.project.problem import Problem
    from svelte_warden.report.results import Results

_SAFE: Final[frozenset[Safety]] = frozenset(("safe",))
_ALL: Final[frozenset[Safety]] = frozenset(("safe", "unsafe"))
_TERMINATED: Final = 143  # 128 + SIGTERM, as shells have it


def run_fixes(roots: tuple[str, ...], base: str, options: argparse.Namespace, started: float) -> int:
    """Fix what can be fixed, or only show it, report what is left, and return the exit status.

    Args:
        roots: The folders, or single files.
        base: The folder from which paths are shown.
        options: Those of the command.
        started: When the command began, by ``time.perf_counter``.
    """
    analysis = make_analysis(roots, options.rule)
    check_with_progress(analysis, 1, quiet=options.quiet)  # what others find out holds only until something changes
    before = sum(len(analysis.findings(path)) for path in analysis.files())
    repairs = mend(analysis, base, unsafe=options.unsafe)
    fixed = preview(repairs) if options.diff else write_repairs(analysis, repairs)
    checked = Checked(tuple(outcome_with_fixes(analysis, path) for path in analysis.files()), analysis.problems())
    results = results_of(analysis, checked, base, started)
    unsafe = 0 if options.unsafe else sum(_has_unsafe_fix(finding) for finding in results.findings)
    left = {_key(finding) for finding in results.findings}
    refused = tuple((item.finding, item.reason) for item in fixed.refused if _key(item.finding) in left)
    results = replace(
        results,
        problems=(*results.problems, *fixed.problems),
        repaired=Repaired(
            max(0, before - len(results.findings)), tuple(change.path for change in fixed.changes), refused, unsafe
        ),
    )
    if options.diff:
        return _print_difference(fixed.changes, results, options, roots)
    print_results(results, options)
    return 2 if fixed.problems else status_of(results, options.fail_on, roots)


def _key(finding: Finding) -> tuple[str, str, str]:
    """Return what of a finding stays the same when lines move."""
    return finding.place.path, finding.rule, finding.message


def _has_unsafe_fix(finding: Finding) -> bool:
    return any(fix.edits and fix.safety == "unsafe" for fix in finding.fixes)


def _print_difference(
    changes: Sequence[TextChange], results: Results, options: argparse.Namespace, roots: Sequence[str]
) -> int:
    write_exactly(render(changes, results.base))
    palette = palette_for(sys.stderr, no_color=options.no_color)
    if not options.quiet:
        sys.stderr.write(text.repairs(results, palette, done=False))
    sys.stderr.write(text.render_problems(results, palette))
    return 2 if is_incomplete(results, roots) else int(bool(changes))


@dataclass(frozen=True, slots=True)
class Fixed:
    """What ``--fix`` did: the files that were changed, and what could not be done."""

    changes: tuple[TextChange, ...]
    refused: tuple[Refused, ...]
    problems: tuple[Problem, ...]


def mend(analysis: Analysis, base: str, *, unsafe: bool) -> Repairs:
    """Apply fixes to the texts that the analysis holds; reasons show paths as seen from ``base``."""
    checked = frozenset(analysis.files())
    roots = tuple(f"{root}/" for root in analysis.workspace.roots)

    def why_not(path: str) -> str | None:
        shown = relative_path(path, base)
        is_below = path.startswith(roots) and not analysis.is_ignored(path)  # a new file, or one of declarations
        if path not in checked and not is_below:
            return f"the fix changes {shown}, which is not among the checked files"
        real = analysis.workspace.real_path(path)
        if real != path and real in checked:
            return f"the fix changes {shown}, which is another name of {relative_path(real, base)}"
        problem = why_not_writable(path)
        return None if problem is None else f"the fix changes {shown}, but {problem.message}"

    return repair(analysis, _ALL if unsafe else _SAFE, why_not)


def preview(repairs: Repairs) -> Fixed:
    """Return what would be done if everything could be written."""
    return Fixed(repairs.changes, repairs.refused, ())


def write_repairs(analysis: Analysis, repairs: Repairs) -> Fixed:
    """Write what was mended; fixes that share a file are written together or not at all.

    The analysis reads the disk again afterwards.
    """
    changes = {change.path: change for change in repairs.changes}
    written: list[TextChange] = []
    problems: list[Problem] = []
    with _terminated_in_order():
        for group in _groups(repairs.applied):
            paths = sorted(path for path in {path for item in group for path in item.paths} if path in changes)
            problem = write_together(Change(path, changes[path].before, changes[path].after) for path in paths)
            if problem is None:
                written.extend(changes[path] for path in paths)
            else:
                problems.append(problem)
    for path in changes:
        analysis.close(path)
    analysis.changed_on_disk((*changes, *analysis.files()))  # all: a link may be another name of one
    return Fixed(tuple(written), repairs.refused, tuple(problems))


def _groups(applied: Sequence[Applied]) -> list[list[Applied]]:
    """Put fixes that share files together."""
    groups: list[tuple[set[str], list[Applied]]] = []
    for item in applied:
        paths, members = set(item.paths), [item]
        for group in [group for group in groups if group[0] & paths]:
            groups.remove(group)
            paths |= group[0]
            members = [*group[1], *members]
        groups.append((paths, members))
    return [members for _, members in groups]


@contextmanager
def _terminated_in_order() -> Iterator[None]:
    """Let a request to end the process leave no temporary file behind."""

    def end(_number: int, _frame: FrameType | None) -> None:
        sys.exit(_TERMINATED)

    former = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, former)
