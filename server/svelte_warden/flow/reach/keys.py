"""The identity of context keys: what a ``Map`` would take for the same key, also in another file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.ordering import in_order
from svelte_warden.flow.reach.model import UNKNOWN_KEY, Key

if TYPE_CHECKING:
    from svelte_warden.flow.interpreter.values import Atom, Value

PACKAGE_KEY = "%context"
"""Stands in an :class:`~svelte_warden.flow.interpreter.values.External` for the key that a package keeps to itself."""
_MOST_CALLS = 6  # deeper factories than this make keys that count as one


class KeyRing:
    """Names the keys of the run of the file at ``path``. Holds the fresh ones, so that each keeps its number."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._fresh: dict[int, tuple[int, object]] = {}

    def key_of(self, value: Value | None) -> Key:
        """Return the key a value is; ``UNKNOWN_KEY`` when it may be several."""
        if value is None:
            return UNKNOWN_KEY
        atoms = value.atoms if len(value.atoms) == 1 else value.atoms - values.UNDEFINED.atoms
        if len(atoms) != 1:
            return UNKNOWN_KEY
        (atom,) = atoms  # a field that is declared without a value is undefined at first
        return self._key_of(atom)

    def keys_of(self, value: Value | None) -> tuple[Key, ...]:
        """Return all keys a value may be, as in a loop; ``UNKNOWN_KEY`` alone when it may be any."""
        atoms = in_order(value.atoms) if value is not None else ()
        keys = dict.fromkeys(self._key_of(atom) for atom in atoms)
        if len(keys) <= 1 or not all(key.is_known for key in keys):
            return (self.key_of(value),)
        return tuple(keys)

    def _key_of(self, atom: Atom) -> Key:
        match atom:
            case values.Primitive(primitive, value):
                return Key(primitive, _primitive_text(value))
            case values.Object():
                if not atom.shared:
                    return self._fresh_key(atom, atom.made_at.path, atom.made_at.start)
                kind = atom.kind if atom.kind in ("symbol", "context") else "object"
                return Key(kind, "", atom.made_at.path, atom.made_at.start, _calls(atom))
            case values.ClassDefinition():
                start = atom.home.base + atom.definition.start
                return (
                    Key("class", "", atom.home.path, start)
                    if atom.shared
                    else self._fresh_key(atom, atom.home.path, start)
                )
            case values.Closure():
                start = atom.home.base + atom.function.start
                return (
                    Key("function", "", atom.home.path, start)
                    if atom.shared
                    else self._fresh_key(atom, atom.home.path, start)
                )
            case values.External(specifier, name) if name == PACKAGE_KEY:
                return Key("package", specifier)
            case values.External(specifier, name):
                return Key("external", f"{specifier}#{name}")
            case values.Native(module, name):
                return Key("native", f"{module}#{name}")
            case values.Component(path):
                return Key("component", "", path)
            case _:
                return UNKNOWN_KEY

    def _fresh_key(self, atom: object, path: str, start: int) -> Key:
        number, _ = self._fresh.setdefault(id(atom), (len(self._fresh), atom))
        return Key("fresh", str(number) if path == self._path else f"{number} of {self._path}", path, start)


def _primitive_text(value: str | float | bool | None) -> str:  # noqa: FBT001 - a primitive of any kind
    if isinstance(value, float) and value == 0:
        return "0"  # a Map takes -0 for 0
    return str(value)


def _calls(atom: values.Object) -> tuple[tuple[str, int], ...]:
    trail = atom.internal.get("made_by")
    steps = trail.steps() if trail is not None else ()
    return tuple((step.place.path, step.place.start) for step in steps[-_MOST_CALLS:])
