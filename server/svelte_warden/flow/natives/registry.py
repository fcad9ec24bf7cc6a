"""Functions the platform, Svelte and SvelteKit implement: the registry, and what happens to those nobody described."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from svelte_warden.flow import moments
from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.opaque import is_opaque
from svelte_warden.flow.interpreter.ordering import in_order
from svelte_warden.flow.interpreter.origins import content_origins, random_origins
from svelte_warden.flow.interpreter.values import (
    UNDEFINED,
    UNKNOWN,
    Atom,
    Closure,
    External,
    Native,
    NativeMethod,
    Object,
    Value,
)
from svelte_warden.flow.natives.context_packages import call_package_method
from svelte_warden.flow.reach.recording import note_escape

if TYPE_CHECKING:
    from collections.abc import Callable

    from svelte_warden.facts import model
    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.moments import Moment

NativeFunction: TypeAlias = "Callable[[Machine, list[Value], model.Node], Value]"
NativeMethodFunction: TypeAlias = "Callable[[Machine, Atom, str, list[Value], model.Node], Value]"

FUNCTIONS: dict[tuple[str, str], NativeFunction] = {}
CONSTRUCTORS: dict[tuple[str, str], NativeFunction] = {}
METHODS: dict[tuple[str, str], NativeMethodFunction] = {}
"""By kind of heap object and method name; kind ``*`` holds the methods of unknown receivers."""
WITHOUT_RECEIVER: set[str] = set()
"""The names of methods whose results hold nothing of their receiver but what the description of the method says."""

_MOST_REPEATS = 3
_REFLECTIVE = frozenset(("call", "apply", "bind"))

F = TypeVar("F", bound="Callable[..., Value]")
_LISTENS = re.compile("on[A-Z]")


def native(module: str, *names: str) -> Callable[[F], F]:
    """Register what calling these functions of a module does."""

    def register(function: F) -> F:
        for name in names:
            FUNCTIONS[module, name] = function
        return function

    return register


def constructor(module: str, *names: str) -> Callable[[F], F]:
    """Register what ``new`` does with these classes of a module."""

    def register(function: F) -> F:
        for name in names:
            CONSTRUCTORS[module, name] = function
        return function

    return register


def method(kinds: str, names: str, *, holds_receiver: bool = True) -> Callable[[F], F]:
    """Register what calling these methods does; kinds and names are separated by blanks.

    Whatever a method gives is taken for data of its receiver, unless ``holds_receiver`` says that the function tells.
    """

    def register(function: F) -> F:
        if not holds_receiver:
            WITHOUT_RECEIVER.update(names.split())
        for kind in kinds.split():
            for name in names.split():
                METHODS[kind, name] = function
        return function

    return register


def call_native(
    machine: Machine, function: Native, receiver: Value | None, arguments: list[Value], node: model.Node
) -> Value:
    """Call a function of the platform or the framework."""
    described = FUNCTIONS.get((function.module, function.name))
    if described is not None:
        return described(machine, arguments, node)
    owner, _, name = function.name.rpartition(".")
    if name in ("call", "apply") and ".prototype." in owner:
        return _borrowed(machine, owner.rpartition(".")[2], name, arguments, node)
    if ".prototype" in owner and receiver is not None and any(isinstance(atom, Object) for atom in receiver.atoms):
        return _borrowed(machine, name, "call", [receiver, *arguments], node)
    if name in _REFLECTIVE and (function.module, owner) in FUNCTIONS:
        return _reflect_native(machine, Native(function.module, owner), name, arguments, node)
    if owner and ("*", name) in METHODS:
        return METHODS["*", name](machine, function, name, arguments, node)
    note_escape(machine, arguments)
    return values.tainted(undescribed(arguments, receiver), random_origins(function.name))


def _reflect_native(machine: Machine, function: Native, how: str, arguments: list[Value], node: model.Node) -> Value:
    """Call a function of the platform by way of ``call`` or ``apply``, or keep the arguments that it is bound to."""
    if how == "bind":
        bound = machine.allocate("bound", node, function=values.of(function), arguments=tuple(arguments[1:]))
        return values.of(bound)
    given = arguments[1:] if how == "call" else listed(machine, first(arguments, 1), node)
    return call_native(machine, function, None, given, node)


def _borrowed(machine: Machine, method_name: str, how: str, arguments: list[Value], node: model.Node) -> Value:
    """Call a method of a built-in prototype on another object: ``Array.prototype.push.call(list, item)``."""
    from svelte_warden.flow.interpreter.calls import call_value  # noqa: PLC0415 - calls dispatch to natives
    from svelte_warden.flow.interpreter.properties import get_property  # noqa: PLC0415 - properties call getters

    if not arguments:
        return UNKNOWN
    given = arguments[1:] if how == "call" else listed(machine, arguments[1], node) if len(arguments) > 1 else []
    function = get_property(machine, arguments[0], method_name, node, calling=True)
    return call_value(machine, function, arguments[0], given, node)


def listed(machine: Machine, array: Value, node: model.Node) -> list[Value]:
    """Return the elements of an array that is spread into arguments."""
    from svelte_warden.flow.interpreter.iteration import iterated  # noqa: PLC0415 - properties call getters

    for atom in array.atoms:
        if isinstance(atom, Object) and atom.kind == "array" and atom.rest is None and len(array.atoms) == 1:
            return [values.tainted(item, array.origins) for item in atom.properties.values()]
    return [iterated(machine, array, node)]


def undescribed(arguments: list[Value], receiver: Value | None = None) -> Value:
    """Return what a call gives about which nothing is known: data of wherever its arguments come from."""
    origins = frozenset().union(*(content_origins(argument, follow_shared=False) for argument in arguments))
    if receiver is not None:
        origins |= receiver.origins
    return values.unknown(origins)


def call_native_method(machine: Machine, function: NativeMethod, arguments: list[Value], node: model.Node) -> Value:
    """Call a method of a heap object, a primitive or an unknown receiver."""
    receiver = function.receiver
    if isinstance(receiver, Closure):
        return _reflective(machine, receiver, function.name, arguments, node)
    if isinstance(receiver, NativeMethod):
        if function.name == "bind":
            return values.of(receiver)
        return _borrowed(machine, receiver.name, function.name, arguments, node)
    kind = receiver.kind if isinstance(receiver, Object) else "*"
    if isinstance(receiver, Object) and kind == "external":
        call_package_method(machine, receiver, function.name, arguments, node)
        return undescribed(arguments)
    described = METHODS.get((kind, function.name)) or METHODS.get(("*", function.name))
    if described is not None:
        result = described(machine, receiver, function.name, arguments, node)
        return values.merge(UNKNOWN, result) if is_opaque(receiver) else result  # it may be a text
    note_escape(machine, arguments)
    listen(machine, function.name, arguments, node)
    from svelte_warden.flow.natives.package_callbacks import result_of_unknown  # noqa: PLC0415 - it runs callbacks

    return result_of_unknown(machine, arguments, node, values.of(receiver), function.name)


def listen(machine: Machine, name: str, arguments: list[Value], node: model.Node) -> None:
    """Run the callbacks given to a function that nobody can read and whose name says that it listens: ``onChange``.

    They run when something happens, perhaps at once. Where there is no component now, there is none then either; while
    one initialises nobody can tell.
    """
    if _LISTENS.match(name) and machine.moment.phase in NO_COMPONENT:
        moment = moments.LISTENER if machine.moment.phase is moments.Phase.MODULE else machine.moment
        for argument in arguments:
            if callables(argument):
                call_later(machine, argument, [UNKNOWN], moment, node)


def _reflective(machine: Machine, closure: Closure, name: str, arguments: list[Value], node: model.Node) -> Value:
    from svelte_warden.flow.interpreter.calls import invoke  # noqa: PLC0415 - calls dispatch to natives

    this = arguments[0] if arguments else None
    if name == "bind":
        bound = Closure(closure.function, closure.scope, closure.home, this, closure.owner, closure.shared)
        bound.bound, bound.sides = (*closure.bound, *arguments[1:]), closure.sides
        return values.of(bound)
    if name == "apply":
        return invoke(machine, closure, this, listed(machine, arguments[1], node) if len(arguments) > 1 else [], node)
    return invoke(machine, closure, this, arguments[1:], node)


def construct_native(machine: Machine, callee: Atom, arguments: list[Value], node: model.Node) -> Value:
    """Evaluate ``new`` of something that no file defines."""
    if isinstance(callee, Native):
        described = CONSTRUCTORS.get((callee.module, callee.name)) or CONSTRUCTORS.get(
            (callee.module, callee.name.rpartition(".")[2])
        )
        if described is not None:
            return described(machine, arguments, node)
    if isinstance(callee, values.Component):
        from svelte_warden.flow.reach.mounting import note_construction  # noqa: PLC0415 - mounting registers natives

        note_construction(machine, callee.path, arguments, node)
    note_escape(machine, arguments)
    if isinstance(callee, External):
        from svelte_warden.flow.natives.shared_packages import construct_shared  # noqa: PLC0415 - they note events

        known = construct_shared(machine, callee, node)
        if known is not None:
            return known
    made = machine.allocate("external" if isinstance(callee, External) else "unknown", node)
    made.open = True
    if isinstance(callee, External):
        made.internal["class"] = callee
    result = values.of(made, origins=undescribed(arguments).origins)
    if machine.makes_shared:
        from svelte_warden.flow.natives.package_callbacks import keep_given  # noqa: PLC0415 - it runs callbacks

        keep_given(result, arguments, None)
    return result


def first(arguments: list[Value], position: int = 0) -> Value:
    """Return an argument, or undefined."""
    return arguments[position] if position < len(arguments) else UNDEFINED


def call_now(
    machine: Machine, callback: Value, arguments: list[Value], node: model.Node, *, this: Value | None = None
) -> Value:
    """Call a callback synchronously, as ``array.map`` does: perhaps never, so that control goes on in any case.

    ``this`` is whose method it is.
    """
    from svelte_warden.flow.interpreter.calls import call_value  # noqa: PLC0415 - calls dispatch to natives

    with machine.at():
        return call_value(machine, callback, this, arguments, node)


def callables(value: Value) -> list[Closure]:
    """Return the functions a value may be."""
    return [atom for atom in in_order(value.atoms) if isinstance(atom, Closure)]


def is_callback(value: Value) -> bool:
    """Whether a value may be a function that changes something: of the project, or a method such as ``users.add``."""
    return any(isinstance(atom, (Closure, NativeMethod)) for atom in value.atoms)


def call_later(
    machine: Machine,
    callback: Value,
    arguments: list[Value],
    moment: Moment,
    node: model.Node,
    *,
    sides: frozenset[values.Side] = values.BOTH_SIDES,
    soon: bool = False,
    teardown: Moment | None = None,
) -> None:
    """Queue a callback for another moment. ``teardown`` is when the function it returns runs, if that is called."""
    if not any(_may_run(atom) for atom in callback.atoms):
        return
    place = machine.place(node)
    if not _is_new(machine, callback, place, moment):
        return

    home = machine.home

    def run() -> None:
        machine.home = home  # where `node` lies
        result = run_callback(machine, callback, arguments, node)
        if teardown is not None:
            call_later(machine, result, [], teardown, node)

    machine.schedule(run, moment, place, sides=sides, soon=soon)


def listeners_in(machine: Machine, listener: Value, node: model.Node) -> Value:
    """Return the functions that a listener stands for: it itself, and ``handleEvent`` of an object."""
    from svelte_warden.flow.interpreter.properties import get_property  # noqa: PLC0415 - properties call getters

    functions = [listener]
    for atom in listener.atoms:
        if isinstance(atom, Object) and atom.kind in ("object", "instance"):
            this = values.of(atom)
            handlers = callables(get_property(machine, this, "handleEvent", node))
            functions.extend(_reflective(machine, handler, "bind", [this], node) for handler in handlers)
    return values.join(functions)


def _is_new(machine: Machine, callback: Value, place: values.Place, moment: Moment) -> bool:
    """Whether the callback was not queued here often already: a timer that starts itself again goes on for ever."""
    key = (place, moment.cause, tuple(sorted(id(closure.function) for closure in callables(callback))))
    machine.queued[key] += 1
    return machine.queued[key] <= _MOST_REPEATS


def _may_run(atom: Atom) -> bool:
    if isinstance(atom, Object):
        return atom.kind == "bound"
    return isinstance(atom, (Closure, Native, NativeMethod, values.ContextAccess, External, values.ClassDefinition))


def run_callback(machine: Machine, callback: Value, arguments: list[Value], node: model.Node) -> Value:
    """Run a callback that the platform calls: its own body is the first thing on the trail, not a call."""
    from svelte_warden.flow.interpreter.calls import call_value, invoke  # noqa: PLC0415 - calls dispatch to natives

    results = []
    for atom in in_order(callback.atoms):
        with machine.at():
            if isinstance(atom, Closure):
                results.append(invoke(machine, atom, None, arguments, None))
            elif _may_run(atom):
                results.append(call_value(machine, values.of(atom), None, arguments, node))
    return values.join(results) if results else UNKNOWN


NO_COMPONENT = frozenset((moments.Phase.LATER, moments.Phase.REQUEST, moments.Phase.MODULE))
