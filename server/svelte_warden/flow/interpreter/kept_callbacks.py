"""Callbacks of a component that a module keeps: an event bus, a table of shortcuts, a history of commands.

The component's run sees who keeps them, and other files' runs see who calls the module's functions from a handler or a
timer. Where both meet, the callback runs when no component is current.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.facts import model
from svelte_warden.flow import moments
from svelte_warden.flow.events import ContextCall
from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.calls import invoke
from svelte_warden.flow.interpreter.linking import exported
from svelte_warden.flow.interpreter.properties import get_property
from svelte_warden.flow.interpreter.values import UNKNOWN, Closure, Object, Place
from svelte_warden.flow.natives.registry import callables
from svelte_warden.project.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.interpreter.values import Value
    from svelte_warden.flow.program import Program

_NOWHERE = model.Node(0, 0)


def call_kept_callbacks(machine: Machine) -> None:
    """Run the callbacks that modules keep of the component that has run, if other files have them called later."""
    kept = {closure.home.place(closure.function): closure for closure in machine.noticed.kept}
    failing = frozenset(place for place, closure in kept.items() if _needs_component(machine, closure, None))
    if not failing:  # most often: then no function of all the modules needs to be tried
        return
    for path in list(machine.modules):
        if machine.program.role(path) is not Role.MODULE or machine.program.is_installed(path):
            continue
        for function, this in list(_functions_of(machine, path)):
            if _runs_one_of(machine, failing, function, this) and _is_called_later(machine, path, function):
                _run(machine, function, this)
                machine.drain()


def _functions_of(machine: Machine, path: str) -> Iterator[tuple[Closure, Value | None]]:
    """Yield the functions a module exports, and those of the objects it exports, with their ``this``."""
    module = machine.modules[path]
    for name in module.export_names(range(len(module.pieces))):
        for atom in exported(machine, path, name).atoms:
            if isinstance(atom, Closure) and atom.home.path == path:
                yield atom, None
            elif isinstance(atom, Object) and atom.kind in ("object", "instance"):
                this = values.of(atom)
                names = [*atom.properties, *(atom.definition.prototype if atom.definition is not None else ())]
                for held in names:
                    for closure in callables(get_property(machine, this, held, _NOWHERE)):
                        yield closure, this


def _runs_one_of(machine: Machine, kept: frozenset[Place], function: Closure, this: Value | None) -> bool:
    """Whether a function calls a callback that is kept, and that fails there."""
    machine.noticed.invoked.clear()
    return _needs_component(machine, function, this) and not kept.isdisjoint(machine.noticed.invoked)


def _needs_component(machine: Machine, function: Closure, this: Value | None) -> bool:
    """Whether a function calls what needs a component, when it is called later; what it writes is the browser's own."""
    before = len(machine.events)
    with machine.attempt():
        _run(machine, function, this)
        machine.drain()
        return any(isinstance(event, ContextCall) for event in machine.events[before:])


def _run(machine: Machine, function: Closure, this: Value | None) -> None:
    with machine.at(moment=moments.LISTENER, sides=values.BROWSER, activation=machine.new_activation()):
        invoke(machine, function, this, [UNKNOWN] * 4, None)


def _is_called_later(machine: Machine, path: str, function: Closure) -> bool:
    """Whether some file calls a module's function while no component is current."""
    from svelte_warden.flow.reach.providers import run_by  # noqa: PLC0415 - the tree is made of runs

    program, place = machine.program, function.home.place(function.function)
    users = (file for file in program.query(run_by, path) if file != machine.path)
    return any(place in program.query(late_calls, file) for file in users)


def late_calls(program: Program, path: str) -> frozenset[Place]:
    """Return the functions of modules that a file calls in its handlers, timers and the like."""
    from svelte_warden.flow.analyse import analyse  # noqa: PLC0415 - the analysis of one file asks for others'

    return program.query(analyse, path).late_calls


def _none(_path: str) -> frozenset[Place]:
    return frozenset()


late_calls.initial = _none  # type: ignore[attr-defined]  # the memo's protocol for circles
