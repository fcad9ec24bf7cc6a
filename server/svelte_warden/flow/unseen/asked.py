"""Collections that are only asked whether they hold what somebody asks for: he learns no more than he knows.

Who voted already, which events were handled, what was warned of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from svelte_warden.facts import model
from svelte_warden.flow.interpreter.hoisting import bound_names
from svelte_warden.flow.names import children, descendants
from svelte_warden.flow.unseen.private_state import mentions

if TYPE_CHECKING:
    from svelte_warden.flow.unseen.private_state import PrivateState

_CHANGES: Final = frozenset(("add", "set", "delete", "clear", "push", "splice"))
_ASKS: Final = frozenset(("has", "includes", "indexOf"))
_COUNTS: Final = frozenset(("size", "length"))


def is_only_asked(state: PrivateState, *, tells_whose: bool) -> bool:
    """Whether nobody gets anything out of a collection but whether it holds something, and how much.

    Args:
        state: the collection.
        tells_whose: whether what it holds is somebody's own id, for which nobody else asks. If not, those who ask must
            name what they ask for: ``on.has('beta')`` shows everybody what one has chosen.
    """
    chosen = frozenset[str]() if tells_whose else frozenset(_given_to_callbacks(state))
    return not any(_shows(state, node, chosen, tells_whose=tells_whose) for node in state.nodes())


def _given_to_callbacks(state: PrivateState) -> set[str]:
    """Return the parameters of functions that calls are given: ``options.map((option) => on.has(option))``."""
    calls = (node for node in descendants(state.nodes()) if isinstance(node, model.Call))
    given = (each for call in calls for each in call.arguments if isinstance(each, model.Function))
    return {name.name for function in given for parameter in function.parameters for name in bound_names(parameter)}


def _shows(state: PrivateState, node: model.Node, chosen: frozenset[str], *, tells_whose: bool) -> bool:
    match node:
        case model.Call(callee=model.Member(object=held, property=name), arguments=(asked,)) if (
            state.is_it(held) and name in _ASKS
        ):
            return mentions(state, asked) or not (tells_whose or _is_named_by_asker(asked, chosen))
        case model.Member(object=held, property=name) if state.is_it(held) and name in _COUNTS:
            return False
        case model.ExpressionStatement(
            expression=model.Call(callee=model.Member(object=held, property=name), arguments=given)
        ) if state.is_it(held) and name in _CHANGES:
            return any(mentions(state, each) and not _is_oldest(state, each) for each in given)
        case model.ExpressionStatement(expression=model.Assignment(operator="=", target=target, value=value)) if (
            state.is_it(target)
        ):
            return any(mentions(state, each) for each in _without_some(state, value))
        case _ if (first := state.beginning(node)) is not None:
            return any(mentions(state, each) for each in first)
        case _:
            inner = (_shows(state, each, chosen, tells_whose=tells_whose) for each in children(node))
            return state.is_it(node) or any(inner)


def _without_some(state: PrivateState, value: model.Expression) -> tuple[model.Node, ...]:
    """Return the code in what a collection is set to, without itself if some entries are left out of it."""
    match value:
        case model.Call(callee=model.Member(object=held, property="filter"), arguments=tests) if state.is_it(held):
            return tests
        case _:
            return (value,)


def _is_named_by_asker(asked: model.Expression, chosen: frozenset[str]) -> bool:
    """Whether what is asked for is no constant, and none of many that are asked for in turn."""
    names = {node.name for node in descendants((asked,)) if isinstance(node, model.Name)}
    return bool(names) and names.isdisjoint(chosen)


def _is_oldest(state: PrivateState, node: model.Expression) -> bool:
    """Whether this is the first entry, which makes room for others: ``seen.delete(seen.values().next().value)``."""
    match node:
        case model.Member(
            property="value",
            object=model.Call(
                callee=model.Member(property="next", object=model.Call(callee=model.Member(object=held)))
            ),
        ):
            return state.is_it(held)
        case model.Call(callee=model.Member(object=held, property="indexOf")):
            return state.is_it(held)
        case _:
            return False
