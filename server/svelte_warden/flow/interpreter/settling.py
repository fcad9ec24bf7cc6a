"""What awaiting a value gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.values import UNKNOWN, Object

if TYPE_CHECKING:
    from svelte_warden.flow.interpreter.values import Value


def settled(value: Value) -> Value:
    """Return what awaiting the value gives."""
    if not any(isinstance(atom, Object) and atom.kind == "promise" for atom in value.atoms):
        return value
    parts = [
        atom.internal.get("result", UNKNOWN) if isinstance(atom, Object) and atom.kind == "promise" else values.of(atom)
        for atom in value.atoms
    ]
    return values.tainted(values.join(parts), value.origins)
