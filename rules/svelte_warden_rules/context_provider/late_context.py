"""The rule ``late-context``."""

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
    return unprovided_reads(context, "late")


def fixes(context: RuleContext, finding: Finding) -> tuple[Fix, ...]:
    """Return what can be done about one of them."""
    return fixes_of(context, finding, "late")


LATE_CONTEXT = Rule(
    name="late-context",
    family="context-provider",
    severity=Severity.ERROR,
    summary="The context is set after the components that read it have initialised",
    check=check,
    applies=applies,
    fixes=fixes,
    whole_workspace=True,
)
