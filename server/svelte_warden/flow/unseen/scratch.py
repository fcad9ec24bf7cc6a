"""State that everybody overwrites before he reads it: parsers keep what they read, and where they are, while they run.

Nothing that runs from its start to its end can meet another request in between.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from svelte_warden.facts import model
from svelte_warden.flow.names import children, descendants
from svelte_warden.flow.unseen.private_state import mentions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from svelte_warden.flow.unseen.private_state import PrivateState

_AT_ONCE: Final = frozenset(
    ("every", "filter", "find", "findIndex", "findLast", "findLastIndex", "flatMap", "forEach", "map", "reduce",
     "reduceRight", "replace", "replaceAll", "some", "sort", "toSorted"),
)  # fmt: skip
"""What calls the function that it is given before it returns."""
_GIVES_ITSELF: Final = frozenset(("copyWithin", "entries", "fill", "keys", "reverse", "sort", "values"))


def is_scratch(state: PrivateState) -> bool:
    """Whether the state is read, all that reads it runs in one go, and has overwritten it before."""
    touching = _touching(state)
    routines = [(name, function) for name, function in state.routines if name in touching]
    if any(_touches(state, touching, node) for node in state.others if not _declares(state, node)):
        return False
    if any(function.is_async or function.is_generator for _, function in routines):
        return False
    if any(_outlives(state, touching, function) for _, function in routines):
        return False
    resets = [(name, _first_reset(state, touching, function.body)) for name, function in routines]
    exposed = frozenset(name for name, reset in resets if reset is None)
    if not exposed <= state.hidden or any(_is_handed_on(state, exposed, node) for node in state.nodes()):
        return False
    is_emptied = any(reset is not None and not _is_new(state, reset) for _, reset in resets)
    is_given_away = is_emptied and any(_gives_away(state, function) for _, function in routines)
    is_reset = len(exposed) < len({name for name, _ in routines})
    return is_reset and not is_given_away and any(_is_read(state, function) for _, function in routines)


def _is_read(state: PrivateState, node: model.Node) -> bool:
    match node:
        case model.Assignment(operator="=", target=target, value=value) if state.is_it(target):
            return _is_read(state, value)
        case _:
            return state.is_it(node) or any(_is_read(state, child) for child in children(node))


def _touching(state: PrivateState) -> frozenset[str]:
    """Return the routines that name the state, or that call one which does."""
    found: frozenset[str] = frozenset()
    while True:
        more = found | {name for name, function in state.routines if _touches(state, found, function)}
        if more == found:
            return found
        found = more


def _touches(state: PrivateState, touching: frozenset[str], node: model.Node) -> bool:
    """Whether some code names the state or one of some routines."""
    return any(state.is_it(each) or state.routine_named_by(each) in touching for each in descendants((node,)))


def _declares(state: PrivateState, node: model.Node) -> bool:
    match node:
        case model.VariableDeclaration(declarators=(declarator,)):
            first = state.beginning(declarator)
            return first is not None and not any(mentions(state, each) for each in first)
        case _:
            return False


def _outlives(state: PrivateState, touching: frozenset[str], node: model.Node) -> bool:
    """Whether a function makes another one that touches the state and may run later."""
    at_once = {id(given) for each in descendants((node,)) for given in _called_at_once(each)}
    return any(
        isinstance(each, model.Function) and id(each) not in at_once and _touches(state, touching, each)
        for child in children(node)
        for each in descendants((child,))
    )


def _called_at_once(node: model.Node) -> Iterable[model.Node]:
    match node:
        case model.Call(callee=model.Member(property=name), arguments=given) if name in _AT_ONCE:
            return [each for each in given if isinstance(each, model.Function) and not each.is_async]
        case _:
            return ()


def _first_reset(
    state: PrivateState, touching: frozenset[str], body: tuple[model.Statement, ...]
) -> model.Expression | None:
    """Return what overwrites or empties the state before anything else is done with it; ``None`` if nothing does."""
    for statement in body:
        reset = _reset(state, touching, statement)
        if reset is not None:
            return reset
        if _touches(state, touching, statement):
            return None
    return None


def _reset(state: PrivateState, touching: frozenset[str], statement: model.Statement) -> model.Expression | None:
    match statement:
        case model.ExpressionStatement(expression=model.Assignment(operator="=", target=target, value=value) as reset):
            if state.is_it(target):
                return None if _touches(state, touching, value) else reset
            is_length = isinstance(target, model.Member) and target.property == "length" and state.is_it(target.object)
            return reset if is_length and isinstance(value, model.Constant) and value.value == 0 else None
        case model.ExpressionStatement(
            expression=model.Call(callee=model.Member(object=held, property="clear"), arguments=()) as reset
        ) if state.is_it(held):
            return reset
        case _:
            return None


def _is_new(state: PrivateState, reset: model.Expression) -> bool:
    """Whether another value takes the place of the state's, rather than that this is emptied."""
    return isinstance(reset, model.Assignment) and state.is_it(reset.target)


def _is_handed_on(state: PrivateState, routines: frozenset[str], node: model.Node) -> bool:
    """Whether some code does more with the name of one of some routines than to call it."""
    if state.routine_named_by(node) in routines:
        return True
    match node:
        case model.Call(callee=callee, arguments=given) if state.routine_named_by(callee) in routines:
            return any(_is_handed_on(state, routines, each) for each in given)
        case _:
            return any(_is_handed_on(state, routines, child) for child in children(node))


def _gives_away(state: PrivateState, node: model.Node) -> bool:
    """Whether some code does more with a collection than to look into it: who holds it sees it filled again."""
    match node:
        case model.Call(callee=model.Member(object=held, property=name)) if state.is_it(held) and name in _GIVES_ITSELF:
            return True
        case model.Member(object=held) if state.is_it(held):
            return False
        case model.Index(object=held, index=index) if state.is_it(held):
            return _gives_away(state, index)
        case model.Spread(argument=held) if state.is_it(held):
            return False
        case model.ForEach(iterable=held, body=body) if state.is_it(held):
            return any(_gives_away(state, each) for each in body)
        case _:
            return state.is_it(node) or any(_gives_away(state, child) for child in children(node))
