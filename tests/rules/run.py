"""One example, run: its findings compared with its assertions, and its rewrites with what the fixes make of it."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from tests.rules.assertions import without_assertions
from tests.rules.compare import compare
from tests.rules.fixes import FixError, apply_all, apply_edits
from tests.rules.page import overlay
from tests.rules.project import project_files, write_project

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from tests.rules.findings import Analyse, Found
    from tests.rules.page import Example, Frameworks, PageFile, Rewrite


class Projects:
    """Projects written one after the other below a folder, and analysed there."""

    def __init__(self, folder: Path, analyse: Analyse) -> None:
        self._folder = folder
        self._analyse = analyse
        self._count = 0

    def findings(self, files: Mapping[str, str]) -> tuple[Found, ...]:
        """Return the findings of a project given as path → content."""
        self._count += 1
        root = self._folder / f"project-{self._count}"
        write_project(root, files)
        return self._analyse(root)


def check_example(example: Example, frameworks: Frameworks, projects: Projects) -> list[str]:
    """Return what is wrong with an example on one version of its frameworks, a line or paragraph each."""
    files = _project(example, example.files, frameworks)
    problems = compare(example.files, projects.findings(files))
    for rewrite in example.rewrites:
        problems += (
            f"page line {rewrite.line}, `{rewrite.kind}`: {problem}"
            for problem in _check_rewrite(example, rewrite, frameworks, projects)
        )
    return problems


def check_each_fix(example: Example, frameworks: Frameworks, projects: Projects) -> list[str]:
    """Return what is wrong with the fixes that are offered, each applied alone.

    After a fix its finding is gone, and there is no finding that was not there before.
    """
    files = _project(example, example.files, frameworks)
    before = projects.findings(files)
    problems: list[str] = []
    for finding in before:
        for fix in finding.fixes:
            if not fix.edits:
                continue
            try:
                after = projects.findings(apply_edits(files, fix.edits))
            except FixError as error:
                problems.append(f"“{fix.title}”: {error}")
                continue
            problems += (f"“{fix.title}”: {problem}" for problem in _not_better(finding, before, after))
    return problems


def _project(example: Example, files: Iterable[PageFile], frameworks: Frameworks) -> dict[str, str]:
    return project_files(files, frameworks, asynchronous=example.settings.asynchronous)


def _check_rewrite(example: Example, rewrite: Rewrite, frameworks: Frameworks, projects: Projects) -> list[str]:
    expected = overlay(example.files, rewrite.files)
    files = _project(example, expected, frameworks)
    problems = compare(expected, projects.findings(files))
    if rewrite.kind == "instead":
        return problems
    try:
        fixed = apply_all(_project(example, example.files, frameworks), rewrite.title, projects.findings)
    except FixError as error:
        return [*problems, str(error)]
    return problems + _differences(files, fixed)


def _differences(expected: Mapping[str, str], fixed: Mapping[str, str]) -> list[str]:
    problems: list[str] = []
    for path in sorted(expected.keys() | fixed.keys()):
        shown = without_assertions(expected.get(path, "")).splitlines()
        made = without_assertions(fixed.get(path, "")).splitlines()
        if shown != made:
            lines = difflib.unified_diff(shown, made, f"{path} on the page", f"{path} after the fix", lineterm="")
            problems.append("the fix gives something else:\n" + "\n".join(lines))
    return problems


def _not_better(finding: Found, before: Sequence[Found], after: Sequence[Found]) -> list[str]:
    left = [_identity(item) for item in before]
    left.remove(_identity(finding))
    problems: list[str] = []
    for item in after:
        if _identity(item) in left:
            left.remove(_identity(item))
        else:
            problems.append(f"{item.place.path}:{item.place.line}: still there or new: [{item.rule}] {item.message}")
    return problems


def _identity(found: Found) -> tuple[str, str]:
    """Return what of a finding stays the same when lines move."""
    return found.place.path, found.rule
