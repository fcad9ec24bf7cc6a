"""Binding and assignment: what happens to the targets on the left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.facts import model
from svelte_warden.flow.effects import note_write
from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.globals import is_global_object
from svelte_warden.flow.interpreter.hierarchy import class_member
from svelte_warden.flow.interpreter.memos import note_fill
from svelte_warden.flow.interpreter.opaque import OPAQUE, lasting, part_of
from svelte_warden.flow.interpreter.origins import tells_users_apart
from svelte_warden.flow.interpreter.properties import element, get_property, iterated, key_text
from svelte_warden.flow.interpreter.reactivity import make_reactive
from svelte_warden.flow.interpreter.stand_ins import may_be_there
from svelte_warden.flow.interpreter.values import (
    UNDEFINED,
    UNKNOWN,
    Accessor,
    ClassDefinition,
    Closure,
    External,
    InstancePart,
    Namespace,
    Native,
    Object,
    Value,
)
from svelte_warden.flow.natives.event_properties import listen_by_property
from svelte_warden.flow.natives.registry import NO_COMPONENT
from svelte_warden.flow.natives.shared_packages import assign_to_external, assign_to_part
from svelte_warden.flow.natives.stores import set_store
from svelte_warden.flow.reach.doubts import ARGUMENT_MISSING

if TYPE_CHECKING:
    from collections.abc import Callable

    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.interpreter.scopes import Cell, Scope
    from svelte_warden.flow.interpreter.values import Origin, Side


def bind(machine: Machine, pattern: model.Pattern, value: Value, scope: Scope, kind: str) -> None:
    """Declare the variables of a pattern in the scope and give them their parts of the value."""
    if isinstance(pattern, model.Name):  # as nearly all of them
        _bind_name(machine, pattern, value, scope, kind)
        return

    def put(target: model.Pattern, part: Value) -> None:
        if isinstance(target, model.Name):
            _bind_name(machine, target, part, scope, kind)
        else:
            machine.evaluate(target, scope)  # type: ignore[arg-type]  # half-typed code: for its effects only

    distribute(machine, pattern, value, scope, put)


def _bind_name(machine: Machine, name: model.Name, value: Value, scope: Scope, kind: str) -> None:
    cell = scope.cells.get(name.name) or machine.declare(scope, name.name, kind, name)
    cell.kind = kind  # type: ignore[assignment]  # callers pass literals
    cell.value = value
    cell.initialised = True


def assign(machine: Machine, pattern: model.Pattern, value: Value, scope: Scope, node: model.Node) -> None:
    """Assign the value to an existing target or to each target of a pattern."""
    distribute(machine, pattern, value, scope, lambda target, part: write(machine, target, part, scope, node, how="="))


def distribute(
    machine: Machine,
    pattern: model.Pattern,
    value: Value,
    scope: Scope,
    put: Callable[[model.Pattern, Value], None],
) -> None:
    """Take a value apart along a pattern and hand each innermost target its part."""
    match pattern:
        case model.ObjectPattern():
            for item in pattern.properties:
                name = item.key if isinstance(item.key, str) else key_text(machine.evaluate(item.key, scope))
                part = element(machine, value, item) if name is None else get_property(machine, value, name, item)
                if isinstance(item.target, model.DefaultPattern) and _certainly_lacks(value, name):
                    part = UNDEFINED
                distribute(machine, item.target, part, scope, put)
            if pattern.rest is not None:
                taken = {item.key for item in pattern.properties if isinstance(item.key, str)}
                distribute(machine, pattern.rest, _rest_of(machine, value, taken, pattern), scope, put)
        case model.ArrayPattern():
            for position, target in enumerate(pattern.elements):
                if target is not None:
                    distribute(machine, target, _nth(machine, value, position, pattern), scope, put)
            if pattern.rest is not None:
                distribute(machine, pattern.rest, _tail(machine, value, len(pattern.elements), pattern), scope, put)
        case model.DefaultPattern():
            distribute(machine, pattern.target, _or_default(machine, value, pattern, scope), scope, put)
        case model.RestPattern():
            distribute(machine, pattern.target, value, scope, put)
        case _:
            put(pattern, value)


def _certainly_lacks(value: Value, name: str | None) -> bool:
    """Whether a value is nothing but object literals that do not have a property."""
    return bool(value.atoms) and all(
        isinstance(atom, Object)
        and atom.kind == "object"
        and not (atom.open or atom.shared or atom.internal or name in atom.properties)
        and atom.rest is None
        and atom.definition is None
        for atom in value.atoms
    )


def _or_default(machine: Machine, value: Value, pattern: model.DefaultPattern, scope: Scope) -> Value:
    undefined = values.Primitive("undefined", None)
    certain = undefined not in value.atoms and not any(isinstance(atom, values.Unknown) for atom in value.atoms)
    if certain and value.atoms:
        return value
    doubts = machine.doubts
    if may_be_there(value) and machine.moment.phase in NO_COMPONENT:
        machine.doubts = (*doubts, ARGUMENT_MISSING)
    default = machine.evaluate(pattern.default, scope)
    machine.doubts = doubts
    given = Value(value.atoms - {undefined}, value.origins, value.volatile)
    return values.merge(given, default) if given.atoms else default


def _nth(machine: Machine, value: Value, position: int, node: model.Node) -> Value:
    parts = []
    for atom in value.atoms:
        if isinstance(atom, Object) and atom.kind == "array" and str(position) in atom.properties:
            parts.append(atom.properties[str(position)])
        elif isinstance(atom, Object):
            parts.append(iterated(machine, values.of(atom), node))
        else:
            parts.append(UNKNOWN)
    return values.tainted(values.join(parts) if parts else UNDEFINED, value.origins)


def _rest_of(machine: Machine, value: Value, taken: set[str], node: model.Node) -> Value:
    made = machine.allocate("object", node)
    for atom in value.atoms:
        if isinstance(atom, Object):
            if atom.kind in OPAQUE:
                part_of(atom)  # so that there is a rest to copy
            made.properties.update({name: item for name, item in atom.properties.items() if name not in taken})
            made.rest = atom.rest if made.rest is None else made.rest
            made.open = made.open or atom.open
            if "props_of" in atom.internal:
                made.internal["props_of"] = atom.internal["props_of"]
        else:
            made.open = True
            made.rest = values.unknown(value.origins)
    return values.of(made, origins=value.origins)


def _tail(machine: Machine, value: Value, start: int, node: model.Node) -> Value:
    made = machine.allocate("array", node)
    for atom in value.atoms:
        if isinstance(atom, Object) and atom.kind == "array" and atom.rest is None and len(value.atoms) == 1:
            items = list(atom.properties.values())[start:]
            made.properties = {str(i): item for i, item in enumerate(items)}
            return values.of(made, origins=value.origins)
    made.rest = iterated(machine, value, node)
    return values.of(made, origins=value.origins)


def write(machine: Machine, target: model.Pattern, value: Value, scope: Scope, node: model.Node, *, how: str) -> None:
    """Write to a variable or property. ``how`` is the operator, or ``delete``."""
    match target:
        case model.Name(name=name):
            _write_variable(machine, name, value, scope, node, how)
        case model.Member():
            holder = machine.evaluate(target.object, scope)
            set_property(
                machine, holder, target.property, value, node, how=how, via=_store_of(machine, target.object, scope)
            )
        case model.Index():
            holder = machine.evaluate(target.object, scope)
            key = machine.evaluate(target.index, scope)
            set_property(
                machine,
                holder,
                key_text(key),
                value,
                node,
                how=how,
                key=key,
                via=_store_of(machine, target.object, scope),
            )
        case model.ObjectPattern() | model.ArrayPattern() | model.DefaultPattern() | model.RestPattern():
            assign(machine, target, value, scope, node)
        case _:
            machine.evaluate(target, scope)


def _write_variable(machine: Machine, name: str, value: Value, scope: Scope, node: model.Node, how: str) -> None:
    cell = scope.find(name)
    if cell is not None:
        write_cell(machine, cell, value, node, how)
        return
    if name.startswith("$") and len(name) > 1:
        store = scope.find(name[1:])
        if store is not None:
            set_store(machine, machine.read(store), value, node, how=how)
            return
    note_write(machine, Native("global", f"globalThis.{name}"), None, value, node, how)


def _store_of(machine: Machine, node: model.Expression, scope: Scope) -> Value | None:
    """Return the store behind ``$store`` at the root of a member path: ``$store.x = y`` writes the store."""
    while isinstance(node, (model.Member, model.Index)):
        node = node.object
    if isinstance(node, model.Name) and node.name.startswith("$") and scope.find(node.name) is None:
        store = scope.find(node.name[1:])
        return machine.read(store) if store is not None and len(node.name) > 1 else None
    return None


def write_cell(machine: Machine, cell: Cell, value: Value, node: model.Node, how: str) -> None:
    """Give a variable a new value: instead of the old one where that is certain, beside it elsewhere."""
    if cell.pending is not None:
        pending, cell.pending = cell.pending, None
        pending()
    cell.reassigned = True
    if cell.on_write is not None:
        cell.on_write(value)
    machine.remember_cell(cell)
    if machine.activation.empty or machine.filled:
        note_fill(machine, cell, value)
    certain = cell.activation == machine.activation.number and cell.depth == machine.activation.depth
    before = cell.value
    kept = lasting(value, machine.place(node), machine.sides) if cell.shared else value
    cell.value = kept if certain else values.merge(before, kept)
    cell.initialised = True
    if cell.reactive:
        make_reactive(machine, value)
    if cell.shared:
        note_write(machine, cell, None, value, node, how, before=before)
        if not machine.makes_shared:
            machine.share(kept, functions=True)


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
    elsewhere = _sides_of_others(holder)
    for atom in holder.atoms:
        if isinstance(atom, Object) and atom.shared and elsewhere:
            with machine.at(sides=machine.sides - elsewhere):
                _set_object_property(machine, atom, name, value, node, how, key, holder.origins)
        elif isinstance(atom, Object):
            _set_object_property(machine, atom, name, value, node, how, key, holder.origins)
        elif isinstance(atom, ClassDefinition):
            before = atom.statics.get(name or "")
            if not _through_setter(machine, before, values.of(atom), value, node):
                kept = lasting(value, machine.place(node), machine.sides) if atom.shared else value
                atom.statics[name or ""] = values.merge(before or values.NOTHING, kept)
                if atom.shared:
                    note_write(machine, atom, name, value, node, how, key=key, before=before)
                    machine.share(kept)
        elif isinstance(atom, Closure):
            atom.properties[name or ""] = value
            if atom.shared:
                note_write(machine, atom, name, value, node, how, key=key)
                machine.share(value)
        elif isinstance(atom, (Native, Namespace)):
            note_write(machine, atom, name, value, node, how, key=key)
            if isinstance(atom, Native) and name is not None and is_global_object(atom):
                kept = lasting(value, machine.place(node), machine.sides)
                machine.global_values[name] = values.merge(machine.global_values.get(name, values.NOTHING), kept)
                machine.share(kept)
        elif isinstance(atom, InstancePart):
            assign_to_part(machine, atom, name, value, node, how)
        elif isinstance(atom, External):
            assign_to_external(machine, atom, name, value, node, how)


def define_property(
    machine: Machine, holder: Value, name: str | None, value: Value, node: model.Node, *, key: Value
) -> None:
    """Give an object a property of its own, as ``Object.defineProperty`` does: past the accessor that was there.

    A getter that puts what it has computed in its own place remembers it, as ``??=`` does.
    """
    replaced = {atom: _accessor(atom, name) for atom in holder.atoms if isinstance(atom, Object)}
    for atom, before in replaced.items():
        if before is not None and not atom.internal.get("frozen"):
            _put(machine, atom, name, value, node, "??=", key, before)
    kept = frozenset(atom for atom, before in replaced.items() if before is None)
    others = frozenset(atom for atom in holder.atoms if not isinstance(atom, Object))
    set_property(machine, Value(kept | others, holder.origins), name, value, node, how="=", key=key)


def _accessor(atom: Object, name: str | None) -> Value | None:
    before = None if name is None else _held(atom, name)
    return before if before is not None and any(isinstance(each, Accessor) for each in before.atoms) else None


def _sides_of_others(holder: Value) -> frozenset[Side]:
    """Return where a value that may be something shared may as well be an object that nobody else has."""
    if len(holder.atoms) == 1:
        return values.NO_SIDES
    return values.NO_SIDES.union(*(atom.sides for atom in holder.atoms if isinstance(atom, Object) and not atom.shared))


def _set_object_property(
    machine: Machine,
    atom: Object,
    name: str | None,
    value: Value,
    node: model.Node,
    how: str,
    key: Value | None,
    within: frozenset[Origin],
) -> None:
    if atom.internal.get("frozen"):
        return
    before = _held(atom, name) if name is not None else atom.rest
    if _through_setter(machine, before, values.of(atom), value, node):
        return
    handler = atom.internal.get("on_write")
    if handler is not None:
        handler(machine, name, value, node)
        return
    _put(machine, atom, name, value, node, how, key, before)


def _held(atom: Object, name: str) -> Value | None:
    """Return what an object or its class has under a name; of a getter it is the accessor."""
    own = atom.properties.get(name)
    return class_member(atom.definition, name) if own is None and atom.definition is not None else own


def _put(
    machine: Machine,
    atom: Object,
    name: str | None,
    value: Value,
    node: model.Node,
    how: str,
    key: Value | None,
    before: Value | None,
) -> None:
    machine.remember_object(atom)
    if name is not None and (machine.activation.empty or machine.filled):
        note_fill(machine, (atom, name), value)
    kept = lasting(value, machine.place(node), machine.sides) if atom.shared else value
    if name is None:
        atom.rest = values.merge(atom.rest or values.NOTHING, kept)
    elif how == "delete":
        atom.properties.pop(name, None)
    else:
        atom.properties[name] = kept if before is None else values.merge(before, kept)
    if atom.reactive:
        make_reactive(machine, value)
    if atom.shared and machine.sides:
        note_write(machine, atom, name, value, node, how, key=key, before=before, within=within)
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
