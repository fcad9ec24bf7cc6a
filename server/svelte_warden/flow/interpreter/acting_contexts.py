"""Contexts that hand something down that can act: functions of a provider, and what all users share.

Who reads such a context may have it act, at a moment and with data that only its own source tells. So the provider's
run follows the components that it renders there, as far as they, or what they render, may know the key.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from svelte_warden.flow import moments
from svelte_warden.flow.events import ContextCall, SharedWrite
from svelte_warden.flow.interpreter.channels import may_know_key
from svelte_warden.flow.interpreter.effort import bounded
from svelte_warden.flow.interpreter.handed_functions import functions_in
from svelte_warden.flow.interpreter.values import ANYTHING, UNKNOWN, Component, Object, Value
from svelte_warden.flow.natives.registry import call_now
from svelte_warden.flow.reach.outline import mentions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from contextlib import AbstractContextManager

    from svelte_warden.facts import model
    from svelte_warden.flow.events import Event
    from svelte_warden.flow.interpreter.components import Instance
    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.program import Program

_MOST: Final = 20
_STEPS_OF_TRIAL: Final = 400
"""So many functions of one context are tried, for so many steps: what takes longer does more than to read a context."""


def reads_acting_context(machine: Machine, found: Iterable[Component], *, has_contents: bool, node: model.Node) -> bool:
    """Whether one of some components, or what they render, may read a context that can act.

    Args:
        machine: the run, where the components are rendered.
        found: the components.
        has_contents: whether they are given something to render, which sees their own contexts too.
        node: the element.
    """
    program = machine.program
    handed = set(_acting_above(machine, node))
    if any(program.query(knows_key, (component.path, key)) for component in found for key in handed):
        return True
    if not has_contents:
        return False
    handed.update(key for component in found for key in program.query(acting_contexts, component.path))
    return any(
        program.query(knows_key, (path, key)) for path in program.query(mentions, machine.path) for key in handed
    )


def acting_contexts(program: Program, path: str) -> frozenset[tuple[str, ...]]:
    """Return the keys under which a component hands down what can act."""
    from svelte_warden.flow.analyse import analyse  # noqa: PLC0415 - the analysis of one file asks for others'

    return program.query(analyse, path).acting_contexts


def _none(_path: str) -> frozenset[tuple[str, ...]]:
    return frozenset()


acting_contexts.initial = _none  # type: ignore[attr-defined]  # the memo's protocol for circles


def knows_key(program: Program, key: tuple[str, tuple[str, ...]]) -> bool:
    """Whether the component ``key[0]``, or one that it may render, mentions a context key; told from their texts."""
    path, identity = key
    return program.query(may_know_key, key) or any(
        program.query(knows_key, (component, identity)) for component in program.query(mentions, path)
    )


def _unknown(_key: tuple[str, tuple[str, ...]]) -> bool:
    return False


knows_key.initial = _unknown  # type: ignore[attr-defined]  # as above


def acting_keys(machine: Machine, instance: Instance, node: model.Node) -> frozenset[tuple[str, ...]]:
    """Return the keys under which an instance has put what can act."""
    for key, value in list(instance.contexts.items()):  # what is tried may set another context
        if key not in instance.acting:
            instance.acting[key] = _can_act(machine, value, node)
    return frozenset(key for key, can_act in instance.acting.items() if can_act)


def _acting_above(machine: Machine, node: model.Node) -> Iterator[tuple[str, ...]]:
    instance = machine.instance
    while instance is not None:
        yield from acting_keys(machine, instance, node)
        instance = instance.parent


def _can_act(machine: Machine, value: Value, node: model.Node) -> bool:
    """Whether a value is shared by all users, or holds functions that do anything worth reporting."""
    if any(isinstance(atom, Object) and atom.shared and atom.kind != "symbol" for atom in value.atoms):
        return True
    return any(_matters(event) for event in _tried(machine, value, node))


def needs_component(machine: Machine, value: Value, node: model.Node) -> bool:
    """Whether a value holds functions that read or set a context, or register something with a component."""
    return any(isinstance(event, ContextCall) for event in _tried(machine, value, node))


def _tried(machine: Machine, value: Value, node: model.Node) -> list[Event]:
    """Return what happens when the functions of a value are called; none of it has happened afterwards."""
    before = len(machine.events)
    with machine.attempt(), _at_no_moment(machine), bounded(machine, _STEPS_OF_TRIAL):
        for function, this in list(islice(functions_in(machine, value, node), _MOST)):
            with machine.tree.in_callback():
                call_now(machine, function, [UNKNOWN], node, this=this)
        machine.drain()
        return machine.events[before:]


def _at_no_moment(machine: Machine) -> AbstractContextManager[None]:
    return machine.at(moment=moments.UNKNOWN, activation=machine.new_activation())


def _matters(event: Event) -> bool:
    """Whether something needs a component, or keeps what it is given: counting is all the same to who counts."""
    if isinstance(event, SharedWrite):
        return ANYTHING in event.value.atoms and event.how not in ("++", "--")
    return isinstance(event, ContextCall)
