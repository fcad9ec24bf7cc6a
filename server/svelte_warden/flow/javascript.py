<<<<<<< ours
"""JavaScript's own library: objects, conversions, the platform's classes."""
=======
"""What the platform runs later, and what it runs at once: promises, timers, listeners."""
>>>>>>> theirs

from __future__ import annotations

from typing import TYPE_CHECKING

<<<<<<< ours
from svelte_warden.flow import values
from svelte_warden.flow.effects import note_write
=======
from svelte_warden.flow import moments, values
>>>>>>> theirs
from svelte_warden.flow.natives import (
    call_now,
    callables,
    constructor,
    first,
<<<<<<< ours
    native,
    undescribed,
)
from svelte_warden.flow.patterns import set_property
from svelte_warden.flow.properties import element, get_property, key_text, spread_into
from svelte_warden.flow.values import UNDEFINED, UNKNOWN, Object, Value
=======
    method,
    native,
    undescribed,
)
from svelte_warden.flow.properties import element, key_text
from svelte_warden.flow.values import BROWSER, UNDEFINED, UNKNOWN, Atom, Native, Object, Primitive, Value
>>>>>>> theirs

if TYPE_CHECKING:
    from svelte_warden.facts import model
    from svelte_warden.flow.machine import Machine


<<<<<<< ours
@native("global", "Object.assign")
def _object_assign(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    target = first(arguments)
    for atom in target.atoms:
        if isinstance(atom, Object):
            for source in arguments[1:]:
                spread_into(atom, source)
    value = values.join(arguments[1:])
    for atom in target.atoms:
        if isinstance(atom, (Object, values.ClassDefinition)) and atom.shared:
            note_write(machine, atom, None, value, node, "Object.assign")
            machine.share(value)
    if any(isinstance(atom, values.Component) for atom in target.atoms):
        return values.merge(target, value)  # a component with others as its properties: <Tabs>, <Tabs.List>
    return target


@native("global", "Object.defineProperty", "Reflect.set", "Reflect.defineProperty")
def _define_property(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    target, key, value = first(arguments), first(arguments, 1), first(arguments, 2)
    if any(isinstance(atom, Object) and "value" in atom.properties for atom in value.atoms):
        value = get_property(machine, value, "value", node)
    set_property(machine, target, key_text(key), value, node, how="=", key=key)
    return target


@native("global", "Reflect.deleteProperty")
def _delete_property(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    key = first(arguments, 1)
    set_property(machine, first(arguments), key_text(key), UNDEFINED, node, how="delete", key=key)
    return UNKNOWN


@native("global", "Reflect.get")
def _reflect_get(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    name = key_text(first(arguments, 1))
    target = first(arguments)
    return element(machine, target, node) if name is None else get_property(machine, target, name, node)


@native("global", "Object.freeze", "Object.seal", "Object.preventExtensions")
def _freeze(_machine: Machine, arguments: list[Value], _node: model.Node) -> Value:
    target = first(arguments)
    for atom in target.atoms:
        if isinstance(atom, Object):
            atom.internal["frozen"] = True
    return target


@native("global", "Object.create")
def _object_create(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    made = machine.allocate("object", node)
    made.internal["prototype"] = first(arguments)
    return values.of(made)


@native("global", "Object.values", "Object.entries", "Object.keys", "Object.fromEntries", "Object.groupBy")
def _object_values(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    source = first(arguments)
    made = machine.allocate("array", node)
    pair = machine.allocate("array", node)
    item = element(machine, source, node)
    pair.properties = {"0": UNKNOWN, "1": item}
    made.rest = values.merge(values.of(pair), item)
    return values.of(made, origins=source.origins)


@native(
    "global",
    "structuredClone",
    "JSON.parse",
    "JSON.stringify",
    "String",
    "Number",
    "Boolean",
    "BigInt",
    "parseInt",
    "parseFloat",
    "encodeURIComponent",
    "decodeURIComponent",
)
def _copy(_machine: Machine, arguments: list[Value], _node: model.Node) -> Value:
    return undescribed([_with_content(argument) for argument in arguments])


def _with_content(value: Value) -> Value:
    """Return the value with the origins of everything directly in it."""
    origins = value.origins
    for atom in value.atoms:
        if isinstance(atom, Object):
            for inner in atom.properties.values():
                origins |= inner.origins
            if atom.rest is not None:
                origins |= atom.rest.origins
    return values.tainted(value, origins)


@native("global", "Array.from", "Array.of", "Array")
def _array_from(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    item = element(machine, first(arguments), node)
    if len(arguments) > 1 and callables(arguments[1]):
        item = call_now(machine, arguments[1], [item, UNKNOWN], node)
    made = machine.allocate("array", node)
    made.rest = item
    return values.of(made)


@native("global", "Symbol")
def _symbol(machine: Machine, _arguments: list[Value], node: model.Node) -> Value:
    return values.of(machine.allocate("symbol", node))


@native("global", "Symbol.for")
def _symbol_for(_machine: Machine, arguments: list[Value], _node: model.Node) -> Value:
    key = key_text(first(arguments))
    return UNKNOWN if key is None else values.text(f"Symbol.for({key})")


@constructor("global", "Proxy")
def _proxy(_machine: Machine, arguments: list[Value], _node: model.Node) -> Value:
    return first(arguments)
=======
# --- promises and timers --------------------------------------------------------------------------------------------


def promise_of(machine: Machine, result: Value, node: model.Node) -> Value:
    """Return a promise for a value."""
    made = machine.allocate("promise", node)
    made.internal["result"] = result
    return values.of(made, origins=result.origins)


@constructor("global", "Promise")
def _new_promise(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    made = machine.allocate("promise", node)
    call_now(machine, first(arguments), [UNKNOWN, UNKNOWN], node)
    return values.of(made)


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
    from svelte_warden.flow.expressions import settled  # noqa: PLC0415 - expressions call natives

    made = machine.allocate("array", node)
    for atom in first(arguments).atoms:
        if isinstance(atom, Object):
            made.properties.update({name: settled(value) for name, value in atom.properties.items()})
            if atom.rest is not None:
                made.rest = settled(atom.rest)
    if not made.properties and made.rest is None:
        made.rest = values.unknown(first(arguments).origins)
    return promise_of(machine, values.of(made), node)


@method("promise *", "then catch finally")
def _then(machine: Machine, receiver: Atom, name: str, arguments: list[Value], node: model.Node) -> Value:
    settled_value = receiver.internal.get("result", UNKNOWN) if isinstance(receiver, Object) else UNKNOWN
    results = []
    error = receiver.internal.get("error", UNKNOWN) if isinstance(receiver, Object) else UNKNOWN
    for position, callback in enumerate(arguments):
        given = settled_value if name == "then" and position == 0 else error
        results.append(_promise_callback(machine, callback, [] if name == "finally" else [given], node))
    if name != "then" or not arguments:
        results.append(settled_value)
    return promise_of(machine, values.join(results), node)


def _promise_callback(machine: Machine, callback: Value, arguments: list[Value], node: model.Node) -> Value:
    """Run a promise callback for its result, as a later moment; again at the end if it met a variable too early."""
    from svelte_warden.flow.expressions import settled  # noqa: PLC0415 - expressions call natives
    from svelte_warden.flow.natives import run_callback  # noqa: PLC0415 - as above
    from svelte_warden.flow.trail import Step  # noqa: PLC0415 - as above

    if not callback.atoms or all(isinstance(atom, (values.Unknown, Primitive)) for atom in callback.atoms):
        return UNKNOWN
    moment = machine.moment if machine.moment.phase in NO_COMPONENT else moments.PROMISE
    step = Step("moment", machine.place(node), moment.words, moment)
    before, machine.met_uninitialised = machine.met_uninitialised, False
    with machine.at(moment=moment, trail=machine.extended(step), activation=machine.new_activation()):
        result = run_callback(machine, callback, arguments, node)
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
    call_later(machine, first(arguments, 1), [UNKNOWN], moments.handler(event or ""), node, sides=BROWSER)
    return UNKNOWN


@native("global", "addEventListener", "window.addEventListener", "document.addEventListener")
def _listen_globally(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    return _listen(machine, Native("global", "window"), "addEventListener", arguments, node)


@method("*", "replace replaceAll")
def _replace(machine: Machine, receiver: Atom, _name: str, arguments: list[Value], node: model.Node) -> Value:
    call_now(machine, first(arguments, 1), [UNKNOWN], node)
    return undescribed(arguments)


@method("generator iterator", "next return throw")
def _next(machine: Machine, receiver: Atom, _name: str, _arguments: list[Value], node: model.Node) -> Value:
    item = element(machine, values.of(receiver), node)
    made = machine.allocate("object", node)
    made.properties = {"value": item, "done": UNKNOWN}
    return values.of(made)
>>>>>>> theirs
