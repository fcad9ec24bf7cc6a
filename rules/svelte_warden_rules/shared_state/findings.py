"""Writes to shared state as findings: what the seven rules of the family share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.engine.findings import Place, Related, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svelte_warden.engine.findings import Finding
    from svelte_warden.engine.rule import RuleContext
    from svelte_warden.flow.sharing import StateKind, StateWrite

_SEVERITIES = {
    "user-data": Severity.ERROR,
    "given-data": Severity.WARNING,
    "kept-function": Severity.WARNING,
    "user-choice": Severity.WARNING,
    "none": Severity.INFO,
}
_WHAT: dict[StateKind, str] = {
    "variable": "the module variable `{}`",
    "object": "the module-level object{}",
    "store": "a module-level store",
    "rune-state": "the module-level state `{}`",
    "instance": "a module-level instance",
    "cache": "a module-level cache",
    "global": "the global `{}`",
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


def message(write: StateWrite) -> str:
    """Say what is shared, whose data reaches it, and what follows."""
    name = write.name
    what = _WHAT[write.kind].format(f" (`{name}`)" if write.kind == "object" and name else name)
    sources = ", ".join(origin.label for origin in write.origins) or "a value"
    if write.concern == "user-data":
        return f"This writes {sources} into {what}, which all users of the server share: the next request can see it."
    if write.concern == "given-data":
        return (
            f"This writes {sources} into {what} on the server: if that is a user's data, the next request can see it."
        )
    if write.concern == "kept-function":
        return f"This keeps a function that remembers {sources} in {what}, which all users of the server share."
    if write.concern == "user-choice":
        return f"Depending on {sources}, this changes {what} on the server: what one user does, the next one sees."
    return f"This changes {what} on the server; it outlives the request and all users share it."


def related(write: StateWrite) -> list[Related]:
    """Return the declaration and the way to the write."""
    shown = []
    if write.declared_at is not None:
        at = write.declared_at
        shown.append(Related(Place(at.path, at.start, at.end), "declared here: one for the whole server process"))
    for step in write.steps:
        if step.place != write.place:
            words = f"this {step.words}" if step.kind == "moment" else step.words
            shown.append(Related(Place(step.place.path, step.place.start, step.place.end), words))
    if write.write != write.place:
        shown.append(Related(Place(write.write.path, write.write.start, write.write.end), "written here"))
    return shown
