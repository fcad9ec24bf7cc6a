"""``Object``, ``Reflect``, ``JSON`` and what else works on any object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.facts import model
from svelte_warden.flow.effects import note_write
from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.allowances import allow_missing
from svelte_warden.flow.interpreter.calls import call_value, construct
from svelte_warden.flow.interpreter.conditions import negate
from svelte_warden.flow.interpreter.copying import read_accessors, read_getters, spread_into
from svelte_warden.flow.interpreter.implicit_calls import run_own_json, run_own_text
from svelte_warden.flow.interpreter.iteration import iterated, pair_of
from svelte_warden.flow.interpreter.listings import from_list
from svelte_warden.flow.interpreter.opaque import data, data_of_file
from svelte_warden.flow.interpreter.origins import names_of_origins, objects_in
from svelte_warden.flow.interpreter.properties import element, get_property, key_text
from svelte_warden.flow.interpreter.property_writes import define_property, run_setter, set_property
from svelte_warden.flow.interpreter.values import UNDEFINED, UNKNOWN, Atom, Closure, Native, Object, Value
from svelte_warden.flow.natives.registry import (
    call_now,
    callables,
    constructor,
    first,
    listed,
    method,
    native,
    undescribed,
)

if TYPE_CHECKING:
    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.interpreter.values import Origin


# --- objects --------------------------------------------------------------------------------------------------------


_MOST_NAMES = 16


@native("global", "Object.assign")
def _object_assign(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    target = first(arguments)
    for source, written in zip(arguments[1:], node.arguments[1:] if isinstance(node, model.Call) else (), strict=False):
        allow_missing(machine, written, source)
    for atom in target.atoms:
        if isinstance(atom, Object):
            for source in arguments[1:]:
                _assign_all(machine, atom, source, node)
    value = values.join(arguments[1:])
    for atom in target.atoms:
        if _is_process_wide(atom):
            note_write(machine, atom, None, value, node, "Object.assign")  # type: ignore[arg-type]  # as was just asked
            machine.share(value)
    if any(isinstance(atom, values.Component) for atom in target.atoms):
        return values.merge(target, value)  # a component with others as its properties: <Tabs>, <Tabs.List>
    return target


def _assign_all(machine: Machine, target: Object, source: Value, node: model.Node) -> None:
    """Give an object the properties of another; those it has a setter for go through it."""
    machine.remember_object(target)
    read = read_getters(machine, source, node)
    for atom in source.atoms:
        if isinstance(atom, Object):
            for name, value in list(atom.properties.items()):
                run_setter(machine, target, name, read.get(name, value), node)
    spread_into(target, source)
    target.properties.update(read)


def _is_process_wide(atom: Atom) -> bool:
    if isinstance(atom, Native):
        return atom.module == "global"
    return isinstance(atom, (Object, values.ClassDefinition, Closure)) and atom.shared


@native("global", "Reflect.set")
def _reflect_set(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    key = first(arguments, 1)
    set_property(machine, first(arguments), key_text(key), first(arguments, 2), node, how="=", key=key)
    return UNKNOWN


@native("global", "Object.defineProperty", "Reflect.defineProperty")
def _define_property(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    target, key, value = first(arguments), first(arguments, 1), first(arguments, 2)
    if any(isinstance(atom, Object) and {"get", "set"} & atom.properties.keys() for atom in value.atoms):
        return _define_accessor(machine, target, key_text(key), value, node)
    if any(isinstance(atom, Object) and "value" in atom.properties for atom in value.atoms):
        value = get_property(machine, value, "value", node)
    define_property(machine, target, key_text(key), value, node, key=key)
    return target


def _define_accessor(machine: Machine, target: Value, name: str | None, descriptor: Value, node: model.Node) -> Value:
    """Define a property by its getter and setter."""
    getter, setter = (
        next(iter(callables(get_property(machine, descriptor, which, node))), None) for which in ("get", "set")
    )
    accessor = values.of(values.Accessor(getter, setter))
    held = values.of(*(function for function in (getter, setter) if function is not None))
    for atom in target.atoms:
        if isinstance(atom, Object) and name is not None:
            machine.remember_object(atom)
            atom.properties[name] = accessor
        if _is_process_wide(atom):
            note_write(machine, atom, name, held, node, "=")  # type: ignore[arg-type]  # as was just asked
    return target


@native("global", "Object.defineProperties")
def _define_properties(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    for atom in first(arguments, 1).atoms:
        if isinstance(atom, Object):
            for name, descriptor in list(atom.properties.items()):
                _define_property(machine, [first(arguments), values.text(name), descriptor], node)
    return first(arguments)


@native("global", "Object.setPrototypeOf", "Reflect.setPrototypeOf")
def _set_prototype(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    for atom in first(arguments).atoms:
        if isinstance(atom, Object):
            atom.internal["prototype"] = first(arguments, 1)
            if atom.shared:
                note_write(machine, atom, None, first(arguments, 1), node, "Object.setPrototypeOf")
    return first(arguments)


@native("global", "Reflect.apply")
def _reflect_apply(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    return call_value(machine, first(arguments), first(arguments, 1), listed(machine, first(arguments, 2), node), node)


@native("global", "Reflect.construct")
def _reflect_construct(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    return construct(machine, first(arguments), listed(machine, first(arguments, 1), node), node)


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


@native("global", "Object.seal", "Object.preventExtensions")
def _seal(_machine: Machine, arguments: list[Value], _node: model.Node) -> Value:
    return first(arguments)


@native("global", "Object.freeze")
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


@native("global", "Object.values")
def _object_values(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    source = first(arguments)
    return _list_of(machine, from_list(machine, source.atoms, element(machine, source, node)), source.origins, node)


@native("global", "Object.entries")
def _object_entries(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    source = first(arguments)
    name = values.unknown(names_of_origins(source.origins))
    if (names := _written_names(source)) is not None:
        name = values.join(values.text(written, name.origins) for written in names)
    pair = pair_of(machine, name, element(machine, source, node), node)
    return _list_of(machine, from_list(machine, source.atoms, values.of(pair)), name.origins, node)


@native("global", "Object.keys", "Object.getOwnPropertyNames", "Reflect.ownKeys")
def _object_keys(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    origins = names_of_origins(first(arguments).origins)
    names = _written_names(first(arguments))
    name = values.unknown(origins) if names is None else values.join(values.text(text, origins) for text in names)
    return _list_of(machine, from_list(machine, first(arguments).atoms, name), origins, node)


def _written_names(source: Value) -> tuple[str, ...] | None:
    """Return the names of the properties of an object that is written out; ``None`` where there may be others."""
    (atom,) = source.atoms if len(source.atoms) == 1 else (None,)
    if not isinstance(atom, Object) or atom.kind != "object" or (atom.shared and atom.reactive):
        return None
    is_known = not (atom.open or atom.internal or atom.rest is not None) and 0 < len(atom.properties) <= _MOST_NAMES
    return tuple(atom.properties) if is_known else None


def _list_of(machine: Machine, item: Value, origins: frozenset[Origin], node: model.Node) -> Value:
    made = machine.allocate("array", node)
    made.rest = item
    return values.of(made, origins=origins)


@native("global", "Object.fromEntries")
def _from_entries(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    made = machine.allocate("object", node)
    made.open = True
    made.rest = get_property(machine, iterated(machine, first(arguments), node), "1", node)
    return values.of(made, origins=first(arguments).origins)


@native("global", "Object.groupBy", "Map.groupBy")
def _group(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    item = iterated(machine, first(arguments), node)
    call_now(machine, first(arguments, 1), [item, UNKNOWN], node)
    group = machine.allocate("array", node)
    group.rest = item
    made = machine.allocate("object", node)
    made.rest = values.of(group)
    return values.of(made, origins=first(arguments).origins)


@native("global", "structuredClone")
def _clone(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    return data(machine, node, undescribed(arguments).origins)


@native(
    "global",
    "String",
    "Number",
    "BigInt",
    "parseInt",
    "parseFloat",
    "encodeURIComponent",
    "decodeURIComponent",
)
def _copy(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    return undescribed([run_own_text(machine, argument, node) for argument in arguments])


@native("node:util", "promisify", "deprecate", "callbackify")
@native("util", "promisify", "deprecate", "callbackify")
def _wrap(_machine: Machine, arguments: list[Value], _node: model.Node) -> Value:
    """Return what runs a function: what else it does, and what it gives, is left out."""
    return first(arguments)


@native("global", "Boolean")
def _boolean(machine: Machine, arguments: list[Value], _node: model.Node) -> Value:
    machine.tree.note_test(first(arguments))
    return negate(negate(first(arguments)))


@native("global", "JSON.stringify")
def _write_json(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    for atom in list(objects_in(first(arguments))):
        read_accessors(machine, atom, node)
        run_own_json(machine, atom, node)
    content = from_list(machine, objects_in(first(arguments)), undescribed(arguments[:1]))
    call_now(machine, first(arguments, 1), [UNKNOWN, content], node)
    return content


@native("global", "JSON.parse")
def _read_json(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    return data(machine, node, _write_json(machine, arguments, node).origins)


@method("*", "json")
def _json_of_response(machine: Machine, _receiver: Atom, _name: str, arguments: list[Value], node: model.Node) -> Value:
    """Read the body of a response, if there are no arguments; of a server's own response it is a setter."""
    return undescribed(arguments) if arguments else data(machine, node)


