"""The rule ``context-outside-component``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.engine.findings import Severity
from svelte_warden.engine.rule import Rule
from svelte_warden_rules.context_timing.findings import has_no_component, misplaced_calls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svelte_warden.engine.findings import Finding
    from svelte_warden.engine.rule import RuleContext


def check(context: RuleContext) -> Iterator[Finding]:
    """Report each such call."""
    return misplaced_calls(context, lambda call: call.operation != "lifecycle" and has_no_component(call))


CONTEXT_OUTSIDE_COMPONENT = Rule(
    name="context-outside-component",
    family="context-timing",
    severity=Severity.ERROR,
    summary="A load, an action, a hook, an endpoint or a module calls a context function",
    check=check,
)
