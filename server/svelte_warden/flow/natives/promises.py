"""JavaScript's promises, timers and event listeners: what runs later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from svelte_warden.flow import moments
from svelte_warden.flow.effects import note_write
from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.origins import content_origins
from svelte_warden.flow.interpreter.properties import element, key_text
from svelte_warden.flow.interpreter.settling import settled, settles_on
from svelte_warden.flow.interpreter.values import (
    BROWSER,
    UNDEFINED,
    UNKNOWN,
    Atom,
    Native,
    NativeMethod,
    Object,
    Primitive,
    Value,
)
from svelte_warden.flow.natives.registry import (
    NO_COMPONENT,
    call_later,
    call_now,
    callables,
    constructor,
    first,
    listeners_in,
    method,
    native,
    run_callback,
    undescribed,
)
from svelte_warden.flow.trail import Step

if TYPE_CHECKING:
    from svelte_warden.facts import model
    from svelte_warden.flow.interpreter.machine import Machine


_RESOLVE: Final = "%resolve"


def promise_of(machine: Machine, result: Value, node: model.Node, error: Value = UNKNOWN) -> Value:
    """Return a promise for a value, and what it fails with if it does."""
    made = machine.allocate("promise", node)
    made.internal.update(result=result, error=error)
    return values.of(made, origins=result.origins)


@constructor("global", "Promise")
def _new_promise(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    made = machine.allocate("promise", node)
    call_now(machine, first(arguments), [values.of(NativeMethod(made, _RESOLVE)), UNKNOWN], node)
    return values.of(made)


@method("promise", _RESOLVE, holds_receiver=False)
def _resolve_later(machine: Machine, receiver: Atom, _name: str, arguments: list[Value], node: model.Node) -> Value:
    """Give a promise its value; whoever waits for one that a module has made gets it, in this request or another."""
    assert isinstance(receiver, Object)  # noqa: S101 - registered for a kind of heap object
    value = settled(first(arguments))
    machine.remember_object(receiver)
    receiver.internal["result"] = values.merge(receiver.internal.get("result", UNKNOWN), value)
    if receiver.shared and content_origins(value):  # that something has happened tells nobody anything
        note_write(machine, receiver, None, value, node, "resolve")
    return UNDEFINED


@native("global", "Promise.reject")
def _reject(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    made = machine.allocate("promise", node)
    made.internal.update(result=values.NOTHING, error=first(arguments))
    return values.of(made)


@native("global", "Promise.resolve", "Promise.try")
def _resolve(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    value = first(arguments)
    return promise_of(machine, call_now(machine, value, [], node) if callables(value) else value, node)


@native("global", "Promise.all", "Promise.allSettled", "Promise.any", "Promise.race")
def _all(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    made = machine.allocate("array", node)
    for atom in first(arguments).atoms:
        if isinstance(atom, Object):
            made.properties.update({name: settled(value) for name, value in atom.properties.items()})
            if atom.rest is not None:
                made.rest = settled(atom.rest)
    if not made.properties and made.rest is None:
        made.rest = values.unknown(first(arguments).origins)
    return promise_of(machine, values.of(made), node)


@method("promise *", "then catch finally", holds_receiver=False)
def _then(machine: Machine, receiver: Atom, name: str, arguments: list[Value], node: model.Node) -> Value:
    """Return a promise of what the callbacks give; what has no callback is passed on as it is."""
    value, error = _outcomes(machine, receiver)
    if name == "finally":
        _promise_callback(machine, first(arguments), [], node)
        return _settling_as(receiver, promise_of(machine, value, node, error))
    on_value, on_error = (first(arguments), first(arguments, 1)) if name == "then" else (UNDEFINED, first(arguments))
    with machine.at(sides=machine.sides & settles_on(values.of(receiver))):
        given = _reaction(machine, on_value, value, node) if machine.sides else value
    if all(isinstance(atom, Primitive) for atom in on_error.atoms):
        return _settling_as(receiver, promise_of(machine, given, node, error))
    return promise_of(machine, values.merge(given, _reaction(machine, on_error, error, node)), node)


def _settling_as(receiver: Atom, promise: Value) -> Value:
    """Return a promise that fails where the one fails which it comes from."""
    fails_on = receiver.internal.get("fails_on") if isinstance(receiver, Object) else None
    for atom in promise.atoms if fails_on else ():
        if isinstance(atom, Object):
            atom.internal["fails_on"] = fails_on
    return promise


def _outcomes(machine: Machine, receiver: Atom) -> tuple[Value, Value]:
    """Return what a promise gives, and what it fails with.

    What nothing is known of is data of wherever the promise comes from.
    """
    unknown = values.unknown(machine.receiver_origins)
    if not isinstance(receiver, Object):
        return unknown, unknown
    value: Value = receiver.internal.get("result", UNKNOWN)
    if value.atoms and not value.origins:
        value = values.tainted(value, machine.receiver_origins)
    return value, receiver.internal.get("error", UNKNOWN)


def _reaction(machine: Machine, callback: Value, given: Value, node: model.Node) -> Value:
    """Return what comes of an outcome that is given to a callback, or is passed on where that is no function."""
    results = []
    if any(isinstance(atom, Primitive) for atom in callback.atoms):
        results.append(given)
    if any(isinstance(atom, (values.Unknown, values.Given)) for atom in callback.atoms):
        results.append(values.unknown(given.origins))
    if any(not isinstance(atom, (Primitive, values.Unknown, values.Given)) for atom in callback.atoms):
        results.append(_promise_callback(machine, callback, [given], node))
    return values.join(results) if results else UNKNOWN


def _promise_callback(machine: Machine, callback: Value, arguments: list[Value], node: model.Node) -> Value:
    """Run a promise callback for its result, as a later moment; again at the end if it met a variable too early."""
    moment = machine.moment if machine.moment.phase in NO_COMPONENT else moments.PROMISE
    step = Step("moment", machine.place(node), moment.words, moment)
    before, machine.met_uninitialised = machine.met_uninitialised, False
    with machine.at(moment=moment, trail=machine.extended(step), activation=machine.new_activation()):
        machine.uncertainty += 1
        result = run_callback(machine, callback, arguments, node)
        machine.uncertainty -= 1
    if machine.met_uninitialised:
        call_later(machine, callback, arguments, moment, node)
    machine.met_uninitialised = before
    return settled(result)


@native("global", "setTimeout", "setInterval", "setImmediate", "requestAnimationFrame", "requestIdleCallback",
        "window.setTimeout", "window.setInterval", "window.requestAnimationFrame", "globalThis.setTimeout",
        "globalThis.setInterval", "window.requestIdleCallback")  # fmt: skip
@native("node:timers", "setTimeout", "setInterval", "setImmediate")
def _timer(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    call_later(machine, first(arguments), list(arguments[2:]), moments.TIMER, node)
    return UNKNOWN


@native("global", "queueMicrotask", "process.nextTick", "window.queueMicrotask")
def _microtask(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    call_later(machine, first(arguments), [], moments.MICROTASK, node)
    return UNDEFINED


@method("*", "addEventListener on once addListener")
def _listen(machine: Machine, _receiver: Atom, _name: str, arguments: list[Value], node: model.Node) -> Value:
    event = key_text(first(arguments))
    listener = listeners_in(machine, first(arguments, 1), node)
    sides = BROWSER & machine.sides or machine.sides  # in a request it is the server that listens: `request.signal`
    call_later(machine, listener, [UNKNOWN], moments.handler(event or ""), node, sides=sides)
    return UNKNOWN


@native("global", "addEventListener", "window.addEventListener", "document.addEventListener")
def _listen_globally(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    return _listen(machine, Native("global", "window"), "addEventListener", arguments, node)


_MOST_GROUPS = 5
"""How many of what a pattern finds a function that replaces it is given, and hardly ever asks for more."""


@method("*", "replace replaceAll")
def _replace(machine: Machine, _receiver: Atom, _name: str, arguments: list[Value], node: model.Node) -> Value:
    found = values.unknown(machine.receiver_origins)  # a part of the text
    made = call_now(machine, first(arguments, 1), [found] * _MOST_GROUPS, node)
    return undescribed([*arguments, made])


@method("generator iterator", "next return throw")
def _next(machine: Machine, receiver: Atom, name: str, arguments: list[Value], node: model.Node) -> Value:
    if name == "next" and arguments and isinstance(receiver, Object) and receiver.kind == "generator":
        before = receiver.internal.get("sent", UNDEFINED)
        sent = values.merge(before, arguments[0])
        if sent != before:
            receiver.internal.update(sent=sent, result=None)  # so that it runs with that, too
    item = element(machine, values.of(receiver), node)
    made = machine.allocate("object", node)
    made.properties = {"value": item, "done": UNKNOWN}
    return values.of(made)
