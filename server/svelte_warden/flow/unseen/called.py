"""Collections of those who listen: what they hold is called, compared and taken out again, and shown to nobody.

An entry of an event stream says whose it is, so that he gets what is meant for him.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from svelte_warden.facts import model
from svelte_warden.flow.interpreter.hoisting import bound_names
from svelte_warden.flow.names import children, descendants

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from svelte_warden.flow.unseen.private_state import PrivateState

_ADDS: Final = frozenset(("add", "push", "set", "unshift"))
_TAKES_OUT: Final = frozenset(("delete", "clear", "has"))
_COUNTS: Final = frozenset(("size", "length"))
_LISTS: Final = frozenset(("values", "entries"))
_COMPARES: Final = frozenset(("===", "!==", "==", "!="))


def is_only_called(state: PrivateState) -> bool:
    """Whether nothing is done with the entries of a collection but to call them, and to ask which ones are meant."""
    entries = frozenset(_looked_up(state))
    return not any(_shows(state, node, entries) for node in state.nodes())


def _looked_up(state: PrivateState) -> Iterator[str]:
    """Yield the variables that hold a single entry: ``const client = clients.get(id)``."""
    for node in descendants(state.nodes()):
        match node:
            case model.Declarator(
                pattern=model.Name(name=name), init=model.Call(callee=model.Member(object=held, property="get"))
            ) if state.is_it(held):
                yield name


def _shows(state: PrivateState, node: model.Node, entries: frozenset[str]) -> bool:
    match node:
        case model.ForEach(iterable=iterable, target=target, body=body) if _is_all(state, iterable):
            return _any_shows(state, body, entries | _names_in(target))
        case model.Call(
            callee=model.Member(object=held, property="forEach"),
            arguments=(model.Function(parameters=parameters, body=body),),
        ) if _is_all(state, held):
            inner = entries.union(*map(_names_in, parameters))
            return _any_shows(state, map(_as_statement, body), inner)
        case model.ExpressionStatement(expression=expression):
            return _is_seen_in(state, expression, entries)
        case model.If(test=test, consequent=consequent, alternate=alternate):
            return _decides_more(state, test, entries) or _any_shows(state, (*consequent, *alternate), entries)
        case _ if (first := state.beginning(node)) is not None:
            return _any_shows(state, first, entries)
        case model.Declarator(pattern=model.Name(name=name), init=model.Call(arguments=asked)) if name in entries:
            return _any_shows(state, asked, entries)
        case model.Call(callee=model.Member(object=held, property=name), arguments=given) if (
            state.is_it(held) and name in _TAKES_OUT
        ):
            return any(not _is_entry(each, entries) and _shows(state, each, entries) for each in given)
        case model.Member(object=held, property=name) if state.is_it(held) and name in _COUNTS:
            return False
        case model.Name(name=name) if name in entries:
            return True
        case _:
            return state.is_it(node) or _any_shows(state, children(node), entries)


def _any_shows(state: PrivateState, nodes: Iterable[model.Node], entries: frozenset[str]) -> bool:
    return any(_shows(state, node, entries) for node in nodes)


def _is_seen_in(state: PrivateState, expression: model.Expression, entries: frozenset[str]) -> bool:
    """Whether an entry is seen in what a statement does, whose value nobody takes."""
    match expression:
        case model.Await(argument=inner) | model.Unary(operator="void", operand=inner):
            return _is_seen_in(state, inner, entries)
        case model.Logical(operator="&&", left=test, right=done):
            return _decides_more(state, test, entries) or _is_seen_in(state, done, entries)
        case model.Call(callee=model.Member(object=held, property=name), arguments=given) if (
            state.is_it(held) and name in _ADDS
        ):
            return _any_shows(state, given, entries)
        case model.Call(callee=callee, arguments=given) if _is_entry(callee, entries):
            return _any_shows(state, given, entries)
        case _:
            return _shows(state, expression, entries)


def _decides_more(state: PrivateState, test: model.Expression, entries: frozenset[str]) -> bool:
    """Whether a test does more with an entry than to ask whose it is, or whether it is still there."""
    match test:
        case model.Binary(operator=operator, left=left, right=right) if operator in _COMPARES:
            return any(not _is_entry(side, entries) and _shows(state, side, entries) for side in (left, right))
        case model.Logical(left=left, right=right):
            return _decides_more(state, left, entries) or _decides_more(state, right, entries)
        case model.Unary(operator="!", operand=inner):
            return _decides_more(state, inner, entries)
        case _:
            return not _is_entry(test, entries) and _shows(state, test, entries)


def _is_entry(node: model.Node, entries: frozenset[str]) -> bool:
    """Whether this is an entry, or a part of one: ``client.controller``."""
    match node:
        case model.Name(name=name):
            return name in entries
        case model.Member(object=held):
            return _is_entry(held, entries)
        case _:
            return False


def _is_all(state: PrivateState, node: model.Node) -> bool:
    """Whether this goes through all entries: ``clients``, ``clients.values()`` or ``[...clients]``."""
    match node:
        case model.Call(callee=model.Member(object=held, property=name), arguments=()) if name in _LISTS:
            return state.is_it(held)
        case model.ArrayLiteral(elements=(model.Spread(argument=held),)):
            return _is_all(state, held)
        case _:
            return state.is_it(node)


def _as_statement(node: model.Node) -> model.Node:
    """Return what an arrow function does, if nobody takes what it gives."""
    match node:
        case model.Return(argument=model.Node() as argument):
            return model.ExpressionStatement(node.start, node.end, argument)
        case _:
            return node


def _names_in(pattern: model.Pattern) -> frozenset[str]:
    return frozenset(name.name for name in bound_names(pattern))
