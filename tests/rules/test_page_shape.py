"""Every rule has a page, and every page has the same shape, so that a reader finds things where they were."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from svelte_warden.engine import registry
from tests.rules.markdown import read_sections
from tests.rules.page import read_page

if TYPE_CHECKING:
    from svelte_warden.engine.rule import Rule

SECTIONS = ("Example", "Use instead", "Fine", "Fix", "Limits", "References")
RULES = registry.installed().rules


@pytest.fixture(params=RULES, ids=lambda rule: rule.name)
def rule(request: pytest.FixtureRequest) -> Rule:
    parameter: Rule = request.param
    return parameter


def test_no_package_of_rules_is_broken() -> None:
    assert not registry.installed().broken


def test_page_begins_with_name_family_severity_and_purpose(rule: Rule) -> None:
    title, summary, *rest = rule.page.splitlines()
    assert title == f"# {rule.name}"
    assert summary.startswith(f"*{rule.family} · {rule.severity.value} · Svelte ")
    assert any(line.startswith("**What it does.** ") for line in rest)
    assert any(line.startswith("**Why.** ") for line in rest)


def test_page_has_its_sections_in_order(rule: Rule) -> None:
    sections = [section.headings[1] for section in read_sections(rule.page) if len(section.headings) == 2]
    assert tuple(sections) == SECTIONS


def test_example_asserts_the_rule_and_what_is_fine_asserts_nothing(rule: Rule) -> None:
    asserted: dict[str, set[str]] = {"Example": set(), "Fine": set()}
    for example in read_page(rule.page):
        rules = {assertion.rule for file in example.files for assertion in file.assertions}
        asserted.setdefault(example.name.partition(" > ")[0].rstrip(" 0123456789"), set()).update(rules)
    assert rule.name in asserted["Example"]
    assert not asserted["Fine"]


def test_every_page_is_the_page_of_a_rule() -> None:
    folder = Path(__file__).parents[2] / "rules"
    names = {page.stem.replace("_", "-") for page in folder.rglob("*.md")}
    assert names <= {rule.name for rule in RULES}
