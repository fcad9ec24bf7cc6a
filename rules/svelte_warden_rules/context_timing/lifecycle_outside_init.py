"""The rule ``lifecycle-outside-init``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.engine.findings import Severity
from svelte_warden.engine.rule import Rule
from svelte_warden_rules.context_timing.findings import applies, fixes_of, misplaced_calls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svelte_warden.engine.findings import Finding, Fix
    from svelte_warden.engine.rule import RuleContext
    from svelte_warden.flow.timing import TimedCall


def check(context: RuleContext) -> Iterator[Finding]:
    """Report each such call."""
    return misplaced_calls(context, _belongs)


def fixes(context: RuleContext, finding: Finding) -> tuple[Fix, ...]:
    """Return what can be done about one of them."""
    return fixes_of(context, finding, _belongs)


def _belongs(call: TimedCall) -> bool:
    return call.operation == "lifecycle"


LIFECYCLE_OUTSIDE_INIT = Rule(
    name="lifecycle-outside-init",
    family="context-timing",
    severity=Severity.ERROR,
    summary="A lifecycle function is called when no component initialises",
    check=check,
    applies=applies,
    fixes=fixes,
)
