"""The command ``check``.

What takes long to load is loaded only when nothing is remembered: a check that finds everything as it was is over
before an analysis could begin.
"""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

from svelte_warden.cli.memory import collect_no_garbage
from svelte_warden.cli.output import UsageError, palette_for, write
from svelte_warden.engine.findings import Severity
from svelte_warden.project.cache_folder import VARIABLE, chosen_folder
from svelte_warden.project.discovery import NO_SOURCE
from svelte_warden.project.files import FileSystem, to_posix
from svelte_warden.project.problem import Problem
from svelte_warden.report import text
from svelte_warden.report.formats import renderer

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from svelte_warden.report.results import Results


def run_check(options: argparse.Namespace) -> int:
    """Check files and folders, print what was found, and return the exit status."""
    started = time.perf_counter()
    _check_usage(options)
    collect_no_garbage()
    base = _base(options.paths)
    roots = _roots(options.paths, base)
    _tell_of_cache_folder(options)
    if options.fix or options.diff:
        from svelte_warden.cli.fixing import run_fixes  # noqa: PLC0415 - only what the command needs

        return run_fixes(roots, base, options, started)
    results = _results(roots, base, options, started)
    print_results(results, options)
    return status_of(results, options.fail_on, roots)


def _results(roots: tuple[str, ...], base: str, options: argparse.Namespace, started: float) -> Results:
    """Return the results of the last check if nothing has changed since, and those of a new one otherwise."""
    from svelte_warden.cli.remembering import Memory  # noqa: PLC0415 - only what the command needs

    memory = None if options.no_cache else Memory(roots, options.rule)
    remembered = None if memory is None else memory.recall(base, started)
    if remembered is not None:
        return remembered
    from svelte_warden.cli.checking import check  # noqa: PLC0415 - as above

    return check(roots, base, options, started, memory)


def _check_usage(options: argparse.Namespace) -> None:
    if options.unsafe and not (options.fix or options.diff):
        message = "--unsafe says which fixes to apply; add --fix, or --diff to see them first"
        raise UsageError(message)
    if options.diff and options.format != "text":
        message = f"--diff prints a patch, which --format {options.format} is not; leave one of them out"
        raise UsageError(message)


def _base(paths: Sequence[str]) -> str:
    """Return the folder from which paths are taken and shown: this one, or, if it is gone, that of the first path."""
    try:
        return to_posix(".")
    except FileNotFoundError:
        if all(os.path.isabs(path) for path in paths):  # noqa: PTH117 - paths are plain strings here
            first = to_posix(paths[0])
            return first if FileSystem().is_directory(first) else first.rpartition("/")[0]
        message = "the folder you are in does not exist any more; go to another one, or give absolute paths"
        raise UsageError(message) from None


def _tell_of_cache_folder(options: argparse.Namespace) -> None:
    """Say that the variable for the cache folder does not count."""
    chosen = chosen_folder()
    if chosen is not None and not chosen.is_absolute() and not options.no_cache:
        said = f"{VARIABLE} is {str(chosen)!r}, which is no absolute path, and does not count"
        sys.stderr.write(f"svelte-warden: {said}\n")


def _roots(paths: Sequence[str], base: str) -> tuple[str, ...]:
    """Return the folders and files that were named, as absolute paths."""
    files = FileSystem()
    roots: list[str] = []
    for path in paths:
        root = to_posix(path) if path else ""
        if not path or (not files.is_file(root) and not files.is_directory(root)):
            message = f"there is no file or folder {path!r}; paths are taken from {base}"
            raise UsageError(message)
        roots.append(root)
    return tuple(dict.fromkeys(roots))


def print_results(results: Results, options: argparse.Namespace) -> None:
    """Print what was found to standard output, and what is wrong with files and configurations to standard error."""
    problems = text.render_problems(results, palette_for(sys.stderr, no_color=options.no_color))
    if options.format == "text":
        palette = palette_for(sys.stdout, no_color=options.no_color)
        write(text.render_findings(results, palette))
        if not options.quiet:
            write(text.repairs(results, palette) + text.summary(results, palette))
    else:
        write(renderer(options.format)(results))
    sys.stderr.write(problems)


def status_of(results: Results, fail_on: str, roots: Sequence[str]) -> int:
    """Return the exit status that some results mean.

    Args:
        results: What was found.
        fail_on: The mildest severity that fails, or ``never``.
        roots: The folders and files that were named; of a named file it matters whether it could be checked at all.
    """
    if is_incomplete(results, roots):
        return 2
    if fail_on == "never":
        return 0
    level = Severity(fail_on)
    return int(any(finding.severity.at_least(level) for finding in results.findings))


def is_incomplete(results: Results, roots: Sequence[str]) -> bool:
    """Whether something crashed, or a file that was named could not be checked."""
    return bool(results.crashes) or any(_is_unchecked(root, results) for root in roots)


def _is_unchecked(root: str, results: Results) -> bool:
    """Whether a path is a file that is no source, or cannot be read: what is wrong with it is among the problems."""
    wrong = [problem.message for problem in results.problems if problem.path == root]
    return bool(wrong) and (NO_SOURCE in wrong or isinstance(FileSystem().read(root), Problem))
