"""Loops: a body that runs once, or once more where what it awaits matters the second time round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.facts import model
from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.by_side import sides_with_items
from svelte_warden.flow.interpreter.dispatch import executes
from svelte_warden.flow.interpreter.iteration import each_item, with_names
from svelte_warden.flow.interpreter.origins import names_of_origins
from svelte_warden.flow.interpreter.patterns import assign, bind
from svelte_warden.flow.interpreter.scopes import Scope
from svelte_warden.flow.interpreter.statements import block, branches
from svelte_warden.flow.interpreter.values import BOTH_SIDES, Object

if TYPE_CHECKING:
    from collections.abc import Callable

    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.interpreter.values import Side, Value


def _loop(
    machine: Machine,
    statements: tuple[model.Statement, ...],
    body: Callable[[], object],
    sides: frozenset[Side] = BOTH_SIDES,
) -> bool:
    """Run a loop body once or, when it awaits, once more: the second time round everything is after the await.

    A loop that only comes round when something has failed, as one that tries again, is left to those who try.

    Args:
        machine: the run.
        statements: those of the body.
        body: runs it.
        sides: those on which there is anything to run it for.
    """
    before = machine.moment

    def once() -> bool:
        body()
        return False

    branches(machine, [(machine.sides & sides, once), (machine.sides, lambda: False)])
    if machine.moment is not before and not _leaves_unless_it_fails(statements):
        branches(machine, [(machine.sides & sides, once), (machine.sides, lambda: False)])
    return False


def _leaves_unless_it_fails(statements: tuple[model.Statement, ...]) -> bool:
    """Whether some statements end in one that leaves the loop, or tries to."""
    match statements:
        case (*_, model.Return() | model.Throw()):
            return True
        case (*_, model.Try(block=block, finalizer=None)):
            return _leaves_unless_it_fails(block)
        case (*_, model.Block(body=inner)):
            return _leaves_unless_it_fails(inner)
        case _:
            return False


@executes(model.For)
def _for(machine: Machine, node: model.For, scope: Scope) -> bool:
    inner = Scope(scope)
    if node.initializer is not None:
        machine.execute((node.initializer,), inner)

    def body() -> None:
        if node.test is not None:
            machine.evaluate(node.test, inner)
        block(machine, node.body, inner)
        if node.update is not None:
            machine.evaluate(node.update, inner)

    return _loop(machine, node.body, body)


@executes(model.ForEach)
def _for_each(machine: Machine, node: model.ForEach, scope: Scope) -> bool:
    iterable = machine.evaluate(node.iterable, scope)
    sides = BOTH_SIDES
    if node.kind == "of":
        sides = sides_with_items(iterable, is_known=_is_written_out(machine, iterable, node.iterable))
        item = each_item(machine, iterable, node)
        if isinstance(node.target, model.ArrayPattern):
            item = with_names(machine, item, node)
        if node.is_await:
            machine.suspend(node)
    else:
        item = values.unknown(names_of_origins(iterable.origins))

    def body() -> None:
        inner = Scope(scope)
        if node.declaration is not None:
            bind(machine, node.target, item, inner, "const" if node.declaration == "const" else "let")
        else:
            assign(machine, node.target, item, inner, node)
        block(machine, node.body, inner)

    return _loop(machine, node.body, body, sides)


@executes(model.While)
def _while(machine: Machine, node: model.While, scope: Scope) -> bool:
    def body() -> None:
        test = machine.evaluate_test(node.test, scope)
        sides = machine.sides if node.body_first else machine.possible(test, outcome=True)
        branches(machine, [(sides, lambda: block(machine, node.body, scope))])

    return _loop(machine, node.body, body)


def _is_written_out(machine: Machine, iterable: Value, node: model.Expression) -> bool:
    """Whether a loop goes through arrays that are made right there, so that nobody else has filled them."""
    here = machine.place(node)
    return all(
        isinstance(atom, Object)
        and atom.made_at.path == here.path
        and here.start <= atom.made_at.start
        and atom.made_at.end <= here.end
        for atom in iterable.atoms
    )
