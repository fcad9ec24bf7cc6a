"""Checking files with an analysis, and what a report needs to know of it."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from svelte_warden import __version__
from svelte_warden.cli.output import UsageError
from svelte_warden.cli.progress import Progress
from svelte_warden.cli.remembered_files import keep_files, recall_files
from svelte_warden.cli.rules import unknown_rule
from svelte_warden.cli.workers import check_files
from svelte_warden.engine.analysis import Analysis
from svelte_warden.engine.findings import in_order
from svelte_warden.engine.registry import installed
from svelte_warden.project.problem import Problem
from svelte_warden.project.witness import Witness
from svelte_warden.report.results import Results, paths_shown

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator, Sequence

    from svelte_warden.cli.remembering import Memory
    from svelte_warden.cli.workers import Checked
    from svelte_warden.engine.registry import Registry
    from svelte_warden.engine.sharing_out import Record
    from svelte_warden.text.source import Source


def check(
    roots: tuple[str, ...], base: str, options: argparse.Namespace, started: float, memory: Memory | None
) -> Results:
    """Check everything below some folders.

    Args:
        roots: The folders, or single files.
        base: The folder from which paths are shown.
        options: Those of the command.
        started: When the command began, by ``time.perf_counter``.
        memory: Where the results are kept for the next time.
    """
    results = _check(roots, base, options, started, memory)
    if results.crashes and memory is not None and memory.last is not None:
        memory.last = None  # what was remembered may be to blame: anybody can write there
        results = _check(roots, base, options, started, memory)
    return results


def _check(
    roots: tuple[str, ...], base: str, options: argparse.Namespace, started: float, memory: Memory | None
) -> Results:
    witness = None if memory is None else Witness()
    analysis = make_analysis(roots, options.rule, witness, is_final=True)
    remembered = None if memory is None else recall_files(memory, analysis)
    checked = check_with_progress(
        analysis, options.jobs, quiet=options.quiet, records=remembered.records if remembered else ()
    )
    if remembered is not None and witness is not None:
        checked = replace(checked, problems=tuple(sorted({*checked.problems, *remembered.problems})))
        witness.add(remembered.witness)
    results = results_of(analysis, checked, base, started)
    if memory is not None and witness is not None and not results.crashes:
        check_kept = memory.keep(results, witness, (rule.check.__module__ for rule in analysis.registry.rules))
        keep_files(memory, check_kept, checked.records)
    return results


def make_analysis(
    roots: Sequence[str], rules: Sequence[str], witness: Witness | None = None, *, is_final: bool = False
) -> Analysis:
    """Make an analysis that runs the rules that were named, or all if there are none.

    Raises:
        UsageError: there is no such rule.
    """
    registry = installed()
    return Analysis(
        roots,
        rules=registry,
        only=_selected(rules, registry),
        witness=witness,
        is_final=is_final,
        is_traced=witness is not None,
    )


def check_with_progress(
    analysis: Analysis, jobs: int | None, *, quiet: bool, records: Sequence[Record] = ()
) -> Checked:
    """Check all files, going on from what is known of some, and show how far that is."""
    progress = Progress(sys.stderr, wanted=not quiet)
    try:
        return check_files(analysis, jobs, progress.show, records)
    finally:
        progress.close()


def results_of(analysis: Analysis, checked: Checked, base: str, started: float) -> Results:
    """Return what a report tells of checked files."""
    findings = in_order(finding for outcome in checked.outcomes for finding in outcome.findings)
    problems = (*_broken_packages(analysis.registry), *checked.problems)
    reported = {finding.rule for finding in findings}
    return Results(
        version=__version__,
        base=base,
        findings=findings,
        sources=dict(_sources(analysis, paths_shown(findings, problems))),
        rules=tuple(rule.describe() for rule in analysis.registry.rules if rule.name in reported),
        projects=len({analysis.project(outcome.path).root for outcome in checked.outcomes}),
        files=len(checked.outcomes),
        suppressed=sum(len(outcome.suppressed) for outcome in checked.outcomes),
        seconds=time.perf_counter() - started,
        problems=problems,
        crashes=tuple(crash for outcome in checked.outcomes for crash in outcome.crashes),
    )


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


def _sources(analysis: Analysis, paths: Iterable[str]) -> Iterator[tuple[str, Source]]:
    return ((path, analysis.source(path)) for path in sorted(paths))


def _broken_packages(registry: Registry) -> Iterator[Problem]:
    for package in registry.broken:
        message = f"the rules of {package.distribution} cannot be loaded: {package.reason}"
        yield Problem(package.entry_point, 0, 0, message, f"install {package.distribution} anew, or remove it")
