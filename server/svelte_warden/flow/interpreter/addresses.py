"""Whether a text is an address of the application's own or on another host, where no cookies of a user go along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from svelte_warden.flow.interpreter.properties import key_text
from svelte_warden.flow.interpreter.values import Native, Origin

if TYPE_CHECKING:
    from svelte_warden.flow.interpreter.values import Value

ELSEWHERE: Final = Origin("address", "another host")
HERE: Final = Origin("address", "the application itself")
_SCHEMES: Final = ("http://", "https://", "//")
_OWN_PATHS: Final = "$app/paths"


def beginning_of(text: str) -> frozenset[Origin]:
    """Return what the beginning of a text tells of an address."""
    if text.startswith(_SCHEMES):
        return frozenset((ELSEWHERE,))
    return frozenset((HERE,)) if text.startswith(("/", ".")) else frozenset()


def address_of(value: Value) -> frozenset[Origin]:
    """Return what is known of where an address leads."""
    text = key_text(value)
    if text is not None:
        return beginning_of(text)
    found = frozenset(origin for origin in value.origins if origin.kind == "address")
    if any(isinstance(atom, Native) and atom.module == _OWN_PATHS for atom in value.atoms):
        found |= {HERE}
    return found


def without_address(origins: frozenset[Origin]) -> frozenset[Origin]:
    """Return the origins of data alone."""
    return frozenset(origin for origin in origins if origin.kind != "address")


def joined_text(first: Value, origins: frozenset[Origin]) -> frozenset[Origin]:
    """Return the origins of a text that begins with a value: where it leads to is told by its beginning alone."""
    return without_address(origins) | address_of(first)
