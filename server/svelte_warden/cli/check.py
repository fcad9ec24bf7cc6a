"""The command ``check``."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from svelte_warden import __version__
from svelte_warden.cli.memory import collect_no_garbage
from svelte_warden.cli.output import UsageError, palette_for, write, write_exactly
from svelte_warden.cli.progress import Progress
from svelte_warden.cli.rules import unknown_rule
from svelte_warden.cli.workers import Checked, check_files
from svelte_warden.engine.analysis import Analysis
from svelte_warden.engine.findings import Severity, in_order
from svelte_warden.engine.registry import installed
from svelte_warden.engine.running import crash
from svelte_warden.project.files import FileSystem, to_posix
from svelte_warden.project.problem import Problem
from svelte_warden.report import text
from svelte_warden.report.formats import renderer
from svelte_warden.report.results import Repaired, Results

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator, Sequence

    from svelte_warden.engine.findings import Finding
    from svelte_warden.engine.outcome import Crash
    from svelte_warden.engine.registry import Registry
    from svelte_warden.engine.repair import TextChange
    from svelte_warden.text.source import Source


def run_check(options: argparse.Namespace) -> int:
    """Check files and folders, print what was found, and return the exit status."""
    started = time.perf_counter()
    _check_usage(options)
    collect_no_garbage()
    base = to_posix(".")
    roots = _roots(options.paths, base)
    registry = installed()
    analysis = Analysis(roots, rules=registry, only=_selected(options.rule, registry))
    progress = Progress(sys.stderr, wanted=not options.quiet)
    is_changing = options.fix or options.diff
    try:  # what other processes found out holds only as long as nothing changes
        checked = check_files(analysis, 1 if is_changing else options.jobs, progress.show)
    finally:
        progress.close()
    if is_changing:
        return _run_fixes(analysis, options, base, started)
    results = _results(analysis, checked, base, started)
    _print(results, options)
    return _status(results, options.fail_on)


def _check_usage(options: argparse.Namespace) -> None:
    if options.unsafe and not (options.fix or options.diff):
        message = "--unsafe says which fixes to apply; add --fix, or --diff to see them first"
        raise UsageError(message)
    if options.diff and options.format != "text":
        message = f"--diff prints a patch, which --format {options.format} is not; leave one of them out"
        raise UsageError(message)


def _run_fixes(analysis: Analysis, options: argparse.Namespace, base: str, started: float) -> int:
    """Fix what can be fixed, or only show it, and report what is left."""
    from svelte_warden.cli.fixing import mend, preview, write_repairs  # noqa: PLC0415 - only what the command needs

    repairs = mend(analysis, base, unsafe=options.unsafe)
    fixed = preview(repairs) if options.diff else write_repairs(analysis, repairs)
    checked = Checked(tuple(analysis.outcome(path) for path in analysis.files()), analysis.problems())
    results = _results(analysis, checked, base, started)
    unsafe = 0 if options.unsafe else sum(_has_unsafe_fix(finding) for finding in results.findings)
    left = {_key(finding) for finding in results.findings}
    refused = tuple((item.finding, item.reason) for item in fixed.refused if _key(item.finding) in left)
    results = replace(
        results,
        problems=(*results.problems, *fixed.problems),
        repaired=Repaired(len(fixed.applied), tuple(change.path for change in fixed.changes), refused, unsafe),
    )
    if options.diff:
        return _print_difference(fixed.changes, results, options)
    _print(results, options)
    return 2 if fixed.problems else _status(results, options.fail_on)


def _key(finding: Finding) -> tuple[str, str, str]:
    """Return what of a finding stays the same when lines move."""
    return finding.place.path, finding.rule, finding.message


def _has_unsafe_fix(finding: Finding) -> bool:
    return any(fix.edits and fix.safety == "unsafe" for fix in finding.fixes)


def _print_difference(changes: Sequence[TextChange], results: Results, options: argparse.Namespace) -> int:
    from svelte_warden.report.differences import render  # noqa: PLC0415 - only what the command needs

    write_exactly(render(changes, results.base))
    palette = palette_for(sys.stderr, no_color=options.no_color)
    if not options.quiet:
        sys.stderr.write(text.repairs(results, palette, done=False))
    sys.stderr.write(text.render_problems(results, palette))
    return 2 if results.crashes else int(bool(changes))


def _roots(paths: Sequence[str], base: str) -> tuple[str, ...]:
    """Return the folders and files that were named, as absolute paths."""
    files = FileSystem()
    roots: list[str] = []
    for path in paths:
        root = to_posix(path)
        if not files.is_file(root) and not files.is_directory(root):
            message = f"there is no file or folder {path!r}; paths are taken from {base}"
            raise UsageError(message)
        roots.append(root)
    return tuple(dict.fromkeys(roots))


def _selected(names: Sequence[str], registry: Registry) -> frozenset[str] | None:
    """Return the rules that were named, each or by their family; ``None`` for all."""
    if not names:
        return None
    selected: set[str] = set()
    for name in names:
        rules = registry.selected_by(name)
        if not rules:
            raise UsageError(unknown_rule(name, registry))
        selected |= rules
    return frozenset(selected)


def _results(analysis: Analysis, checked: Checked, base: str, started: float) -> Results:
    found = in_order(finding for outcome in checked.outcomes for finding in outcome.findings)
    findings, crashes = _with_fixes(analysis, found)
    problems = (*_broken_packages(analysis.registry), *checked.problems)
    paths = {path for finding in findings for path in _paths(finding)}
    paths.update(problem.path for problem in problems if problem.end > 0)
    return Results(
        version=__version__,
        base=base,
        findings=findings,
        sources=dict(_sources(analysis, paths)),
        rules=tuple(rule for rule in analysis.registry.rules if analysis.runs(rule)),
        projects=len({analysis.project(outcome.path).root for outcome in checked.outcomes}),
        files=len(checked.outcomes),
        suppressed=sum(len(outcome.suppressed) for outcome in checked.outcomes),
        seconds=time.perf_counter() - started,
        problems=problems,
        crashes=(*(crash for outcome in checked.outcomes for crash in outcome.crashes), *crashes),
    )


def _with_fixes(analysis: Analysis, findings: Iterable[Finding]) -> tuple[tuple[Finding, ...], tuple[Crash, ...]]:
    """Return the findings with all their fixes, and the crashes on the way."""
    fixed = [_with_its_fixes(analysis, finding) for finding in findings]
    return tuple(finding for finding, _ in fixed), tuple(dict.fromkeys(found for _, found in fixed if found))


def _with_its_fixes(analysis: Analysis, finding: Finding) -> tuple[Finding, Crash | None]:
    try:
        return replace(finding, fixes=analysis.fixes(finding)), None
    except Exception as error:  # noqa: BLE001 - a rule's own mistake must not take its findings away
        return finding, crash(finding.place.path, finding.rule, error)


def _paths(finding: Finding) -> Iterator[str]:
    """Return the files that a finding points into."""
    yield finding.place.path
    yield from (related.place.path for related in finding.related)
    yield from (edit.path for fix in finding.fixes for edit in fix.edits)


def _sources(analysis: Analysis, paths: Iterable[str]) -> Iterator[tuple[str, Source]]:
    return ((path, analysis.source(path)) for path in sorted(paths))


def _broken_packages(registry: Registry) -> Iterator[Problem]:
    for package in registry.broken:
        message = f"the rules of {package.distribution} cannot be loaded: {package.reason}"
        yield Problem(package.entry_point, 0, 0, message, f"install {package.distribution} anew, or remove it")


def _print(results: Results, options: argparse.Namespace) -> None:
    problems = text.render_problems(results, palette_for(sys.stderr, no_color=options.no_color))
    if options.format == "text":
        palette = palette_for(sys.stdout, no_color=options.no_color)
        write(text.render_findings(results, palette))
        if not options.quiet:
            write(text.repairs(results, palette) + text.summary(results, palette))
    else:
        write(renderer(options.format)(results))
    sys.stderr.write(problems)


def _status(results: Results, fail_on: str) -> int:
    if results.crashes:
        return 2
    if fail_on == "never":
        return 0
    level = Severity(fail_on)
    return int(any(finding.severity.at_least(level) for finding in results.findings))
