"""Calls that may throw, since something else is given then: ``try { return getContext("n") } catch { return 5 }``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from svelte_warden.facts import model
from svelte_warden.flow.interpreter.hoisting import bound_names
from svelte_warden.flow.moments import Phase
from svelte_warden.flow.names import free_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svelte_warden.flow.interpreter.machine import Machine

_RETURNED: Final = "return"


def may_throw(machine: Machine, node: model.Try) -> bool:
    """Whether a ``catch`` returns a value as the block does, or puts one into the same variable.

    A block that itself waits before it reads never gives what it should. Who is told of the error takes it for one.
    """
    if node.handler is None or machine.moment.phase is not Phase.LATER or _tells_of_error(node):
        return False
    given = set(_gives(node.block)) & set(_gives(node.handler))
    return _RETURNED in given or (bool(given) and not _throws(node.handler))  # what it returns, it does not throw


def _tells_of_error(node: model.Try) -> bool:
    """Whether a ``catch`` makes something of the error, but for asking what kind of error it is."""
    if node.parameter is None:
        return False
    names = frozenset(name.name for name in bound_names(node.parameter))
    return any(names & free_names(statement) for statement in _done(node.handler or ()))


def _done(statements: tuple[model.Statement, ...]) -> Iterator[model.Statement]:
    """Yield what statements do, without the tests on the way and what they throw."""
    for statement in statements:
        match statement:
            case model.If(consequent=consequent, alternate=alternate):
                yield from _done((*consequent, *alternate))
            case model.Block(body=body):
                yield from _done(body)
            case model.Throw():
                pass
            case _:
                yield statement


def _gives(statements: tuple[model.Statement, ...]) -> Iterator[str]:
    """Yield the variables that statements assign, and ``return`` where they return a value."""
    for statement in statements:
        match statement:
            case model.Return(argument=model.Node()):
                yield _RETURNED
            case model.ExpressionStatement(expression=model.Assignment(operator="=", target=model.Name(name=name))):
                yield name
            case model.Block(body=body):
                yield from _gives(body)
            case model.If(consequent=consequent, alternate=alternate):
                yield from _gives((*consequent, *alternate))
            case _:
                pass


def _throws(statements: tuple[model.Statement, ...]) -> bool:
    return any(isinstance(statement, model.Throw) for statement in statements)
