"""Svelte stores: ``svelte/store``, custom stores and ``$store``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from svelte_warden.flow import moments
from svelte_warden.flow.effects import note_write
from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.opaque import lasting
from svelte_warden.flow.interpreter.ordering import in_order
from svelte_warden.flow.interpreter.origins import content_origins
from svelte_warden.flow.interpreter.properties import get_property
from svelte_warden.flow.interpreter.values import (
    UNDEFINED,
    UNKNOWN,
    Atom,
    Closure,
    External,
    Native,
    NativeMethod,
    Object,
    Primitive,
    Value,
)
from svelte_warden.flow.moments import RUNES, Phase
from svelte_warden.flow.natives.packages import write_external_store
from svelte_warden.flow.natives.registry import (
    NO_COMPONENT,
    call_later,
    call_now,
    callables,
    constructor,
    first,
    method,
    native,
    run_callback,
)
from svelte_warden.flow.trail import READS_STORE, Step

if TYPE_CHECKING:
    from svelte_warden.facts import model
    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.interpreter.scopes import Cell


_SUBSCRIBERS: Final = "subscribers"
_ENDS: Final = (moments.TEARDOWN, moments.EFFECT_TEARDOWN)


@native("svelte/store", "writable", "readable")
def _writable(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    made = machine.allocate("writable", node, value=first(arguments), start=first(arguments, 1))
    return values.of(made)


@native("svelte/motion", "tweened", "spring")
@constructor("svelte/motion", "Tween", "Spring")
def _motion(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    for name in ("easing", "interpolate"):
        function = get_property(machine, first(arguments, 1), name, node)
        call_later(machine, function, [UNKNOWN, UNKNOWN], moments.ANIMATION, node, sides=values.BROWSER)
    return values.of(machine.allocate("writable", node, value=first(arguments), start=UNDEFINED))


@native("svelte/motion", "Tween.of", "Spring.of")
def _motion_of(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    """Follow what a function gives; it runs at once, and whenever that may have changed."""
    return _motion(machine, [call_now(machine, first(arguments), [], node), *arguments[1:]], node)


@native("svelte/reactivity", "createSubscriber")
def _create_subscriber(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    """Have what starts a subscription run when somebody reads it, which may be while a component initialises."""
    start = first(arguments)
    call_later(machine, start, [UNKNOWN], moments.UNKNOWN, node, sides=values.BROWSER, teardown=moments.EFFECT_TEARDOWN)
    return UNKNOWN


@native("svelte/store", "derived")
def _derived(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    made = machine.allocate(
        "readable",
        node,
        sources=first(arguments),
        callback=first(arguments, 1),
        value=first(arguments, 2),
    )
    return values.of(made)


@native("svelte/store", "readonly")
def _readonly(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    return values.of(machine.allocate("readable", node, source=first(arguments)))


@native("svelte/store", "toStore")
def _to_store(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    made = machine.allocate("writable", node, value=UNKNOWN, start=UNDEFINED, setter=first(arguments, 1))
    return values.of(made)


@native("svelte/store", "get")
def _get(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    return store_value(machine, first(arguments), node)


@native("svelte/store", "fromStore")
def _from_store(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    store = first(arguments)
    made = machine.allocate("object", node)
    made.open = True

    def write(machine: Machine, _name: str | None, value: Value, at: model.Node) -> None:
        set_store(machine, store, value, at, how="=")

    made.internal["on_write"] = write
    return values.of(made)


def store_value(machine: Machine, store: Value, node: model.Node) -> Value:
    """Return what a store holds, subscribing to it as ``$store`` and ``get(store)`` do."""
    parts = [_value_of(machine, atom, node) for atom in store.atoms]
    return values.tainted(values.join(parts) if parts else UNKNOWN, store.origins)


def component_store_value(machine: Machine, cell: Cell, node: model.Node) -> Value:
    """Return what ``$store`` gives in a component, which subscribes once: what a later read finds is there already.

    Svelte 3 and 4 subscribe when the store is declared, Svelte 5 at the first read.
    """
    store = machine.read(cell)
    if machine.moment.phase is not Phase.LATER:
        cell.subscribed = cell.subscribed or machine.moment.has_component
    elif any(map(_runs_code, store.atoms)) and (cell.subscribed or _subscribes_when_declared(machine)):
        with machine.attempt():  # for what it holds: what subscribing does was done before
            return store_value(machine, store, node)
    return store_value(machine, store, node)


def _runs_code(atom: Atom) -> bool:
    """Whether subscribing to a store may run code of the program."""
    if not isinstance(atom, Object):
        return False
    return atom.kind != "writable" or bool(callables(atom.internal.get("start", UNDEFINED)))


def _subscribes_when_declared(machine: Machine) -> bool:
    majors = machine.program.project(machine.home.path).svelte_majors
    return bool(majors) and max(majors) < RUNES


def _value_of(machine: Machine, atom: Atom, node: model.Node) -> Value:
    if isinstance(atom, Native):
        return values.of(Native(atom.module, f"${atom.name}"))
    if not isinstance(atom, Object):
        return UNKNOWN
    if atom.kind == "writable":
        if machine.testing and atom.shared:
            machine.tested.add(atom)
        _start(machine, atom, node)
        held: Value = atom.internal.get("value", UNKNOWN)
        shared = values.BOTH_SIDES if atom.shared else values.BROWSER
        return Value(held.atoms, held.origins, held.volatile | shared)
    if atom.kind == "readable":
        return _derived_value(machine, atom, node)
    return _subscribed(machine, atom, node)


def _start(machine: Machine, atom: Object, node: model.Node) -> None:
    """Run a store's start callback, which happens when the first subscriber comes."""
    start = atom.internal.get("start", UNDEFINED)
    if not callables(start) or atom.internal.get("starting"):
        return
    atom.internal["starting"] = True
    setter = values.of(NativeMethod(atom, "set"))
    updater = values.of(NativeMethod(atom, "update"))
    step = Step("call", machine.place(node), READS_STORE)
    with machine.at(trail=machine.extended(step)):
        stop = run_callback(machine, start, [setter, updater], node)
        call_later(machine, stop, [], moments.STORE_STOP, node)
    atom.internal["starting"] = False


