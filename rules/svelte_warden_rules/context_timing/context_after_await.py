"""The rule ``context-after-await``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.engine.findings import Severity
from svelte_warden.engine.rule import Rule
from svelte_warden_rules.context_timing.findings import is_after_await, misplaced_calls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svelte_warden.engine.findings import Finding
    from svelte_warden.engine.rule import RuleContext


def check(context: RuleContext) -> Iterator[Finding]:
    """Report each such call."""
    return misplaced_calls(context, lambda call: call.operation != "lifecycle" and is_after_await(call))


CONTEXT_AFTER_AWAIT = Rule(
    name="context-after-await",
    family="context-timing",
    severity=Severity.ERROR,
    summary="A context function is called after an `await`",
    check=check,
)
