"""What the four rules of the family say: what is wrong, why here, and what to do; and the way to the call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.engine.findings import Place, Related
from svelte_warden.flow.moments import Phase, Verdict
from svelte_warden_rules.steps import CALL, words_of_call

if TYPE_CHECKING:
    from svelte_warden.flow.timing import TimedCall
    from svelte_warden.flow.trail import Step

_RUNES = 5
_AFTER_AWAIT = "after-await"

# What stands at the place where a callback is handed over, by the cause of its moment.
_HANDED_OVER = {
    "handler": "the handler is attached here",
    "timer": "the timer is started here",
    "microtask": "the microtask is queued here",
    "promise": "the promise's callback is given here",
    "teardown": "what runs at the end is registered here",
    "effect-teardown": "what ends the effect is registered here",
    "navigation": "the navigation callback is registered here",
    "observer": "the observer is made here",
    "listener": "the listener is registered here",
    "store-change": "the store is subscribed to here",
    "store-stop": "the store is subscribed to here",
    "binding-setter": "the setter is given here",
    "effect": "the effect is made here",
    "onMount": "`onMount` is called here",
    "afterUpdate": "`afterUpdate` is called here",
    "action": "the action is applied here",
    "attachment": "the attachment is applied here",
    "transition": "the transition is applied here",
    "derived": "the derived value is read here",
    _AFTER_AWAIT: "after this `await` no component is initialising any more",
}


def called_name(call: TimedCall) -> str:
    """Return the function as the user calls it, in backticks where it has a name."""
    return "a `createContext` getter" if call.function == "createContext" else f"`{call.function}()`"


def message(call: TimedCall) -> str:
    """Say what is wrong, when the line runs and what follows, and what to do."""
    return f"{_what(call)} {_why(call)} {_how(call)}"


def _what(call: TimedCall) -> str:
    who = called_name(call)
    subject = who[0].upper() + who[1:] if call.place == call.call else f"{_leading(call)} leads to {who} and"
    return f"{subject} {call.moment.words}."


def _leading(call: TimedCall) -> str:
    """Return what stands at the place of the finding, which is a step on the way to the call."""
    step = next((step for step in call.steps if step.place == call.place and step.kind == "call"), None)
    found = CALL.fullmatch(step.words) if step is not None else None
    if found is None:
        return "This"
    name = found.group(2)
    return f"`new {name}()`" if found.group(1) == "creates" else f"`{name}()`"


def _why(call: TimedCall) -> str:
    match call.verdict:
        case Verdict.UNSEEN:
            return "Children that exist by then never see the value, and on the server it is never set."
        case Verdict.IGNORED if call.moment.has_component:
            return "A component without runes accepts it then, but never runs the callback."
        case Verdict.IGNORED:
            return "On the server it does nothing: the callback never runs."
        case Verdict.MAY_THROW if call.moment.phase is Phase.SOMETIMES:
            return "That works while a component initialises and throws at every later change."
        case Verdict.MAY_THROW:
            return f"No component is initialising then, so Svelte {call.majors[0]} throws."
    if call.operation == "set" and call.moment.has_component and min(call.majors) >= _RUNES:
        return "The component has initialised by then, so Svelte throws `set_context_after_init`."
    # On the server onDestroy meets no component without a check of its own, and throws a bare TypeError.
    has_code = min(call.majors) >= _RUNES and (call.function != "onDestroy" or call.moment.phase is not Phase.REQUEST)
    error = " `lifecycle_outside_component`" if has_code else ""
    return f"No component is initialising then, so Svelte throws{error}."


def _how(call: TimedCall) -> str:
    if call.moment.phase is Phase.REQUEST:
        return _instead_of_request(call)
    if call.moment.phase is Phase.MODULE:
        return "Call it from the component's script, or from a function that is called there."
    if call.operation == "lifecycle" and call.function != "createEventDispatcher":
        return "Register it at the top level of the component's script."
    if call.operation == "set":
        return "Set it at the top level of the component's script, before any `await`."
    if call.moment.cause == _AFTER_AWAIT and starts_with_component(call):
        return "Call it before the first `await` and keep the result."
    return "Call it at the top level of the component's script and use the result here."


def starts_with_component(call: TimedCall) -> bool:
    """Whether the function that awaits begins while a component may be current, so that moving the call up helps."""
    before = [step.moment for step in call.steps if step.moment is not None and step is not call.changed]
    return not before or before[-1].phase not in (Phase.LATER, Phase.REQUEST, Phase.MODULE)


def _instead_of_request(call: TimedCall) -> str:
    if call.operation == "lifecycle":
        return "Register it in the component that shows the result."
    return "Take what you need from `event` (`event.locals`, `parent()`), and read context in the component."


def related(call: TimedCall) -> list[Related]:
    """Return the way that leads to the call: where the callback was handed over, each call, and the call itself."""
    shown: dict[Place, str] = {}
    for step in call.steps:
        place = _place(step.place.path, step.place.start, step.place.end)
        is_change = step is call.changed
        if step.place != call.place and (is_change or step.kind == "call"):
            shown.setdefault(place, _words(step))
    if call.call != call.place:
        end = _place(call.call.path, call.call.start, call.call.end)
        shown[end] = f"{called_name(call)} is called here"
    return [Related(place, words) for place, words in shown.items()]


def _place(path: str, start: int, end: int) -> Place:
    return Place(path, start, end)


def _words(step: Step) -> str:
    if step.moment is not None:
        return _HANDED_OVER.get(step.moment.cause, f"this {step.words}")
    return words_of_call(step)
