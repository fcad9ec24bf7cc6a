"""Event emitters and event targets: who listens, and what hears an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.flow import moments
from svelte_warden.flow.effects import note_write
from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.properties import EMITTING, LISTENING, SILENCING
from svelte_warden.flow.interpreter.values import UNDEFINED, UNKNOWN, Atom, Object, Value
from svelte_warden.flow.moments import Phase
from svelte_warden.flow.natives.registry import call_later, call_now, constructor, first, listeners_in, method

if TYPE_CHECKING:
    from svelte_warden.facts import model
    from svelte_warden.flow.interpreter.machine import Machine


@constructor("global", "EventTarget", "AbortController", "BroadcastChannel")
@constructor("node:events", "EventEmitter", "default")
@constructor("events", "EventEmitter", "default")
def _new_emitter(machine: Machine, _arguments: list[Value], node: model.Node) -> Value:
    made = machine.allocate("emitter", node)
    made.open = True
    return values.of(made)


@method("emitter", " ".join(LISTENING))
def _listen(machine: Machine, receiver: Atom, name: str, arguments: list[Value], node: model.Node) -> Value:
    assert isinstance(receiver, Object)  # noqa: S101 - registered for a kind of heap object
    listener = listeners_in(machine, first(arguments, 1), node)
    machine.remember_object(receiver)
    listeners: Value = receiver.internal.get("listeners", values.NOTHING)
    receiver.internal["listeners"] = values.merge(listeners, listener)
    call_later(machine, listener, [UNKNOWN], moments.handler(""), node)
    if receiver.shared:
        note_write(machine, receiver, None, listener, node, name)
    return values.of(receiver)


@method("emitter", " ".join(EMITTING))
def _emit(machine: Machine, receiver: Atom, name: str, arguments: list[Value], node: model.Node) -> Value:
    """Run the listeners. What an event carries is not kept, so this is not a write.

    What they do when no component is current is known since they were added.
    """
    assert isinstance(receiver, Object)  # noqa: S101 - registered for a kind of heap object
    listeners: Value = receiver.internal.get("listeners", values.NOTHING)
    if listeners.atoms and machine.moment.phase is not Phase.LATER:
        call_now(machine, listeners, arguments[1:] if name == "emit" else arguments, node)
    return UNKNOWN


@method("emitter", " ".join(SILENCING))
def _forget(machine: Machine, receiver: Atom, name: str, arguments: list[Value], node: model.Node) -> Value:
    assert isinstance(receiver, Object)  # noqa: S101 - registered for a kind of heap object
    if receiver.shared and len(arguments) > 1:
        note_write(machine, receiver, None, UNDEFINED, node, name, key=arguments[1])
    return values.of(receiver)
