"""The order in which what a value may be is tried: the same in every run, as what is tried first may change the rest.

A set gives its elements in an order that depends on where they lie in memory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from svelte_warden.flow.interpreter.values import (
    ClassDefinition,
    Closure,
    NativeMethod,
    Object,
    Primitive,
    Unknown,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from svelte_warden.flow.interpreter.values import Atom


_IDLE: Final = frozenset((Primitive, Unknown))


def in_order(atoms: frozenset[Atom]) -> Iterable[Atom]:
    """Return the atoms of a value by where the source makes them, and what no file makes by what it is.

    What does nothing comes first, in no order.
    """
    if len(atoms) <= 1:
        return atoms
    idle = [atom for atom in atoms if _is_idle(atom)]
    if not idle:
        return sorted(atoms, key=_order)
    others = atoms.difference(idle)
    return [*idle, *(others if len(others) <= 1 else sorted(others, key=_order))]


def _is_idle(atom: Atom) -> bool:
    return type(atom) in _IDLE or (type(atom) is NativeMethod and type(atom.receiver) in _IDLE)


def _order(atom: Atom) -> tuple[str, str, int, int]:
    match atom:
        case Object(kind=kind, made_at=place):
            return kind, place.path, place.start, place.end
        case Closure(function=node, home=home) | ClassDefinition(definition=node, home=home):
            return type(atom).__name__, home.path, home.base + node.start, home.base + node.end
        case NativeMethod(receiver=receiver, name=name):
            kind, path, start, end = _order(receiver)
            return f"{name} {kind}", path, start, end
        case _:  # what modules give: natives, packages, components
            told = (str(getattr(atom, name, "")) for name in ("module", "specifier", "path"))
            return f"{type(atom).__name__} {getattr(atom, 'name', '')}", "".join(told), 0, 0
