"""Small projects in a temporary folder, and rules to run on them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from svelte_warden.engine.analysis import Analysis
from svelte_warden.engine.findings import Finding, Severity
from svelte_warden.engine.registry import Registry, make_registry
from svelte_warden.engine.rule import Rule, RuleContext

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

PACKAGE = json.dumps({"name": "app", "devDependencies": {"svelte": "^5.0.0"}})


def write(root: Path, files: Mapping[str, str]) -> None:
    """Write path → content below a folder."""
    for path, text in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())


def svelte_project(root: Path, files: Mapping[str, str]) -> str:
    """Write a Svelte 5 project and return its path."""
    write(root, {"package.json": PACKAGE, **files})
    return root.as_posix()


def rule(
    name: str,
    check: Callable[[RuleContext], Iterable[Finding]],
    *,
    family: str = "context-timing",
    severity: Severity = Severity.ERROR,
) -> Rule:
    """Make a rule."""
    return Rule(name, family, severity, f"Finds {name}", check)


@dataclass
class WordRule:
    """Reports every statement of a script that has a word in it, and counts how often it was asked."""

    word: str
    asked: list[str] = field(default_factory=list)

    def __call__(self, context: RuleContext) -> Iterator[Finding]:
        """Report the statements."""
        self.asked.append(context.path)
        facts = context.program.facts(context.path)
        if facts is None:
            return
        for placed in (*facts.module, *facts.instance):
            index = placed.item.text.find(self.word.encode())
            if index >= 0:
                start = placed.offset + index
                yield context.finding(start, start + len(self.word), f"here is {self.word}")


def words(*names: str, family: str = "context-timing") -> Registry:
    """Make a registry with one rule for each word, called `no-word`."""
    return make_registry(rule(f"no-{word}", WordRule(word), family=family) for word in names)


def analysis_of(root: str, rules: Registry) -> Analysis:
    """Return the analysis of a folder."""
    return Analysis([root], rules=rules)


def shown(analysis: Analysis, path: str) -> list[tuple[int, str, str]]:
    """Return 1-based line, rule and severity of each finding of a file."""
    source = analysis.source(path)
    return [
        (source.position(finding.place.start, "utf-8")[0] + 1, finding.rule, finding.severity.value)
        for finding in analysis.findings(path)
    ]
