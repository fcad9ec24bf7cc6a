"""What each kind of expression means."""

from __future__ import annotations

from itertools import chain, product
from math import prod
from typing import TYPE_CHECKING

from svelte_warden.facts import model
from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.addresses import joined_text
from svelte_warden.flow.interpreter.allowances import allow_missing
from svelte_warden.flow.interpreter.calls import call_value, construct, define_class, initialise_instance
from svelte_warden.flow.interpreter.copying import copy_into
from svelte_warden.flow.interpreter.dispatch import evaluates
from svelte_warden.flow.interpreter.globals import global_value
from svelte_warden.flow.interpreter.hierarchy import class_member
from svelte_warden.flow.interpreter.implicit_calls import run_own_text, run_own_then
from svelte_warden.flow.interpreter.iteration import iterated
from svelte_warden.flow.interpreter.linking import import_namespace
from svelte_warden.flow.interpreter.opaque import is_anything, thing
from svelte_warden.flow.interpreter.ordering import in_order
from svelte_warden.flow.interpreter.origins import chosen_by
from svelte_warden.flow.interpreter.properties import (
    METHODS,
    element,
    get_optional_property,
    get_property,
    key_text,
    unwrapped,
)
from svelte_warden.flow.interpreter.settling import settled, settles_on
from svelte_warden.flow.interpreter.values import (
    UNDEFINED,
    UNKNOWN,
    Accessor,
    Closure,
    Object,
    Value,
)
from svelte_warden.flow.natives.registry import undescribed
from svelte_warden.flow.natives.runes import make_derived
from svelte_warden.flow.natives.stores import component_store_value

if TYPE_CHECKING:
    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.interpreter.scopes import Scope


_RUNES = frozenset(("$props", "$state", "$derived", "$effect", "$bindable", "$inspect", "$host"))
_MOST_TEXTS = 16


@evaluates(model.Name)
def _name(machine: Machine, node: model.Name, scope: Scope) -> Value:
    name = node.name
    if name == "undefined":
        return UNDEFINED
    cell = scope.find(name)
    if cell is not None:
        value = machine.read(cell)
        return unwrapped(machine, value, UNDEFINED, node) if value.atoms and _is_lazy(value) else value
    if name[:1] == "$" and name[1:2] not in ("", "$"):
        store = scope.find(name[1:])
        is_rune = name in _RUNES and store is not None and store.kind != "import" and not store.initialised
        if store is not None and not is_rune:  # in `let props = $props()` nothing is a store
            return component_store_value(machine, store, node)
    if name in ("$$props", "$$restProps") and machine.instance is not None:
        return machine.instance.props
    return global_value(name)


def _is_lazy(value: Value) -> bool:
    for atom in value.atoms:  # noqa: SIM110 - asked for every name: any() takes twice as long
        if isinstance(atom, Object) and atom.kind == "derived":
            return True
    return False


@evaluates(model.Constant)
def _constant(machine: Machine, node: model.Constant, _scope: Scope) -> Value:
    if node.kind == "regexp" and machine.makes_shared and {"g", "y"} & set(str(node.value).rpartition("/")[2]):
        return values.of(machine.allocate("regexp", node))
    return values.constant(node.kind, node.value)


@evaluates(model.Template)
def _template(machine: Machine, node: model.Template, scope: Scope) -> Value:
    holes = [run_own_text(machine, machine.evaluate(hole, scope), hole) for hole in node.holes]
    origins = undescribed(holes).origins
    known = [_texts(hole) for hole in holes]
    if prod(len(texts) for texts in known) not in range(1, _MOST_TEXTS + 1):
        first = values.text(node.chunks[0]) if node.chunks[0] else holes[0]
        return values.unknown(joined_text(first, origins))
    return values.join(
        values.text("".join(chain.from_iterable(zip(node.chunks, (*texts, ""), strict=False))), origins)
        for texts in product(*known)
    )


def _texts(hole: Value) -> list[str]:
    """Return all texts that a hole of a template may be; none where it may be anything."""
    texts = [key_text(values.of(atom)) for atom in in_order(hole.atoms)]
    return [text for text in texts if text is not None] if None not in texts else []


@evaluates(model.TaggedTemplate)
def _tagged(machine: Machine, node: model.TaggedTemplate, scope: Scope) -> Value:
    tag = machine.evaluate(node.tag, scope)
    holes = [machine.evaluate(hole, scope) for hole in node.holes]
    strings = machine.allocate("array", node)
    strings.properties = {str(i): values.text(chunk) for i, chunk in enumerate(node.chunks)}
    return call_value(machine, tag, None, [values.of(strings), *holes], node)


@evaluates(model.Member)
def _member(machine: Machine, node: model.Member, scope: Scope) -> Value:
    if isinstance(node.object, model.Super):
        return _super_property(node.property, scope)
    target = machine.evaluate(node.object, scope)
    if node.optional:
        machine.tree.note_test(target)
        return get_optional_property(machine, target, node.property, node)
    return get_property(machine, target, node.property, node)


