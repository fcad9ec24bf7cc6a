"""What a context call or a function is, when it runs, and whether that is right: the plain data behind a hover."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.facts import model
from svelte_warden.facts.embedded import all_code
from svelte_warden.facts.immutable import immutable
from svelte_warden.flow.analyse import analyse
from svelte_warden.flow.function_runs import function_runs
from svelte_warden.flow.moments import Moment, Phase, Verdict
from svelte_warden.flow.names import around, path_to

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from svelte_warden.facts.code import Code
    from svelte_warden.flow.function_runs import FunctionRun
    from svelte_warden.flow.program import Program
    from svelte_warden.flow.timing import TimedCall
    from svelte_warden.flow.trail import Step

_PURPOSES = {
    "getContext": "It reads what the nearest component above has set for this key.",
    "setContext": "It sets a value for this key, which the components below can read.",
    "hasContext": "It says whether a component above has set a value for this key.",
    "getAllContexts": "It gives all values that components above have set, by key.",
    "createContext": "It reads the value that the nearest component above has set.",
    "onMount": "It registers what runs in the browser when the component has mounted; never on the server.",
    "onDestroy": "It registers what runs when the component is destroyed, on the server too.",
    "beforeUpdate": "It registers what runs before the component updates.",
    "afterUpdate": "It registers what runs after the component has updated.",
    "afterNavigate": "It registers what runs after each navigation while the component is there.",
    "beforeNavigate": "It registers what runs before each navigation while the component is there.",
    "onNavigate": "It registers what runs when a navigation is about to show, while the component is there.",
    "createEventDispatcher": "It makes a function that dispatches events of this component.",
}
_RUNES = 5
"""The version of Svelte from which errors have codes."""
_MOST_WAYS = 3
"""The ways to one call, or the moments of one function, that are told of."""


@immutable
class Explanation:
    """What is to be said about bytes ``start`` to ``end`` (exclusive) of the file that was asked about.

    ``title`` is one line, ``sentences`` follow it, ``steps`` prove the first way, oldest first. Names of code stand in
    backticks.
    """

    start: int
    end: int
    title: str
    sentences: tuple[str, ...]
    steps: tuple[Step, ...]


def explain(program: Program, path: str, offset: int) -> Explanation | None:
    """Explain what stands at a byte of a file: a call that is or reaches a context function, or a function's name.

    Returns ``None`` where there is neither. Never raises for what the file contains.
    """
    facts = program.facts(path)
    if facts is None:
        return None
    piece = next((placed for placed in all_code(facts) if _holds(placed, offset)), None)
    if piece is None or piece.item.form == "pattern":
        return None
    nodes = around(piece.item.statements, offset - piece.offset, offset - piece.offset)
    return _explained_call(program, path, piece, offset) or _explained_function(program, path, piece, nodes, offset)


def _holds(placed: model.Placed[Code], offset: int) -> bool:
    return placed.offset <= offset <= placed.offset + len(placed.item.text)


# --- calls ----------------------------------------------------------------------------------------------------------


def _explained_call(program: Program, path: str, piece: model.Placed[Code], offset: int) -> Explanation | None:
    flow = program.query(analyse, path)
    found = [
        (call, _name_end(call, piece)) for call in flow.timed_calls if call.place.start <= offset <= call.place.end
    ]
    under = [(call, end) for call, end in found if offset <= end]
    if not under:
        return None
    start = max(call.place.start for call, _ in under)
    calls = [call for call, _ in under if call.place.start == start]
    end = next(end for call, end in under if call.place.start == start)
    first = calls[0]
    is_itself = first.call == first.place
    name = "a `createContext` getter" if first.function == "createContext" else f"`{first.function}()`"
    title = f"{name[0].upper()}{name[1:]} {first.moment.words}" if is_itself else f"This leads to {name}"
    purpose = [_PURPOSES[first.function]] if is_itself and first.function in _PURPOSES else []
    ways = dict.fromkeys(_way(call) for call in calls[:_MOST_WAYS])
    return Explanation(start, end, title, (*purpose, *ways), first.steps)


def _name_end(call: TimedCall, piece: model.Placed[Code]) -> int:
    """Return the end of what is called: its arguments may hold other code, which is to be explained itself."""
    way = path_to(piece.item.statements, call.place.start - piece.offset, call.place.end - piece.offset)
    node = way[-1] if way else None
    return piece.offset + node.callee.end if isinstance(node, (model.Call, model.New)) else call.place.end


def _way(call: TimedCall) -> str:
    return f"It {call.moment.words}: {_judgement(call)}"


def _judgement(call: TimedCall) -> str:
    match call.verdict:
        case Verdict.THROWS if call.operation == "set" and call.moment.has_component and min(call.majors) >= _RUNES:
            return "the component has initialised by then, so Svelte throws `set_context_after_init`."
        case Verdict.THROWS:
            return "no component is current then, so Svelte throws."
        case Verdict.MAY_THROW if call.moment.phase is not Phase.SOMETIMES:
            return f"no component is current then in Svelte {call.majors[0]}, which throws."
        case Verdict.MAY_THROW:
            return "at first a component is current, later none is, and Svelte throws."
        case Verdict.UNSEEN:
            return "it works, but the children that exist already never see the value."
        case Verdict.IGNORED:
            return "it does nothing then, and its callback never runs."
        case Verdict.UNKNOWN:
            return "it works if a component is initialising then."
    return f"it works, {_reason(call.moment)}."


def _reason(moment: Moment) -> str:
    if moment.phase is Phase.INIT:
        return "because a component is initialising"
    return "because Svelte makes the component current again for that"


# --- functions ------------------------------------------------------------------------------------------------------


def _explained_function(
    program: Program, path: str, piece: model.Placed[Code], nodes: tuple[model.Node, ...], offset: int
) -> Explanation | None:
    named = _named_function(piece, nodes, offset - piece.offset)
    if named is None:
        return None
    function, name, start, end = named
    at = (piece.offset + function.start, piece.offset + function.end)
    runs = [run for run in program.query(function_runs, path) if (run.start, run.end) == at]
    what = f"`{name}()`" if name else "This function"
    if not runs:
        sentence = "Nothing that is known calls it."
        return Explanation(piece.offset + start, piece.offset + end, f"{what} is not seen to run", (sentence,), ())
    known = [run for run in runs if run.moment.phase is not Phase.UNKNOWN] or runs
    title = f"{what} {known[0].moment.words}"
    sentences = tuple(_sentences(known[:_MOST_WAYS]))
    return Explanation(piece.offset + start, piece.offset + end, title, sentences, known[0].steps)


def _sentences(runs: Iterable[FunctionRun]) -> Iterator[str]:
    for run in runs:
        if run.moment.phase is Phase.UNKNOWN:
            yield "It runs when its caller does; context functions work if a component is initialising then."
        elif run.moment.has_component:
            yield f"It {run.moment.words}: a component is current, so context functions work."
        elif run.moment.phase is Phase.SOMETIMES:
            yield f"It {run.moment.words}: context functions work at first and throw later."
        else:
            yield f"It {run.moment.words}: no component is current, so context and lifecycle functions throw."


def _named_function(
    piece: model.Placed[Code], nodes: tuple[model.Node, ...], offset: int
) -> tuple[model.Function, str, int, int] | None:
    """Return the function whose name or head stands at an offset, with its name and the span of that."""
    for node in reversed(nodes):
        match node:
            case model.Declarator(pattern=model.Name(name=name) as pattern, init=model.Function() as function):
                if pattern.start <= offset <= pattern.end:
                    return function, name, pattern.start, pattern.end
            case (
                model.ClassMember(key=str(name), value=model.Function() as function)
                | model.Property(key=str(name), value=model.Function() as function)
            ):
                end = _head_end(piece, node)
                if node.start <= offset <= end:
                    return function, name, node.start, end
            case model.Function(name=str(name)) if not node.is_arrow:
                end = _head_end(piece, node)
                if offset <= end:
                    return node, name, node.start, end
    return None


def _head_end(piece: model.Placed[Code], node: model.Node) -> int:
    """Return where the parameters of a function begin."""
    found = piece.item.text.find(b"(", node.start, node.end)
    return found if found >= 0 else node.end
