"""Timed calls as findings: what the four rules of the family share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.engine.findings import Place, Related, Severity
from svelte_warden.flow.moments import Phase, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from svelte_warden.engine.findings import Finding
    from svelte_warden.engine.rule import RuleContext
    from svelte_warden.flow.timing import TimedCall

_CAUSES_AFTER_AWAIT = ("after-await", "after-top-level-await", "after-await-in-derived")


def is_after_await(call: TimedCall) -> bool:
    """Whether it is an ``await`` that took the component away."""
    return call.moment.cause in _CAUSES_AFTER_AWAIT


def has_no_component(call: TimedCall) -> bool:
    """Whether there is no component at all: a module or a SvelteKit function."""
    return call.moment.phase in (Phase.MODULE, Phase.REQUEST)


def misplaced_calls(context: RuleContext, belongs: Callable[[TimedCall], bool]) -> Iterator[Finding]:
    """Yield one finding for each place at which a call that belongs to the rule throws."""
    seen: set[tuple[int, int]] = set()
    for call in context.flow.timed_calls:
        if call.verdict not in (Verdict.THROWS, Verdict.MAY_THROW) or not belongs(call):
            continue
        span = (call.place.start, call.place.end)
        if span in seen:
            continue
        seen.add(span)
        yield context.finding(
            *span,
            message(call),
            severity=_severity(call),
            related=related(call),
        )


def _severity(call: TimedCall) -> Severity:
    if call.verdict is Verdict.THROWS:
        return Severity.ERROR
    # A callback that works at first and throws when its store changes: nobody may ever change it.
    return Severity.INFO if call.moment.phase is Phase.SOMETIMES else Severity.WARNING


def message(call: TimedCall) -> str:
    """Say what is wrong, when it runs, and what to do."""
    who = f"`{called_name(call)}`"
    what = who if call.place == call.call else f"This call reaches {who} and"
    return f"{what} {call.moment.words}, where {_consequence(call)}. {_cure(call)}"


def called_name(call: TimedCall) -> str:
    """Return the function as the user calls it."""
    return "createContext's getter" if call.function == "createContext" else f"{call.function}()"


def _consequence(call: TimedCall) -> str:
    if call.operation == "set" and call.moment.has_component:
        return "`setContext` throws `set_context_after_init`"
    if call.verdict is Verdict.MAY_THROW:
        return "no component is initialising on every run, so it can throw"
    return "no component is initialising, so it throws"


def _cure(call: TimedCall) -> str:
    if call.moment.phase is Phase.REQUEST:
        return "Pass the value through `load`'s result or `event.locals` instead."
    if call.moment.phase is Phase.MODULE:
        return "Call it from a function that the component calls while it initialises."
    if is_after_await(call):
        return "Call it before the first `await`."
    return "Call it at the top level of the component's script and keep the result."


def related(call: TimedCall) -> list[Related]:
    """Return the way from the finding to the call, and what changed the moment."""
    shown = []
    if call.changed is not None and call.changed.place != call.place:
        shown.append(Related(Place(call.changed.place.path, call.changed.place.start, call.changed.place.end), f"this {call.changed.words}"))
    for step in call.steps:
        if step.kind == "call" and step.place != call.place and step is not call.changed:
            shown.append(Related(Place(step.place.path, step.place.start, step.place.end), step.words))
    if call.call != call.place:
        shown.append(Related(Place(call.call.path, call.call.start, call.call.end), f"{called_name(call)} is called here"))
    return shown
