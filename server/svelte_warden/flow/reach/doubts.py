"""Doubts: the tests on which it depends whether a line runs at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from svelte_warden.facts.immutable import immutable
from svelte_warden.flow.interpreter.values import ANYTHING, Given, Primitive, Unknown, Value

if TYPE_CHECKING:
    from svelte_warden.flow.interpreter.values import Atom

_NOT: Final = "!"


@immutable
class Doubt:
    """A test that may come out either way.

    Attributes:
        prop: The component's prop that is tested, where the test is nothing but that.
        outcome: What the test must be for the line to run.
        default: What the prop is when it is not given, ``None`` if that is not known.
        is_for_argument: Whether the line runs only if an argument is missing of which nothing says that it is.
    """

    prop: str | None = None
    outcome: bool = True
    default: bool | None = None
    is_for_argument: bool = False


UNCERTAIN = Doubt()
ARGUMENT_MISSING = Doubt(is_for_argument=True)


def doubt_of(test: Value | None, *, outcome: bool) -> Doubt:
    """Return the doubt that a test raises on its way with that outcome."""
    if test is None:
        return UNCERTAIN
    names = {atom.name for atom in test.atoms if isinstance(atom, Given)}
    rest = [atom for atom in test.atoms if not isinstance(atom, (Given, Unknown))]
    if len(names) != 1 or not all(isinstance(atom, Primitive) for atom in rest):
        return UNCERTAIN
    defaults = {bool(atom.value) for atom in rest if isinstance(atom, Primitive)}
    name = names.pop()
    is_negated = name.startswith(_NOT)
    if not defaults:
        defaults = {is_negated}  # a prop that is not given is undefined
    default = None if len(defaults) > 1 else defaults.pop() is not is_negated
    return Doubt(name.removeprefix(_NOT), outcome is not is_negated, default)


def negated_prop(value: Value) -> Value | None:
    """Return ``!value`` for a value that is a prop, ``None`` for any other: what is still known is which prop it is."""
    given = [atom for atom in value.atoms if isinstance(atom, Given)]
    if len(given) != 1:
        return None
    name = given[0].name
    atoms: set[Atom] = {ANYTHING, Given(name.removeprefix(_NOT) if name.startswith(_NOT) else f"{_NOT}{name}")}
    atoms |= {Primitive("boolean", not atom.value) for atom in value.atoms if isinstance(atom, Primitive)}
    return Value(frozenset(atoms), value.origins, value.volatile)
