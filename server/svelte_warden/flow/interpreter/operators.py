"""Operators that compute and write: assignments, updates, unary and binary operators."""

from __future__ import annotations

from dataclasses import replace
from operator import ge, gt, le, lt
from typing import TYPE_CHECKING

from svelte_warden.facts import model
from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.addresses import joined_text
from svelte_warden.flow.interpreter.by_side import flag, on_server
from svelte_warden.flow.interpreter.conditions import environment_test, negate
from svelte_warden.flow.interpreter.dispatch import evaluates
from svelte_warden.flow.interpreter.globals import is_global_object
from svelte_warden.flow.interpreter.implicit_calls import run_own_text
from svelte_warden.flow.interpreter.in_common import in_common
from svelte_warden.flow.interpreter.memos import is_filled
from svelte_warden.flow.interpreter.opaque import is_anything
from svelte_warden.flow.interpreter.own_parts import without_own
from svelte_warden.flow.interpreter.patterns import assign, write
from svelte_warden.flow.interpreter.properties import get_property, key_text
from svelte_warden.flow.interpreter.stand_ins import is_argument, note_written_out
from svelte_warden.flow.interpreter.values import (
    BROWSER,
    FALSE,
    NO_SIDES,
    TRUE,
    UNDEFINED,
    UNKNOWN,
    ClassDefinition,
    Closure,
    Native,
    Object,
    Primitive,
    Value,
    sides_when,
)
from svelte_warden.flow.natives.registry import undescribed
from svelte_warden.flow.reach.doubts import ARGUMENT_MISSING, absence_of, compared_prop

if TYPE_CHECKING:
    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.interpreter.scopes import Scope
    from svelte_warden.flow.interpreter.values import Side


@evaluates(model.Assignment)
def _assignment(machine: Machine, node: model.Assignment, scope: Scope) -> Value:
    if (again := _kept_or_made(node)) is not None:
        return _logical_assignment(machine, again, scope)
    if node.operator == "=":
        value = machine.evaluate(node.value, scope)
        assign(machine, node.target, without_own(machine, node, value, scope), scope, node)
        return value
    if node.operator in ("&&=", "||=", "??="):
        return _logical_assignment(machine, node, scope)
    before = machine.evaluate(node.target, scope)  # type: ignore[arg-type]  # a compound target is an expression
    value = machine.evaluate(node.value, scope)
    result = _arithmetic(node.operator[:-1], before, value)
    write(machine, node.target, result, scope, node, how=node.operator)
    return result


def _kept_or_made(node: model.Assignment) -> model.Assignment | None:
    """Return ``made = made ?? make()`` as ``made ??= make()``; ``None`` for any other assignment."""
    match node:
        case model.Assignment(
            operator="=",
            target=model.Name(name=target),
            value=model.Logical(operator="??" | "||" as operator, left=model.Name(name=kept), right=made),
        ) if kept == target:
            return replace(node, operator=f"{operator}=", value=made)
        case _:
            return None


def _logical_assignment(machine: Machine, node: model.Assignment, scope: Scope) -> Value:
    before = machine.evaluate_test(node.target, scope)  # type: ignore[arg-type]  # as above
    outer = machine.sides
    is_kept = node.operator != "&&=" and is_filled(machine, node.target, scope)  # type: ignore[arg-type]  # as above
    with machine.tree.overlooking(is_kept):
        if node.operator == "??=":
            taken = outer if values.nullish(before) is not False else NO_SIDES
        else:
            taken = machine.possible(before, outcome=node.operator == "&&=")
    if not taken or is_kept:
        return before
    machine.sides, doubts = taken, machine.doubts
    if node.operator != "&&=" and is_argument(node.target, scope):  # type: ignore[arg-type]  # as above
        machine.doubts = (*doubts, ARGUMENT_MISSING)
    machine.activation.depth += 1
    value = machine.evaluate(node.value, scope)
    machine.doubts = doubts
    note_written_out(node.value, value, machine.home.path)
    write(machine, node.target, value, scope, node, how=node.operator)
    if is_anything(value):
        value = values.merge(value, machine.evaluate(node.target, scope))  # type: ignore[arg-type]  # as above
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
    machine.tree.note_test(value)
    kinds = {_type_of(atom) for atom in value.atoms}
    if len(kinds) != 1 or value.volatile or value.origins:
        return values.unknown(value.origins)
    kind = kinds.pop()
    return UNKNOWN if kind is None else values.text(kind)


def _type_of(atom: values.Atom) -> str | None:
    """Return what ``typeof`` says of a value, where that is certain."""
    match atom:
        case Primitive(kind="null" | "regexp") | Object(kind="object" | "instance" | "array" | "map" | "set"):
            return "object"
        case Primitive(kind=kind):
            return kind
        case Closure() | ClassDefinition():
            return "function"
        case _:
            return None


