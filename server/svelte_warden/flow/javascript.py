"""JavaScript's own library: arrays, collections, promises, timers, events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.flow import moments, values
from svelte_warden.flow.effects import note_write
from svelte_warden.flow.natives import (
    NO_COMPONENT,
    call_later,
    call_now,
    callables,
    constructor,
    method,
    native,
    undescribed,
)
from svelte_warden.flow.patterns import set_property
from svelte_warden.flow.properties import element, get_property, key_text, spread_into
from svelte_warden.flow.values import BROWSER, UNDEFINED, UNKNOWN, Atom, Native, Object, Primitive, Value

if TYPE_CHECKING:
    from svelte_warden.facts import model
    from svelte_warden.flow.machine import Machine


def first(arguments: list[Value], position: int = 0) -> Value:
    """Return an argument, or undefined."""
    return arguments[position] if position < len(arguments) else UNDEFINED


# --- arrays and collections -----------------------------------------------------------------------------------------

_MUTATING = "push unshift splice sort reverse fill pop shift copyWithin"


@method("array *", "forEach map filter find findIndex findLast findLastIndex some every flatMap toSorted takeWhile")
def _iterate(machine: Machine, receiver: Atom, name: str, arguments: list[Value], node: model.Node) -> Value:
    item = element(machine, values.of(receiver), node)
    result = call_now(machine, first(arguments), [item, UNKNOWN, values.of(receiver)], node)
    if name in ("find", "findLast"):
        return item
    if name in ("map", "flatMap", "filter", "toSorted"):
        made = machine.allocate("array", node)
        made.rest = result if name == "map" else item if name != "flatMap" else element(machine, result, node)
        return values.of(made, origins=result.origins | item.origins)
    return values.unknown(item.origins)


@method("array *", "reduce reduceRight")
def _reduce(machine: Machine, receiver: Atom, _name: str, arguments: list[Value], node: model.Node) -> Value:
    item = element(machine, values.of(receiver), node)
    initial = arguments[1] if len(arguments) > 1 else item
    return values.merge(initial, call_now(machine, first(arguments), [initial, item, UNKNOWN], node))


@method("array", _MUTATING)
def _mutate_array(machine: Machine, receiver: Atom, name: str, arguments: list[Value], node: model.Node) -> Value:
    assert isinstance(receiver, Object)  # noqa: S101 - registered for a kind of heap object
    if name == "sort":
        item = element(machine, values.of(receiver), node)
        call_now(machine, first(arguments), [item, item], node)
    added = values.join(arguments[2:] if name == "splice" else arguments) if arguments else UNDEFINED
    before = element(machine, values.of(receiver), node) if receiver.properties or receiver.rest else UNDEFINED
    machine.remember_object(receiver)
    if name in ("push", "unshift", "splice", "fill") and arguments:
        receiver.rest = values.merge(receiver.rest or values.NOTHING, added)
    if receiver.shared:
        note_write(machine, receiver, None, added, node, name)
        machine.share(added)
    return values.of(receiver) if name in ("sort", "reverse", "fill", "copyWithin") else before


@method("array", "concat slice flat toReversed toSpliced with")
def _copy_array(machine: Machine, receiver: Atom, _name: str, arguments: list[Value], node: model.Node) -> Value:
    made = machine.allocate("array", node)
    parts = [element(machine, values.of(receiver), node)]
    parts.extend(
        element(machine, argument, node) for argument in arguments if any(isinstance(a, Object) for a in argument.atoms)
    )
    made.rest = values.join(parts)
    return values.of(made)


@method("array", "at")
def _at(machine: Machine, receiver: Atom, _name: str, _arguments: list[Value], node: model.Node) -> Value:
    return element(machine, values.of(receiver), node)


@method("map weakmap builtin", "get")
def _map_get(machine: Machine, receiver: Atom, _name: str, arguments: list[Value], node: model.Node) -> Value:
    assert isinstance(receiver, Object)  # noqa: S101 - registered for a kind of heap object
    key = key_text(first(arguments))
    if key is not None and key in receiver.properties:
        return receiver.properties[key]
    known = element(machine, values.of(receiver), node)
    return values.merge(known, UNDEFINED)


@method("map weakmap", "set")
def _map_set(machine: Machine, receiver: Atom, name: str, arguments: list[Value], node: model.Node) -> Value:
    assert isinstance(receiver, Object)  # noqa: S101 - registered for a kind of heap object
    key, value = first(arguments), first(arguments, 1)
    text = key_text(key)
    machine.remember_object(receiver)
    if text is None:
        receiver.rest = values.merge(receiver.rest or values.NOTHING, value)
    else:
        receiver.properties[text] = values.merge(receiver.properties.get(text, values.NOTHING), value)
    if receiver.shared:
        note_write(machine, receiver, None, value, node, name, key=key)
        machine.share(value)
    return values.of(receiver)


@method("set weakset", "add")
def _set_add(machine: Machine, receiver: Atom, name: str, arguments: list[Value], node: model.Node) -> Value:
    assert isinstance(receiver, Object)  # noqa: S101 - registered for a kind of heap object
    value = first(arguments)
    machine.remember_object(receiver)
    receiver.rest = values.merge(receiver.rest or values.NOTHING, value)
    if receiver.shared:
        note_write(machine, receiver, None, value, node, name, key=value if receiver.kind == "weakset" else None)
        machine.share(value)
    return values.of(receiver)


@method("map weakmap set weakset", "delete clear")
def _collection_delete(machine: Machine, receiver: Atom, name: str, arguments: list[Value], node: model.Node) -> Value:
    assert isinstance(receiver, Object)  # noqa: S101 - registered for a kind of heap object
    if receiver.shared:
        note_write(machine, receiver, None, UNDEFINED, node, name, key=first(arguments) if arguments else None)
    return UNKNOWN


@method("map set", "forEach")
def _collection_each(machine: Machine, receiver: Atom, _name: str, arguments: list[Value], node: model.Node) -> Value:
    item = element(machine, values.of(receiver), node)
    call_now(machine, first(arguments), [item, UNKNOWN, values.of(receiver)], node)
    return UNDEFINED


@method("map set array", "entries keys values")
def _iterator(machine: Machine, receiver: Atom, name: str, _arguments: list[Value], node: model.Node) -> Value:
    made = machine.allocate("array", node)
    item = element(machine, values.of(receiver), node)
    if name == "entries":
        pair = machine.allocate("array", node)
        pair.properties = {"0": UNKNOWN, "1": item}
        made.rest = values.of(pair)
    else:
        made.rest = item if name == "values" else UNKNOWN
    return values.of(made)


@method("builtin", "set append delete add push sort emit on once off addEventListener removeEventListener")
def _mutate_builtin(machine: Machine, receiver: Atom, name: str, arguments: list[Value], node: model.Node) -> Value:
    assert isinstance(receiver, Object)  # noqa: S101 - registered for a kind of heap object
    value = values.join(arguments[1:]) if len(arguments) > 1 else first(arguments)
    machine.remember_object(receiver)
    receiver.rest = values.merge(receiver.rest or values.NOTHING, value)
    if name in ("on", "once", "addEventListener"):
        call_later(machine, value, [UNKNOWN], moments.handler(""), node)
    if receiver.shared:
        note_write(machine, receiver, None, value, node, name, key=first(arguments))
        machine.share(value)
    return values.of(receiver)


def _collection(kind: str) -> None:
    def make(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
        made = machine.allocate(kind, node)
        if arguments:
            items = element(machine, arguments[0], node)
            made.rest = get_property(machine, items, "1", node) if kind == "map" else items
            if kind == "map":
                _known_entries(made, arguments[0])
        return values.of(made)

    for module, name in (("global", kind.title()), ("svelte/reactivity", f"Svelte{kind.title()}")):
        constructor(module, name)(make)


def _known_entries(made: Object, source: Value) -> None:
    """Give a map made of a literal list of pairs its entries."""
    for atom in source.atoms:
        if isinstance(atom, Object) and atom.kind == "array" and atom.rest is None:
            for entry in atom.properties.values():
                for pair in entry.atoms:
                    if isinstance(pair, Object) and {"0", "1"} <= pair.properties.keys():
                        key = key_text(pair.properties["0"])
                        if key is not None:
                            made.properties[key] = pair.properties["1"]


_collection("map")
_collection("set")


@constructor("global", "WeakMap")
def _new_weak_map(machine: Machine, _arguments: list[Value], node: model.Node) -> Value:
    return values.of(machine.allocate("weakmap", node))


@constructor("global", "WeakSet")
def _new_weak_set(machine: Machine, _arguments: list[Value], node: model.Node) -> Value:
    return values.of(machine.allocate("weakset", node))


@constructor("global", "URL", "URLSearchParams", "Headers", "FormData", "EventTarget", "AbortController", "Date")
@constructor("node:events", "EventEmitter", "default")
@constructor("events", "EventEmitter", "default")
@constructor("svelte/reactivity", "SvelteURL", "SvelteURLSearchParams", "SvelteDate", "MediaQuery")
def _new_builtin(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    made = machine.allocate("builtin", node)
    made.open = True
    return values.of(made, origins=frozenset().union(*(argument.origins for argument in arguments)))


@constructor("node:async_hooks", "AsyncLocalStorage")
@constructor("async_hooks", "AsyncLocalStorage")
def _new_local_storage(machine: Machine, _arguments: list[Value], node: model.Node) -> Value:
    return values.of(machine.allocate("als", node))


@constructor("global", "MutationObserver", "IntersectionObserver", "ResizeObserver", "PerformanceObserver")
def _new_observer(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    call_later(machine, first(arguments), [UNKNOWN, UNKNOWN], moments.OBSERVER, node)
    return UNKNOWN


# --- objects --------------------------------------------------------------------------------------------------------


@native("global", "Object.assign")
def _object_assign(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    target = first(arguments)
    for atom in target.atoms:
        if isinstance(atom, Object):
            for source in arguments[1:]:
                spread_into(machine, atom, source)
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


@native("global", "Promise.resolve", "Promise.reject", "Promise.try")
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
    for position, callback in enumerate(arguments):
        given = settled_value if name == "then" and position == 0 else UNKNOWN
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


@method("generator", "next return throw")
def _next(machine: Machine, receiver: Atom, _name: str, _arguments: list[Value], node: model.Node) -> Value:
    item = element(machine, values.of(receiver), node)
    made = machine.allocate("object", node)
    made.properties = {"value": item, "done": UNKNOWN}
    return values.of(made)
