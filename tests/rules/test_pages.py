"""Every page of a rule, and every suite below `suites/`, holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.findings import analyse
from tests.rules.markdown import PageError
from tests.rules.page import Example, Frameworks, read_page
from tests.rules.run import Projects, check_each_fix, check_example

ROOT = Path(__file__).parents[2]
PAGES = (
    *sorted((ROOT / "rules" / "svelte_warden_rules").rglob("*.md")),
    *sorted((ROOT / "server" / "svelte_warden").rglob("*.md")),
    *sorted((ROOT / "tests" / "rules" / "suites").rglob("*.md")),
)


def cases(*, with_findings: bool = False) -> list[object]:
    """Return one parameter set for each example and what it is made with; a page that breaks the format is one too.

    Args:
        with_findings: Leave out the examples that assert nothing.
    """
    sets: list[object] = []
    for page in PAGES:
        name = page.relative_to(ROOT).as_posix()
        try:
            examples = read_page(page.read_text(encoding="utf-8"))
        except PageError as error:
            sets.append(pytest.param(error, None, id=name))
            continue
        sets += [
            pytest.param(example, frameworks, id=f"{name}::{example.name} ({frameworks})")
            for example in examples
            if not with_findings or any(file.assertions for file in example.files)
            for frameworks in example.settings.frameworks
        ]
    return sets


@pytest.mark.parametrize(("example", "frameworks"), cases())
def test_example(example: Example | PageError, frameworks: Frameworks, tmp_path: Path) -> None:
    if isinstance(example, PageError):
        pytest.fail(str(example))
    problems = check_example(example, frameworks, Projects(tmp_path, analyse))
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize(("example", "frameworks"), cases(with_findings=True))
def test_every_fix_of_example(example: Example | PageError, frameworks: Frameworks, tmp_path: Path) -> None:
    if isinstance(example, PageError):
        pytest.skip("the page breaks the format")
    problems = check_each_fix(example, frameworks, Projects(tmp_path, analyse))
    assert not problems, "\n".join(problems)
