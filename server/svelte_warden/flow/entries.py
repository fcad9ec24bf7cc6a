"""Entry points: who starts the code of a file, by its role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.flow import moments, values
from svelte_warden.flow.calls import construct
from svelte_warden.flow.components import Instance, run_component, unknown_props
from svelte_warden.flow.linking import exported, module_of
from svelte_warden.flow.natives import run_callback
from svelte_warden.flow.properties import get_property
from svelte_warden.flow.trail import Step, Trail
from svelte_warden.flow.values import BOTH_SIDES, BROWSER, SERVER, UNKNOWN, ClassDefinition, Closure, Home, Object, Origin
from svelte_warden.facts import model
from svelte_warden.project.roles import Role

if TYPE_CHECKING:
    from svelte_warden.flow.machine import Machine
    from svelte_warden.flow.moments import Moment
    from svelte_warden.flow.values import Side, Value

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "QUERY", "fallback")
_SERVER_HOOKS = ("handle", "handleFetch", "handleError", "handleValidationError", "init")

# The functions SvelteKit calls, by the role of the file: the export, the words for it, the sides it runs on.
_ENTRY_FUNCTIONS: dict[Role, dict[str, tuple[str, frozenset[Side]]]] = {
    Role.UNIVERSAL_LOAD: {"load": ("`load`", BOTH_SIDES)},
    Role.SERVER_LOAD: {"load": ("the server `load`", SERVER), "actions": ("a form action", SERVER)},
    Role.ENDPOINT: {name: (f"the {name} endpoint", SERVER) for name in _METHODS},
    Role.HOOKS_SERVER: {name: (f"the `{name}` hook", SERVER) for name in _SERVER_HOOKS},
    Role.HOOKS_CLIENT: {name: (f"the `{name}` hook", BROWSER) for name in ("handleError", "init")},
    Role.HOOKS_UNIVERSAL: {
        "reroute": ("the `reroute` hook", BOTH_SIDES),
        "transport": ("the `transport` hook", BOTH_SIDES),
        "init": ("the `init` hook", BOTH_SIDES),
    },
    Role.PARAMETERS: {"match": ("a parameter matcher", BOTH_SIDES), "params": ("a parameter matcher", BOTH_SIDES)},
}

REQUEST_DATA = frozenset((Origin("request", "the request"),))


def run_entries(machine: Machine) -> None:
    """Run everything that may start the code of the machine's file."""
    path = machine.path
    module = module_of(machine, path)
    facts = machine.program.facts(path)
    if module is None or facts is None:
        return
    module.evaluate_all()
    machine.drain()
    if facts.kind == "component":
        run_component(machine, Instance(path, unknown_props(path)))
        machine.drain()
    entries = _ENTRY_FUNCTIONS.get(machine.program.role(path), {})
    for name in module.export_names():
        value = exported(machine, path, name)
        if name in entries:
            words, sides = entries[name]
            _run_all(machine, value, moments.request(words), sides)
        else:
            _run_all(machine, value, moments.UNKNOWN, BOTH_SIDES)
        machine.drain()


def _run_all(machine: Machine, value: Value, moment: Moment, sides: frozenset[Side]) -> None:
    """Run a function, or the functions of an object or class, with arguments nobody knows."""
    event = values.unknown(REQUEST_DATA) if moment is not moments.UNKNOWN else UNKNOWN
    for atom in value.atoms:
        if isinstance(atom, Closure):
            _run(machine, atom, [event, UNKNOWN], moment, sides)
        elif isinstance(atom, Object) and atom.kind in ("object", "instance"):
            for name, held in list(atom.properties.items()):
                for inner in held.atoms:
                    if isinstance(inner, Closure) and (moment is not moments.UNKNOWN or inner.home.path == machine.path):
                        _run(machine, inner, [event, UNKNOWN], moment, sides, receiver=values.of(atom))
                    elif isinstance(inner, Object) and moment is not moments.UNKNOWN:
                        _run_all(machine, values.of(inner), moment, sides)
        elif isinstance(atom, ClassDefinition) and atom.home.path == machine.path:
            _run_class(machine, atom)


def _run(
    machine: Machine,
    closure: Closure,
    arguments: list[Value],
    moment: Moment,
    sides: frozenset[Side],
    receiver: Value | None = None,
) -> None:
    from svelte_warden.flow.calls import invoke  # noqa: PLC0415 - shadows nothing, used here only

    place = closure.home.place(closure.function)
    machine.trail = Trail(None, Step("moment", place, moment.words, moment)) if moment is not moments.UNKNOWN else None
    with machine.at(moment=moment, sides=sides, activation=machine.new_activation(), home=closure.home):
        invoke(machine, closure, receiver, arguments, None)
    machine.trail = None


def _run_class(machine: Machine, definition: ClassDefinition) -> None:
    """Create an instance and call its methods, as an unknown user of the class might."""
    machine.trail = None
    node = model.Node(definition.definition.start, definition.definition.end)
    with machine.at(moment=moments.UNKNOWN, sides=BOTH_SIDES, activation=machine.new_activation(), home=definition.home):
        instance = construct(machine, values.of(definition), [UNKNOWN] * 3, node)
        for name in definition.prototype:
            method = get_property(machine, instance, name, node)
            run_callback(machine, method, [UNKNOWN] * 3, node)
    machine.trail = None


__all__ = ["Home", "run_entries"]
