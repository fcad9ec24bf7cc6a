"""Writes to shared state as findings: what the seven rules of the family share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.engine.findings import Severity
from svelte_warden.flow.shown_writes import shown_writes
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
    writes = [write for write in context.program.query(shown_writes, context.path) if write.kind in kinds]
    seen: set[tuple[int, int]] = set()
    for write in writes:
        span = (write.place.start, write.place.end)
        if span in seen:
            continue
        seen.add(span)
        yield context.finding(*span, message(write), severity=_SEVERITIES[write.concern], related=related(write))
