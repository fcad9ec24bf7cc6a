"""Calling and constructing: following a call into the function it reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.facts import model
from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.by_side import joined_by_side
from svelte_warden.flow.interpreter.effort import WORTH_NOTING
from svelte_warden.flow.interpreter.hoisting import hoist
from svelte_warden.flow.interpreter.in_common import as_method_leaves
from svelte_warden.flow.interpreter.machine import CALL_DEPTH, RECURSION_DEPTH, Machine
from svelte_warden.flow.interpreter.opaque import is_opaque
from svelte_warden.flow.interpreter.ordering import in_order
from svelte_warden.flow.interpreter.origins import origins_of_answer
from svelte_warden.flow.interpreter.parameters import are_all_given, bind_parameters, declare_in, scope_of
from svelte_warden.flow.interpreter.properties import key_text
from svelte_warden.flow.interpreter.scopes import Scope
from svelte_warden.flow.interpreter.settling import settled
from svelte_warden.flow.interpreter.stand_ins import note_given
from svelte_warden.flow.interpreter.values import (
    ANYTHING,
    UNDEFINED,
    UNKNOWN,
    Accessor,
    ClassDefinition,
    Closure,
    ContextAccess,
    External,
    Given,
    GivenModule,
    InstancePart,
    Native,
    NativeMethod,
    Object,
    Snippet,
    Value,
)
from svelte_warden.flow.natives.contexts import access
from svelte_warden.flow.natives.package_callbacks import call_unknown
from svelte_warden.flow.natives.packages import call_external
from svelte_warden.flow.natives.registry import WITHOUT_RECEIVER, call_native, call_native_method, construct_native
from svelte_warden.flow.natives.runes import force
from svelte_warden.flow.natives.shared_packages import call_part
from svelte_warden.flow.natives.sveltekit import call_remote
from svelte_warden.flow.reach.doubts import doubt_of_default
from svelte_warden.flow.reach.recording import note_escape, note_outlet
from svelte_warden.flow.trail import Step

if TYPE_CHECKING:
    from collections.abc import Iterable

    from svelte_warden.flow.moments import Moment
    from svelte_warden.flow.trail import Trail


def call_value(
    machine: Machine, function: Value, receiver: Value | None, arguments: list[Value], node: model.Node
) -> Value:
    """Call whatever the value may be and return what may come back; go on where one of the calls comes back."""
    if not function.atoms:
        return UNKNOWN
    outer, machine.receiver_origins = machine.receiver_origins, function.origins
    sides, goes_on = machine.sides, machine.sides & function.volatile
    results = []
    if function.volatile and _is_own_snippet(machine, function):
        machine.tree.is_dynamic = True
    doubts, instead = machine.doubts, doubt_of_default(function) if len(function.atoms) > 1 else None
    for atom in function.atoms if len(function.atoms) == 1 else in_order(_apart(function.atoms)):
        machine.sides = sides
        machine.doubts = doubts if instead is None or isinstance(atom, Given) else (*doubts, instead)
        results.append(_call_atom(machine, atom, receiver, arguments, node))
        goes_on |= machine.sides
    machine.sides, machine.doubts = goes_on, doubts
    machine.receiver_origins = outer
    result = values.join(results)
    if not function.origins or all(_tells_whose_data(atom) for atom in function.atoms):
        return as_method_leaves(machine, function, arguments, result, node)
    answer = origins_of_answer(function.origins, key_text(arguments[0]) if arguments else None)
    return as_method_leaves(machine, function, arguments, values.tainted(result, answer), node)


def _is_own_snippet(machine: Machine, function: Value) -> bool:
    """Whether the file's own component renders a snippet here, rather than what it was given."""
    is_own = not machine.trying and machine.instance is not None and machine.instance.parent is None
    return is_own and any(isinstance(atom, Snippet) for atom in function.atoms)


def _tells_whose_data(method: values.Atom) -> bool:
    return isinstance(method, NativeMethod) and method.name in WITHOUT_RECEIVER


