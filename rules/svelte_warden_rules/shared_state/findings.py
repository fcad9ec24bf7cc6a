"""Writes to shared state as findings: what the seven rules of the family share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.engine.findings import Severity
from svelte_warden_rules.shared_state.messages import message, related

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svelte_warden.engine.findings import Finding
    from svelte_warden.engine.rule import RuleContext
    from svelte_warden.flow.sharing import StateKind

_SEVERITIES = {
    "user-data": Severity.ERROR,
    "given-data": Severity.WARNING,
    "kept-function": Severity.WARNING,
    "user-choice": Severity.WARNING,
    "none": Severity.INFO,
}


def writes_of(context: RuleContext, *kinds: StateKind) -> Iterator[Finding]:
    """Yield one finding for each place in the file that writes shared state of these kinds on the server."""
    writes = [write for write in context.flow.state_writes if write.on_server and write.kind in kinds]
    if not writes:
        return
    from svelte_warden.flow.server_tree import runs_on_server  # noqa: PLC0415 - only checking needs it

    if not runs_on_server(context.program, context.path):
        return
    seen: set[tuple[int, int]] = set()
    for write in writes:
        span = (write.place.start, write.place.end)
        if span in seen:
            continue
        seen.add(span)
        yield context.finding(*span, message(write), severity=_SEVERITIES[write.concern], related=related(write))
