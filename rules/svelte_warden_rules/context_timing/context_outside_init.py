"""The rule ``context-outside-init``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.engine.findings import Severity
from svelte_warden.engine.rule import Rule
from svelte_warden_rules.context_timing.findings import (
    applies,
    fixes_of,
    has_no_component,
    is_after_await,
    misplaced_calls,
)

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
    return call.operation != "lifecycle" and not is_after_await(call) and not has_no_component(call)


CONTEXT_OUTSIDE_INIT = Rule(
    name="context-outside-init",
    family="context-timing",
    severity=Severity.ERROR,
    summary="A handler, a timer, a callback or a teardown calls a context function",
    check=check,
    applies=applies,
    fixes=fixes,
)
