"""The rule ``shared-cache``."""

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
    return writes_of(context, "cache")


def fixes(context: RuleContext, finding: Finding) -> tuple[Fix, ...]:
    """Return what can be done about one of them."""
    return fixes_of(context, finding, "cache")


SHARED_CACHE = Rule(
    name="shared-cache",
    family="shared-state",
    severity=Severity.ERROR,
    summary="A module-level cache keeps a user's data under a key that is not the user",
    check=check,
    applies=applies,
    fixes=fixes,
    whole_workspace=NEEDING_WORKSPACE,
)
