"""What is remembered for the last one who asked, and given to nobody else.

``if (id === lastId) return lastProfile;``
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from svelte_warden.facts import model
from svelte_warden.flow.names import children, descendants, waits
from svelte_warden.flow.unseen.private_state import mentions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from svelte_warden.flow.unseen.private_state import PrivateState

OF_ENTRY: Final = "."
"""What stands before a property of the state itself among what it is guarded by."""
_EQUAL: Final = ("===", "==")
_UNEQUAL: Final = ("!==", "!=")
_UNGUARDED: Final = ""
_THROWS: Final = frozenset(("error", "redirect"))
"""Functions of SvelteKit that leave by throwing."""


def guards_of(state: PrivateState) -> frozenset[str] | None:
    """Return what must equal something before the state is read: ``lastId``, or ``.id`` for a property of its own.

    ``None`` if it may be read without a look at anything, or if nobody reads it.
    """
    found = _united(_guards(state, node) for node in state.nodes())
    if not found or _UNGUARDED in found:
        return None
    is_by_property = all(guard.startswith(OF_ENTRY) for guard in found)
    return found if is_by_property or not any(_waits_to_write(state, node) for node in state.nodes()) else None


def _waits_to_write(state: PrivateState, node: model.Node) -> bool:
    """Whether what is written is waited for, while somebody else may already have written whom it is for."""
    return any(
        isinstance(each, model.Assignment) and state.is_it(each.target) and waits(each.value)
        for each in descendants((node,))
    )


def is_only_compared(state: PrivateState) -> bool:
    """Whether a variable is assigned and compared, and nothing more."""
    is_compared = any(
        isinstance(node, model.Binary) and (_is_compared(state, node.left) or _is_compared(state, node.right))
        for node in descendants(state.nodes())
    )
    return is_compared and not any(_is_used(state, node) for node in state.nodes())


def _is_compared(state: PrivateState, node: model.Expression) -> bool:
    """Whether a comparison with this looks at the state, at one of its elements, or at how many it has."""
    match node:
        case model.Index(object=held) | model.Member(object=held, property="length"):
            return state.is_it(held)
        case _:
            return state.is_it(node)


def _is_used(state: PrivateState, node: model.Node) -> bool:
    match node:
        case model.Binary(operator=operator, left=left, right=right) if operator in (*_EQUAL, *_UNEQUAL):
            return any(not _is_compared(state, side) and _is_used(state, side) for side in (left, right))
        case model.Logical(operator="&&", left=left, right=right) if state.is_it(left):
            return _is_used(state, right)
        case model.ExpressionStatement(expression=model.Assignment(operator="=", target=target, value=value)) if (
            state.is_it(target)
        ):
            return _is_used(state, value)
        case _ if (first := state.beginning(node)) is not None:
            return any(_is_used(state, each) for each in first)
        case _:
            return state.is_it(node) or any(_is_used(state, child) for child in children(node))


def _guards(state: PrivateState, node: model.Node) -> frozenset[str]:
    """Return what guards the reads of the state in some code, ``_UNGUARDED`` for those that nothing does."""
    match node:
        case model.If(test=test, consequent=consequent, alternate=alternate):
            guard = _guard(state, test, _EQUAL)
            inner = _in_order(state, alternate) | (frozenset() if guard else _in_order(state, consequent))
            return inner | _guards_of_test(state, test)
        case model.Conditional(test=test, consequent=consequent, alternate=alternate):
            guard = _guard(state, test, _EQUAL)
            inner = _guards(state, alternate) | (frozenset() if guard else _guards(state, consequent))
            return inner | _guards_of_test(state, test)
        case model.Function(body=body) | model.Block(body=body):
            return _in_order(state, body)
        case model.Try(block=block, handler=handler, finalizer=finalizer):
            return _in_order(state, block) | _in_order(state, handler or ()) | _in_order(state, finalizer or ())
        case model.Assignment(operator="=", target=target, value=value) if state.is_it(target):
            return _guards(state, value)  # what it gives is what was just written
        case _ if (first := state.beginning(node)) is not None:
            return _united(_guards(state, each) for each in first)
        case _ if state.is_it(node):
            return frozenset((_UNGUARDED,))
        case _:
            return _united(_guards(state, child) for child in children(node))


def _in_order(state: PrivateState, statements: tuple[model.Statement, ...]) -> frozenset[str]:
    """Return the guards in statements, in which nothing else happens from a write, or from a test that leaves, on."""
    found: frozenset[str] = frozenset()
    is_own = False
    for statement in statements:
        is_waiting = waits(statement)
        if is_waiting or not is_own:
            found |= _guards(state, statement)
        is_own = not is_waiting and (is_own or _writes(state, statement))
        match statement:
            case model.If(test=test, consequent=consequent, alternate=()) if not is_waiting:
                guard = _guard(state, test, _UNEQUAL)
                if guard and (_leaves(consequent) or any(_writes(state, each) for each in consequent)):
                    found |= {guard}
                    is_own = True
    return found


def _guards_of_test(state: PrivateState, test: model.Expression) -> frozenset[str]:
    """Return the guards in a test, which may look at the state itself for no more than whether it is the right one."""
    if _asks_whether_there_is_one(state, test):
        return frozenset()
    guard = _guard(state, test, (*_EQUAL, *_UNEQUAL))
    return frozenset((guard,)) if guard else _guards(state, test)


def _asks_whether_there_is_one(state: PrivateState, test: model.Expression) -> bool:
    match test:
        case model.Unary(operator="!", operand=inner):
            return _asks_whether_there_is_one(state, inner)
        case model.Binary(left=left, right=model.Constant() | model.Name(name="undefined")):
            return state.is_it(left)
        case _:
            return state.is_it(test)


def _guard(state: PrivateState, test: model.Expression, operators: tuple[str, ...]) -> str | None:
    """Return what a test compares with something else, if it holds of nobody else than for whom that was kept."""
    match test:
        case model.Call(
            callee=model.Member(property="every"),
            arguments=(model.Function(body=(model.Return(argument=model.Binary() as compared),)),),
        ) if operators != _UNEQUAL:
            return _guard_of_elements(state, compared)
        case model.Binary(operator=operator, left=left, right=right) if operator in operators:
            for side, other in ((left, right), (right, left)):
                if not isinstance(other, model.Constant) and not mentions(state, other):
                    guard = _guard_named_by(state, side)
                    if guard is not None:
                        return guard
            return None
        case model.Logical(operator="&&", left=left, right=right) if operators != _UNEQUAL:
            return _guard(state, left, operators) or _guard(state, right, operators)
        case model.Logical(operator="||", left=left, right=right) if operators != _EQUAL:
            return _guard(state, left, operators) or _guard(state, right, operators)
        case _:
            return None


def _guard_of_elements(state: PrivateState, compared: model.Binary) -> str | None:
    """Return what a test looks into for each of some arguments: ``args.every((each, i) => each === lastArgs[i])``."""
    for side in (compared.left, compared.right):
        if isinstance(side, model.Index) and compared.operator in _EQUAL:
            return _guard_named_by(state, side.object)
    return None


def _guard_named_by(state: PrivateState, node: model.Expression) -> str | None:
    match node:
        case model.Member(object=held, property=name) if state.is_it(held):
            return f"{OF_ENTRY}{name}"
        case model.Name(name=name) if not state.is_field and name in state.siblings:
            return name
        case model.Member(object=model.This(), property=name) if state.is_field and name in state.siblings:
            return name
        case _:
            return None


def _writes(state: PrivateState, statement: model.Statement) -> bool:
    match statement:
        case model.ExpressionStatement(expression=model.Assignment(operator="=", target=target)):
            return state.is_it(target)
        case _:
            return False


def _leaves(branch: tuple[model.Statement, ...]) -> bool:
    match branch:
        case (*_, model.Return() | model.Throw()):
            return True
        case (*_, model.ExpressionStatement(expression=model.Call(callee=model.Name(name=name)))):
            return name in _THROWS
        case _:
            return False


def _united(guards: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*guards)
