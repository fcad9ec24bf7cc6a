"""Writes to shared state as findings: what the seven rules of the family share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.engine.findings import Severity
from svelte_warden.flow.server_code import is_server_code
from svelte_warden_rules.shared_state.messages import message, related

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svelte_warden.engine.findings import Finding, Fix
    from svelte_warden.engine.rule import RuleContext
    from svelte_warden.flow.analyse import FileFlow
    from svelte_warden.flow.program import Program
    from svelte_warden.flow.sharing import StateKind, StateWrite

_SEVERITIES = {
    "user-data": Severity.ERROR,
    "given-data": Severity.WARNING,
    "kept-function": Severity.WARNING,
    "user-choice": Severity.WARNING,
    "overwritten": Severity.INFO,
    "put-back": Severity.INFO,
    "survives": Severity.WARNING,
    "none": Severity.INFO,
}


def applies(program: Program, path: str, flow: FileFlow) -> bool:
    """Whether a file may show any write: it leads to one, or other files lead to one in it."""
    return bool(flow.state_writes) or program.query(is_server_code, path)


def writes_of(context: RuleContext, *kinds: StateKind) -> Iterator[Finding]:
    """Yield one finding for each place in the file that writes shared state of these kinds on the server."""
    for span, write in _shown(context, kinds).items():
        yield context.finding(*span, message(write), severity=_severity(write), related=related(write))


def _severity(write: StateWrite) -> Severity:
    severity = _SEVERITIES[write.concern]
    return Severity.WARNING if severity is Severity.ERROR and write.is_only_possible else severity


def fixes_of(context: RuleContext, finding: Finding, *kinds: StateKind) -> tuple[Fix, ...]:
    """Return what can be done about a finding of :func:`writes_of`."""
    write = _shown(context, kinds).get((finding.place.start, finding.place.end))
    if write is None:
        return ()
    # only fixing needs it: `rules` and `explain` must not wait for it
    from svelte_warden_rules.shared_state.fixes.choice import fixes_for  # noqa: PLC0415

    return fixes_for(context.program, context.path, write)


def _shown(context: RuleContext, kinds: tuple[StateKind, ...]) -> dict[tuple[int, int], StateWrite]:
    """Return the first write of these kinds at each place."""
    from svelte_warden.flow.shown_writes import shown_writes  # noqa: PLC0415 - as above, and so must the analysis

    found: dict[tuple[int, int], StateWrite] = {}
    for write in context.program.query(shown_writes, context.path):
        if write.kind in kinds:
            found.setdefault((write.place.start, write.place.end), write)
    return found
