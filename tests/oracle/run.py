"""One case, run and judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.oracle.components import run_components
from tests.oracle.judge import Verdict, judge
from tests.oracle.kit import run_kit
from tests.rules.project import project_files, write_project

if TYPE_CHECKING:
    from pathlib import Path

    from tests.oracle.cases import Case

# On a busy machine two requests do not always overlap; one time of several they do.
_PATIENCE = 8


def run(case: Case, folder: Path) -> Verdict:
    """Write a case below an empty folder, run it on its frameworks, and judge what is seen.

    Raises:
        RuntimeError: The frameworks cannot be installed, or the run itself broke down.
    """
    settings, frameworks = case.subject.example.settings, case.subject.frameworks
    if settings.imagined:
        return Verdict(f"not run: {settings.imagined}")
    project = folder / "project"
    if frameworks.kit != "none":
        rounds = 1 if case.good else _PATIENCE
        observed = run_kit(project, case.files, frameworks, asynchronous=settings.asynchronous, rounds=rounds)
        return judge(case, observed)
    files = project_files((), frameworks) | case.files
    write_project(project, files)
    return judge(case, run_components(project, files, frameworks.svelte, asynchronous=settings.asynchronous))
