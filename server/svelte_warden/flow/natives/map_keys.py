"""Which keys a ``Map`` was given, as values: what tells the contexts that a ``Map`` of them provides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.values import UNKNOWN, Object, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svelte_warden.flow.interpreter.values import Atom

ALL_CONTEXTS: Final = "all contexts"
"""The kind of what ``getAllContexts()`` returns; as a key it stands for all that are in it."""
_KEYS: Final = "keys"
_MOST: Final = 64


def keys_of(made: Object) -> frozenset[Value]:
    """Return the keys that a map may have; an unknown value stands for any others."""
    keys: frozenset[Value] = made.internal.get(_KEYS, frozenset((UNKNOWN,)))
    return keys


def is_all_contexts(value: Value) -> bool:
    """Whether a value is what ``getAllContexts()`` gives."""
    return any(isinstance(atom, Object) and atom.kind == ALL_CONTEXTS for atom in value.atoms)


def add_key(made: Object, key: Value) -> None:
    """Give a map another key."""
    keys = keys_of(made)
    if key not in keys:
        made.internal[_KEYS] = keys | {key if len(keys) < _MOST else UNKNOWN}


def take_keys(made: Object, source: Value | None) -> None:
    """Give a new map the keys of what it is made of: another map, or an iterable of entries."""
    made.internal[_KEYS] = frozenset(_keys_in(source)) if source is not None else frozenset[Value]()


def _keys_in(source: Value) -> Iterator[Value]:
    for atom in _known(source):
        match atom:
            case Object(kind="map"):
                yield from keys_of(atom)
            case Object(kind="array" | "iterator"):
                for entry in (*atom.properties.values(), *([atom.rest] if atom.rest is not None else [])):
                    yield from _keys_of_entries(entry)
            case Object(kind="all contexts"):
                yield values.of(atom)
            case values.Primitive(kind="null" | "undefined"):
                pass
            case _:
                yield UNKNOWN


def _keys_of_entries(entries: Value) -> Iterator[Value]:
    for atom in _known(entries):
        if isinstance(atom, Object) and atom.kind == ALL_CONTEXTS:
            yield values.of(atom)
        else:
            yield atom.properties.get("0", UNKNOWN) if isinstance(atom, Object) else UNKNOWN


def _known(value: Value) -> frozenset[Atom]:
    """Return the atoms of a value without the unknown one that stands beside all contexts."""
    return value.atoms - UNKNOWN.atoms if is_all_contexts(value) else value.atoms
