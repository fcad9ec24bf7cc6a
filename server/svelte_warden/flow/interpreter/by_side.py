"""Values that differ between server and browser: ``browser ? save : undefined``, a flag that only the browser sets."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from svelte_warden.flow.interpreter.values import (
    BOTH_SIDES,
    FALSE,
    NO_SIDES,
    SERVER,
    TRUE,
    Closure,
    Object,
    Primitive,
    SideFlag,
    Value,
    join,
    merge,
    sides_when,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from svelte_warden.flow.interpreter.values import Atom, Side


def flag(true_on: frozenset[Side], false_on: frozenset[Side], source: Value) -> Value:
    """Return a condition that may be true, and false, on the given sides."""
    if not false_on:
        return Value(TRUE.atoms, source.origins, source.volatile)
    if not true_on:
        return Value(FALSE.atoms, source.origins, source.volatile)
    return Value(frozenset((SideFlag(true_on, false_on),)), source.origins)


def joined_by_side(parts: Sequence[tuple[Value, frozenset[Side]]]) -> Value:
    """Return the value that is one of some, each on its sides: what a function returns here and there."""
    (result, sides), *others = parts
    if any(on != sides for _, on in others):
        result = only_on(result, sides)
        for value, on in others:
            result = either_side(result, sides, only_on(value, on), on)
            sides |= on
        return result
    return join(value for value, _ in parts)


def either_side(one: Value, on_one: frozenset[Side], other: Value, on_other: frozenset[Side]) -> Value:
    """Return the value that is the one on some sides, and the other on some: how it comes out in a test tells which."""
    both = merge(one, other)
    test = SideFlag(
        (sides_when(one, outcome=True) & on_one) | (sides_when(other, outcome=True) & on_other),
        (sides_when(one, outcome=False) & on_one) | (sides_when(other, outcome=False) & on_other),
    )
    if all(isinstance(atom, SideFlag) or (type(atom) is Primitive and atom.kind == "boolean") for atom in both.atoms):
        return flag(test.true_on, test.false_on, both)
    return Value(both.atoms, both.origins, both.volatile, test)


def told_apart(value: Value, one: Value, on_one: frozenset[Side], other: Value, on_other: frozenset[Side]) -> Value:
    """Return a value that is one of two, each on its sides, and which it is on the server if it is but one there."""
    if (on_one >= SERVER) == (on_other >= SERVER):
        return value
    there = one if on_one >= SERVER else other
    return Value(value.atoms, value.origins, value.volatile, value.test, there.on_server or there)


def on_server(value: Value) -> Value:
    """Return what a value is on the server."""
    return value.on_server or value


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
