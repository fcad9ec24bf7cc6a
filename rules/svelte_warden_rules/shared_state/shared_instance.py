"""The rule ``shared-instance``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.engine.findings import Severity
from svelte_warden.engine.rule import Rule
from svelte_warden.flow.server_code import NEEDING_IMPORTERS
from svelte_warden_rules.shared_state.findings import writes_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svelte_warden.engine.findings import Finding
    from svelte_warden.engine.rule import RuleContext


def check(context: RuleContext) -> Iterator[Finding]:
    """Report each place that writes one."""
    return writes_of(context, "instance")


SHARED_INSTANCE = Rule(
    name="shared-instance",
    family="shared-state",
    severity=Severity.ERROR,
    summary="A method changes a module-level instance while a request is served",
    check=check,
    whole_workspace=NEEDING_IMPORTERS,
)
