"""Variables of a module that another entry point has filled by the time a request comes: what ``init`` has started.

``let site; export function start() { site = { … } }``, which the hook calls, is full when a load reads it, though the
load never calls ``start``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from svelte_warden.facts import model
from svelte_warden.flow import moments
from svelte_warden.flow.interpreter.values import BOTH_SIDES, Closure, Primitive
from svelte_warden.flow.names import functions_declared, within_function

if TYPE_CHECKING:
    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.interpreter.scopes import Cell
    from svelte_warden.flow.interpreter.values import Value
    from svelte_warden.flow.program import Program

_MOST: Final = 2
_FILLS: Final = ("=", "??=", "||=")


def read_in_entry(machine: Machine, cell: Cell) -> Value:
    """Return what a variable that outlives the request holds when an entry point reads it."""
    machine.read_by_entry.add(cell)
    is_empty = all(isinstance(atom, Primitive) and atom.value is None for atom in cell.value.atoms)
    if is_empty and not (cell.reassigned or cell.constant or machine.testing or cell in machine.noticed.started):
        machine.noticed.started.add(cell)
        _start(machine, cell)
    return cell.value


def _start(machine: Machine, cell: Cell) -> None:
    """Run the functions that fill the variable, as if that had been done before the request came."""
    from svelte_warden.flow.interpreter.calls import invoke  # noqa: PLC0415 - calls read variables
    from svelte_warden.flow.interpreter.linking import module_of  # noqa: PLC0415 - so do modules

    at = cell.declared_at
    module = module_of(machine, at.path) if at is not None and not cell.is_local else None
    if module is None:
        return
    saved = machine.trail, machine.entry
    for name in machine.program.query(starters, (module.path, cell.name)):
        found = module.scope.find(name)
        for closure in machine.read(found).atoms if found is not None else ():
            if isinstance(closure, Closure) and id(closure.function) not in machine.stack:
                machine.trail = machine.entry = None
                activation = machine.new_activation()
                with machine.at(moment=moments.MODULE, sides=BOTH_SIDES, home=closure.home, activation=activation):
                    invoke(machine, closure, None, [], None)
                machine.trail, machine.entry = saved


def starters(program: Program, variable: tuple[str, str]) -> tuple[str, ...]:
    """Return the functions of a module that fill a variable of it, given by file and name, and need nothing for that.

    What needs an argument sets the variable for somebody, and says nothing about what others find there.
    """
    path, name = variable
    facts = program.facts(path)
    statements = (statement for placed in facts.module for statement in placed.item.statements) if facts else ()
    found = (each for statement in statements for each in functions_declared(statement))
    return tuple(routine for routine, function in found if not function.parameters and _fills(function, name))[:_MOST]


def _fills(function: model.Function, name: str) -> bool:
    return any(
        isinstance(node, model.Assignment)
        and node.operator in _FILLS
        and isinstance(node.target, model.Name)
        and node.target.name == name
        for statement in function.body
        for node in within_function(statement)
    )
