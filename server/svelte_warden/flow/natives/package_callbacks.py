"""Functions that a project hands to packages nobody can read, and that these may call while they answer a request.

``db.transaction(async (tx) => …)`` calls its function before it returns; what ``SvelteKitAuth({ callbacks })`` makes
calls them whenever it handles a request. Both are only likely, so what such a function writes is told as a warning.
When a component hands a function to a package, nobody can tell whether it runs on the server at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from svelte_warden.facts import model
from svelte_warden.facts.immutable import EMPTY_SET
from svelte_warden.flow import moments
from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.effort import bounded
from svelte_warden.flow.interpreter.opaque import is_opaque, thing
from svelte_warden.flow.interpreter.ordering import in_order
from svelte_warden.flow.interpreter.origins import content_origins
from svelte_warden.flow.interpreter.settling import settled
from svelte_warden.flow.interpreter.values import NO_ORIGINS, SERVER, Closure, Object, Value
from svelte_warden.flow.moments import Phase
from svelte_warden.flow.natives.registry import run_callback, undescribed
from svelte_warden.flow.trail import Step

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.interpreter.values import Atom, Origin, Place

_MOST: Final = 8
"""So many functions are run for one call."""
_DEEPEST: Final = 3
"""So deep in objects they are looked for: ``{ resolvers: { Query: { me } } }``."""
_ARGUMENTS: Final = 4
_MOST_STEPS: Final = 8_000
"""Steps of a run for such functions: a seventh of all, as routers of packages hold much of an application."""


def result_of_unknown(
    machine: Machine, arguments: list[Value], node: model.Node, receiver: Value | None, name: str
) -> Value:
    """Call a function of which nothing is known but how the source calls it; it may be a method of ``receiver``.

    What it gives to a module is one thing for all.
    """
    result = undescribed(arguments, receiver)
    if machine.makes_shared:
        made = values.merge(thing(machine, node), result)
        keep_given(made, arguments, receiver)
        return made
    return values.tainted(result, call_back(machine, name, arguments, machine.place(node), receiver))


def call_unknown(
    machine: Machine, arguments: list[Value], node: model.Node, receiver: Value | None, name: str
) -> Value:
    """Do so where not even that is known whether it is a function: only what takes functions is one thing for all."""
    origins = frozenset().union(*(argument.origins for argument in arguments))
    if machine.makes_shared and any(_functions_in(arguments)):
        made = values.merge(thing(machine, node), values.unknown(origins))
        keep_given(made, arguments, receiver)
        return made
    return values.unknown(origins | call_back(machine, name, arguments, machine.place(node), receiver))


def keep_given(made: Value, arguments: Iterable[Value], receiver: Value | None) -> None:
    """Note the functions with which a package was called in what it returned and in what has the method.

    Whoever asks one of them to do something may have them run.
    """
    functions = tuple(_functions(arguments, receiver))
    for value in (made, receiver) if functions else ():
        for atom in EMPTY_SET if value is None else value.atoms:
            if isinstance(atom, Object) and is_opaque(atom):
                atom.internal["given"] = functions


def _functions(arguments: Iterable[Value], holder: Value | None) -> list[Closure]:
    """Return the functions that a package is given, and those that it was given for what is asked to do something."""
    before = () if holder is None else (function for atom in in_order(holder.atoms) for function in _given_for(atom))
    return list(dict.fromkeys((*_functions_in(arguments), *before)))[:_MOST]


def _functions_in(given: Iterable[Value], depth: int = 0) -> Iterator[Closure]:
    """Yield the functions that some values are, that their objects hold, or that packages were given for them."""
    for value in given:
        for atom in in_order(value.atoms):
            if isinstance(atom, Closure):
                yield atom
            elif isinstance(atom, Object) and atom.kind in ("object", "array") and depth < _DEEPEST:
                yield from _functions_in(atom.properties.values(), depth + 1)
            else:
                yield from _given_for(atom)


def _given_for(atom: Atom) -> tuple[Closure, ...]:
    """Return the functions that a package was given for a thing that it made."""
    return atom.internal.get("given", ()) if isinstance(atom, Object) and is_opaque(atom) else ()


def call_back(
    machine: Machine, name: str, arguments: list[Value], place: Place, holder: Value | None = None
) -> frozenset[Origin]:
    """Run what a package is given, or was given before, if it is called on the server in a request.

    Args:
        machine: the run.
        name: how the source calls the function of the package.
        arguments: what it is called with.
        place: the call.
        holder: the function itself, or what it is a method of.

    Returns:
        Whose data the functions give back.
    """
    if machine.moment.phase is not Phase.REQUEST or "server" not in machine.sides:
        return NO_ORIGINS
    functions = _functions(arguments, holder)
    if not functions:
        return NO_ORIGINS
    moment = moments.called_by(name)
    step = Step("moment", place, moment.words, moment)
    handed = undescribed(arguments).origins
    before = machine.steps
    then = machine.at(moment=moment, sides=machine.sides & SERVER, trail=machine.extended(step))
    with then, bounded(machine, _MOST_STEPS - machine.noticed.called_back):
        given_back = _run(machine, functions, handed, place)
        if not given_back <= handed:  # what `createContext` returns, the others are given
            given_back = _run(machine, functions, handed | given_back, place)
    machine.noticed.called_back += machine.steps - before
    return given_back


def _run(machine: Machine, functions: list[Closure], handed: frozenset[Origin], place: Place) -> frozenset[Origin]:
    """Run functions with data of some origins, and return whose data is in what they give back."""
    arguments, node = [values.unknown(handed)] * _ARGUMENTS, model.Node(place.start, place.end)
    results = [settled(run_callback(machine, values.of(function), arguments, node)) for function in functions]
    return frozenset().union(*(content_origins(result, follow_shared=False) for result in results))
