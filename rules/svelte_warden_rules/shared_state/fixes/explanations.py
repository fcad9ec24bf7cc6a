"""What to do by hand, where no edit would be right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.engine.findings import Fix
from svelte_warden.flow.moments import Phase

if TYPE_CHECKING:
    from svelte_warden_rules.shared_state.fixes.case import Case

_BY_KIND = {
    "cache": "Make the user part of the key, or keep the value in a `WeakMap` whose key is the `event`",
    "global": "Keep it on `event.locals`; far from the event, `getRequestEvent().locals` is the same object",
    "instance": "Make an instance for each request, or hand what belongs to the user to each call",
}
_LASTS = "what is to last belongs into a database or a cookie"


def explanation(case: Case) -> Fix:
    """Return a fix that only explains."""
    write = case.write
    if write.concern == "kept-function":
        return Fix("Take the function out again before the request ends", "manual", ())
    if write.kind in _BY_KIND:
        return Fix(_BY_KIND[write.kind], "manual", ())
    if write.moment.phase is not Phase.REQUEST:
        return Fix("Make it in a component, and hand it down in context", "manual", ())
    if write.kind in ("store", "rune-state"):
        return Fix("Return the value from `load`, and read it from `data`", "manual", ())
    return Fix(f"Return it from `load`, or keep it on `event.locals`; {_LASTS}", "manual", ())
