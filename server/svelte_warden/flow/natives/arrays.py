"""Arrays, maps, sets, iterators and the platform's own containers: what their methods read, call and change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.flow import moments
from svelte_warden.flow.effects import note_write
from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.by_side import sides_with_items
from svelte_warden.flow.interpreter.implicit_calls import run_own_text
from svelte_warden.flow.interpreter.iteration import iterated, pair_of
from svelte_warden.flow.interpreter.listings import chosen, from_list, unlisted
from svelte_warden.flow.interpreter.opaque import OPAQUE, lasting
from svelte_warden.flow.interpreter.origins import (
    chosen_by,
    content_origins,
    may_live_for_one_request,
    says_nothing_of_the_user,
    tells_users_apart,
)
from svelte_warden.flow.interpreter.own_parts import is_entry
from svelte_warden.flow.interpreter.properties import CHANGES_BUILTIN, element, get_property, key_text
from svelte_warden.flow.interpreter.reactivity import make_reactive
from svelte_warden.flow.interpreter.values import UNDEFINED, UNKNOWN, Atom, Object, Value
from svelte_warden.flow.natives.map_keys import add_key, take_keys
from svelte_warden.flow.natives.registry import (
    call_later,
    call_now,
    constructor,
    first,
    is_callback,
    method,
    native,
    undescribed,
)

if TYPE_CHECKING:
    from svelte_warden.facts import model
    from svelte_warden.flow.interpreter.machine import Machine


# --- arrays and collections -----------------------------------------------------------------------------------------

_REACTIVE = "svelte/reactivity"
_MUTATING = "push unshift splice sort reverse fill pop shift copyWithin"


@method(
    "array iterator data unknown *",
    "forEach map filter find findIndex findLast findLastIndex some every flatMap toSorted takeWhile",
)
def _iterate(machine: Machine, receiver: Atom, name: str, arguments: list[Value], node: model.Node) -> Value:
    is_known = isinstance(receiver, Object) and receiver.kind not in OPAQUE
    if not is_known and not is_callback(first(arguments)):
        return undescribed(arguments)  # a query of a database, not an array's method
    item = _item_of(machine, receiver, node, is_known=is_known)
    sides = machine.sides & sides_with_items(values.of(receiver))
    if not sides:
        return UNKNOWN
    with machine.at(sides=sides):
        result = call_now(machine, first(arguments), [item, UNKNOWN, values.of(receiver)], node)
    if name in ("find", "findLast"):
        return values.tainted(chosen(item, result), chosen_by(result.origins))
    found = result
    if name == "filter":
        item, result = chosen(item, result), unlisted(result)
    if name in ("map", "flatMap", "filter", "toSorted"):
        made = machine.allocate("array", node)
        made.rest = result if name == "map" else item if name != "flatMap" else element(machine, result, node)
        made.sides = sides & values.sides_when(found, outcome=True) if name == "filter" else sides
        how = chosen_by(result.origins) if name == "filter" else result.origins
        return values.of(made, origins=how | item.origins)
    return unlisted(values.unknown(item.origins))


def _item_of(machine: Machine, receiver: Atom, node: model.Node, *, is_known: bool) -> Value:
    """Return an element of what a method is called on: data of wherever an unknown receiver comes from."""
    item = element(machine, values.of(receiver), node)
    return item if is_known else values.tainted(item, machine.receiver_origins)


@method("array iterator data unknown *", "reduce reduceRight")
def _reduce(machine: Machine, receiver: Atom, _name: str, arguments: list[Value], node: model.Node) -> Value:
    item = _item_of(machine, receiver, node, is_known=isinstance(receiver, Object) and receiver.kind not in OPAQUE)
    initial = arguments[1] if len(arguments) > 1 else item
    return unlisted(values.merge(initial, call_now(machine, first(arguments), [initial, item, UNKNOWN], node)))


@method("array data", _MUTATING)
def _mutate_array(machine: Machine, receiver: Atom, name: str, arguments: list[Value], node: model.Node) -> Value:
    assert isinstance(receiver, Object)  # noqa: S101 - registered for a kind of heap object
    added = values.join(arguments[2:] if name == "splice" else arguments) if arguments else UNDEFINED
    if name == "sort":
        item = element(machine, values.of(receiver), node)
        order = call_now(machine, first(arguments), [item, item], node)
        added = values.unknown(order.origins - item.origins)  # whoever decides the order is seen in it
    is_empty = not (receiver.properties or receiver.rest or receiver.open)
    before = UNDEFINED if is_empty else element(machine, values.of(receiver), node)
    machine.remember_object(receiver)
    kept = lasting(added, machine.place(node), machine.sides) if receiver.shared else added
    if name in ("push", "unshift", "splice", "fill") and arguments:
        receiver.rest = values.merge(receiver.rest or values.NOTHING, kept)
        if receiver.reactive:
            make_reactive(machine, added)
    if receiver.shared:
        note_write(machine, receiver, None, added, node, name, within=machine.receiver_origins)
        machine.share(kept, own=bool(receiver.internal.get("own")))
    if name == "splice":
        removed = machine.allocate("array", node)
        removed.rest = before
        return values.of(removed, origins=before.origins)
    return values.of(receiver) if name in ("sort", "reverse", "fill", "copyWithin") else before


@method("array data", "concat slice flat toReversed toSpliced with")
@method("unknown", "concat slice")
@method("iterator", "toArray take drop")
def _copy_array(machine: Machine, receiver: Atom, name: str, arguments: list[Value], node: model.Node) -> Value:
    made = machine.allocate("array", node)
    parts = [element(machine, values.of(receiver), node)]
    if name == "concat":
        parts.extend(_spread_arrays(machine, argument, node) for argument in arguments)
    elif name in ("toSpliced", "with"):
        parts.extend(arguments[2 if name == "toSpliced" else 1 :])
    made.rest = values.join(parts)
    return values.of(made)


def _spread_arrays(machine: Machine, value: Value, node: model.Node) -> Value:
    """Return what ``concat`` adds for an argument: the elements of an array, anything else itself."""
    arrays = frozenset(atom for atom in value.atoms if isinstance(atom, Object) and atom.kind == "array")
    if not arrays:
        return value
    elements = element(machine, Value(arrays, value.origins), node)
    return values.merge(elements, Value(value.atoms - arrays, value.origins)) if value.atoms - arrays else elements


@method("array data", "at")
def _at(machine: Machine, receiver: Atom, _name: str, _arguments: list[Value], node: model.Node) -> Value:
    return element(machine, values.of(receiver), node)


@method("array", "join toString toLocaleString")
def _join(machine: Machine, receiver: Atom, _name: str, _arguments: list[Value], node: model.Node) -> Value:
    return undescribed([run_own_text(machine, element(machine, values.of(receiver), node), node)])


@method("map weakmap builtin", "get")
def map_get(machine: Machine, receiver: Atom, _name: str, arguments: list[Value], node: model.Node) -> Value:
    """Return what a map holds under a key."""
    assert isinstance(receiver, Object)  # noqa: S101 - registered for a kind of heap object
    key = key_text(first(arguments))
    if key is not None and key in receiver.properties:
        return receiver.properties[key]
    if key is not None and receiver.properties and receiver.rest is None and receiver.kind == "map":
        return values.merge(UNKNOWN, UNDEFINED)  # what lies there is under other keys
    known = _kept_before(machine, receiver, first(arguments)) or element(machine, values.of(receiver), node)
    return values.tainted(values.merge(known, UNDEFINED), chosen_by(first(arguments).origins))


def _kept_before(machine: Machine, receiver: Object, key: Value) -> Value | None:
    """Return what another request has kept in a map that this one finds empty, if others ask for it as well."""
    is_empty = receiver.kind == "map" and not (receiver.properties or receiver.rest)
    if not (receiver.shared and is_empty and says_nothing_of_the_user(key)):
        return None
    kept = receiver.internal.get("kept")
    if kept is None:
        kept = receiver.internal["kept"] = lasting(UNKNOWN, receiver.made_at, receiver.sides)
        machine.share(kept)
    return Value(kept.atoms)


@method("map weakmap", "set")
def map_set(machine: Machine, receiver: Atom, name: str, arguments: list[Value], node: model.Node) -> Value:
    """Put a value under a key of a map."""
    assert isinstance(receiver, Object)  # noqa: S101 - registered for a kind of heap object
    key, value = first(arguments), first(arguments, 1)
    text = key_text(key)
    added = UNKNOWN if is_entry(receiver, value) else value
    machine.remember_object(receiver)
    lasts = receiver.shared and (receiver.kind != "weakmap" or not may_live_for_one_request(key))
    kept = lasting(value, machine.place(node), machine.sides) if lasts else value
    if receiver.kind == "map":
        add_key(receiver, key)
    if text is None:
        receiver.rest = values.merge(receiver.rest or values.NOTHING, kept)
    else:
        receiver.properties[text] = values.merge(receiver.properties.get(text, values.NOTHING), kept)
    if receiver.shared:
        note_write(machine, receiver, None, added, node, name, key=key)
    if lasts:
        machine.share(kept, own=tells_users_apart(key))
    return values.of(receiver)


@method("map weakmap", "getOrInsert getOrInsertComputed")
def _map_get_or_insert(machine: Machine, receiver: Atom, name: str, arguments: list[Value], node: model.Node) -> Value:
    value = first(arguments, 1)
    if name == "getOrInsertComputed":
        value = call_now(machine, value, [first(arguments)], node)
    held = map_get(machine, receiver, "get", arguments, node)
    map_set(machine, receiver, "set", [first(arguments), value], node)
    return values.merge(held, value)


@method("set weakset", "add")
def _set_add(machine: Machine, receiver: Atom, name: str, arguments: list[Value], node: model.Node) -> Value:
    assert isinstance(receiver, Object)  # noqa: S101 - registered for a kind of heap object
    value = first(arguments)
    machine.remember_object(receiver)
    receiver.rest = values.merge(receiver.rest or values.NOTHING, value)
    if receiver.shared:
        note_write(machine, receiver, None, value, node, name, key=value if receiver.kind == "weakset" else None)
        if receiver.kind != "weakset":
            machine.share(value, own=bool(receiver.internal.get("own")))
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


@method("map set array data", "entries keys values")
def _iterator(machine: Machine, receiver: Atom, name: str, _arguments: list[Value], node: model.Node) -> Value:
    made = machine.allocate("iterator", node)
    item = element(machine, values.of(receiver), node)
    if name == "entries":
        item = values.of(pair_of(machine, UNKNOWN, item, node))
    elif name == "keys":
        item = UNKNOWN
    made.rest = from_list(machine, (receiver,), item)
    return values.of(made)


@method("set", "union intersection difference symmetricDifference")
def _combine_sets(machine: Machine, receiver: Atom, _name: str, arguments: list[Value], node: model.Node) -> Value:
    made = machine.allocate("set", node)
    made.rest = values.merge(element(machine, values.of(receiver), node), element(machine, first(arguments), node))
    return values.of(made)


@method("weakref", "deref")
def _dereference(_machine: Machine, receiver: Atom, _name: str, _arguments: list[Value], _node: model.Node) -> Value:
    assert isinstance(receiver, Object)  # noqa: S101 - registered for a kind of heap object
    held: Value = receiver.internal["target"]
    return held


@constructor("global", "WeakRef")
def _new_weak_reference(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    return values.of(machine.allocate("weakref", node, target=first(arguments)))


@method("builtin", " ".join(CHANGES_BUILTIN))
def _mutate_builtin(machine: Machine, receiver: Atom, name: str, arguments: list[Value], node: model.Node) -> Value:
    assert isinstance(receiver, Object)  # noqa: S101 - registered for a kind of heap object
    value = values.join(arguments[1:]) if len(arguments) > 1 else first(arguments)
    machine.remember_object(receiver)
    receiver.rest = values.merge(receiver.rest or values.NOTHING, value)
    if receiver.shared:
        note_write(machine, receiver, None, value, node, name)
        machine.share(value)
    return values.of(receiver)


def _collection(kind: str, module: str, name: str) -> None:
    def make(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
        made = machine.allocate(kind, node)
        made.reactive = module == _REACTIVE
        if kind == "map":
            take_keys(made, arguments[0] if arguments else None)
        if arguments:
            items = iterated(machine, arguments[0], node)
            made.rest = get_property(machine, items, "1", node) if kind == "map" else items
            if kind == "map":
                _known_entries(made, arguments[0])
        return values.of(made)

    constructor(module, name)(make)


def _known_entries(made: Object, source: Value) -> None:
    """Give a map made of a literal list of pairs its entries."""
    for atom in source.atoms:
        if isinstance(atom, Object) and atom.kind == "map":
            made.properties.update(atom.properties)
        if isinstance(atom, Object) and atom.kind == "array" and atom.rest is None:
            for entry in atom.properties.values():
                for pair in entry.atoms:
                    if isinstance(pair, Object) and {"0", "1"} <= pair.properties.keys():
                        key = key_text(pair.properties["0"])
                        if key is not None:
                            made.properties[key] = pair.properties["1"]


_collection("map", "global", "Map")
_collection("set", "global", "Set")
_collection("map", _REACTIVE, "SvelteMap")
_collection("set", _REACTIVE, "SvelteSet")


@constructor("global", "WeakMap")
def _new_weak_map(machine: Machine, _arguments: list[Value], node: model.Node) -> Value:
    return values.of(machine.allocate("weakmap", node))


@constructor("global", "WeakSet")
def _new_weak_set(machine: Machine, _arguments: list[Value], node: model.Node) -> Value:
    return values.of(machine.allocate("weakset", node))


_TYPED_ARRAYS = (
    *(f"{kind}{bits}Array" for kind in ("Int", "Uint") for bits in (8, 16, 32)),
    *("Uint8ClampedArray", "Float32Array", "Float64Array", "BigInt64Array", "BigUint64Array"),
    *("ArrayBuffer", "SharedArrayBuffer", "DataView"),
)


@constructor("global", "URL", "URLSearchParams", "Headers", "FormData", "Date", *_TYPED_ARRAYS)
@native("global", "Buffer.alloc", "Buffer.from", "Buffer.allocUnsafe", "Buffer.concat")
@native("node:buffer", "Buffer.alloc", "Buffer.from", "Buffer.allocUnsafe", "Buffer.concat")
def _new_builtin(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    made = machine.allocate("builtin", node)
    made.open = True
    return values.of(made, origins=content_origins(values.join(arguments)) if arguments else frozenset())


@constructor("global", "Request", "Response")
def _new_message(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    """Make a request or response: its headers may be changed, and last as long as it does."""
    made = machine.allocate("object", node)
    made.open = True
    made.rest = undescribed(arguments)
    made.properties["headers"] = values.of(machine.allocate("builtin", node), origins=made.rest.origins)
    return values.of(made)


@constructor(_REACTIVE, "SvelteURL", "SvelteURLSearchParams", "SvelteDate", "MediaQuery")
def _new_reactive_builtin(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    made = _new_builtin(machine, arguments, node)
    for atom in made.atoms:
        if isinstance(atom, Object):
            atom.reactive = True
    return made


@constructor("node:async_hooks", "AsyncLocalStorage")
@constructor("async_hooks", "AsyncLocalStorage")
def _new_local_storage(machine: Machine, _arguments: list[Value], node: model.Node) -> Value:
    return values.of(machine.allocate("als", node))


@constructor("global", "MutationObserver", "IntersectionObserver", "ResizeObserver", "PerformanceObserver")
def _new_observer(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    call_later(machine, first(arguments), [UNKNOWN, UNKNOWN], moments.OBSERVER, node)
    return UNKNOWN