def _apart(atoms: frozenset[values.Atom]) -> frozenset[values.Atom]:
    """Return what is called, once: the method of a thing of which nothing is known stands for that of anything."""
    things = {atom.name for atom in atoms if isinstance(atom, NativeMethod) and is_opaque(atom.receiver)}
    if not things:
        return atoms
    return frozenset(
        atom
        for atom in atoms
        if not (isinstance(atom, NativeMethod) and atom.receiver is ANYTHING and atom.name in things)
    )


def _call_atom(
    machine: Machine, atom: values.Atom, receiver: Value | None, arguments: list[Value], node: model.Node
) -> Value:
    match atom:
        case Closure():
            note_given(node, arguments, atom.home.path)
            return invoke(machine, atom, receiver, arguments, node)
        case Native():
            return call_native(machine, atom, receiver, arguments, node)
        case NativeMethod():
            return call_native_method(machine, atom, arguments, node)
        case ContextAccess():
            return access(machine, atom, arguments, node)
        case External():
            return call_external(machine, atom, receiver, arguments, node)
        case Snippet():
            from svelte_warden.flow.interpreter.markup import render_snippet  # noqa: PLC0415 - markup calls snippets

            render_snippet(machine, atom, arguments, node)
            return UNDEFINED
        case InstancePart():
            return call_part(machine, atom, arguments, node)
        case Given(name, path):
            machine.given_calls.add((name, machine.sides))
            note_outlet(machine, f"{name}{path}")
            return values.merge(values.unknown(origins_of(arguments)), values.of(GivenModule(name, path)))
        case Object(kind="remote"):
            return call_remote(machine, atom, arguments, node)
        case Object(kind="bound", internal={"function": bound, "arguments": given}):
            return call_value(machine, bound, None, [*given, *arguments], node)
        case Object(kind="derived"):
            return call_value(machine, force(machine, atom, node), receiver, arguments, node)
        case _:
            note_escape(machine, arguments)
            holder = values.of(atom) if receiver is None else values.merge(values.of(atom), receiver)
            return call_unknown(machine, arguments, node, holder, _name_of(node, None))


def origins_of(arguments: Iterable[Value]) -> frozenset[values.Origin]:
    """Return all origins of some values."""
    return frozenset().union(*(argument.origins for argument in arguments))


def invoke(
    machine: Machine,
    closure: Closure,
    this: Value | None,
    arguments: list[Value],
    node: model.Node | None,
    *,
    step: Step | None = None,
) -> Value:
    """Run a function's body with these arguments, now, at the current moment; go on where it returns.

    ``node`` is the call; without one (a callback the platform calls) the trail gets no call step.
    """
    function = closure.function
    moment, sides, before = machine.moment, machine.sides, machine.steps
    too_deep = machine.stack.count(id(function)) >= RECURSION_DEPTH or len(machine.stack) >= CALL_DEPTH
    too_deep = too_deep or before > machine.follow_until
    if too_deep or not sides & closure.sides or machine.effort.is_enough(function, moment, sides):
        return values.unknown(origins_of(arguments))
    if function.is_generator:
        return values.of(_generator(machine, closure, this, arguments, node))
    result = _run(machine, closure, this, arguments, node, step)
    steps = machine.steps - before
    if steps >= WORTH_NOTING:
        is_installed = machine.program.is_installed(closure.home.path)
        machine.effort.note(function, moment, sides, steps, is_installed=is_installed)
    return result


def _run(
    machine: Machine,
    closure: Closure,
    this: Value | None,
    arguments: list[Value],
    node: model.Node | None,
    step: Step | None,
) -> Value:
    function = closure.function
    saved = (machine.moment, machine.sides, machine.trail, machine.home, machine.activation, machine.conditions)
    doubts = machine.doubts
    if step is not None:
        machine.trail = machine.extended(step)
    elif node is not None and not _is_inline(machine, closure, node):
        machine.trail = machine.extended(Step("call", machine.place(node), f"calls {_name_of(node, function.name)}"))
    scope = scope_of(closure, this)
    machine.home = closure.home
    machine.sides = machine.sides & closure.sides
    machine.note_run(closure)
    activation = machine.activation = machine.new_activation(function)
    machine.stack.append(id(function))
    returns_on = machine.sides
    try:
        declare_in(machine, scope, closure, [*closure.bound, *arguments], are_all=are_all_given(node, arguments))
        leaves = machine.execute(function.body, scope)
        returns_on = activation.returns_on if leaves else activation.returns_on | machine.sides
    finally:
        machine.stack.pop()
        machine.moment, machine.sides, machine.trail, machine.home, machine.activation, machine.conditions = saved
        machine.doubts = doubts
    result = joined_by_side(activation.returned) if activation.returned else UNDEFINED
    returns_on |= machine.sides - closure.sides  # whatever is called there is another function
    if not function.is_async:
        machine.sides = returns_on
        return result
    promise = Object("promise", closure.home.place(function))
    promise.internal.update(result=settled(result), fails_on=machine.sides - returns_on)
    return values.of(promise, origins=result.origins)


