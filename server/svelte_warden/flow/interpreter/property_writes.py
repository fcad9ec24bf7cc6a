"""Writes to properties: what they change, who hears of it, and which setter runs instead."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from svelte_warden.facts.immutable import immutable
from svelte_warden.flow.effects import note_write
from svelte_warden.flow.events import SharedWrite
from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.globals import is_global_object
from svelte_warden.flow.interpreter.hierarchy import class_member
from svelte_warden.flow.interpreter.memos import note_fill
from svelte_warden.flow.interpreter.opaque import lasting
from svelte_warden.flow.interpreter.ordering import in_order
from svelte_warden.flow.interpreter.origins import tells_users_apart
from svelte_warden.flow.interpreter.reactivity import make_reactive
from svelte_warden.flow.interpreter.values import (
    UNKNOWN,
    Accessor,
    ClassDefinition,
    Closure,
    External,
    Held,
    InstancePart,
    Namespace,
    Native,
    Object,
    Value,
)
from svelte_warden.flow.natives.event_properties import listen_by_property
from svelte_warden.flow.natives.shared_packages import assign_to_external, assign_to_part
from svelte_warden.flow.natives.stores import set_store

if TYPE_CHECKING:
    from svelte_warden.facts import model
    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.interpreter.values import Atom, Origin, Side

_PRIVATE: Final = "#"


@immutable
class _Write:
    """What is written, and under which name: ``None`` when that is not known, then ``key`` tells what is.

    ``within`` are the origins of the holder; what is made from the same is nothing new in it.
    """

    name: str | None
    value: Value
    node: model.Node
    how: str
    key: Value | None
    within: frozenset[Origin]


def set_property(
    machine: Machine,
    holder: Value,
    name: str | None,
    value: Value,
    node: model.Node,
    *,
    how: str,
    key: Value | None = None,
    via: Value | None = None,
) -> None:
    """Write ``holder.name``; ``name`` is ``None`` when the key is not known. ``via`` is the store it was read from."""
    if via is not None:
        set_store(machine, via, values.unknown(value.origins), node, how=how, changed=holder)
    if name is not None and name.startswith("on") and how != "delete":
        listen_by_property(machine, holder, name, value, node)
    what = _Write(name, value, node, how, key, holder.origins)
    elsewhere = _sides_of_others(holder)
    is_fallback = any(isinstance(atom, Held) for atom in holder.atoms)
    for atom in in_order(holder.atoms):
        if isinstance(atom, Object) and atom.shared and elsewhere:
            _set_perhaps(machine, atom, what, elsewhere, is_fallback=is_fallback)
        elif isinstance(atom, Object):
            _set_object_property(machine, atom, what)
        else:
            _set_other_property(machine, atom, what)


def _set_other_property(machine: Machine, holder: Atom, what: _Write) -> None:
    """Write a property of what is no object of the heap."""
    name, value, node = what.name, what.value, what.node
    match holder:
        case ClassDefinition():
            _set_static(machine, holder, what)
        case Closure():
            holder.properties[name or ""] = value
            if holder.shared:
                note_write(machine, holder, name, value, node, what.how, key=what.key)
                machine.share(value)
        case Native() | Namespace():
            note_write(machine, holder, name, value, node, what.how, key=what.key)
            if isinstance(holder, Native) and name is not None and is_global_object(holder):
                kept = lasting(value, machine.place(node), machine.sides)
                machine.global_values[name] = values.merge(machine.global_values.get(name, values.NOTHING), kept)
                machine.share(kept)
        case InstancePart():
            assign_to_part(machine, holder, name, value, node, what.how)
        case External():
            assign_to_external(machine, holder, name, value, node, what.how)
        case _:
            pass


def _set_static(machine: Machine, holder: ClassDefinition, what: _Write) -> None:
    name, value = what.name, what.value
    before = holder.statics.get(name or "")
    if _through_setter(machine, before, values.of(holder), value, what.node):
        return
    kept = lasting(value, machine.place(what.node), machine.sides) if holder.shared else value
    holder.statics[name or ""] = values.merge(before or values.NOTHING, kept)
    if holder.shared:
        note_write(machine, holder, name, value, what.node, what.how, key=what.key, before=before)
        machine.share(kept)


def define_property(
    machine: Machine, holder: Value, name: str | None, value: Value, node: model.Node, *, key: Value
) -> None:
    """Give an object a property of its own, as ``Object.defineProperty`` does: past the accessor that was there.

    A getter that puts what it has computed in its own place remembers it, as ``??=`` does.
    """
    what = _Write(name, value, node, "??=", key, holder.origins)
    replaced = {atom: _accessor(atom, name) for atom in holder.atoms if isinstance(atom, Object)}
    for atom, before in replaced.items():
        if before is not None and not atom.internal.get("frozen"):
            _put(machine, atom, what, before)
    kept = frozenset(atom for atom, before in replaced.items() if before is None)
    others = frozenset(atom for atom in holder.atoms if not isinstance(atom, Object))
    set_property(machine, Value(kept | others, holder.origins), name, value, node, how="=", key=key)


def _accessor(atom: Object, name: str | None) -> Value | None:
    before = None if name is None else _held(atom, name)
    return before if before is not None and any(isinstance(each, Accessor) for each in before.atoms) else None


def setter_of(holder: Object, name: str) -> Closure | None:
    """Return the function that a write to a property runs."""
    held = _accessor(holder, name)
    setters = (atom.setter for atom in held.atoms if isinstance(atom, Accessor)) if held is not None else ()
    return next((setter for setter in setters if setter is not None), None)


def _set_perhaps(
    machine: Machine, atom: Object, what: _Write, elsewhere: frozenset[Side], *, is_fallback: bool
) -> None:
    """Write to something shared that the holder may be, beside objects that nobody else has on some sides.

    If those are made on one side alone, the holder is one of them there. Else it may be either, and under a name that
    is known the write may happen; a function for any object and any name is mostly given what nobody else has, and
    what stands in for a context that is known (``is_fallback``) is mostly not needed.
    """
    if what.name is None or is_fallback or elsewhere < machine.sides:
        with machine.at(sides=machine.sides - elsewhere):
            _set_object_property(machine, atom, what)
        return
    before = len(machine.events)
    _set_object_property(machine, atom, what)
    machine.events[before:] = [
        replace(event, in_doubt=True) if isinstance(event, SharedWrite) else event for event in machine.events[before:]
    ]


def _sides_of_others(holder: Value) -> frozenset[Side]:
    """Return where a value that may be something shared may as well be an object that nobody else has."""
    if len(holder.atoms) == 1:
        return values.NO_SIDES
    return values.NO_SIDES.union(*(atom.sides for atom in holder.atoms if isinstance(atom, Object) and not atom.shared))


def _set_object_property(machine: Machine, atom: Object, what: _Write) -> None:
    if atom.internal.get("frozen") and not (what.name or "").startswith(_PRIVATE):
        return
    before = _held(atom, what.name) if what.name is not None else atom.rest
    if _through_setter(machine, before, values.of(atom), what.value, what.node):
        return
    if "set_trap" in atom.internal and what.how != "delete" and _through_trap(machine, atom, what):
        return
    handler = atom.internal.get("on_write")
    if handler is not None:
        handler(machine, what.name, what.value, what.node)
        return
    _put(machine, atom, what, before)


def _through_trap(machine: Machine, target: Object, what: _Write) -> bool:
    """Run the ``set`` trap of a proxy, if it has one; what the trap itself writes to the target goes there."""
    from svelte_warden.flow.interpreter.calls import invoke  # noqa: PLC0415 - calls write properties

    key = values.text(what.name) if what.name is not None else what.key or UNKNOWN
    this = values.of(target)
    traps = [trap for trap in target.internal["set_trap"] if id(trap.function) not in machine.stack]
    for trap in traps:
        with machine.at():
            invoke(machine, trap, None, [this, key, what.value, this], what.node)
    return bool(traps)


def _held(atom: Object, name: str) -> Value | None:
    """Return what an object or its class has under a name; of a getter it is the accessor."""
    own = atom.properties.get(name)
    return class_member(atom.definition, name) if own is None and atom.definition is not None else own


def _put(machine: Machine, atom: Object, what: _Write, before: Value | None) -> None:
    name, value, node, key = what.name, what.value, what.node, what.key
    machine.remember_object(atom)
    if name is not None:
        note_fill(machine, (atom, name), value)
    kept = lasting(value, machine.place(node), machine.sides) if atom.shared else value
    if name is None:
        atom.rest = values.merge(atom.rest or values.NOTHING, kept)
    elif what.how == "delete":
        atom.properties.pop(name, None)
    else:
        atom.properties[name] = kept if before is None else values.merge(before, kept)
    if atom.reactive:
        make_reactive(machine, value)
    if atom.shared and machine.sides:
        note_write(machine, atom, name, value, node, what.how, key=key, before=before, within=what.within)
        own = bool(atom.internal.get("own")) or (name is None and key is not None and tells_users_apart(key))
        machine.share(kept, own=own)
    elif atom.kind == "per-request":
        _hand_over(machine, value, node)


def _hand_over(machine: Machine, value: Value, node: model.Node) -> None:
    """Note that a shared client is handed to a request, as ``locals.client = client`` does."""
    for atom in value.atoms:
        if isinstance(atom, Object) and atom.kind == "client" and atom.shared:
            note_write(machine, atom, None, value, node, "hand over")


def run_setter(machine: Machine, holder: Object, name: str, value: Value, node: model.Node) -> None:
    """Run the setter that an object has for a property, if it has one, and nothing else."""
    _through_setter(machine, _held(holder, name), values.of(holder), value, node)


def _through_setter(machine: Machine, before: Value | None, this: Value, value: Value, node: model.Node) -> bool:
    if before is None:
        return False
    setters = [atom.setter for atom in before.atoms if isinstance(atom, Accessor)]
    if not setters:
        return False
    from svelte_warden.flow.interpreter.calls import invoke  # noqa: PLC0415 - calls write properties

    for setter in setters:
        if setter is not None:
            with machine.at():
                invoke(machine, setter, this, [value], node)
    return True
