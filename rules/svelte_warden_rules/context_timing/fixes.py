"""The quick fixes of the family."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from svelte_warden.engine.findings import Fix
    from svelte_warden.engine.rule import RuleContext
    from svelte_warden.flow.timing import TimedCall


def fixes_for(_context: RuleContext, _call: TimedCall) -> tuple[Fix, ...]:
    """Return what can be done about a call, the best first."""
    return ()