def _delete(machine: Machine, node: model.Unary, scope: Scope) -> Value:
    if isinstance(node.operand, (model.Member, model.Index)):
        write(machine, node.operand, UNDEFINED, scope, node, how="delete")
    return TRUE


@evaluates(model.Binary)
def _binary(machine: Machine, node: model.Binary, scope: Scope) -> Value:
    left = machine.evaluate(node.left, scope)
    right = machine.evaluate(node.right, scope)
    if node.operator in _COMPARISONS:
        left, right = _unless_unset(node.left, left, right), _unless_unset(node.right, right, left)
        for one, other in ((left, right), (right, left)):
            if node.operator in _MEMBERSHIP or all(isinstance(atom, Primitive) for atom in other.atoms):
                machine.tree.note_test(one)
    if node.operator in ("===", "!==", "==", "!="):
        return _equality(node.operator, left, right)
    if node.operator == "in" and any(isinstance(atom, Native) and is_global_object(atom) for atom in right.atoms):
        return get_property(machine, values.of(Native("global", "globalThis")), key_text(left) or "", node)
    if node.operator == "+":
        left, right = run_own_text(machine, left, node), run_own_text(machine, right, node)
    return _arithmetic(node.operator, left, right)


def _unless_unset(expression: model.Expression, value: Value, other: Value) -> Value:
    """Return what is compared: a variable that is still to be given a value, ``last``, does not stand for nothing."""
    is_unset = isinstance(expression, model.Name) and expression.name != "undefined" and value == UNDEFINED
    return UNKNOWN if is_unset and not values.nullish(other) else value


_MEMBERSHIP = frozenset(("in", "instanceof"))
_COMPARISONS = frozenset(("===", "!==", "==", "!=")) | _MEMBERSHIP


def equality(left: Value, right: Value) -> Value:
    """Return ``left === right``."""
    return _equality("===", left, right)


def _equality(operator: str, left: Value, right: Value) -> Value:
    positive = operator in ("===", "==")
    if left.on_server is not None or right.on_server is not None:
        there = _equality(operator, on_server(left), on_server(right))
        return flag(BROWSER | sides_when(there, outcome=True), BROWSER | sides_when(there, outcome=False), there)
    for one, other in ((left, right), (right, left)):
        flagged = environment_test(one, other)
        if flagged is not None:
            return flagged if positive else negate(flagged)
    if len(left.atoms) == 1 and len(right.atoms) == 1:
        (a,), (b,) = left.atoms, right.atoms
        if isinstance(a, Primitive) and isinstance(b, Primitive) and not left.origins and not right.origins:
            volatile = left.volatile | right.volatile
            if operator in ("==", "!=") and {a.kind, b.kind} == {"null", "undefined"}:
                return _answer(positive, volatile)
            if a.kind == b.kind or operator in ("===", "!=="):
                return _answer((a == b) == positive, volatile)
    for one, other in ((left, right), (right, left)):
        answer = absence_of(one, absent=positive) if values.nullish(other) else None
        answer = answer or compared_prop(one, other, is_equal=positive)
        if answer is not None:
            return answer
    return values.unknown(in_common(left.origins | right.origins))


def _arithmetic(operator: str, left: Value, right: Value) -> Value:
    origins = undescribed([left, right]).origins if operator == "+" else left.origins | right.origins
    if operator == "+":
        a, b = key_text(left), key_text(right)
        if a is not None and b is not None and _stringy(left, right):
            return values.text(a + b, origins)
        return values.unknown(joined_text(left, origins))
    ordered = _ORDER.get(operator)
    if ordered is not None and not origins:
        first, second = _number(left), _number(right)
        if first is not None and second is not None:
            return _answer(ordered(first, second), left.volatile | right.volatile)
    return values.unknown(in_common(origins) if operator in _REDUCING else origins)


def _answer(outcome: bool, volatile: frozenset[Side]) -> Value:  # noqa: FBT001 - the outcome of a test
    """Return how a test comes out now; on the sides where something may have changed by then it may be otherwise."""
    return Value((TRUE if outcome else FALSE).atoms, volatile=volatile)


_ORDER = {"<": lt, "<=": le, ">": gt, ">=": ge}
_REDUCING = _MEMBERSHIP | _ORDER.keys() | {"%"}


def _number(value: Value) -> float | None:
    """Return the number a value certainly is."""
    if len(value.atoms) != 1:
        return None
    (atom,) = value.atoms
    return atom.value if isinstance(atom, Primitive) and isinstance(atom.value, float) else None


def _stringy(left: Value, right: Value) -> bool:
    return any(isinstance(atom, Primitive) and atom.kind == "string" for value in (left, right) for atom in value.atoms)
