"""Which fixes are offered for a write, the best first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden_rules.shared_state.fixes.browser_only import guard, move_to_browser
from svelte_warden_rules.shared_state.fixes.case import Case
from svelte_warden_rules.shared_state.fixes.copying import copy_first
from svelte_warden_rules.shared_state.fixes.explanations import explanation
from svelte_warden_rules.shared_state.fixes.own_variable import own_variable
from svelte_warden_rules.shared_state.fixes.page_data import read_page_data
from svelte_warden_rules.shared_state.fixes.per_request import one_per_request
from svelte_warden_rules.shared_state.fixes.request_locals import keep_on_locals
from svelte_warden_rules.shared_state.fixes.to_context import to_context

if TYPE_CHECKING:
    from svelte_warden.engine.findings import Fix
    from svelte_warden.flow.program import Program
    from svelte_warden.flow.sharing import StateWrite

# In the order in which they are offered, the safe ones first.
_MAKERS = (
    copy_first, own_variable, one_per_request, keep_on_locals, read_page_data, to_context, move_to_browser, guard,
)  # fmt: skip
_ORDER = ("safe", "unsafe", "manual")


def fixes_for(program: Program, path: str, write: StateWrite) -> tuple[Fix, ...]:
    """Return what can be done about a write that is shown in a file."""
    if write.concern == "none":
        return ()
    case = Case(program, path, write)
    offered = [fix for make in _MAKERS if (fix := make(case)) is not None]
    if not offered:
        return (explanation(case),)
    return tuple(sorted(offered, key=lambda fix: _ORDER.index(fix.safety)))
