"""How many context and lifecycle calls the analysis saw, and what it thinks of them: a silence that means something."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from svelte_warden.engine.analysis import Analysis
from svelte_warden.engine.findings import Severity
from svelte_warden.engine.registry import Registry
from svelte_warden.engine.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from svelte_warden.engine.findings import Finding
    from svelte_warden.engine.rule import RuleContext


def take_census(folder: Path) -> dict[str, int]:
    """Return how often each function was seen with each verdict, such as `{"getContext works": 12}`, by name.

    `files not finished` counts the files whose analysis met its bounds.

    Raises:
        RuntimeError: The analysis of a file crashed.
    """
    analysis = Analysis([folder.as_posix()], rules=Registry((_EVERY_CALL,)))
    counted: Counter[str] = Counter()
    for path in analysis.files():
        outcome = analysis.outcome(path)
        for crash in outcome.crashes:
            raise RuntimeError(crash.traceback)
        counted.update(finding.message for finding in outcome.findings)
    return dict(sorted(counted.items()))


def _report_every_call(context: RuleContext) -> Iterator[Finding]:
    if not context.flow.complete:
        yield context.finding(0, 0, "files not finished")
    for call in context.flow.timed_calls:
        verdict = call.verdict.name.lower().replace("_", " ")
        yield context.finding(call.place.start, call.place.end, f"{call.function} {verdict}")


_EVERY_CALL = Rule(
    "every-call", "census", Severity.HINT, "A context or lifecycle function is called", _report_every_call
)
