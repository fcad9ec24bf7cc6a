"""Functions and classes of packages that read or set context, where their source is not there to be followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.flow.events import ContextCall
from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.values import UNKNOWN, External, NativeMethod, Object, Value
from svelte_warden.flow.reach.context_recording import note_context
from svelte_warden.flow.reach.keys import PACKAGE_KEY
from svelte_warden.project.context_packages import context_package
from svelte_warden.project.shared_packages import package_name

if TYPE_CHECKING:
    from svelte_warden.facts import model
    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.project.context_packages import ContextFunction, ContextPackage


_NEVER_MISSING = frozenset(("Context.getOr", "Context.exists"))


def note_package_call(machine: Machine, function: External, arguments: list[Value], node: model.Node) -> None:
    """Report the context operation of a package's function, if it is known to have one."""
    described = _package(function).functions.get(function.name)
    if described is not None:
        key = values.of(External(package_name(function.specifier), PACKAGE_KEY))
        _note(machine, described, function.name, arguments, node, key)


def package_method(instance: Object, name: str) -> Value | None:
    """Return a method of an instance of a package's class if it is known to work on context."""
    made_by = instance.internal.get("class")
    if isinstance(made_by, External) and name in _package(made_by).classes.get(made_by.name, ()):
        return values.of(NativeMethod(instance, name))
    return None


def call_package_method(
    machine: Machine, instance: Object, name: str, arguments: list[Value], node: model.Node
) -> None:
    """Report the context operation of a method that :func:`package_method` gave."""
    made_by: External = instance.internal["class"]
    described = _package(made_by).classes[made_by.name][name]
    _note(machine, described, f"{made_by.name}.{name}", arguments, node, values.of(instance))


def _package(function: External) -> ContextPackage:
    return context_package(package_name(function.specifier))


def _note(
    machine: Machine, described: ContextFunction, name: str, arguments: list[Value], node: model.Node, key: Value
) -> None:
    given = described.unless_given
    if given is not None and given < len(arguments) and values.nullish(arguments[given]) is not True:
        return
    if name not in _NEVER_MISSING:
        note_context(machine, described.operation, name, node, key)
    machine.events.append(
        ContextCall(
            operation=described.operation,
            function=name,
            place=machine.place(node),
            key=UNKNOWN,
            value=UNKNOWN if described.operation == "set" else None,
            moment=machine.moment,
            sides=machine.sides,
            trail=machine.trail,
        )
    )