def _super_property(name: str, scope: Scope) -> Value:
    owner = scope.find("%owner")
    if owner is None:
        return UNKNOWN
    bases = [
        base for atom in owner.value.atoms if isinstance(atom, values.ClassDefinition) for base in atom.superclass.atoms
    ]
    found = [class_member(base, name) for base in bases if isinstance(base, values.ClassDefinition)]
    inherited = [value for value in found if value is not None]
    if any(isinstance(base, values.Native) for base in bases):
        inherited.extend(
            values.of(values.NativeMethod(this, name))
            for this in scope_this(scope).atoms
            if isinstance(this, Object) and name in METHODS.get(this.kind, ())
        )
    return values.join(inherited) if inherited else UNKNOWN


@evaluates(model.Index)
def _index(machine: Machine, node: model.Index, scope: Scope) -> Value:
    target = machine.evaluate(node.object, scope)
    index = machine.evaluate(node.index, scope)
    found = _under_key(machine, target, index, node)
    is_missed = machine.testing and key_text(index) is None and _is_record(target)
    return values.merge(found, UNDEFINED) if is_missed else found


def _under_key(machine: Machine, target: Value, index: Value, node: model.Node, *, calling: bool = False) -> Value:
    """Return what lies under a key, which may be another one later if somebody assigns the variable it is in."""
    name = key_text(index)
    if name is None:
        return _picked(machine, target, index, node)
    value = get_property(machine, target, name, node, calling=calling)
    return values.merge(value, element(machine, target, node)) if index.volatile else value


def _is_record(target: Value) -> bool:
    """Whether there may be nothing under a key that is not known, which matters where somebody asks for that."""
    return any(isinstance(atom, Object) and atom.kind == "object" for atom in target.atoms)


def _picked(machine: Machine, target: Value, key: Value, node: model.Node) -> Value:
    """Return what lies under a key that is not known."""
    return values.tainted(element(machine, target, node), chosen_by(key.origins))


@evaluates(model.Call)
def _call(machine: Machine, node: model.Call, scope: Scope) -> Value:
    callee = node.callee
    if isinstance(callee, model.Super):
        return _super_call(machine, node, scope)
    if isinstance(callee, model.Name) and callee.name == "$derived" and scope.find("$derived") is None:
        return make_derived(machine, node, scope)
    receiver: Value | None = None
    if isinstance(callee, model.Member) and not isinstance(callee.object, model.Super):
        receiver = machine.evaluate(callee.object, scope)
        if callee.optional:
            machine.tree.note_test(receiver)
            function = get_optional_property(machine, receiver, callee.property, callee, calling=True)
        else:
            function = get_property(machine, receiver, callee.property, callee, calling=True)
    elif isinstance(callee, model.Index):
        receiver = machine.evaluate(callee.object, scope)
        index = machine.evaluate(callee.index, scope)
        function = _under_key(machine, receiver, index, callee, calling=True)
    else:
        function = machine.evaluate(callee, scope)
        if isinstance(callee, model.Member):
            receiver = scope_this(scope)
    return call_value(machine, function, receiver, evaluate_arguments(machine, node.arguments, scope), node)


def _super_call(machine: Machine, node: model.Call, scope: Scope) -> Value:
    arguments = evaluate_arguments(machine, node.arguments, scope)
    owner = scope.find("%owner")
    if owner is None:
        return UNDEFINED
    for atom in owner.value.atoms:
        if isinstance(atom, values.ClassDefinition):
            for this in scope_this(scope).atoms:
                if isinstance(this, Object):
                    for base in atom.superclass.atoms:
                        if isinstance(base, values.ClassDefinition):
                            with machine.at():
                                initialise_instance(machine, this, base, arguments, node)
    return UNDEFINED


def evaluate_arguments(machine: Machine, arguments: tuple[model.Expression, ...], scope: Scope) -> list[Value]:
    """Evaluate call arguments in order; a spread of a known array contributes its elements."""
    result: list[Value] = []
    for argument in arguments:
        if isinstance(argument, model.Spread):
            spread = machine.evaluate(argument.argument, scope)
            known = _known_elements(spread)
            result.extend(known if known is not None else [iterated(machine, spread, argument)])
        else:
            result.append(machine.evaluate(argument, scope))
    return result


def _known_elements(value: Value) -> list[Value] | None:
    if len(value.atoms) == 1:
        (atom,) = value.atoms
        if isinstance(atom, Object) and atom.kind == "array" and atom.rest is None:
            return [values.tainted(item, value.origins) for item in atom.properties.values()]
    return None


@evaluates(model.New)
def _new(machine: Machine, node: model.New, scope: Scope) -> Value:
    callee = machine.evaluate(node.callee, scope)
    return construct(machine, callee, evaluate_arguments(machine, node.arguments, scope), node)


@evaluates(model.Function)
def _function(machine: Machine, node: model.Function, scope: Scope) -> Value:
    return values.of(machine.closure(node, scope))


@evaluates(model.Class)
def _class(machine: Machine, node: model.Class, scope: Scope) -> Value:
    return define_class(machine, node, scope)


