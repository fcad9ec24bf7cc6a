"""JavaScript's arrays, maps and sets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.flow import moments, values
from svelte_warden.flow.effects import note_write
from svelte_warden.flow.natives import (
    call_later,
    call_now,
    constructor,
    first,
    method,
)
from svelte_warden.flow.properties import element, get_property, key_text
from svelte_warden.flow.values import UNDEFINED, UNKNOWN, Atom, Object, Value

if TYPE_CHECKING:
    from svelte_warden.facts import model
    from svelte_warden.flow.machine import Machine


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
