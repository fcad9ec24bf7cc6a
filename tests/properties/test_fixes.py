"""Every fix mends: of all examples in all styles, of generated components, and of published packages."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svelte_warden.engine.analysis import Analysis
from svelte_warden.engine.repair import repair
from tests.ecosystem.packages import PACKAGES, fetch, npm
from tests.properties.generated import mistakes
from tests.properties.judge import problems_of_all
from tests.properties.restyling import STYLES, restyled
from tests.rules.project import project_files, write_project
from tests.rules.test_pages import cases

if TYPE_CHECKING:
    from collections.abc import Mapping

    from svelte_warden.engine.findings import Safety
    from tests.rules.page import Example, Frameworks

ALL: frozenset[Safety] = frozenset(("safe", "unsafe"))
EXAMPLES: list[tuple[Example, Frameworks]] = [case.values for case in cases(with_findings=True)]  # type: ignore[attr-defined]  # what pytest.param gives


def judged(files: Mapping[str, str]) -> list[str]:
    """Return what is wrong with any fix of a project, alone and all together."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        write_project(root, files)
        analysis = Analysis([root.as_posix()])
        problems = problems_of_all(analysis)
        repair(analysis, ALL)
        again = repair(analysis, ALL)
        return problems + [f"{change.path} changes again" for change in again.changes]


@settings(max_examples=80, deadline=None)
@given(example=st.sampled_from(EXAMPLES), styles=st.lists(st.sampled_from(sorted(STYLES)), max_size=3, unique=True))
def test_fixes_of_an_example_in_another_style(example: tuple[Example, Frameworks], styles: list[str]) -> None:
    page, frameworks = example
    files = project_files(page.files, frameworks, asynchronous=page.settings.asynchronous)
    assert not judged(restyled(files, tuple(styles)))


@settings(max_examples=80, deadline=None)
@given(files=mistakes(), styles=st.lists(st.sampled_from(sorted(STYLES)), max_size=2, unique=True))
def test_fixes_of_generated_mistakes(files: dict[str, str], styles: list[str]) -> None:
    assert not judged(restyled(files, tuple(styles)))


@pytest.mark.skipif(npm() is None and not os.environ.get("CI"), reason="npm is not installed: no packages")
@pytest.mark.parametrize("package", PACKAGES)
def test_fixes_in_a_published_package(package: str) -> None:
    problems = problems_of_all(Analysis([fetch(package).as_posix()]))
    assert not problems, "\n".join(problems)
