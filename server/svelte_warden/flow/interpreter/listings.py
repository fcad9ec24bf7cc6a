"""Lists of all that a collection holds: whoever is given one sees every entry, whatever key it lies under."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.origins import content_origins, objects_in
from svelte_warden.flow.interpreter.values import Object, Origin, Value
from svelte_warden.flow.moments import Phase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.interpreter.values import Atom, Closure, Place

_KIND: Final = "listing"
_GIVEN_OUT: Final = "given out"
_PRIVILEGE: Final = re.compile(rb"(?i)admin|\broles?\b|hasRole|permission|moderator|\bstaff\b|isStaff")
_RENDERING: Final = (Phase.INIT, Phase.CURRENT)
_KEYED: Final = ("map", "object")


def from_list(machine: Machine, collections: Iterable[Atom], item: Value) -> Value:
    """Return an item of a list of all that some collections hold, marked by those that outlive the request."""
    if machine.moment.phase is Phase.MODULE:
        return item
    marks = set()
    for atom in collections:
        if isinstance(atom, Object) and atom.shared and atom.kind in _KEYED:
            mark = Origin(_KIND, f"{atom.made_at.path}:{atom.made_at.start}")
            machine.noticed.listings.setdefault(mark, []).append(atom)
            marks.add(mark)
    if machine.moment.phase in _RENDERING and "server" in machine.sides and not _is_own(machine.conditions):
        for collection in _listed(machine, marks):
            collection.internal[_GIVEN_OUT] = True  # a component lists what it is going to show
    return values.tainted(item, frozenset(marks))


def unlisted(value: Value) -> Value:
    """Return a value that tells of no list any more, such as how long one is."""
    kept = frozenset(origin for origin in value.origins if origin.kind != _KIND)
    return value if len(kept) == len(value.origins) else Value(value.atoms, kept, value.volatile, value.test)


def chosen(item: Value, test: Value) -> Value:
    """Return an item that a test has chosen: a request that decides may get no more than what is its own."""
    return unlisted(item) if _is_own(test.origins) else item


def _is_own(origins: frozenset[Origin]) -> bool:
    return any(origin.kind == "request" for origin in origins)


def give_out(machine: Machine, value: Value, giver: Place) -> None:
    """Note which collections are seen as a whole by whoever is given a value, which a function at a place returns."""
    given = [atom for atom in objects_in(value) if atom.shared and atom.kind in _KEYED]
    if machine.noticed.listings:
        given += _listed(machine, content_origins(value))
    for collection in given:
        collection.internal[_GIVEN_OUT] = True
        machine.noticed.given_out.setdefault(collection.made_at, giver)


def _listed(machine: Machine, origins: Iterable[Origin]) -> Iterator[Object]:
    for origin in origins:
        yield from machine.noticed.listings.get(origin, ())


def is_for_some(closure: Closure) -> bool:
    """Whether a function looks at what somebody may do, by its names: those who may see all are told all."""
    code, function = closure.home.code, closure.function
    text = b"" if code is None else code.text[function.start : function.end]
    return _PRIVILEGE.search(text) is not None or _PRIVILEGE.search(closure.home.path.encode()) is not None


def is_given_out(collection: object) -> bool:
    """Whether somebody is given all that a collection holds."""
    return isinstance(collection, Object) and bool(collection.internal.get(_GIVEN_OUT))
