"""The rule ``shared-variable``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.engine.findings import Severity
from svelte_warden.engine.rule import Rule
from svelte_warden.flow.server_code import NEEDING_WORKSPACE
from svelte_warden_rules.shared_state.findings import applies, fixes_of, writes_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svelte_warden.engine.findings import Finding, Fix
    from svelte_warden.engine.rule import RuleContext


def check(context: RuleContext) -> Iterator[Finding]:
    """Report each place that writes one."""
    return writes_of(context, "variable")


def fixes(context: RuleContext, finding: Finding) -> tuple[Fix, ...]:
    """Return what can be done about one of them."""
    return fixes_of(context, finding, "variable")


SHARED_VARIABLE = Rule(
    name="shared-variable",
    family="shared-state",
    severity=Severity.ERROR,
    summary="A module-level variable is reassigned while a request is served",
    check=check,
    applies=applies,
    fixes=fixes,
    whole_workspace=NEEDING_WORKSPACE,
)