def _derived_value(machine: Machine, atom: Object, node: model.Node) -> Value:
    source = atom.internal.get("source")
    if isinstance(source, Value):
        return store_value(machine, source, node)
    callback: Value = atom.internal.get("callback", UNDEFINED)
    if atom.internal.get("computing") or not callables(callback):
        return UNKNOWN
    atom.internal["computing"] = True
    sources: Value = atom.internal["sources"]
    given = _source_values(machine, sources, node)
    moment = machine.moment if machine.moment.phase in NO_COMPONENT else moments.SUBSCRIPTION
    takes_set = any(len(closure.function.parameters) > 1 for closure in callables(callback))
    step = Step("call", machine.place(node), READS_STORE)
    with machine.at(moment=moment, trail=machine.extended(step)):
        result = run_callback(machine, callback, [given, UNKNOWN, UNKNOWN], node)
    atom.internal["computing"] = False
    return values.unknown(given.origins) if takes_set else result


def _source_values(machine: Machine, sources: Value, node: model.Node) -> Value:
    for atom in sources.atoms:
        if isinstance(atom, Object) and atom.kind == "array":
            made = machine.allocate("array", node)
            made.properties = {name: store_value(machine, value, node) for name, value in atom.properties.items()}
            return values.of(made)
    return store_value(machine, sources, node)


def _subscribed(machine: Machine, atom: Object, node: model.Node) -> Value:
    """Return what a custom store (an object with ``subscribe``) passes to its subscribers."""
    subscribe = get_property(machine, values.of(atom), "subscribe", node, calling=True)
    parts = []
    for function in subscribe.atoms:
        if isinstance(function, NativeMethod) and isinstance(function.receiver, Object):
            parts.append(_value_of(machine, function.receiver, node))
        elif isinstance(function, Closure):
            received: list[Value] = []
            probe = machine.allocate("object", node)
            probe.internal["received"] = received
            from svelte_warden.flow.interpreter.calls import invoke  # noqa: PLC0415 - calls dispatch to natives, and those to stores

            step = Step("call", machine.place(node), READS_STORE)
            receive = values.of(NativeMethod(probe, "%receive"))
            with machine.at():
                invoke(machine, function, values.of(atom), [receive], None, step=step)
            parts.extend(received)
    return values.join(parts) if parts else UNKNOWN


@method("object", "%receive")
def _receive(_machine: Machine, receiver: Atom, _name: str, arguments: list[Value], _node: model.Node) -> Value:
    if isinstance(receiver, Object):
        receiver.internal["received"].extend(arguments[:1])
    return UNDEFINED


def set_store(
    machine: Machine, store: Value, value: Value, node: model.Node, *, how: str, changed: Value | None = None
) -> None:
    """Write a store, as ``$store = value`` does; ``changed`` is what is changed in its value, where that stays."""
    is_told = changed is not None and any(isinstance(atom, Object) and atom.shared for atom in changed.atoms)
    for atom in in_order(store.atoms):
        if isinstance(atom, Object) and atom.kind == "writable":
            _write(machine, atom, value, node, how, replaces=changed is None)
        elif isinstance(atom, Object) and not is_told:  # elsewhere that change is the same write
            _call_set(machine, atom, value, node)
        elif isinstance(atom, (External, Native)):
            write_external_store(machine, atom, value, node, how)


def _write(machine: Machine, store: Object, value: Value, node: model.Node, how: str, *, replaces: bool = True) -> None:
    before: Value = store.internal.get("value", UNDEFINED)
    machine.remember_object(store)
    kept = lasting(value, machine.place(node), machine.sides) if store.shared else value
    if replaces:
        store.internal["value"] = (
            value if not store.shared and machine.moment.phase is Phase.INIT else values.merge(before, kept)
        )
    setter = store.internal.get("setter")
    if isinstance(setter, Value):
        call_now(machine, setter, [value], node)
    _tell_subscribers(machine, store, value, node)
    if store.shared and not (_is_done_for_readers(machine) and not value.origins):
        note_write(machine, store, None, value, node, how, before=before)
        machine.share(kept)


