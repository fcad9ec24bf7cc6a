"""The engine's own rule, about comments that silence nothing. Its findings are made in ``suppress``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.engine.findings import Severity
from svelte_warden.engine.rule import Rule

if TYPE_CHECKING:
    from svelte_warden.engine.findings import Finding
    from svelte_warden.engine.rule import RuleContext


def _nothing(_context: RuleContext) -> tuple[Finding, ...]:
    """Find nothing: only the engine knows what a comment silenced."""
    return ()


UNUSED_SUPPRESSION = Rule(
    name="unused-suppression",
    family="suppression",
    severity=Severity.WARNING,
    summary="A svelte-warden-ignore comment silences nothing or names no rule",
    check=_nothing,
)
