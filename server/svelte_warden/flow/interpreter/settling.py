"""What awaiting a value gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.values import BOTH_SIDES, NO_SIDES, UNKNOWN, Object

if TYPE_CHECKING:
    from svelte_warden.flow.interpreter.values import Side, Value


def settles_on(value: Value) -> frozenset[Side]:
    """Return the sides on which awaiting the value may give anything: elsewhere it throws, or waits for ever."""
    if value.volatile or not value.atoms:
        return BOTH_SIDES
    return BOTH_SIDES - BOTH_SIDES.intersection(
        *(atom.internal.get("fails_on", NO_SIDES) if isinstance(atom, Object) else NO_SIDES for atom in value.atoms)
    )


def settled(value: Value) -> Value:
    """Return what awaiting the value gives."""
    if not any(isinstance(atom, Object) and atom.kind == "promise" for atom in value.atoms):
        return value
    parts = [
        atom.internal.get("result", UNKNOWN) if isinstance(atom, Object) and atom.kind == "promise" else values.of(atom)
        for atom in value.atoms
    ]
    return values.tainted(values.join(parts), value.origins)
