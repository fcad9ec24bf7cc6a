"""Doubts: the tests on which it depends whether a line runs at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from svelte_warden.flow.values import Given, Primitive, Unknown

if TYPE_CHECKING:
    from svelte_warden.flow.values import Value


@dataclass(frozen=True, slots=True)
class Doubt:
    """A test that may come out either way.

    Attributes:
        prop: The component's prop that is tested, where the test is nothing but that.
        outcome: What the test must be for the line to run.
        default: What the prop is when it is not given, ``None`` if that is not known.
    """

    prop: str | None = None
    outcome: bool = True
    default: bool | None = None


UNCERTAIN = Doubt()


def doubt_of(test: Value | None, *, outcome: bool) -> Doubt:
    """Return the doubt that a test raises on its way with that outcome."""
    if test is None:
        return UNCERTAIN
    names = {atom.name for atom in test.atoms if isinstance(atom, Given)}
    rest = [atom for atom in test.atoms if not isinstance(atom, (Given, Unknown))]
    if len(names) != 1 or not all(isinstance(atom, Primitive) for atom in rest):
        return UNCERTAIN
    defaults = {bool(atom.value) for atom in rest if isinstance(atom, Primitive)}
    if not defaults:
        defaults = {False}  # a prop that is not given is undefined
    return Doubt(names.pop(), outcome, defaults.pop() if len(defaults) == 1 else None)
