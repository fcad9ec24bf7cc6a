"""The functions that somebody gets hold of who is handed a value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.properties import get_property
from svelte_warden.flow.interpreter.values import STORES, Object, Value
from svelte_warden.flow.natives.registry import callables
from svelte_warden.flow.natives.runes import force

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svelte_warden.facts import model
    from svelte_warden.flow.interpreter.machine import Machine

_HOLDING: Final = frozenset(("object", "array", "instance", "map", "set"))
_DEEPEST: Final = 3
_MOST_PARTS: Final = 20
"""How deep lists and objects are looked into, and at how many of their parts."""


def functions_in(
    machine: Machine, value: Value, node: model.Node, depth: int = 0
) -> Iterator[tuple[Value, Value | None]]:
    """Yield the functions that a value is, or that lie in it, each with its ``this``; methods of its class too."""
    if callables(value):
        yield value, None
    for atom in value.atoms:
        if not isinstance(atom, Object) or depth >= _DEEPEST:
            continue
        if atom.kind == "derived":
            yield from functions_in(machine, force(machine, atom, node), node, depth + 1)
        elif atom.kind in STORES:
            yield from functions_in(machine, atom.internal.get("value", values.UNKNOWN), node, depth + 1)
        elif atom.kind in _HOLDING:
            yield from _parts(machine, atom, node, depth)


def _parts(machine: Machine, holder: Object, node: model.Node, depth: int) -> Iterator[tuple[Value, Value | None]]:
    this = values.of(holder)
    names = [*holder.properties, *(holder.definition.prototype if holder.definition is not None else ())]
    held = [get_property(machine, this, name, node) for name in names[:_MOST_PARTS]]
    for part in [*held, *([] if holder.rest is None else [holder.rest])]:
        for function, owner in functions_in(machine, part, node, depth + 1):
            yield function, owner or this
