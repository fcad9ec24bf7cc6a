"""JavaScript's own library: objects, conversions, the platform's classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.flow import values
from svelte_warden.flow.effects import note_write
from svelte_warden.flow.natives import (
    call_now,
    callables,
    constructor,
    first,
    native,
    undescribed,
)
from svelte_warden.flow.patterns import set_property
from svelte_warden.flow.properties import element, get_property, key_text, spread_into
from svelte_warden.flow.values import UNDEFINED, UNKNOWN, Object, Value

if TYPE_CHECKING:
    from svelte_warden.facts import model
    from svelte_warden.flow.machine import Machine


@native("global", "Object.assign")
def _object_assign(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    target = first(arguments)
    for atom in target.atoms:
        if isinstance(atom, Object):
            for source in arguments[1:]:
                spread_into(atom, source)
    value = values.join(arguments[1:])
    for atom in target.atoms:
        if isinstance(atom, (Object, values.ClassDefinition)) and atom.shared:
            note_write(machine, atom, None, value, node, "Object.assign")
            machine.share(value)
    if any(isinstance(atom, values.Component) for atom in target.atoms):
        return values.merge(target, value)  # a component with others as its properties: <Tabs>, <Tabs.List>
    return target


@native("global", "Object.defineProperty", "Reflect.set", "Reflect.defineProperty")
def _define_property(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    target, key, value = first(arguments), first(arguments, 1), first(arguments, 2)
    if any(isinstance(atom, Object) and "value" in atom.properties for atom in value.atoms):
        value = get_property(machine, value, "value", node)
    set_property(machine, target, key_text(key), value, node, how="=", key=key)
    return target


@native("global", "Reflect.deleteProperty")
def _delete_property(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    key = first(arguments, 1)
    set_property(machine, first(arguments), key_text(key), UNDEFINED, node, how="delete", key=key)
    return UNKNOWN


@native("global", "Reflect.get")
def _reflect_get(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    name = key_text(first(arguments, 1))
    target = first(arguments)
    return element(machine, target, node) if name is None else get_property(machine, target, name, node)


@native("global", "Object.freeze", "Object.seal", "Object.preventExtensions")
def _freeze(_machine: Machine, arguments: list[Value], _node: model.Node) -> Value:
    target = first(arguments)
    for atom in target.atoms:
        if isinstance(atom, Object):
            atom.internal["frozen"] = True
    return target


@native("global", "Object.create")
def _object_create(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    made = machine.allocate("object", node)
    made.internal["prototype"] = first(arguments)
    return values.of(made)


@native("global", "Object.values", "Object.entries", "Object.keys", "Object.fromEntries", "Object.groupBy")
def _object_values(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    source = first(arguments)
    made = machine.allocate("array", node)
    pair = machine.allocate("array", node)
    item = element(machine, source, node)
    pair.properties = {"0": UNKNOWN, "1": item}
    made.rest = values.merge(values.of(pair), item)
    return values.of(made, origins=source.origins)


@native(
    "global",
    "structuredClone",
    "JSON.parse",
    "JSON.stringify",
    "String",
    "Number",
    "Boolean",
    "BigInt",
    "parseInt",
    "parseFloat",
    "encodeURIComponent",
    "decodeURIComponent",
)
def _copy(_machine: Machine, arguments: list[Value], _node: model.Node) -> Value:
    return undescribed([_with_content(argument) for argument in arguments])


def _with_content(value: Value) -> Value:
    """Return the value with the origins of everything directly in it."""
    origins = value.origins
    for atom in value.atoms:
        if isinstance(atom, Object):
            for inner in atom.properties.values():
                origins |= inner.origins
            if atom.rest is not None:
                origins |= atom.rest.origins
    return values.tainted(value, origins)


@native("global", "Array.from", "Array.of", "Array")
def _array_from(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    item = element(machine, first(arguments), node)
    if len(arguments) > 1 and callables(arguments[1]):
        item = call_now(machine, arguments[1], [item, UNKNOWN], node)
    made = machine.allocate("array", node)
    made.rest = item
    return values.of(made)


@native("global", "Symbol")
def _symbol(machine: Machine, _arguments: list[Value], node: model.Node) -> Value:
    return values.of(machine.allocate("symbol", node))


@native("global", "Symbol.for")
def _symbol_for(_machine: Machine, arguments: list[Value], _node: model.Node) -> Value:
    key = key_text(first(arguments))
    return UNKNOWN if key is None else values.text(f"Symbol.for({key})")


@constructor("global", "Proxy")
def _proxy(_machine: Machine, arguments: list[Value], _node: model.Node) -> Value:
    return first(arguments)
