"""Entries that lie under some key, and that nobody is given before it is clear that they are his.

``const job = jobs.get(id); if (!job || job.owner !== user.id) error(404);``
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from svelte_warden.facts import model
from svelte_warden.flow.names import children, descendants
from svelte_warden.flow.unseen.private_state import PrivateState, mentions
from svelte_warden.flow.unseen.single_entry import guards_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_KEEPS: Final = frozenset(("set", "delete", "has", "clear"))


def guards_of_entries(state: PrivateState) -> frozenset[str] | None:
    """Return what must equal something before an entry of a map is used: ``.owner`` for a property of its own.

    ``None`` if one may be used without a look at anything, or if all of them may be gone through.
    """
    if any(_shows(state, node) for node in state.nodes()):
        return None
    found = [guards_of(entry) for entry in _entries(state)]
    return None if not found or None in found else frozenset().union(*(guards for guards in found if guards))


def _entries(state: PrivateState) -> Iterator[PrivateState]:
    """Yield the variables that hold an entry, each with the function that has it."""
    for node in descendants(state.nodes()):
        if isinstance(node, model.Function):
            for name in _looked_up(state, node.body):
                yield PrivateState(name, (), frozenset(), frozenset(), (node,))


def _looked_up(state: PrivateState, body: tuple[model.Statement, ...]) -> Iterator[str]:
    for statement in body:
        for declarator in statement.declarators if isinstance(statement, model.VariableDeclaration) else ():
            if isinstance(declarator.pattern, model.Name) and _is_look_up(state, declarator.init):
                yield declarator.pattern.name


def _is_look_up(state: PrivateState, node: model.Node | None) -> bool:
    match node:
        case model.Call(callee=model.Member(object=held, property="get"), arguments=(key,)):
            return state.is_it(held) and not mentions(state, key)
        case _:
            return False


def _shows(state: PrivateState, node: model.Node) -> bool:
    """Whether some code does more with the map than to fill it, and to look up an entry in a variable of a function."""
    match node:
        case model.Function(body=body):
            return any(_shows_in_body(state, statement) for statement in body)
        case model.Call(callee=model.Member(object=held, property=name), arguments=given) if (
            state.is_it(held) and name in _KEEPS
        ):
            return any(_shows(state, each) for each in given)
        case model.Member(object=held, property="size") if state.is_it(held):
            return False
        case _ if (first := state.beginning(node)) is not None:
            return any(_shows(state, each) for each in first)
        case _:
            return state.is_it(node) or any(_shows(state, child) for child in children(node))


def _shows_in_body(state: PrivateState, statement: model.Statement) -> bool:
    match statement:
        case model.VariableDeclaration(declarators=(model.Declarator(pattern=model.Name(), init=init),)) if _is_look_up(
            state, init
        ):
            return False
        case _:
            return _shows(state, statement)
