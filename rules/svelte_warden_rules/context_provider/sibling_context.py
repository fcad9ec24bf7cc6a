"""The rule ``sibling-context``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.engine.findings import Severity
from svelte_warden.engine.rule import Rule
from svelte_warden_rules.context_provider.findings import applies, fixes_of, unprovided_reads

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svelte_warden.engine.findings import Finding, Fix
    from svelte_warden.engine.rule import RuleContext


def check(context: RuleContext) -> Iterator[Finding]:
    """Report each such read."""
    return unprovided_reads(context, "sibling")


def fixes(context: RuleContext, finding: Finding) -> tuple[Fix, ...]:
    """Return what can be done about one of them."""
    return fixes_of(context, finding, "sibling")


SIBLING_CONTEXT = Rule(
    name="sibling-context",
    family="context-provider",
    severity=Severity.ERROR,
    summary="Only components that are no ancestors set the context that is read",
    check=check,
    applies=applies,
    fixes=fixes,
    whole_workspace=True,
)
