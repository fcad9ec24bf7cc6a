"""Doubts: the tests on which it depends whether a line runs at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from svelte_warden.facts.immutable import immutable
from svelte_warden.flow.interpreter.origins import DATA_OF_PAGE
from svelte_warden.flow.interpreter.values import (
    ANYTHING,
    Given,
    GivenModule,
    Held,
    Primitive,
    Unknown,
    Value,
    merge,
    of,
    truthiness,
)

if TYPE_CHECKING:
    from svelte_warden.flow.interpreter.values import Atom

_NOT: Final = "!"
IS: Final = "='"
"""What stands between a prop and the text that it is compared with: ``kind='group'``."""

BY_CONTEXT: Final = "?"
"""What stands behind a prop whose value tells whether a context was found: ``inGroup={Boolean(group)}``."""


@immutable
class Doubt:
    """A test that may come out either way.

    Attributes:
        prop: The component's prop that is tested, or a part of it such as ``options.header``, where the test is
            nothing but that.
        outcome: What the test must be for the line to run.
        default: What the prop is when it is not given, ``None`` if that is not known.
        is_for_argument: Whether the line runs only if an argument is missing of which nothing says that it is.
        is_default: Whether it runs when the prop is not given, whatever that would be in a test.
        found: The number of the context read that has found something whenever the line runs.
        lacking: The number of the one that has found nothing then.
        data: The part of the page's data that is tested somehow: tests of it in other components come out alike.
    """

    prop: str | None = None
    outcome: bool = True
    default: bool | None = None
    is_for_argument: bool = False
    is_default: bool = False
    found: int | None = None
    lacking: int | None = None
    data: str | None = None


UNCERTAIN = Doubt()
ARGUMENT_MISSING = Doubt(is_for_argument=True)


def doubt_of(test: Value | None, *, outcome: bool) -> Doubt:
    """Return the doubt that a test raises on its way with that outcome."""
    if test is None:
        return UNCERTAIN
    if any([type(atom) is Held for atom in test.atoms]):  # noqa: C419 - asked for every test, and a list is faster
        found = found_by(test, outcome=outcome)
        if found is not None:
            return Doubt(found=found)
        lacking = found_by(test, outcome=not outcome)
        if lacking is not None:
            return Doubt(lacking=lacking)
    names = {f"{atom.name}{atom.path}" for atom in test.atoms if isinstance(atom, Given)}
    rest = [atom for atom in test.atoms if not isinstance(atom, (Given, Unknown))]
    if len(names) != 1 or not all(isinstance(atom, Primitive) for atom in rest):
        return _doubt_of_data(test) if test.origins else UNCERTAIN
    defaults = {bool(atom.value) for atom in rest if isinstance(atom, Primitive)}
    name = names.pop()
    is_negated = name.startswith(_NOT)
    if not defaults:
        defaults = {is_negated}  # a prop that is not given is undefined
    default = None if len(defaults) > 1 else defaults.pop() is not is_negated
    return Doubt(name.removeprefix(_NOT), outcome is not is_negated, default)


def _doubt_of_data(test: Value) -> Doubt:
    """Return the doubt that a test raises which is about one part of the page's data, and perhaps of nothing else."""
    parts = {origin.part for origin in test.origins if origin.label == DATA_OF_PAGE}
    part = parts.pop() if len(parts) == 1 else ""
    return Doubt(data=part) if part else UNCERTAIN


def doubt_of_default(given: Value) -> Doubt | None:
    """Return the doubt about what stands in for a prop that is not given; ``None`` for any other value."""
    names = [f"{atom.name}{atom.path}" for atom in given.atoms if isinstance(atom, Given)]
    return Doubt(names[0], is_default=True) if len(names) == 1 and not names[0].startswith(_NOT) else None


def found_by(test: Value, *, outcome: bool) -> int | None:
    """Return the context read that has found something when a test has that outcome."""
    held = [atom for atom in test.atoms if isinstance(atom, Held)]
    if len(held) != 1 or held[0].absent is not (not outcome):
        return None
    return held[0].read if _is_nothing_else(test, held[0]) else None


def _is_nothing_else(value: Value, held: Held) -> bool:
    """Whether nothing that the program makes can stand in for a context in some value."""
    others = value.atoms - held.beside
    return all(isinstance(atom, (Held, Unknown, Given, GivenModule, Primitive)) for atom in others)


def negated(value: Value) -> Value | None:
    """Return ``!value`` where it is known of which prop or context read; ``None`` for any other value."""
    return negated_prop(value) or absence_of(value, absent=True)


def absence_of(value: Value, *, absent: bool) -> Value | None:
    """Return the answer whether a context read has found nothing, or something; ``None`` for any other value."""
    held = [atom for atom in value.atoms if isinstance(atom, Held)]
    if len(held) != 1 or held[0].absent is None or not _is_nothing_else(value, held[0]):
        return None
    return of(ANYTHING, Held(held[0].read, absent=held[0].absent is not absent), origins=value.origins)


def either(operator: str, left: Value, right: Value) -> Value:
    """Return what ``left operator right`` may be, and what it still tells about the context reads in it.

    If ``a && b`` is true both are; if ``a || b`` is false both are; else it may be the other that decides, unless that
    never does, as in ``a && true``.
    """
    both = merge(left, right)
    if truthiness(right) is (operator == "&&"):
        return both
    still = {"&&": False, "||": True}.get(operator)
    vague = {atom for atom in both.atoms if isinstance(atom, Held) and atom.absent is not still}
    if not vague:
        return both
    atoms = (both.atoms - vague) | {Held(atom.read, atom.beside, absent=None) for atom in vague}
    return Value(atoms, both.origins, both.volatile)


def compared_prop(prop: Value, other: Value, *, is_equal: bool) -> Value | None:
    """Return ``kind === 'group'``, or ``kind !== 'group'``, where ``kind`` is a prop; ``None`` for any other values."""
    given = [atom for atom in prop.atoms if isinstance(atom, Given)]
    constants = [atom for atom in other.atoms if isinstance(atom, Primitive) and atom.kind == "string" and atom.value]
    rest = [atom for atom in prop.atoms if not isinstance(atom, (Given, Unknown))]
    if len(given) != 1 or len(constants) != 1 or len(other.atoms) != 1 or given[0].name.startswith(_NOT):
        return None
    if not all(isinstance(atom, Primitive) for atom in rest):
        return None
    (constant,) = constants
    atoms: set[Atom] = {ANYTHING, Given(given[0].name, f"{given[0].path}{IS}{constant.value}")}
    atoms |= {Primitive("boolean", atom == constant) for atom in rest}
    compared = Value(frozenset(atoms), prop.origins | other.origins, prop.volatile)
    return compared if is_equal else negated_prop(compared)


def negated_prop(value: Value) -> Value | None:
    """Return ``!value`` for a value that is a prop, ``None`` for any other: what is still known is which prop it is."""
    given = [atom for atom in value.atoms if isinstance(atom, Given)]
    if len(given) != 1:
        return None
    name, path = given[0].name, given[0].path
    negation = name.removeprefix(_NOT) if name.startswith(_NOT) else f"{_NOT}{name}"
    atoms: set[Atom] = {ANYTHING, Given(negation, path)}
    atoms |= {Primitive("boolean", not atom.value) for atom in value.atoms if isinstance(atom, Primitive)}
    return Value(frozenset(atoms), value.origins, value.volatile)
