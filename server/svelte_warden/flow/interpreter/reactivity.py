"""Rune state: which values ``$state`` makes reactive, and which classes have such fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from svelte_warden.facts import model
from svelte_warden.flow.interpreter.values import ClassDefinition, Object

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.interpreter.values import Value

_STATEFUL: Final = ("$state", "$derived", "$props", "$bindable")
_PROXIED: Final = ("object", "array")
_DEEPEST_HIERARCHY: Final = 10


def is_rune_call(expression: model.Expression | None) -> bool:
    """Whether an initialiser makes its variable or field reactive: ``$state(…)``, ``$derived(…)``."""
    callee = expression.callee if isinstance(expression, model.Call) else None
    if isinstance(callee, model.Member):
        callee = callee.object
    return isinstance(callee, model.Name) and callee.name in _STATEFUL


def make_reactive(machine: Machine, value: Value) -> None:
    """Mark the plain objects and arrays of a value as rune state, with all that they hold."""
    for atom in value.atoms:
        if isinstance(atom, Object) and atom.kind in _PROXIED and not atom.reactive:
            machine.remember_object(atom)
            atom.reactive = True
            for held in (*atom.properties.values(), *(() if atom.rest is None else (atom.rest,))):
                make_reactive(machine, held)


def is_rune_state(target: Object) -> bool:
    """Whether an object is rune state itself, or an instance of a class that has such fields."""
    return target.reactive or (target.definition is not None and has_rune_fields(target.definition))


def has_rune_fields(definition: ClassDefinition) -> bool:
    """Whether a class, or one that it extends, declares a reactive field."""
    current: ClassDefinition | None = definition
    for _ in range(_DEEPEST_HIERARCHY):
        if current is None:
            return False
        if any(is_rune_call(value) for name, value in _fields(current.definition) if name is not None):
            return True
        current = next((base for base in current.superclass.atoms if isinstance(base, ClassDefinition)), None)
    return False


def is_rune_field(definition: ClassDefinition, name: str) -> bool:
    """Whether a class declares a reactive field of this name."""
    return any(field == name and is_rune_call(value) for field, value in _fields(definition.definition))


def _fields(node: model.Class) -> Iterator[tuple[str | None, model.Expression | None]]:
    """Yield the fields that a class declares, and those that its constructor assigns, with their initialisers."""
    for member in node.members:
        if member.kind == "field":
            yield (member.key if isinstance(member.key, str) else None), member.value
        elif member.kind == "constructor" and isinstance(member.value, model.Function):
            for statement in member.value.body:
                match statement:
                    case model.ExpressionStatement(
                        expression=model.Assignment(
                            operator="=", target=model.Member(object=model.This(), property=name), value=value
                        )
                    ):
                        yield name, value
                    case _:
                        pass
