"""A process that serves with an analysis that crashes on request: for a word in a file, as a whole or in one rule."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from svelte_warden.engine.analysis import Analysis
from svelte_warden.engine.findings import Severity
from svelte_warden.engine.registry import installed, make_registry
from svelte_warden.engine.rule import Rule, RuleContext
from svelte_warden.lsp import main

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from svelte_warden.engine.findings import Finding
    from svelte_warden.engine.outcome import FileOutcome

SECRET = "a secret of the user"  # noqa: S105  what must not reach the log


def _check(context: RuleContext) -> Iterable[Finding]:
    if context.path.endswith("CrashTheRule.svelte"):
        raise KeyError(SECRET)
    return ()


FRAGILE = Rule("fragile-rule", "fragile", Severity.ERROR, "Crashes", _check)


class CrashingAnalysis(Analysis):
    def outcome(self, path: str) -> FileOutcome:
        _crash(path)
        return super().outcome(path)

    def near_outcome(self, path: str) -> FileOutcome:
        _crash(path)
        return super().near_outcome(path)


def _crash(path: str) -> None:
    if path.endswith("CrashTheAnalysis.svelte"):
        raise KeyError(SECRET)


def make_analysis(roots: Sequence[str], cancelled: Callable[[], bool]) -> Analysis:
    return CrashingAnalysis(roots, rules=make_registry([*installed().rules, FRAGILE]), cancelled=cancelled)


if __name__ == "__main__":
    main.make_analysis = make_analysis
    sys.exit(main.serve_standard_streams())