@native("global", "import.meta.glob")
def _glob(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    """Load modules; those that are loaded at once are the same for whoever asks."""
    is_eager = get_property(machine, first(arguments, 1), "eager", node) == values.TRUE
    if not is_eager:
        return UNKNOWN
    found = machine.allocate("object", node)
    found.rest = data_of_file(machine.place(node))
    found.open = True
    return values.of(found)


@constructor("global", "Array")
@native("global", "Array.of", "Array")
def _array_of(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    made = machine.allocate("array", node)
    made.rest = values.join(arguments) if arguments else None
    return values.of(made)


@native("global", "Array.from", "Array.fromAsync")
def _array_from(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    item = iterated(machine, first(arguments), node)
    if len(arguments) > 1 and callables(arguments[1]):
        item = call_now(machine, arguments[1], [item, UNKNOWN], node)
    made = machine.allocate("array", node)
    made.rest = item
    return values.of(made)


@native("global", "Symbol")
def _symbol(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    made = machine.allocate("symbol", node)
    made.properties["description"] = first(arguments)
    return values.of(made)


@native("global", "Symbol.for")
def _symbol_for(_machine: Machine, arguments: list[Value], _node: model.Node) -> Value:
    key = key_text(first(arguments))
    return UNKNOWN if key is None else values.text(f"Symbol.for({key})")


@constructor("global", "Proxy")
def _proxy(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    """Return the target: what it lacks the ``get`` trap may make, what is written the ``set`` trap is given."""
    target = first(arguments)
    for trap in ("get", "set"):
        traps = callables(get_property(machine, first(arguments, 1), trap, node))
        for atom in target.atoms:
            if isinstance(atom, Object) and traps:
                atom.internal[f"{trap}_trap"] = traps
    return target
