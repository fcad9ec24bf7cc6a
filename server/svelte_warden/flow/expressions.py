"""What each kind of expression means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.facts import model
from svelte_warden.flow import values
from svelte_warden.flow.calls import call_value, construct, define_class
from svelte_warden.flow.globals import global_value, is_global_object
from svelte_warden.flow.machine import Machine, evaluates
<<<<<<< ours
from svelte_warden.flow.properties import element, get_property, key_text, spread_into, unwrapped
=======
from svelte_warden.flow.natives import undescribed
from svelte_warden.flow.patterns import assign, write
from svelte_warden.flow.properties import METHODS, element, get_property, iterated, key_text, spread_into, unwrapped
from svelte_warden.flow.reach.doubts import doubt_of
>>>>>>> theirs
from svelte_warden.flow.runes import make_derived
from svelte_warden.flow.stores import store_value
from svelte_warden.flow.values import (
    UNDEFINED,
    UNKNOWN,
    Accessor,
    Closure,
    Object,
    Value,
)

if TYPE_CHECKING:
    from svelte_warden.flow.scopes import Scope


_RUNES = frozenset(("$props", "$state", "$derived", "$effect", "$bindable", "$inspect", "$host"))


@evaluates(model.Name)
def _name(machine: Machine, node: model.Name, scope: Scope) -> Value:
    name = node.name
    if name == "undefined":
        return UNDEFINED
    cell = scope.find(name)
    if cell is not None:
        value = machine.read(cell)
        return unwrapped(machine, value, UNDEFINED, node) if value.atoms and _is_lazy(value) else value
    if name[0] == "$" and len(name) > 1 and name[1] != "$":
        store = scope.find(name[1:])
        is_rune = name in _RUNES and store is not None and store.kind != "import" and not store.initialised
        if store is not None and not is_rune:  # in `let props = $props()` nothing is a store
            return store_value(machine, machine.read(store), node)
    if name in ("$$props", "$$restProps") and machine.instance is not None:
        return machine.instance.props
    return global_value(name)


def _is_lazy(value: Value) -> bool:
    for atom in value.atoms:  # noqa: SIM110 - asked for every name: any() takes twice as long
        if isinstance(atom, Object) and atom.kind == "derived":
            return True
    return False


@evaluates(model.Constant)
def _constant(_machine: Machine, node: model.Constant, _scope: Scope) -> Value:
    return values.constant(node.kind, node.value)


@evaluates(model.Template)
def _template(machine: Machine, node: model.Template, scope: Scope) -> Value:
    holes = [machine.evaluate(hole, scope) for hole in node.holes]
    origins = undescribed(holes).origins
    known = [key_text(hole) for hole in holes]
    if any(piece is None for piece in known):
        return values.unknown(origins)
    pieces = [chunk + (hole or "") for chunk, hole in zip(node.chunks, [*known, ""], strict=False)]
    return values.text("".join(pieces), origins)


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
    return get_property(machine, target, node.property, node)


def _super_property(name: str, scope: Scope) -> Value:
    from svelte_warden.flow.calls import class_member  # noqa: PLC0415 - calls and expressions need each other

    owner = scope.find("%owner")
    if owner is None:
        return UNKNOWN
<<<<<<< ours
    found = [
        class_member(base, name)
        for atom in owner.value.atoms
        if isinstance(atom, values.ClassDefinition)
        for base in atom.superclass.atoms
        if isinstance(base, values.ClassDefinition)
=======
    bases = [
        base for atom in owner.value.atoms if isinstance(atom, values.ClassDefinition) for base in atom.superclass.atoms
>>>>>>> theirs
    ]
    found = [class_member(machine, base, name) for base in bases if isinstance(base, values.ClassDefinition)]
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
    name = key_text(index)
    if name is None:
        return element(machine, target, node)
    value = get_property(machine, target, name, node)
    return values.merge(value, element(machine, target, node)) if index.volatile else value


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
        function = get_property(machine, receiver, callee.property, callee, calling=True)
    elif isinstance(callee, model.Index):
        receiver = machine.evaluate(callee.object, scope)
        name = key_text(machine.evaluate(callee.index, scope))
        function = (
            element(machine, receiver, callee)
            if name is None
            else get_property(machine, receiver, name, callee, calling=True)
        )
    else:
        function = machine.evaluate(callee, scope)
        if isinstance(callee, model.Member):
            receiver = scope_this(scope)
    return call_value(machine, function, receiver, evaluate_arguments(machine, node.arguments, scope), node)


def _super_call(machine: Machine, node: model.Call, scope: Scope) -> Value:
    from svelte_warden.flow.calls import initialise_instance  # noqa: PLC0415 - as above

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
            spread_into(made, machine.evaluate(item.argument, scope))
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


<<<<<<< ours
=======
@evaluates(model.Assignment)
def _assignment(machine: Machine, node: model.Assignment, scope: Scope) -> Value:
    if node.operator == "=":
        value = machine.evaluate(node.value, scope)
        assign(machine, node.target, value, scope, node)
        return value
    if node.operator in ("&&=", "||=", "??="):
        return _logical_assignment(machine, node, scope)
    before = machine.evaluate(node.target, scope)  # type: ignore[arg-type]  # a compound target is an expression
    value = machine.evaluate(node.value, scope)
    result = _arithmetic(node.operator[:-1], before, value)
    write(machine, node.target, result, scope, node, how=node.operator)
    return result


def _logical_assignment(machine: Machine, node: model.Assignment, scope: Scope) -> Value:
    before = machine.evaluate(node.target, scope)  # type: ignore[arg-type]  # as above
    outer = machine.sides
    if node.operator == "&&=":
        taken = machine.possible(before, outcome=True)
    elif node.operator == "||=":
        taken = machine.possible(before, outcome=False)
    else:
        taken = outer if values.nullish(before) is not False else NO_SIDES
    if not taken:
        return before
    machine.sides = taken
    machine.activation.depth += 1
    value = machine.evaluate(node.value, scope)
    write(machine, node.target, value, scope, node, how=node.operator)
    machine.activation.depth -= 1
    machine.sides = outer
    return values.merge(before, value)


@evaluates(model.Update)
def _update(machine: Machine, node: model.Update, scope: Scope) -> Value:
    before = machine.evaluate(node.target, scope)
    result = values.unknown(before.origins)
    write(machine, node.target, result, scope, node, how=node.operator)  # type: ignore[arg-type]  # as above
    return result


@evaluates(model.Unary)
def _unary(machine: Machine, node: model.Unary, scope: Scope) -> Value:
    if node.operator == "typeof":
        return _typeof(machine, node, scope)
    if node.operator == "delete":
        return _delete(machine, node, scope)
    operand = machine.evaluate(node.operand, scope)
    if node.operator == "!":
        machine.tree.note_test(operand)
        return negate(operand)
    if node.operator == "void":
        return UNDEFINED
    if node.operator == "-" and len(operand.atoms) == 1:
        (atom,) = operand.atoms
        if isinstance(atom, Primitive) and isinstance(atom.value, float):
            return values.of(Primitive("number", -atom.value))
    return values.unknown(operand.origins)


def negate(value: Value) -> Value:
    """Return ``!value``."""
    when_true, when_false = values.sides_when(value, outcome=True), values.sides_when(value, outcome=False)
    if when_true == BOTH_SIDES and when_false == BOTH_SIDES:
        return values.unknown(value.origins)
    return flag(when_false, when_true, value)


def flag(true_on: frozenset[values.Side], false_on: frozenset[values.Side], source: Value) -> Value:
    """Return a condition that may be true, and false, on the given sides."""
    if not false_on:
        return Value(TRUE.atoms, source.origins, source.volatile)
    if not true_on:
        return Value(FALSE.atoms, source.origins, source.volatile)
    return Value(frozenset((SideFlag(true_on, false_on),)), source.origins)


_SIDE_GLOBALS = frozenset(
    (
        "window",
        "document",
        "localStorage",
        "sessionStorage",
        "navigator",
        "location",
        "history",
        "self",
        "HTMLElement",
        "customElements",
        "process",
    )
)


def _typeof(machine: Machine, node: model.Unary, scope: Scope) -> Value:
    operand = node.operand
    if isinstance(operand, model.Name) and operand.name in _SIDE_GLOBALS and scope.find(operand.name) is None:
        return values.of(values.Native("typeof", operand.name))
    if (
        isinstance(operand, model.Member)
        and isinstance(operand.object, model.Name)
        and operand.object.name == "globalThis"
        and operand.property in _SIDE_GLOBALS
    ):
        return values.of(values.Native("typeof", operand.property))
    value = machine.evaluate(operand, scope)
    return values.unknown(value.origins)


def _delete(machine: Machine, node: model.Unary, scope: Scope) -> Value:
    if isinstance(node.operand, (model.Member, model.Index)):
        write(machine, node.operand, UNDEFINED, scope, node, how="delete")
    return TRUE


@evaluates(model.Binary)
def _binary(machine: Machine, node: model.Binary, scope: Scope) -> Value:
    left = machine.evaluate(node.left, scope)
    right = machine.evaluate(node.right, scope)
    if node.operator in _COMPARISONS:
        machine.tree.note_test(left)
        machine.tree.note_test(right)
    if node.operator in ("===", "!==", "==", "!="):
        return _equality(node.operator, left, right)
    if node.operator == "in" and any(
        isinstance(atom, values.Native) and is_global_object(atom) for atom in right.atoms
    ):
        return get_property(machine, values.of(values.Native("global", "globalThis")), key_text(left) or "", node)
    return _arithmetic(node.operator, left, right)


_COMPARISONS = frozenset(("===", "!==", "==", "!=", "in", "instanceof"))


def equality(left: Value, right: Value) -> Value:
    """Return ``left === right``."""
    return _equality("===", left, right)


def _equality(operator: str, left: Value, right: Value) -> Value:
    positive = operator in ("===", "==")
    for one, other in ((left, right), (right, left)):
        flagged = _environment_test(one, other)
        if flagged is not None:
            return flagged if positive else negate(flagged)
    if len(left.atoms) == 1 and len(right.atoms) == 1 and not (left.volatile or right.volatile):
        (a,), (b,) = left.atoms, right.atoms
        if isinstance(a, Primitive) and isinstance(b, Primitive) and not left.origins and not right.origins:
            if operator in ("==", "!=") and {a.kind, b.kind} == {"null", "undefined"}:
                return TRUE if positive else FALSE
            if a.kind == b.kind or operator in ("===", "!=="):
                return TRUE if (a == b) == positive else FALSE
    return values.unknown(left.origins | right.origins)


def _environment_test(one: Value, other: Value) -> Value | None:
    """Return what ``typeof window == "undefined"`` and ``browser == true`` say about the side."""
    if len(one.atoms) != 1 or len(other.atoms) != 1:
        return None
    (a,), (b,) = one.atoms, other.atoms
    if isinstance(a, values.Native) and a.module == "typeof" and isinstance(b, Primitive):
        here, there = (BROWSER, SERVER) if a.name == "process" else (SERVER, BROWSER)
        return values.of(SideFlag(here, there) if b.value == "undefined" else SideFlag(there, here))
    if isinstance(a, SideFlag) and isinstance(b, Primitive):
        return negate(one) if b.kind in ("undefined", "null") or not b.value else one
    if (
        isinstance(a, values.Native)
        and a.module == "global"
        and a.name in ("window", "document", "globalThis.window", "globalThis.document")
        and isinstance(b, Primitive)
    ):
        return values.of(SideFlag(SERVER, BROWSER)) if b.kind in ("undefined", "null") else None
    return None


def _arithmetic(operator: str, left: Value, right: Value) -> Value:
    origins = undescribed([left, right]).origins if operator == "+" else left.origins | right.origins
    if operator == "+":
        a, b = key_text(left), key_text(right)
        if a is not None and b is not None and _stringy(left, right):
            return values.text(a + b, origins)
    ordered = _ORDER.get(operator)
    if ordered is not None and not (origins or left.volatile or right.volatile):
        first, second = _number(left), _number(right)
        if first is not None and second is not None:
            return TRUE if ordered(first, second) else FALSE
    return values.unknown(origins)


_ORDER = {"<": lt, "<=": le, ">": gt, ">=": ge}


def _number(value: Value) -> float | None:
    """Return the number a value certainly is."""
    if len(value.atoms) != 1:
        return None
    (atom,) = value.atoms
    return atom.value if isinstance(atom, Primitive) and isinstance(atom.value, float) else None


def _stringy(left: Value, right: Value) -> bool:
    return any(isinstance(atom, Primitive) and atom.kind == "string" for value in (left, right) for atom in value.atoms)


@evaluates(model.Logical)
def _logical(machine: Machine, node: model.Logical, scope: Scope) -> Value:
    left = machine.evaluate(node.left, scope)
    outer = machine.sides
    if node.operator == "&&":
        taken, kept = machine.possible(left, outcome=True), machine.possible(left, outcome=False)
    elif node.operator == "||":
        taken, kept = machine.possible(left, outcome=False), machine.possible(left, outcome=True)
    else:
        machine.tree.note_test(left)
        is_nullish = values.nullish(left)
        taken = NO_SIDES if is_nullish is False else outer
        kept = NO_SIDES if is_nullish is True else outer
    if not taken:
        return left
    doubt = doubt_of(left, outcome=node.operator == "&&") if kept else None
    right = _on_branch(machine, node.right, scope, taken, left.origins, doubt)
    if node.operator == "??":
        return right if not kept else values.merge(left, right)
    if _is_condition(left) or _is_condition(right):
        return _combined(node.operator, left, right)
    return right if not kept else values.merge(left, right)


def _is_condition(value: Value) -> bool:
    return any(isinstance(atom, SideFlag) for atom in value.atoms)


def _combined(operator: str, left: Value, right: Value) -> Value:
    lt, lf = values.sides_when(left, outcome=True), values.sides_when(left, outcome=False)
    rt, rf = values.sides_when(right, outcome=True), values.sides_when(right, outcome=False)
    joined = values.merge(left, right)
    rest = joined.atoms - {atom for atom in joined.atoms if isinstance(atom, (SideFlag, Primitive))}
    test = SideFlag(lt & rt, lf | rf) if operator == "&&" else SideFlag(lt | rt, lf & rf)
    combined = flag(test.true_on, test.false_on, joined)
    kept = frozenset(atom for atom in rest if not isinstance(atom, values.Unknown))
    return Value(combined.atoms | kept, joined.origins, test=test) if kept else combined


def _on_branch(
    machine: Machine,
    node: model.Expression,
    scope: Scope,
    sides: frozenset[values.Side],
    origins: frozenset[values.Origin],
    doubt: Doubt | None,
) -> Value:
    """Evaluate an expression that may not run at all; an ``await`` in it may have happened afterwards."""
    outer, conditions, doubts = machine.sides, machine.conditions, machine.doubts
    machine.sides, machine.conditions = sides, conditions | origins
    if doubt is not None:
        machine.doubts = (*doubts, doubt)
    machine.activation.depth += 1
    machine.uncertainty += 1
    value = machine.evaluate(node, scope)
    machine.uncertainty -= 1
    machine.activation.depth -= 1
    machine.sides, machine.conditions, machine.doubts = outer, conditions, doubts
    return value


@evaluates(model.Conditional)
def _conditional(machine: Machine, node: model.Conditional, scope: Scope) -> Value:
    test = machine.evaluate(node.test, scope)
    when_true, when_false = machine.possible(test, outcome=True), machine.possible(test, outcome=False)
    results = [
        _on_branch(
            machine,
            branch,
            scope,
            sides,
            test.origins,
            doubt_of(test, outcome=outcome) if when_true and when_false else None,
        )  # fmt: skip
        for branch, sides, outcome in ((node.consequent, when_true, True), (node.alternate, when_false, False))
        if sides
    ]
    both = _is_condition(test) and len(results) == 2  # noqa: PLR2004 - both branches
    if both and all(values.truthiness(result) is not None for result in results):
        consequent, alternate = results
        if values.truthiness(consequent) and not values.truthiness(alternate):
            return test
        if values.truthiness(alternate) and not values.truthiness(consequent):
            return negate(test)
    return values.join(results)


>>>>>>> theirs
@evaluates(model.Sequence)
def _sequence(machine: Machine, node: model.Sequence, scope: Scope) -> Value:
    value = UNDEFINED
    for expression in node.expressions:
        value = machine.evaluate(expression, scope)
    return value


@evaluates(model.Await)
def _await(machine: Machine, node: model.Await, scope: Scope) -> Value:
    value = machine.evaluate(node.argument, scope)
    machine.suspend(node)
    return settled(value)


def settled(value: Value) -> Value:
    """Return what awaiting the value gives."""
    if not any(isinstance(atom, Object) and atom.kind == "promise" for atom in value.atoms):
        return value
    parts = [
        atom.internal.get("result", UNKNOWN) if isinstance(atom, Object) and atom.kind == "promise" else values.of(atom)
        for atom in value.atoms
    ]
    return values.tainted(values.join(parts), value.origins)


@evaluates(model.Yield)
def _yield(machine: Machine, node: model.Yield, scope: Scope) -> Value:
    if node.argument is not None:
        machine.activation.yielded.append(machine.evaluate(node.argument, scope))
    if machine.activation.is_async:
        machine.suspend(node)
    return UNKNOWN


@evaluates(model.ImportCall)
def _import_call(machine: Machine, node: model.ImportCall, scope: Scope) -> Value:
    from svelte_warden.flow.linking import import_namespace  # noqa: PLC0415 - linking evaluates expressions

    specifier = key_text(machine.evaluate(node.source, scope))
    promise = machine.allocate("promise", node)
    promise.internal["result"] = UNKNOWN if specifier is None else import_namespace(machine, specifier)
    return values.of(promise)


@evaluates(model.ImportMeta)
def _import_meta(_machine: Machine, _node: model.ImportMeta, _scope: Scope) -> Value:
    return values.of(values.Native("global", "import.meta"))


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


__all__ = ["evaluate_arguments", "scope_this", "settled"]
