"""What a run leaves out of a component changes nothing: of examples, of generated components, of published packages."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svelte_warden.engine.analysis import Analysis
from svelte_warden.flow.analyse import FileFlow, analyse
from svelte_warden.flow.interpreter.machine import STEP_BUDGET, Machine
from tests.ecosystem.packages import PACKAGES, fetch, npm
from tests.properties.generated import mistakes
from tests.rules.project import project_files, write_project
from tests.rules.test_pages import cases

if TYPE_CHECKING:
    from collections.abc import Mapping

    from svelte_warden.flow.program import Program
    from tests.rules.page import Example, Frameworks

EXAMPLES: list[tuple[Example, Frameworks]] = [case.values for case in cases(with_findings=True)]  # type: ignore[attr-defined]  # what pytest.param gives
SHOP = Path(__file__).parents[1] / "example-app"

# What a value may be is a set, and its order decides details where there is very much, of two components of Carbon:
# there, two runs that follow everything differ, too.
REPEATABLE = [package for package in PACKAGES if not package.startswith("carbon-components-svelte@")]


class FollowingAll(Machine):
    """A machine that leaves nothing out."""

    def __init__(self, program: Program, path: str) -> None:
        super().__init__(program, path)
        self.followed = None


def flows(folder: Path) -> dict[str, FileFlow]:
    """Return the flow of each file of a project."""
    analysis = Analysis([folder.as_posix()])
    return {path: analysis.query(analyse, path) for path in analysis.files()}


def differences(folder: Path) -> list[str]:
    """Return the files that mean something else when all of their code is followed.

    Functions are followed as often as they are called: what is known of one by then depends on what else is followed.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("svelte_warden.flow.interpreter.effort._ENOUGH", STEP_BUDGET)
        sliced = flows(folder)
        patch.setattr("svelte_warden.flow.analyse.Machine", FollowingAll)
        whole = flows(folder)
    return [path for path, flow in whole.items() if flow != sliced[path] and flow.complete]


def differences_of(files: Mapping[str, str]) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        write_project(Path(folder).resolve(), files)
        return differences(Path(folder).resolve())


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(EXAMPLES))
def test_examples(example: tuple[Example, Frameworks]) -> None:
    page, frameworks = example
    assert not differences_of(project_files(page.files, frameworks, asynchronous=page.settings.asynchronous))


@settings(max_examples=80, deadline=None)
@given(mistakes())
def test_generated_mistakes(files: dict[str, str]) -> None:
    assert not differences_of(files)


def test_the_shop() -> None:
    assert not differences(SHOP)


@pytest.mark.skipif(npm() is None and not os.environ.get("CI"), reason="npm is not installed: no packages")
@pytest.mark.parametrize("package", REPEATABLE)
def test_published_package(package: str) -> None:
    assert not differences(fetch(package))
