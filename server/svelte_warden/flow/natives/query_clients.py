"""Clients of TanStack Query: a cache by the content of a key, filled by hand or by what fetches the data.

One that a module makes is shared by all users of the server, as its documentation says:
https://tanstack.com/query/latest/docs/framework/svelte/ssr.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.origins import content_origins
from svelte_warden.flow.interpreter.properties import FETCHING, get_property
from svelte_warden.flow.interpreter.settling import settled
from svelte_warden.flow.interpreter.values import UNKNOWN, Object, Value
from svelte_warden.flow.natives.arrays import map_get, map_set
from svelte_warden.flow.natives.promises import promise_of
from svelte_warden.flow.natives.registry import call_now, callables, first, method

if TYPE_CHECKING:
    from svelte_warden.facts import model
    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.interpreter.values import Atom


@method("map", "getQueryData")
def _get_data(machine: Machine, receiver: Atom, name: str, arguments: list[Value], node: model.Node) -> Value:
    return map_get(machine, receiver, name, [_by_content(first(arguments))], node)


@method("map", "setQueryData")
def _set_data(machine: Machine, receiver: Atom, name: str, arguments: list[Value], node: model.Node) -> Value:
    key, value = _by_content(first(arguments)), first(arguments, 1)
    if callables(value):
        value = call_now(machine, value, [map_get(machine, receiver, name, [key], node)], node)
    map_set(machine, receiver, "set", [key, value], node)
    return value


@method("map", FETCHING)
def _fetch(machine: Machine, receiver: Atom, _name: str, arguments: list[Value], node: model.Node) -> Value:
    """Keep what the function of a query gives under its key; older versions take both as arguments."""
    options = first(arguments)
    is_old = any(isinstance(atom, Object) and atom.kind == "array" for atom in options.atoms)
    key = options if is_old else get_property(machine, options, "queryKey", node)
    function = first(arguments, 1) if is_old else get_property(machine, options, "queryFn", node)
    result = call_now(machine, function, [UNKNOWN], node)
    map_set(machine, receiver, "set", [_by_content(key), settled(result)], node)
    return promise_of(machine, result, node)


def _by_content(key: Value) -> Value:
    """Return a key that is the same for others whose key has the same content."""
    return values.unknown(content_origins(key))
