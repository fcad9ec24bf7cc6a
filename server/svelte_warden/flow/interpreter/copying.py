"""Copying the properties of one object into another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.opaque import OPAQUE, part_of
from svelte_warden.flow.interpreter.properties import METHODS, unwrapped
from svelte_warden.flow.interpreter.values import STORES, Accessor, NativeMethod, Object, Primitive

if TYPE_CHECKING:
    from svelte_warden.facts import model
    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.interpreter.values import Value


def copy_into(machine: Machine, made: Object, source: Value, node: model.Node) -> None:
    """Copy the own properties of a value into an object, as ``{...source}`` does: getters run, and stay behind."""
    read = read_getters(machine, source, node)
    spread_into(made, source)
    made.properties.update(read)


def read_getters(machine: Machine, source: Value, node: model.Node) -> dict[str, Value]:
    """Return what the getters give that the objects of a value have of their own."""
    read: dict[str, Value] = {}
    for atom in source.atoms:
        if isinstance(atom, Object):
            read.update(read_accessors(machine, atom, node))
    return {name: values.tainted(value, source.origins) for name, value in read.items()}


def read_accessors(machine: Machine, source: Object, node: model.Node) -> dict[str, Value]:
    """Return what the getters of an object give that are its own, and not its class's."""
    return {
        name: unwrapped(machine, value, values.of(source), node)
        for name, value in list(source.properties.items())
        if any(isinstance(atom, Accessor) for atom in value.atoms)
    }


def spread_into(made: Object, source: Value) -> None:
    """Copy the own properties of a value into a fresh object, as ``{...source}`` does: shallowly."""
    for atom in source.atoms:
        if isinstance(atom, Object) and atom.kind != "derived":
            if atom.kind in STORES:
                made.properties.update({name: values.of(NativeMethod(atom, name)) for name in METHODS[atom.kind]})
            elif atom.kind in OPAQUE:
                part_of(atom)  # so that there is a rest to copy
            for name, value in list(atom.properties.items()):
                copied = values.tainted(value, source.origins)
                made.properties[name] = (
                    copied
                    if len(source.atoms) == 1
                    else values.merge(made.properties.get(name, values.NOTHING), copied)
                )
            if atom.rest is not None:
                made.rest = values.merge(made.rest or values.NOTHING, values.tainted(atom.rest, source.origins))
            made.open = made.open or atom.open
            if "props_of" in atom.internal:
                made.internal["props_of"] = atom.internal["props_of"]
        elif not isinstance(atom, Primitive):
            made.open = True
            made.rest = values.merge(made.rest or values.NOTHING, values.unknown(source.origins))