def _is_inline(machine: Machine, closure: Closure, node: model.Node) -> bool:
    """Whether a function stands within the call that runs it, as in ``list.map(() => …)``: that is no step to tell."""
    call, function = machine.place(node), closure.home.place(closure.function)
    return call.path == function.path and call.start <= function.start and function.end <= call.end


def _name_of(node: model.Node, own_name: str | None) -> str:
    """Return what the caller calls a function: a dotted name, or the function's own."""
    path: list[str] = []
    callee = node.callee if isinstance(node, model.Call) else None
    while isinstance(callee, model.Member):
        path.append(callee.property)
        callee = callee.object
    if isinstance(callee, model.Name):
        return ".".join((callee.name, *reversed(path)))
    return own_name or "a function"


# --- generators -----------------------------------------------------------------------------------------------------


def _generator(
    machine: Machine, closure: Closure, this: Value | None, arguments: list[Value], node: model.Node | None
) -> Object:
    made = Object("generator", machine.place(node) if node else closure.home.place(closure.function))
    made.internal.update(closure=closure, this=this, arguments=arguments, result=None)
    return made


def run_generator(machine: Machine, generator: Object, node: model.Node) -> Value:
    """Run a generator's body; return any value it yields.

    It begins at the moment somebody first asks it for a value. Asked again at another, it goes on behind a ``yield``.
    """
    closure = generator.internal.get("closure")
    if closure is None or machine.stack.count(id(closure.function)) >= RECURSION_DEPTH:
        return UNKNOWN
    if generator.internal["result"] is not None and generator.internal["moment"] is machine.moment:
        done: Value = generator.internal["result"]
        return done
    function = closure.function
    scope = Scope(closure.scope, is_function=True, this=generator.internal["this"] or UNDEFINED)
    activation = machine.new_activation(function)
    activation.sent = generator.internal.get("sent", UNKNOWN)
    step = Step("call", machine.place(node), f"runs {function.name or 'a generator'}")
    now = (machine.moment, machine.extended(step))
    machine.remember_object(generator)
    begun: tuple[Moment, Trail] = generator.internal.setdefault("begun", now)
    activation.resumed = None if begun is now else now
    with machine.at(home=closure.home, activation=activation, moment=begun[0], trail=begun[1]):
        machine.stack.append(id(function))
        try:
            bind_parameters(machine, function, generator.internal["arguments"], scope)
            hoist(machine, function.body, scope)
            machine.execute(function.body, scope)
        finally:
            machine.stack.pop()
    result = values.join(activation.yielded) if activation.yielded else UNKNOWN
    generator.internal.update(result=result, moment=machine.moment)
    return result


# --- classes --------------------------------------------------------------------------------------------------------


def define_class(machine: Machine, node: model.Class, scope: Scope) -> Value:
    """Evaluate a class definition: its methods, static fields and static blocks."""
    superclass = machine.evaluate(node.superclass, scope) if node.superclass is not None else UNDEFINED
    inner = Scope(scope)
    made = ClassDefinition(node, inner, machine.home, superclass, shared=machine.makes_shared)
    inner.this = values.of(made)
    if node.name is not None:
        cell = machine.declare(inner, node.name, "const", node)
        cell.value, cell.initialised = values.of(made), True
    for member in node.members:
        _define_member(machine, made, member, inner)
    return values.of(made)