@evaluates(model.ObjectLiteral)
def _object(machine: Machine, node: model.ObjectLiteral, scope: Scope) -> Value:
    made = machine.allocate("object", node)
    for item in node.properties:
        if isinstance(item, model.Spread):
            source = machine.evaluate(item.argument, scope)
            allow_missing(machine, item.argument, source)
            copy_into(machine, made, source, item)
            continue
        key = item.key if isinstance(item.key, str) else key_text(machine.evaluate(item.key, scope))
        value = machine.evaluate(item.value, scope)
        if item.kind in ("getter", "setter"):
            value = _accessor(made.properties.get(key or ""), value, item.kind)
        for atom in value.atoms:
            if isinstance(atom, Closure) and not atom.function.is_arrow and atom.this is None:
                atom.this = values.of(made)
        if key is None:
            made.rest = values.merge(made.rest or values.NOTHING, value)
        else:
            made.properties[key] = value
    return values.of(made)


def _accessor(existing: Value | None, function: Value, kind: str) -> Value:
    (closure,) = function.atoms
    before = next((atom for atom in existing.atoms if isinstance(atom, Accessor)), None) if existing else None
    getter, setter = (before.getter, before.setter) if before else (None, None)
    assert isinstance(closure, Closure)  # noqa: S101 - accessors are lowered to functions
    return values.of(Accessor(closure, setter) if kind == "getter" else Accessor(getter, closure))


@evaluates(model.ArrayLiteral)
def _array(machine: Machine, node: model.ArrayLiteral, scope: Scope) -> Value:
    made = machine.allocate("array", node)
    position = 0
    for item in node.elements:
        if item is None:
            position += 1
        elif isinstance(item, model.Spread):
            spread = machine.evaluate(item.argument, scope)
            known = _known_elements(spread)
            if known is None or made.rest is not None:
                made.rest = values.merge(made.rest or values.NOTHING, iterated(machine, spread, item))
            else:
                for value in known:
                    made.properties[str(position)] = value
                    position += 1
        elif made.rest is not None:
            made.rest = values.merge(made.rest, machine.evaluate(item, scope))
        else:
            made.properties[str(position)] = machine.evaluate(item, scope)
            position += 1
    return values.of(made)


@evaluates(model.Spread)
def _spread(machine: Machine, node: model.Spread, scope: Scope) -> Value:
    return iterated(machine, machine.evaluate(node.argument, scope), node)


@evaluates(model.Sequence)
def _sequence(machine: Machine, node: model.Sequence, scope: Scope) -> Value:
    value = UNDEFINED
    for expression in node.expressions:
        value = machine.evaluate(expression, scope)
    return value


@evaluates(model.Await)
def _await(machine: Machine, node: model.Await, scope: Scope) -> Value:
    awaited = machine.evaluate(node.argument, scope)
    run_own_then(machine, awaited, node)
    machine.suspend(node)
    machine.throws_on |= machine.sides - settles_on(awaited)
    machine.sides &= settles_on(awaited)
    value = settled(awaited)
    return values.merge(value, thing(machine, node)) if is_anything(value) else value


@evaluates(model.Yield)
def _yield(machine: Machine, node: model.Yield, scope: Scope) -> Value:
    if node.argument is not None:
        given = machine.evaluate(node.argument, scope)
        machine.activation.yielded.append(iterated(machine, given, node) if node.delegate else given)
    if machine.activation.is_async:
        machine.suspend(node)
    elif machine.activation.resumed is not None:
        machine.moment, machine.trail = machine.activation.awaited = machine.activation.resumed
    return machine.activation.sent


@evaluates(model.ImportCall)
def _import_call(machine: Machine, node: model.ImportCall, scope: Scope) -> Value:
    source = machine.evaluate(node.source, scope)
    specifier = key_text(source)
    promise = machine.allocate("promise", node)
    promise.internal["result"] = (
        values.unknown(chosen_by(source.origins)) if specifier is None else import_namespace(machine, specifier)
    )
    return values.of(promise)


@evaluates(model.ImportMeta)
def _import_meta(_machine: Machine, _node: model.ImportMeta, _scope: Scope) -> Value:
    return values.of(values.Native("global", "import.meta"))


@evaluates(model.NewTarget)
def _new_target(machine: Machine, node: model.NewTarget, scope: Scope) -> Value:
    """Only constructors ask for it, to whom it is the class of what they make."""
    return get_property(machine, scope_this(scope), "constructor", node)


def scope_this(scope: Scope) -> Value:
    """Return ``this`` as the nearest function that binds it sees it."""
    current: Scope | None = scope
    while current is not None:
        if current.this is not None:
            return current.this
        current = current.parent
    return UNDEFINED


@evaluates(model.This)
def _this(_machine: Machine, _node: model.This, scope: Scope) -> Value:
    return scope_this(scope)


@evaluates(model.Super)
def _super(_machine: Machine, _node: model.Super, _scope: Scope) -> Value:
    return UNKNOWN


@evaluates(model.Opaque)
def _opaque(machine: Machine, node: model.Opaque, scope: Scope) -> Value:
    origins = frozenset().union(*(machine.evaluate(child, scope).origins for child in node.children))
    return values.unknown(origins)


__all__ = ["evaluate_arguments", "scope_this"]
