"""Writes that put nothing into a thing but what it has already: an entry set again, a number counted from its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.facts import model
from svelte_warden.flow.interpreter.values import Object, Primitive, Value
from svelte_warden.flow.names import free_names, within_function

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.interpreter.scopes import Scope

# A call may get anything from anywhere; all else in an expression comes from the names in it.
_FROM_ELSEWHERE = (model.Call, model.New, model.Yield, model.TaggedTemplate, model.ImportCall, model.Function)
# What gives numbers whatever it is given.
_COUNTS = ("-", "*", "/", "%", "**")


def without_own(machine: Machine, node: model.Assignment, value: Value, scope: Scope) -> Value:
    """Return what an assignment adds: of ``entry.turn = (entry.turn + 1) % entry.hosts.length`` no user's data."""
    counts = isinstance(node.value, model.Binary) and node.value.operator in _COUNTS
    if not counts or not value.origins or not isinstance(node.target, (model.Member, model.Index)):
        return value
    root = _root(node.target)
    if not _is_made_from(root, node.value):
        return value
    holders = machine.evaluate(root, scope).atoms
    is_shared = all(isinstance(atom, Primitive) or (isinstance(atom, Object) and atom.shared) for atom in holders)
    return Value(value.atoms, volatile=value.volatile) if is_shared else value


def _is_made_from(root: model.Expression, expression: model.Expression) -> bool:
    """Whether an expression takes all that is in it from one variable or from ``this``."""
    parts = tuple(within_function(expression))
    if any(isinstance(part, _FROM_ELSEWHERE) for part in parts):
        return False
    uses_this = any(isinstance(part, model.This) for part in parts)
    match root:
        case model.Name(name=name):
            return free_names(expression) == {name} and not uses_this
        case model.This():
            return not free_names(expression)
        case _:
            return False


def _root(target: model.Expression) -> model.Expression:
    while isinstance(target, (model.Member, model.Index)):
        target = target.object
    return target


def is_entry(collection: Object, value: Value) -> bool:
    """Whether a value is certainly something that a collection holds already, under whatever key."""
    objects = frozenset(atom for atom in value.atoms if not isinstance(atom, Primitive))
    return bool(objects) and objects <= frozenset(
        atom for held in _held_by(collection) for atom in held.atoms if isinstance(atom, Object)
    )


def _held_by(collection: Object) -> Iterator[Value]:
    yield from collection.properties.values()
    if collection.rest is not None:
        yield collection.rest