def _define_member(machine: Machine, made: ClassDefinition, member: model.ClassMember, scope: Scope) -> None:
    name = member.key if isinstance(member.key, str) else key_text(machine.evaluate(member.key, scope)) or "%unknown"
    table = made.statics if member.is_static else made.prototype
    value = member.value
    if member.kind == "static_block" and isinstance(value, model.Function):
        block = machine.closure(value, scope)
        with machine.at():
            invoke(machine, block, values.of(made), [], None)
    elif member.kind == "field":
        if member.is_static:
            table[name] = machine.evaluate(value, scope) if value is not None else UNDEFINED
    elif isinstance(value, model.Function) and member.kind != "constructor":
        closure = machine.closure(value, scope)
        closure.owner = made
        if member.kind == "method":
            table[name] = values.of(closure)
        else:
            before = next((a for a in table[name].atoms if isinstance(a, Accessor)), None) if name in table else None
            getter = closure if member.kind == "getter" else (before.getter if before else None)
            setter = closure if member.kind == "setter" else (before.setter if before else None)
            table[name] = values.of(Accessor(getter, setter))


def construct(machine: Machine, callee: Value, arguments: list[Value], node: model.Node) -> Value:
    """Evaluate ``new callee(arguments)``."""
    results = []
    sides, goes_on = machine.sides, machine.sides & callee.volatile
    for atom in in_order(callee.atoms):
        machine.sides = sides
        if isinstance(atom, ClassDefinition):
            made = machine.allocate(_base_kind(atom), node)
            made.definition = atom
            note_given(node, arguments, atom.home.path)
            initialise_instance(machine, made, atom, arguments, node)
            results.append(values.of(made))
        elif isinstance(atom, Closure):
            made = machine.allocate("object", node)
            made.internal["prototype"] = atom.properties.get("prototype")
            invoke(machine, atom, values.of(made), arguments, node)
            results.append(values.of(made))
        else:
            results.append(construct_native(machine, atom, arguments, node))
        goes_on |= machine.sides
    machine.sides = goes_on
    return values.join(results) if results else UNKNOWN


_KINDS_OF_BASES = {
    "Map": "map", "SvelteMap": "map", "Set": "set", "SvelteSet": "set", "Array": "array", "EventEmitter": "emitter",
    "EventTarget": "emitter",
}  # fmt: skip


def _base_kind(definition: ClassDefinition) -> str:
    """Return the heap kind of an instance: a class that extends ``Map`` has its methods."""
    current: ClassDefinition | None = definition
    for _ in range(10):
        if current is None:
            break
        for base in current.superclass.atoms:
            if isinstance(base, Native):
                return _KINDS_OF_BASES.get(base.name, "instance")
        current = next((base for base in current.superclass.atoms if isinstance(base, ClassDefinition)), None)
    return "instance"


def initialise_instance(
    machine: Machine, instance: Object, definition: ClassDefinition, arguments: list[Value], node: model.Node
) -> None:
    """Run the field initialisers and the constructor of a class on a new instance."""
    function = next((member.value for member in definition.definition.members if member.kind == "constructor"), None)
    bases = [base for base in definition.superclass.atoms if isinstance(base, ClassDefinition)]
    if function is None:
        for base in bases:
            initialise_instance(machine, instance, base, arguments, node)
    if len(machine.stack) >= CALL_DEPTH:
        return
    name = definition.definition.name or "a class"
    step = Step("call", machine.place(node), f"creates {name}")
    this = values.of(instance)
    with machine.at(home=definition.home, trail=machine.extended(step), activation=machine.new_activation()):
        scope = Scope(definition.scope, this=this, is_function=True)
        cell = machine.declare(scope, "%owner", "const")
        cell.value, cell.initialised = values.of(definition), True
        for member in definition.definition.members:
            if member.kind == "field" and not member.is_static:
                _initialise_field(machine, instance, member, scope)
    if isinstance(function, model.Function):
        closure = Closure(function, definition.scope, definition.home, owner=definition)
        invoke(machine, closure, this, arguments, node, step=step)


def _initialise_field(machine: Machine, instance: Object, member: model.ClassMember, scope: Scope) -> None:
    name = member.key if isinstance(member.key, str) else key_text(machine.evaluate(member.key, scope))
    value = machine.evaluate(member.value, scope) if member.value is not None else UNDEFINED
    if name is not None:
        instance.properties[name] = value
