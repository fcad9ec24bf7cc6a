"""Places that are filled once: ``kept ??= getContext('api')``, ``if (!this.#log) this.#log = getContext('log')``.

What fills such a place for certain while a component initialises has filled it for the handlers, too. So has what
sets it when the component has mounted: ``onMount(() => { mounted = true })``. What another file's run has handed over
may have been filled there, or by others who have it. A flag that says ``first`` until then is emptied likewise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from svelte_warden.facts import model
from svelte_warden.flow import moments
from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.absence import asked_for
from svelte_warden.flow.interpreter.stand_ins import may_be_there
from svelte_warden.flow.interpreter.values import UNDEFINED, Object
from svelte_warden.flow.moments import Phase

if TYPE_CHECKING:
    from svelte_warden.flow.interpreter.activations import PlaceToFill
    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.interpreter.scopes import Scope
    from svelte_warden.flow.interpreter.values import Value

_INNERMOST = 1
"""How uncertain it may be that the branch runs which a test of the place begins."""
_BEFORE_HANDLERS: Final = frozenset((moments.ON_MOUNT, moments.EFFECT))
"""What has run for certain before anybody can use the component."""


def impossible_outcome(machine: Machine, test: model.Expression, scope: Scope) -> bool | None:
    """Return how a test cannot come out, since the place it asks for is filled or empty; ``None`` if it can both ways.

    A place that is certainly empty, or full, is noted, in case the running function changes that.
    """
    asked = asked_for(test)
    if asked is None:
        return None
    place, outcome = asked
    if is_filled(machine, place, scope):
        return outcome
    return not outcome if is_emptied(machine, test, scope) else None


def is_emptied(machine: Machine, test: model.Expression, scope: Scope) -> bool:
    """Whether a test asks, when handlers run, for a flag that was set to false before."""
    if not machine.noticed.emptied or machine.moment.phase is not Phase.LATER:
        return False
    while isinstance(test, model.Unary) and test.operator == "!":
        test = test.operand
    found = _place_of(test, scope)
    return found is not None and found[0] in machine.noticed.emptied


def is_filled(machine: Machine, node: model.Expression, scope: Scope) -> bool:
    """Whether a place was filled before; one that is certainly empty, or full, is noted."""
    is_later = machine.moment.phase is Phase.LATER
    if is_later and machine.noticed.handed and _is_handed(machine, node, scope):
        return True
    if is_later and not machine.filled and not machine.noticed.mounted:
        return False
    if not is_later and (machine.uncertainty or machine.trying or not machine.moment.has_component):
        return False
    found = _place_of(node, scope)
    if found is None:
        return False
    place, held = found
    if is_later:
        return place in machine.filled or (place in machine.noticed.mounted and machine.sides <= values.BROWSER)
    if values.truthiness(held) is not None:
        machine.activation.known.add(place)
    return False


def note_fill(machine: Machine, place: PlaceToFill, value: Value) -> None:
    """Note what is written to a place: it is filled if that is certain, and perhaps empty if the value may be."""
    _note_flag(machine, place, value)
    is_certain = machine.uncertainty <= _INNERMOST
    if not may_be_there(value):
        if machine.moment != moments.TEARDOWN:  # nobody uses the component any more
            machine.filled.discard(place)
            machine.noticed.mounted.discard(place)
    elif is_certain and place in machine.activation.known:
        machine.filled.add(place)
    elif is_certain and machine.moment in _BEFORE_HANDLERS and values.truthiness(value) is True:
        machine.noticed.mounted.add(place)


def _note_flag(machine: Machine, place: PlaceToFill, value: Value) -> None:
    """Note a place that is set to false for certain, until something else is written to it."""
    if value.atoms != values.FALSE.atoms:
        machine.noticed.emptied.discard(place)
        return
    is_before = machine.moment.phase is Phase.INIT or machine.moment in _BEFORE_HANDLERS
    most = _INNERMOST if place in machine.activation.known else 0
    if is_before and machine.uncertainty <= most and not machine.trying:
        machine.noticed.emptied.add(place)


def _is_handed(machine: Machine, node: model.Expression, scope: Scope) -> bool:
    """Whether a place is a property of something that another file's run has handed over."""
    match node:
        case model.Member(object=model.Name() | model.This() as holder):
            return any(atom in machine.noticed.handed for atom in _held_by(holder, scope).atoms)
        case _:
            return False


def _place_of(node: model.Expression, scope: Scope) -> tuple[PlaceToFill, Value] | None:
    """Return a variable, or a property of an object that is known, and what it holds."""
    match node:
        case model.Name(name=name):
            cell = scope.find(name)
            return None if cell is None or cell.constant else (cell, cell.value)
        case model.Member(object=model.Name() | model.This() as holder, property=name):
            held = _held_by(holder, scope)
            for atom in held.atoms if len(held.atoms) == 1 else ():
                if isinstance(atom, Object) and not atom.open:
                    return (atom, name), atom.properties.get(name, UNDEFINED)
            return None
        case _:
            return None


def _held_by(node: model.Name | model.This, scope: Scope) -> Value:
    """Return what a name or ``this`` holds."""
    current: Scope | None = scope
    held = None
    if isinstance(node, model.Name):
        cell = scope.find(node.name)
        held = None if cell is None else cell.value
    else:
        while current is not None and current.this is None:
            current = current.parent
        held = None if current is None else current.this
    return held if held is not None else values.NOTHING
