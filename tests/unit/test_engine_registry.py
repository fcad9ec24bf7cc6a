"""The registry: rules of other packages, broken packages, names."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from svelte_warden.engine import registry
from svelte_warden.engine.registry import installed, make_registry
from tests.unit.projects import WordRule, rule, words, write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from svelte_warden.engine.rule import Rule


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a folder that is on the path, for packages that come with rules."""
    monkeypatch.syspath_prepend(tmp_path)
    before = set(sys.modules)
    installed.cache_clear()
    yield tmp_path
    installed.cache_clear()
    for module in set(sys.modules) - before:
        if module.startswith("foreign"):
            del sys.modules[module]


def distribute(folder: Path, name: str, source: str) -> None:
    """Write a distribution with one module and an entry point for it."""
    entry_points = f"[{registry.GROUP}]\n{name} = {name}\n"
    metadata = f"Metadata-Version: 2.1\nName: {name}-rules\nVersion: 1\n"
    information = f"{name}_rules-1.dist-info"
    write(
        folder,
        {f"{name}.py": source, f"{information}/METADATA": metadata, f"{information}/entry_points.txt": entry_points},
    )


RULE = """
from svelte_warden.engine.rule import Rule
from svelte_warden.engine.findings import Severity
RULES = (Rule("foreign-rule", "foreign", Severity.HINT, "Says nothing", lambda context: ()),)
"""


def test_rules_of_another_package_are_found(packages: Path) -> None:
    distribute(packages, "foreign_good", RULE)
    found = installed()
    assert found.broken == ()
    foreign = found.get("foreign-rule")
    assert foreign is not None
    assert foreign.family == "foreign"
    assert foreign.url is None
    with pytest.raises(FileNotFoundError):
        _ = foreign.page


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("raise ImportError('no such thing')", "ImportError: no such thing"),
        ("1 +", "SyntaxError"),
        ("", "TypeError: foreign_bad has no RULES, a tuple of Rule"),
        ("RULES = ('context',)", "TypeError: foreign_bad has no RULES"),
    ],
)
def test_broken_package_is_told_of_and_left_out(packages: Path, source: str, reason: str) -> None:
    distribute(packages, "foreign_bad", source)
    found = installed()
    (broken,) = found.broken
    assert broken.distribution == "foreign_bad-rules"
    assert broken.entry_point == "foreign_bad = foreign_bad"
    assert reason in broken.reason
    assert found.get("context-outside-init") is not None


def test_our_own_rules_come_through_the_same_door() -> None:
    assert {rule.name for rule in installed().rules} >= {"context-outside-init", "unused-suppression"}
    assert installed().broken == ()


def test_order_is_by_family_and_name_and_the_first_of_a_name_stays() -> None:
    first = rule("b", WordRule("x"))
    made = make_registry(
        [first, rule("a", WordRule("x")), rule("z", WordRule("x"), family="a-family"), rule("b", WordRule("y"))]
    )
    assert [known.name for known in made.rules] == ["z", "a", "b", "unused-suppression"]
    assert made.get("b") is first
    assert made.families == ("a-family", "context-timing", "suppression")


def test_names_select_a_rule_or_a_family() -> None:
    made = words("bad", "worse")
    assert made.selected_by("no-bad") == {"no-bad"}
    assert made.selected_by("context-timing") == {"no-bad", "no-worse"}
    assert made.selected_by("no") == frozenset()
    assert made.nearest("no-bat") == "no-bad"
    assert made.nearest("contxt-timing") == "context-timing"
    assert made.nearest("?") is None


@pytest.mark.parametrize("known", installed().rules, ids=lambda known: known.name)
def test_every_rule_has_a_page_that_begins_with_its_name(known: Rule) -> None:
    assert known.page.startswith(f"# {known.name}\n")
    assert not known.summary.endswith(".")
