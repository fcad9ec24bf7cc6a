"""A context or lifecycle call in words: what it does, when it runs, and why that is right or wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from svelte_warden.flow.analyse import analyse
from svelte_warden.flow.explain import explain
from svelte_warden.flow.moments import Phase, Verdict

if TYPE_CHECKING:
    from svelte_warden.flow.timing import TimedCall
    from svelte_warden.flow.trail import Step
    from svelte_warden.lsp.session import Session
    from svelte_warden.text.source import Source

_PURPOSES = {
    "getContext": "Reads the value that the nearest component above has set for this key.",
    "setContext": "Sets a value for this key, which components below can read.",
    "hasContext": "Whether a component above has set a value for this key.",
    "getAllContexts": "All values that components above have set, by key.",
    "createContext": "Reads or sets the value of a context that `createContext` made.",
    "onMount": "Runs its callback in the browser after the component has mounted; never on the server.",
    "onDestroy": "Runs its callback when the component is destroyed, on the server too.",
    "beforeUpdate": "Runs its callback before the component updates.",
    "afterUpdate": "Runs its callback after the component has updated.",
    "createEventDispatcher": "Makes a function that dispatches events of this component.",
}
_MOST_WAYS = 3  # ways to one call that are told of


class Described(NamedTuple):
    """Markdown about the bytes from ``start`` to ``end``, the end exclusive."""

    markdown: str
    start: int
    end: int


def describe_call(session: Session, path: str, source: Source, offset: int) -> Described | None:
    """Describe the call whose name stands at a byte of a file; None if there is none."""
    flow = session.query(analyse, path)
    touching = [call for call in flow.timed_calls if _is_name_at(source, call, offset)] if flow else []
    if not touching:
        return None
    start = max(call.place.start for call in touching)
    calls = [call for call in touching if call.place.start == start]
    own = [call for call in calls if call.call == call.place]
    heading = f"**`{calls[0].function}()`**" if own else f"This call reaches **`{calls[0].function}()`**."
    purpose = _PURPOSES.get(calls[0].function, "") if own else ""
    ways = [_way(session, path, call) for call in calls[:_MOST_WAYS]]
    return Described(
        "\n\n".join(part for part in (heading, purpose, *ways) if part), start, _name_end(source, calls[0])
    )


def describe_function(session: Session, path: str, offset: int) -> Described | None:
    """Describe when the function runs whose name stands at a byte of a file, with one way that shows it."""
    found = session.ask_in_a_moment(path, lambda program: explain(program, path, offset))
    if found is None:
        return None
    steps = [f"{number}. {_step(session, path, step)}" for number, step in enumerate(found.steps, 1)]
    parts = [f"**{found.title}**", *found.sentences, "\n".join(steps)]
    return Described("\n\n".join(part for part in parts if part), found.start, found.end)


def _name_end(source: Source, call: TimedCall) -> int:
    """The end of what is called: the arguments may hold a whole component's worth of other code."""
    end = source.data.find(b"(", call.place.start, call.place.end)
    return end if end >= 0 else call.place.end


def _is_name_at(source: Source, call: TimedCall, offset: int) -> bool:
    return call.place.start <= offset <= _name_end(source, call)


def _way(session: Session, path: str, call: TimedCall) -> str:
    lines = [f"It {call.moment.words}: {_judgement(call)}"]
    lines += [f"{number}. {_step(session, path, step)}" for number, step in enumerate(call.steps, 1)]
    return "\n".join([lines[0], "", *lines[1:]]) if call.steps else lines[0]


def _step(session: Session, path: str, step: Step) -> str:
    subject = "" if step.kind == "call" else "this "
    return f"{subject}{step.words} ({session.link(step.place.path, step.place.start, path)})"


def _judgement(call: TimedCall) -> str:
    phase = call.moment.phase
    if call.verdict is Verdict.THROWS:
        if call.operation == "set" and call.moment.has_component:
            return "the component is initialised already, so Svelte throws `set_context_after_init`."
        return "there is no component then, so it throws."
    if call.verdict is Verdict.MAY_THROW:
        return "not every time is a component current then, so it can throw."
    if call.verdict is Verdict.UNKNOWN:
        return "it works if a component is initialising then."
    if phase is Phase.INIT:
        return "it works, the component is there."
    return "it works, Svelte makes the component current again for that."
