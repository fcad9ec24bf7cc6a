"""Svelte's context and lifecycle functions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from svelte_warden.flow import moments
from svelte_warden.flow.events import ContextCall
from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.channels import context_value
from svelte_warden.flow.interpreter.handed_components import note_handed_components
from svelte_warden.flow.interpreter.handover import context_key
from svelte_warden.flow.interpreter.values import BROWSER, UNDEFINED, UNKNOWN, ContextAccess, Held, Value
from svelte_warden.flow.natives.map_keys import ALL_CONTEXTS
from svelte_warden.flow.natives.promises import promise_of
from svelte_warden.flow.natives.registry import NO_COMPONENT, call_later, call_now, first, native
from svelte_warden.flow.natives.requests import given_data
from svelte_warden.flow.reach.context_recording import note_context

if TYPE_CHECKING:
    from svelte_warden.facts import model
    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.moments import ContextOperation, Moment
    from svelte_warden.flow.natives.registry import NativeFunction


def _note(
    machine: Machine,
    operation: ContextOperation,
    function: str,
    node: model.Node,
    key: Value | None,
    value: Value | None = None,
) -> None:
    if key is not None:
        note_context(machine, operation, function, node, key)
    machine.events.append(
        ContextCall(
            operation=operation,
            function=function,
            place=machine.place(node),
            key=key,
            value=value,
            moment=_moment_of(machine),
            sides=machine.sides,
            trail=machine.trail,
        )
    )


def _moment_of(machine: Machine) -> Moment:
    """Return when a call is made; nobody can tell if that needs an argument to be missing, or if it may well throw."""
    is_in_place_of_argument = any(doubt.is_for_argument for doubt in machine.doubts)
    does_no_harm = is_in_place_of_argument or machine.tree.is_answered
    return moments.UNKNOWN if does_no_harm and machine.moment.phase in NO_COMPONENT else machine.moment


def _held(machine: Machine, key: Value) -> Value:
    """Return what the context may hold: what is known of it, and anything."""
    known = context_value(machine, key) or values.NOTHING
    held = values.of(
        *(replace(atom, beside=known.atoms) for atom in machine.tree.last_read.atoms if isinstance(atom, Held))
    )
    return values.merge(known, values.merge(values.unknown(given_data("a context value")), held))


def _put(machine: Machine, key: Value, value: Value, node: model.Node) -> None:
    note_handed_components(machine, value, machine.place(node), machine.within)
    identity = context_key(key)
    if machine.instance is not None and identity is not None:
        machine.instance.contexts[identity] = value
        machine.instance.acting.pop(identity, None)


@native("svelte", "getContext")
def _get_context(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    _note(machine, "get", "getContext", node, first(arguments))
    return _held(machine, first(arguments))


@native("svelte", "hasContext")
def _has_context(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    _note(machine, "get", "hasContext", node, first(arguments))
    return values.merge(UNKNOWN, machine.tree.last_read)


@native("svelte", "getAllContexts")
def _get_all_contexts(machine: Machine, _arguments: list[Value], node: model.Node) -> Value:
    _note(machine, "get", "getAllContexts", node, None)
    made = machine.allocate(ALL_CONTEXTS, node)
    made.rest = values.of(made, values.ANYTHING)  # what iterating gives, so that one sees whose entries they are
    return made.rest


@native("svelte", "setContext")
def _set_context(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    value = first(arguments, 1)
    _note(machine, "set", "setContext", node, first(arguments), value)
    _put(machine, first(arguments), value, node)
    return value


@native("svelte", "createContext")
def _create_context(machine: Machine, _arguments: list[Value], node: model.Node) -> Value:
    key = machine.allocate("context", node)
    made = machine.allocate("array", node)
    made.properties = {
        "0": values.of(ContextAccess("get", key)),
        "1": values.of(ContextAccess("set", key)),
        "2": values.of(ContextAccess("has", key)),
    }
    return values.of(made)


def access(machine: Machine, function: ContextAccess, arguments: list[Value], node: model.Node) -> Value:
    """Call one of the functions of ``createContext()``."""
    key = values.of(function.key)
    if function.operation == "set":
        _note(machine, "set", "setContext", node, key, first(arguments))
        _put(machine, key, first(arguments), node)
        return first(arguments)
    _note(machine, "get", "createContext" if function.operation == "get" else "hasContext", node, key)
    return _held(machine, key) if function.operation == "get" else values.merge(UNKNOWN, machine.tree.last_read)


def _lifecycle(name: str, moment: Moment, *, teardown: Moment | None = None) -> NativeFunction:
    sides = values.BOTH_SIDES if name == "onDestroy" else BROWSER

    def call(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
        _note(machine, "lifecycle", name, node, None)
        if machine.moment.phase not in NO_COMPONENT:
            soon = name != "onDestroy"
            call_later(machine, first(arguments), [], moment, node, sides=sides, soon=soon, teardown=teardown)
        return UNDEFINED

    return call


native("svelte", "onMount")(_lifecycle("onMount", moments.ON_MOUNT, teardown=moments.TEARDOWN))
native("svelte", "onDestroy")(_lifecycle("onDestroy", moments.TEARDOWN))
native("svelte", "beforeUpdate")(_lifecycle("beforeUpdate", moments.BEFORE_UPDATE))
native("svelte", "afterUpdate")(_lifecycle("afterUpdate", moments.AFTER_UPDATE))


@native("svelte", "createEventDispatcher")
def _create_event_dispatcher(machine: Machine, _arguments: list[Value], node: model.Node) -> Value:
    _note(machine, "lifecycle", "createEventDispatcher", node, None)
    return UNKNOWN


@native("svelte", "tick", "settled")
def _tick(machine: Machine, _arguments: list[Value], node: model.Node) -> Value:
    return promise_of(machine, UNDEFINED, node)


@native("svelte", "flushSync", "untrack")
def _call_at_once(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    return call_now(machine, first(arguments), [], node)


@native("svelte/events", "on")
def _on(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    call_later(machine, first(arguments, 2), [UNKNOWN], moments.handler(""), node, sides=BROWSER)
    return UNKNOWN
