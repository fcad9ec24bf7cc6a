"""Things of which nothing is known but that each is one: what a text says, what a package makes, what was kept.

Such a thing stands in a value beside :data:`ANYTHING`, for its identity: the value may still be anything, but what is
written to it, or to a part of it, is written to the same thing wherever else it is held.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.values import ANYTHING, NO_ORIGINS, Object, Value

if TYPE_CHECKING:
    from svelte_warden.facts import model
    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.interpreter.values import Atom, Origin, Place, Side

OPAQUE: Final = frozenset(("data", "unknown", "external"))
"""The kinds of such objects: data is made of objects, arrays and primitives; what a package made may be anything."""
_INHERITED: Final = ("own", "made_by", "given")
"""What is known of an object's parts if it is known of the object."""
_TELLING: Final = 8
"""So many different things under names that are not known still tell what may lie under one name."""


def is_opaque(atom: Atom) -> bool:
    """Whether an atom is a thing of which nothing else is known."""
    return isinstance(atom, Object) and atom.kind in OPAQUE


def is_anything(value: Value) -> bool:
    """Whether a value may be anything, and nobody would know it again."""
    return ANYTHING in value.atoms and not any(is_opaque(atom) for atom in value.atoms)


def thing(machine: Machine, node: model.Node) -> Value:
    """Return what an expression gives about which nothing is known, for whoever keeps it to know it again."""
    made = machine.allocate("unknown", node)
    made.open = True
    return values.of(ANYTHING, made)


def data(machine: Machine, node: model.Node, origins: frozenset[Origin] = NO_ORIGINS) -> Value:
    """Return the data that an expression makes out of a text or a copy: its own, all of it."""
    made = machine.allocate("data", node)
    made.open = True
    return values.of(ANYTHING, made, origins=origins)


def data_of_file(place: Place) -> Value:
    """Return the data that a file which is no program holds; ``place`` is where it is imported."""
    return values.of(ANYTHING, Object("data", place, shared=True, open=True))


def part_of(whole: Object, name: str | None = None) -> Value:
    """Return what lies under a name in a thing, or under any: always the same, and as shared as the whole."""
    if name is None:
        return _any_part_of(whole)
    return whole.properties.setdefault(name, _new_part(whole))


def _any_part_of(whole: Object) -> Value:
    part: Value | None = whole.internal.get("part")
    if part is None:
        part = whole.internal["part"] = _new_part(whole)
        whole.rest = part if whole.rest is None else values.merge(whole.rest, part)
    return part


def _new_part(whole: Object) -> Value:
    kind = "data" if whole.kind == "data" else "unknown"
    part = Object(kind, whole.made_at, shared=whole.shared, open=True, reactive=whole.reactive, sides=whole.sides)
    part.internal.update({name: whole.internal[name] for name in _INHERITED if name in whole.internal})
    return values.of(ANYTHING, part)


def one_of_many(things: Value) -> Value:
    """Return what may lie under one name if all that is known are the things under any: of too many nothing is told."""
    return things if len(things.atoms) <= _TELLING else values.unknown(things.origins)


def lasting(value: Value, place: Place, sides: frozenset[Side]) -> Value:
    """Return a value that is about to be kept: whoever finds it later finds the same thing, even if it is unknown."""
    if not is_anything(value):
        return value
    kept = Object("unknown", place, open=True, sides=sides)
    return Value(value.atoms | {kept}, value.origins, value.volatile, value.test)
