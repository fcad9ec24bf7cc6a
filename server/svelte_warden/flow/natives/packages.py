"""Packages whose source is not read: calls into them, and the stores they export."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from svelte_warden.flow.effects import note_write
from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.origins import random_origins
from svelte_warden.flow.interpreter.values import External, Native, Value
from svelte_warden.flow.natives.context_packages import note_package_call
from svelte_warden.flow.natives.package_callbacks import result_of_unknown
from svelte_warden.flow.natives.registry import METHODS, callables, listen
from svelte_warden.flow.natives.shared_packages import call_shared, write_store
from svelte_warden.flow.reach.recording import note_escape

if TYPE_CHECKING:
    from svelte_warden.facts import model
    from svelte_warden.flow.interpreter.machine import Machine

_POSTPONING: Final = frozenset(("debounce", "throttle"))
"""Functions of many packages that return the function they are given, to be called less often."""


def call_external(
    machine: Machine, function: External, receiver: Value | None, arguments: list[Value], node: model.Node
) -> Value:
    """Call a function nobody here can read: when it calls its callbacks is unknown, so they are left alone."""
    name = function.name.rpartition(".")[2]
    described = METHODS.get(("*", name)) if "." in function.name else None
    if described is not None:
        return described(machine, function, name, arguments, node)
    note_escape(machine, arguments)
    known = call_shared(machine, function, arguments, node)
    if known is not None:
        return known
    note_package_call(machine, function, arguments, node)
    listen(machine, name, arguments, node)
    if _name_of(function) in _POSTPONING:
        given = (atom for argument in arguments for atom in callables(argument))
        return values.of(*given, values.ANYTHING)
    result = result_of_unknown(machine, arguments, node, receiver, _name_of(function))
    return values.tainted(result, random_origins(name))


def _name_of(function: External) -> str:
    """Return what a function of a package is called: ``debounce`` of ``lodash/debounce.js`` as well."""
    name = function.name.rpartition(".")[2]
    return re.split(r"[/.-]", function.specifier.removesuffix(".js"))[-1] if name == "default" else name


def write_external_store(machine: Machine, store: External | Native, value: Value, node: model.Node, how: str) -> None:
    """Note a write to a store that a package exports."""
    if isinstance(store, External):
        write_store(machine, store, value, node, how)
    else:
        note_write(machine, store, None, value, node, how)
