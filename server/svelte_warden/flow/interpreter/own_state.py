"""Props that a component keeps as its own state: what it is given is only what they begin with."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from svelte_warden.facts import model
from svelte_warden.facts.embedded import all_code, bound_variables
from svelte_warden.flow.interpreter.hoisting import bound_names
from svelte_warden.flow.interpreter.values import ANYTHING, Given, Value
from svelte_warden.flow.names import descendants

if TYPE_CHECKING:
    from svelte_warden.facts.code import Code
    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.interpreter.scopes import Cell
    from svelte_warden.flow.program import Program

_ASSIGNABLE: Final = ("let", "var")
_CHANGES: Final = re.compile(rb"[^=!<>]=(?![=>])|\+\+|--")
"""What code has that may assign a variable."""


def read_for_test(machine: Machine, cell: Cell, value: Value) -> Value:
    """Return what a variable may hold in a test: of a prop that the component changes itself, anything."""
    if cell.shared:
        machine.tested.add(cell)
    at = cell.declared_at
    if cell.kind not in _ASSIGNABLE or at is None or not any([type(atom) is Given for atom in value.atoms]):  # noqa: C419 - asked for every test, and a list is faster
        return value
    if cell.name not in machine.program.query(changed_names, at.path):
        return value
    kept = frozenset(atom for atom in value.atoms if type(atom) is not Given)
    return Value(kept | {ANYTHING}, value.origins, value.volatile, value.test, value.on_server)


def changed_names(program: Program, path: str) -> frozenset[str]:
    """Return the names of the variables that a file assigns or binds anywhere.

    Declarations do not count, nor does ``$: grouped = kind === 'group'``, which is computed anew from what it names.
    """
    facts = program.facts(path)
    if facts is None:
        return frozenset()
    pieces = (placed.item for placed in all_code(facts) if placed.item.form in ("statement", "expression"))
    return bound_variables(facts).union(*(_changed_in(piece) for piece in pieces if _CHANGES.search(piece.text)))


@lru_cache(maxsize=4096)
def _changed_in(code: Code) -> frozenset[str]:
    """Return the names of the variables that a piece changes, kept for those seen last."""
    nodes = descendants(_after_reactive(statement) for statement in code.statements)
    return frozenset(name for node in nodes for name in _changed_by(node))


def _after_reactive(statement: model.Statement) -> model.Node:
    match statement:
        case model.Labeled(
            label="$", body=model.ExpressionStatement(expression=model.Assignment(target=model.Name(), value=value))
        ):
            return value
        case _:
            return statement


def _changed_by(node: model.Node) -> list[str]:
    match node:
        case model.Assignment(target=target):
            return [name.name for name in bound_names(target)]
        case model.Update(target=model.Name(name=name)):
            return [name]
        case _:
            return []
