"""Values that differ between server and browser: ``browser ? save : undefined``, a flag that only the browser sets."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from svelte_warden.flow.interpreter.values import (
    BOTH_SIDES,
    NO_SIDES,
    Closure,
    Object,
    SideFlag,
    Value,
    merge,
    sides_when,
)

if TYPE_CHECKING:
    from svelte_warden.flow.interpreter.values import Atom, Side


def either_side(one: Value, on_one: frozenset[Side], other: Value, on_other: frozenset[Side]) -> Value:
    """Return the value that is the one on some sides, and the other on some: how it comes out in a test tells which."""
    both = merge(one, other)
    test = SideFlag(
        (sides_when(one, outcome=True) & on_one) | (sides_when(other, outcome=True) & on_other),
        (sides_when(one, outcome=False) & on_one) | (sides_when(other, outcome=False) & on_other),
    )
    return Value(both.atoms, both.origins, both.volatile, test)


def only_on(value: Value, sides: frozenset[Side]) -> Value:
    """Return the value where it is used on these sides only: elsewhere its functions do not exist."""
    if not any(isinstance(atom, Closure) and not atom.sides <= sides for atom in value.atoms):
        return value
    atoms = frozenset(
        replace(atom, sides=atom.sides & sides) if isinstance(atom, Closure) else atom for atom in value.atoms
    )
    return Value(atoms, value.origins, value.volatile, value.test)


def sides_with_items(value: Value, *, is_known: bool = False) -> frozenset[Side]:
    """Return the sides on which what is iterated may have items: ``browser ? [user] : []`` has none on the server.

    An array without any that stands alone may have been filled by somebody who cannot be followed, unless ``is_known``.
    """
    is_certain = is_known or len(value.atoms) > 1
    return NO_SIDES.union(value.volatile, *(_sides_with_items(atom, is_certain) for atom in value.atoms))


def _sides_with_items(atom: Atom, is_certain: bool) -> frozenset[Side]:  # noqa: FBT001 - as it says
    if not isinstance(atom, Object) or atom.kind != "array" or atom.shared:
        return BOTH_SIDES
    if not (atom.properties or atom.rest or atom.open) and (is_certain or atom.internal.get("exact")):
        return NO_SIDES
    return atom.sides
