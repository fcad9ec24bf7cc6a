"""What somebody gets who goes through a value: a loop, a spread, ``Array.from``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.implicit_calls import ITERATOR, items_of_own_iterator
from svelte_warden.flow.interpreter.listings import from_list, unlisted
from svelte_warden.flow.interpreter.origins import names_of_origins
from svelte_warden.flow.interpreter.properties import element
from svelte_warden.flow.interpreter.values import UNKNOWN, Object, Unknown, Value

if TYPE_CHECKING:
    from svelte_warden.facts import model
    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.interpreter.values import Atom


def iterated(machine: Machine, target: Value, node: model.Node) -> Value:
    """Return what iterating a value gives: pairs for a map, its elements for anything else."""
    maps = [atom for atom in target.atoms if isinstance(atom, Object) and atom.kind == "map"]
    return from_list(machine, maps, _items(machine, target, node))


def each_item(machine: Machine, target: Value, node: model.Node) -> Value:
    """Return what a loop over a value gets: what becomes of each item is decided in the loop."""
    return unlisted(_items(machine, target, node))


def _items(machine: Machine, target: Value, node: model.Node) -> Value:
    if not any(isinstance(atom, Object) and _is_gone_through_otherwise(atom) for atom in target.atoms):
        return element(machine, target, node)
    parts = [_items_of(machine, atom, node) for atom in target.atoms]
    return values.tainted(values.join(parts), target.origins)


def _is_gone_through_otherwise(atom: Object) -> bool:
    return atom.kind == "map" or atom.definition is not None or ITERATOR in atom.properties


def _items_of(machine: Machine, atom: Atom, node: model.Node) -> Value:
    own = items_of_own_iterator(machine, atom, node)
    if own is not None:
        return own
    item = element(machine, values.of(atom), node)
    is_map = isinstance(atom, Object) and atom.kind == "map"
    return values.of(pair_of(machine, UNKNOWN, item, node)) if is_map else item


def with_names(machine: Machine, item: Value, node: model.Node) -> Value:
    """Return what an iteration gives where it is taken for pairs: what is unknown has a name and what lies under it."""
    if not (item.origins and any(isinstance(atom, Unknown) for atom in item.atoms)):
        return item
    names = names_of_origins(item.origins)
    pair = pair_of(machine, values.unknown(names), values.unknown(item.origins), node)
    return values.of(pair, *(atom for atom in item.atoms if not isinstance(atom, Unknown)), origins=names)


def pair_of(machine: Machine, key: Value, value: Value, node: model.Node) -> Object:
    """Return an entry: an array of a key and a value."""
    made = machine.allocate("array", node)
    made.properties = {"0": key, "1": value}
    return made
