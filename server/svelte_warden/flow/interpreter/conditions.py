"""Conditions: what a test says about the side, and the operators that evaluate only one of their branches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.facts import model
from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.by_side import either_side, flag, only_on, told_apart
from svelte_warden.flow.interpreter.dispatch import evaluates
from svelte_warden.flow.interpreter.in_common import in_common, what_is_in_common
from svelte_warden.flow.interpreter.memos import impossible_outcome, is_emptied, is_filled
from svelte_warden.flow.interpreter.opaque import is_opaque
from svelte_warden.flow.interpreter.origins import chosen_by
from svelte_warden.flow.interpreter.stand_ins import (
    branch_without_argument,
    is_argument,
    is_missing_argument,
    note_written_out,
)
from svelte_warden.flow.interpreter.values import (
    BOTH_SIDES,
    BROWSER,
    NO_SIDES,
    SERVER,
    Primitive,
    SideFlag,
    Value,
)
from svelte_warden.flow.reach.demands import insist, standpoint
from svelte_warden.flow.reach.doubts import ARGUMENT_MISSING, doubt_of, either, negated

if TYPE_CHECKING:
    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.interpreter.scopes import Scope
    from svelte_warden.flow.interpreter.values import Side
    from svelte_warden.flow.reach.doubts import Doubt


def negate(value: Value) -> Value:
    """Return ``!value``."""
    when_true, when_false = values.sides_when(value, outcome=True), values.sides_when(value, outcome=False)
    if when_true == BOTH_SIDES and when_false == BOTH_SIDES:
        return what_is_in_common(negated(value) or values.unknown(value.origins))
    return flag(when_false, when_true, value)


def environment_test(one: Value, other: Value) -> Value | None:
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


@evaluates(model.Logical)
def _logical(machine: Machine, node: model.Logical, scope: Scope) -> Value:
    tests = len(machine.tree.tested)
    left = machine.evaluate_test(node.left, scope)
    if node.operator != "&&" and isinstance(node.left, model.Index):
        left = _what_is_there(left)
    before = standpoint(machine, tests)
    outer = machine.sides
    with machine.tree.overlooking(node.operator != "&&" and is_missing_argument(node.right, scope)):
        if node.operator == "??":
            machine.tree.note_test(left)
            is_nullish = values.nullish(left)
            taken = NO_SIDES if is_nullish is False else outer
            kept = NO_SIDES if is_nullish is True else outer
        else:
            taken = machine.possible(left, outcome=node.operator == "&&")
            kept = machine.possible(left, outcome=node.operator == "||")
    if node.operator != "&&":
        _note_substitute(machine, node.right, scope)
    if not taken or (is_filled if node.operator != "&&" else is_emptied)(machine, node.left, scope):
        return left
    doubt = doubt_of(left, outcome=node.operator == "&&") if kept else None
    if doubt is not None and node.operator != "&&" and is_argument(node.left, scope):
        doubt = ARGUMENT_MISSING
    right = _on_branch(machine, node.right, scope, taken, left.origins, doubt)
    note_written_out(node.right, right, machine.home.path)
    if kept and not machine.sides:
        machine.sides = kept
        insist(machine, before, left, outcome=node.operator != "&&")
        return left
    machine.sides |= kept
    if node.operator != "??" and (_is_condition(left) or _is_condition(right)):
        result = _combined(node.operator, left, right)
    else:
        result = right if not kept else _settled_by(node.operator, right, either(node.operator, left, right))
    return told_apart(result, right, taken, left, kept)


def _what_is_there(entry: Value) -> Value:
    """Return what lies under a key, without that there may be nothing: then something else takes its place anyway."""
    there = entry.atoms - values.UNDEFINED.atoms
    return Value(there, entry.origins, entry.volatile, entry.test) if there else entry


def _note_substitute(machine: Machine, node: model.Expression, scope: Scope) -> None:
    """Notice that a context stands in for something else, without which it may be missing: ``id ?? contextId``."""
    cell = scope.find(node.name) if isinstance(node, model.Name) else None
    if cell is not None:
        machine.tree.note_test(cell.value)


def _is_condition(value: Value) -> bool:
    return any(isinstance(atom, SideFlag) for atom in value.atoms)


def _settled_by(operator: str, right: Value, result: Value) -> Value:
    """Return what ``&&`` and ``||`` give, with how that comes out in a test where the right side settles it."""
    truth = values.truthiness(right)
    if right.volatile or operator == "??" or truth is not (operator == "||"):
        return result
    always, never = (BOTH_SIDES, NO_SIDES) if truth else (NO_SIDES, BOTH_SIDES)
    return Value(result.atoms, result.origins, test=SideFlag(always, never))


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
    sides: frozenset[Side],
    origins: frozenset[values.Origin],
    doubt: Doubt | None,
) -> Value:
    """Evaluate an expression that may not run at all; an ``await`` in it may have happened afterwards.

    Afterwards control goes on where the expression comes to its end.
    """
    conditions, doubts = machine.conditions, machine.doubts
    machine.sides, machine.conditions = sides, conditions | origins
    if doubt is not None:
        machine.doubts = (*doubts, doubt)
    machine.activation.depth += 1
    machine.uncertainty += 1
    value = machine.evaluate(node, scope)
    machine.uncertainty -= 1
    machine.activation.depth -= 1
    machine.conditions, machine.doubts = conditions, doubts
    return value


def _doubt_of_branch(test: Value, outcome: bool, without: bool | None) -> Doubt:  # noqa: FBT001 - outcomes of a test
    return ARGUMENT_MISSING if without is outcome else doubt_of(test, outcome=outcome)


@evaluates(model.Conditional)
def _conditional(machine: Machine, node: model.Conditional, scope: Scope) -> Value:
    tests = len(machine.tree.tested)
    gives_nothing = any(is_missing_argument(branch, scope) for branch in (node.consequent, node.alternate))
    with machine.tree.overlooking(gives_nothing):
        test = machine.evaluate_test(node.test, scope)
        before = standpoint(machine, tests)
        when_true, when_false = machine.possible(test, outcome=True), machine.possible(test, outcome=False)
    impossible = impossible_outcome(machine, node.test, scope)
    when_true = NO_SIDES if impossible is True else when_true
    when_false = NO_SIDES if impossible is False else when_false
    without = branch_without_argument(node, scope)
    results = []
    ends: list[frozenset[Side]] = []
    for branch, sides, outcome in ((node.consequent, when_true, True), (node.alternate, when_false, False)):
        if sides:
            doubt = _doubt_of_branch(test, outcome, without) if when_true and when_false else None
            results.append(_on_branch(machine, branch, scope, sides, test.origins, doubt))
            ends.append(machine.sides)
    machine.sides = NO_SIDES.union(*ends) if ends else machine.sides
    if len(results) == 2 and machine.sides and not all(ends):  # noqa: PLR2004 - both branches
        insist(machine, before, test, outcome=bool(ends[0]))
        return results[0] if ends[0] else results[1]
    if _is_condition(test) and len(results) == 2:  # noqa: PLR2004 - both branches
        result = _chosen_by_side(test, results[0], results[1], (when_true, when_false))
    else:
        result = values.join(results)
    if len(results) == 2:  # noqa: PLR2004 - as above
        result = told_apart(result, results[0], when_true, results[1], when_false)
    if all(isinstance(atom, (Primitive, SideFlag, values.Unknown)) or is_opaque(atom) for atom in result.atoms):
        is_constant = all(isinstance(atom, Primitive) for atom in result.atoms)
        about = in_common(test.origins) if is_constant else test.origins
        return values.tainted(result, about)  # which of two constants it is tells what the test was about
    return values.tainted(result, chosen_by(test.origins))


def _chosen_by_side(test: Value, one: Value, other: Value, taken: tuple[frozenset[Side], frozenset[Side]]) -> Value:
    """Return what ``browser ? one : other`` gives; ``taken`` are the sides of each."""
    if _is_constant(one) and _is_constant(other) and values.truthiness(one) is not values.truthiness(other):
        return test if values.truthiness(one) else negate(test)
    on_one, on_other = taken
    return either_side(only_on(one, on_one), on_one, only_on(other, on_other), on_other)


def _is_constant(value: Value) -> bool:
    return len(value.atoms) == 1 and all(isinstance(atom, Primitive) for atom in value.atoms)
