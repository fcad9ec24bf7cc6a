"""The documents say what is true: generated parts are up to date, and what is named exists."""

from __future__ import annotations

import re

import pytest

from tests.quality.documents import ROOT, refreshed
from tests.rules.markdown import read_sections

_LINK = re.compile(r"\[[^\]]*\]\((?!https?:|#)([^)#\s]+)")
_TEST = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")
_FENCED = re.compile(r"^(`{3,}|~{3,}).*?^\1", re.DOTALL | re.MULTILINE)


DOCUMENTS = sorted(
    path.relative_to(ROOT).as_posix()
    for pattern in ("*.md", "editors/**/*.md", "rules/**/*.md", "server/**/*.md", "tests/**/*.md")
    for path in ROOT.glob(pattern)
    if not {"node_modules", "bundled"} & set(path.parts)  # made by the package of the extension
)


def test_table_of_rules_and_shown_output_are_those_of_today() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert text == refreshed(text), "refresh it: python -m tests.quality.documents"


def test_readme_has_a_table_of_rules_and_shown_output() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "<!-- rules -->\n|" in text
    assert "svelte-warden check tests/example-app/src/lib/ProductCard.svelte\nerror[" in text


@pytest.mark.parametrize("document", DOCUMENTS)
def test_linked_files_exist(document: str) -> None:
    path = ROOT / document
    text = _FENCED.sub("", path.read_text(encoding="utf-8"))
    missing = [link for link in _LINK.findall(text) if not (path.parent / link).exists()]
    assert not missing


def test_tests_that_contributing_names_exist() -> None:
    named = _TEST.findall((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    assert named
    missing = [
        f"{path}::{function}"
        for path, function in named
        if not (ROOT / path).is_file()
        or (function and f"def {function}(" not in (ROOT / path).read_text(encoding="utf-8"))
    ]
    assert not missing


def test_continuous_integration_runs_the_test_command_of_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = [block.text for section in read_sections(readme) for block in section.blocks if "pytest" in block.text]
    assert blocks
    arguments = blocks[0].partition("-m pytest ")[2]
    assert f"-m pytest {arguments}" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
