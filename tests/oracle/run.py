"""One case, run and judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.oracle.components import run_components
from tests.oracle.judge import Verdict, judge
from tests.oracle.kit import run_kit
from tests.rules.project import write_project

if TYPE_CHECKING:
    from pathlib import Path

    from tests.oracle.cases import Case


def run(case: Case, folder: Path) -> Verdict:
    """Write a case below an empty folder, run it on its frameworks, and judge what is seen.

    Raises:
        RuntimeError: The frameworks cannot be installed, or the run itself broke down.
    """
    if case.imagined:
        return Verdict(f"not run: {case.imagined}")
    project = folder / "project"
    if case.frameworks.kit != "none":
        return judge(case, run_kit(project, case.files, case.frameworks, asynchronous=case.asynchronous))
    package = {"package.json": '{ "name": "example", "type": "module" }\n'}
    write_project(project, package | case.files)
    return judge(case, run_components(project, case.files, case.frameworks.svelte, asynchronous=case.asynchronous))
