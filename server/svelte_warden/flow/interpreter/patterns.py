"""Binding and assignment: what happens to the targets on the left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.facts import model
from svelte_warden.flow.effects import note_write
from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.by_side import either_side, only_on
from svelte_warden.flow.interpreter.iteration import iterated
from svelte_warden.flow.interpreter.memos import note_fill
from svelte_warden.flow.interpreter.opaque import OPAQUE, lasting, part_of
from svelte_warden.flow.interpreter.properties import element, get_property, key_text
from svelte_warden.flow.interpreter.property_writes import set_property
from svelte_warden.flow.interpreter.reactivity import make_reactive
from svelte_warden.flow.interpreter.stand_ins import certainly_lacks, may_be_there, note_written_out
from svelte_warden.flow.interpreter.values import (
    BOTH_SIDES,
    UNDEFINED,
    UNKNOWN,
    Native,
    Object,
    Value,
)
from svelte_warden.flow.natives.registry import NO_COMPONENT
from svelte_warden.flow.natives.stores import set_store
from svelte_warden.flow.reach.doubts import ARGUMENT_MISSING, doubt_of_default

if TYPE_CHECKING:
    from collections.abc import Callable

    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.interpreter.scopes import Cell, Scope


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
                if isinstance(item.target, model.DefaultPattern) and certainly_lacks(value, name):
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


def _or_default(machine: Machine, value: Value, pattern: model.DefaultPattern, scope: Scope) -> Value:
    undefined = values.Primitive("undefined", None)
    certain = undefined not in value.atoms and not any(isinstance(atom, values.Unknown) for atom in value.atoms)
    if certain and value.atoms:
        return value
    is_left_out = may_be_there(value) and machine.moment.phase in NO_COMPONENT
    doubt, doubts = ARGUMENT_MISSING if is_left_out else doubt_of_default(value), machine.doubts
    if doubt is not None:
        machine.doubts = (*doubts, doubt)
    default = machine.evaluate(pattern.default, scope)
    machine.doubts = doubts
    note_written_out(pattern.default, default, machine.home.path)
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
    cell.settle()
    cell.reassigned = True
    if cell.on_write is not None:
        cell.on_write(value, node)
    machine.remember_cell(cell)
    note_fill(machine, cell, value)
    certain = cell.activation == machine.activation.number and cell.depth == machine.activation.depth
    before = cell.value
    kept = lasting(value, machine.place(node), machine.sides) if cell.shared else value
    if certain:
        cell.value = kept
    elif machine.sides == BOTH_SIDES:
        cell.value = values.merge(before, kept)
    else:
        cell.value = either_side(before, BOTH_SIDES, only_on(kept, machine.sides), machine.sides)
    cell.initialised = True
    if cell.reactive:
        make_reactive(machine, value)
    if cell.shared:
        note_write(machine, cell, None, value, node, how, before=before)
        if not machine.makes_shared:
            machine.share(kept, functions=True)