def _is_done_for_readers(machine: Machine) -> bool:
    """Whether this happens since somebody reads a store: a clock starts to tick when it is first looked at."""
    return machine.trail is not None and any(step.words == READS_STORE for step in machine.trail.steps())


def _tell_subscribers(machine: Machine, store: Object, value: Value, node: model.Node) -> None:
    """Run the subscribers of a store that is written when no component is current; else they did so at first."""
    told: tuple[Value, ...] = store.internal.get(_SUBSCRIBERS, ())
    if not told or machine.moment.phase not in NO_COMPONENT:
        return
    store.internal[_SUBSCRIBERS] = ()  # a subscriber may write the store itself
    for subscriber in told:
        run_callback(machine, subscriber, [_exactly(machine, value, node)], node)
    store.internal[_SUBSCRIBERS] = told


def write_bound_store(machine: Machine, store: Value, node: model.Node) -> None:
    """Do what a binding to ``$store`` does besides giving the store what somebody types."""
    for atom in in_order(store.atoms):
        if isinstance(atom, Object) and atom.kind == "writable":
            _tell_subscribers(machine, atom, UNKNOWN, node)
        elif isinstance(atom, Object):
            _call_set(machine, atom, UNKNOWN, node)


def _call_set(machine: Machine, store: Object, value: Value, node: model.Node) -> None:
    """Write a store that the project has made itself."""
    this = values.of(store)
    call_now(machine, get_property(machine, this, "set", node, calling=True), [value], node, this=this)


@method("writable", "set")
def _set(machine: Machine, receiver: Atom, name: str, arguments: list[Value], node: model.Node) -> Value:
    assert isinstance(receiver, Object)  # noqa: S101 - registered for a kind of heap object
    _write(machine, receiver, first(arguments), node, name)
    return UNDEFINED


@method("writable", "update")
def _update(machine: Machine, receiver: Atom, name: str, arguments: list[Value], node: model.Node) -> Value:
    assert isinstance(receiver, Object)  # noqa: S101 - registered for a kind of heap object
    held: Value = receiver.internal.get("value", UNKNOWN)
    result = call_now(machine, first(arguments), [held], node)
    if result.atoms != held.atoms or not all(isinstance(atom, Primitive) for atom in held.atoms):
        _write(machine, receiver, result, node, name)
    return UNDEFINED


@method("writable", "setKey")
def _set_key(machine: Machine, receiver: Atom, name: str, arguments: list[Value], node: model.Node) -> Value:
    """Change a part of what the store of a package holds, as ``profile.setKey('name', value)`` of nanostores does."""
    assert isinstance(receiver, Object)  # noqa: S101 - as above
    _write(machine, receiver, values.unknown(content_origins(first(arguments, 1))), node, name, replaces=False)
    return UNDEFINED


def _exactly(machine: Machine, held: Value, node: model.Node) -> Value:
    """Return what the first call of a subscriber sees: the very value of that moment, an empty list as an empty one."""
    if len(held.atoms) == 1:
        (atom,) = held.atoms
        if isinstance(atom, Object) and atom.kind == "array" and not atom.properties and atom.rest is None:
            return values.of(machine.allocate("array", node, exact=True), origins=held.origins)
    return Value(held.atoms, held.origins)


def _subscribed_to(receiver: Atom) -> Atom:
    """Return the store whose ``subscribe`` is called: of the platform's ``page.subscribe`` it is ``page``."""
    if isinstance(receiver, Native):
        return Native(receiver.module, receiver.name.removesuffix(".subscribe"))
    return receiver


@method("writable readable *", "subscribe")
def _subscribe(machine: Machine, receiver: Atom, _name: str, arguments: list[Value], node: model.Node) -> Value:
    """Run a subscriber: at once, and again whenever the store changes.

    What works in the first call is not reported for the later ones; what is only reached later is.
    """
    callback = first(arguments)
    held = _value_of(machine, _subscribed_to(receiver), node)
    before = len(machine.events)
    call_now(machine, callback, [_exactly(machine, held, node)], node)
    reached = {event.place for event in machine.events[before:]}

    def later() -> None:
        start = len(machine.events)
        run_callback(machine, callback, [values.unknown(held.origins)], node)
        machine.events[start:] = [event for event in machine.events[start:] if event.place not in reached]

    if not callables(callback):
        return UNKNOWN
    machine.schedule(later, moments.STORE_CHANGE, machine.place(node))
    if not isinstance(receiver, Object):
        return UNKNOWN
    receiver.internal[_SUBSCRIBERS] = (*receiver.internal.get(_SUBSCRIBERS, ()), callback)
    return values.merge(UNKNOWN, values.of(NativeMethod(receiver, "%unsubscribe")))


@method("writable readable", "%unsubscribe")
def _unsubscribe(machine: Machine, receiver: Atom, _name: str, _arguments: list[Value], _node: model.Node) -> Value:
    """Forget who subscribed, unless that is only the end."""
    if isinstance(receiver, Object) and machine.moment not in _ENDS:
        receiver.internal[_SUBSCRIBERS] = ()
    return UNDEFINED
