"""The quick fixes of the family: which of them fits a call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.engine.editing.outline import outline_of
from svelte_warden.engine.editing.site import holders, site_of
from svelte_warden.engine.findings import Fix
from svelte_warden.flow.analyse import analyse
from svelte_warden.flow.moments import Phase, Verdict
from svelte_warden.flow.trail import READS_STORE
from svelte_warden_rules.context_timing.hoisting import (
    hoist_to_init,
    move_before,
    move_to_instance_script,
    return_from_mount,
    set_at_init,
    wrap_in_function,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from svelte_warden.engine.editing.outline import Outline
    from svelte_warden.engine.editing.site import Site
    from svelte_warden.engine.findings import Safety
    from svelte_warden.engine.rule import RuleContext
    from svelte_warden.flow.interpreter.values import Place
    from svelte_warden.flow.moments import Moment
    from svelte_warden.flow.program import Program
    from svelte_warden.flow.timing import TimedCall

_AFTER_AWAIT = "after-await"
_DISPATCHER = "createEventDispatcher"
_RUNES = 5
_ABOVE = "Move it above the first `await`"
# What gives the same whenever a component calls it, and does nothing else.
_PLAIN = frozenset(("getContext", "hasContext", "getAllContexts", "createContext", _DISPATCHER))


def fixes_for(context: RuleContext, file: Outline, call: TimedCall) -> tuple[Fix, ...]:
    """Return what can be done about a call: one fix that edits, or one that only explains."""
    for place in _places(call):
        site = site_of(file, place)
        fix = _edit(context, site, call, is_itself=place == call.call) if site is not None else None
        if fix is not None:
            return (fix,)
    return (Fix(_explanation(call), "manual", ()),)


def _places(call: TimedCall) -> Iterable[Place]:
    """Return where an edit might help, the nearest to the context call first."""
    position = call.steps.index(call.changed) + 1 if call.changed is not None else 0
    way = [step.place for step in call.steps[position:] if step.kind == "call"]
    reads_of_stores = {step.place for step in call.steps if step.words == READS_STORE}
    return [place for place in dict.fromkeys((call.call, *reversed(way), call.place)) if place not in reads_of_stores]


def _edit(context: RuleContext, site: Site, call: TimedCall, *, is_itself: bool) -> Fix | None:
    if call.moment.phase is Phase.REQUEST:
        return None
    if call.moment.phase is Phase.MODULE:
        is_read = call.operation == "get" and is_itself and call.place == call.call
        return (move_to_instance_script(site) or wrap_in_function(site)) if is_read else None
    if call.operation == "lifecycle" and call.function != _DISPATCHER:
        return _register_earlier(site, call) if is_itself else None
    if call.operation == "set":
        return _set_earlier(site, call, is_itself=is_itself)
    is_plain = is_itself and call.function in _PLAIN
    if not is_plain and site.is_for_effect:
        return None  # it is called for what it does then
    safety: Safety = "safe" if is_plain else "unsafe"
    return hoist_to_init(site, safety, context.program.query(_last_setting, context.path)) or _move_up(
        site, call, safety
    )


def _last_setting(program: Program, path: str) -> int:
    """Return the index of the last statement that sets a context at init: what the component reads comes after it."""
    file = outline_of(program, path)
    calls = program.query(analyse, path).timed_calls
    setting = (call.place.start for call in calls if call.operation == "set" and call.verdict is Verdict.WORKS)
    return max(map(file.instance_index, setting), default=-1)


def _set_earlier(site: Site, call: TimedCall, *, is_itself: bool) -> Fix | None:
    if call.moment.phase is Phase.AFTER_TOP_LEVEL_AWAIT:
        return set_at_init(site, "safe" if is_itself else "unsafe", _ABOVE)
    return set_at_init(site, "unsafe")


def _register_earlier(site: Site, call: TimedCall) -> Fix | None:
    if call.function == "onDestroy" and call.moment.cause == "onMount":
        return return_from_mount(site)
    return _move_up(site, call, "unsafe")


def _move_up(site: Site, call: TimedCall, safety: Safety) -> Fix | None:
    """Move the call before the statement after which there is no component, where there is one before it."""
    if call.changed is None or not _works_before(call):
        return None
    is_await = call.moment.cause == _AFTER_AWAIT
    if call.operation == "lifecycle" and not is_await:
        return None
    title = _ABOVE if is_await else "Call it before, while the component initialises"
    return move_before(site, holders(site, call.changed.place), safety, title)


def _works_before(call: TimedCall) -> bool:
    """Whether the function that gives the component up begins while one is current."""
    before = _moment_before(call)
    if before is None or before.phase in (Phase.INIT, Phase.UNKNOWN):
        return True
    if call.operation == "lifecycle" and call.function != _DISPATCHER:
        return False  # a component without runes accepts it and never calls the callback
    return before.phase is Phase.CURRENT and call.operation != "set" and min(call.majors) >= _RUNES


def _moment_before(call: TimedCall) -> Moment | None:
    earlier = [step.moment for step in call.steps if step.moment is not None and step is not call.changed]
    return earlier[-1] if earlier else None


def _explanation(call: TimedCall) -> str:
    if call.operation == "lifecycle" and call.function != _DISPATCHER:
        return "Register it at the top level of the component's script"
    if call.moment.phase is Phase.REQUEST:
        return "Take the value from `event` or `parent()`, and read the context in a component"
    if call.moment.phase is Phase.MODULE:
        return "Call it from a component's script, while the component initialises"
    if call.operation == "set":
        return "Set the context at the top level of the component's script"
    return "Call it at the top level of the component's script and hand the result on"
