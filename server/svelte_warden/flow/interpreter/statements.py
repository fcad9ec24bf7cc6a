"""What each kind of statement does. Every function returns whether control always leaves the block."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from svelte_warden.facts import model
from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.bindings import connect_setters
from svelte_warden.flow.interpreter.calls import define_class
from svelte_warden.flow.interpreter.catches import may_throw
from svelte_warden.flow.interpreter.dispatch import executes
from svelte_warden.flow.interpreter.hoisting import hoist
from svelte_warden.flow.interpreter.memos import impossible_outcome
from svelte_warden.flow.interpreter.operators import equality
from svelte_warden.flow.interpreter.patterns import bind
from svelte_warden.flow.interpreter.reactivity import is_rune_call
from svelte_warden.flow.interpreter.scopes import DEFAULT, Scope
from svelte_warden.flow.interpreter.stand_ins import way_without_argument
from svelte_warden.flow.interpreter.values import NO_ORIGINS, NO_SIDES, UNDEFINED, Origin, Primitive, Side, SideFlag
from svelte_warden.flow.natives.registry import undescribed
from svelte_warden.flow.reach.demands import insist, standpoint
from svelte_warden.flow.reach.doubts import ARGUMENT_MISSING, doubt_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from svelte_warden.flow import moments
    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.interpreter.values import Value


@executes(model.ExpressionStatement)
def _expression(machine: Machine, node: model.ExpressionStatement, scope: Scope) -> bool:
    machine.evaluate(node.expression, scope)
    machine.activation.throws += not machine.sides
    return False


@executes(model.VariableDeclaration)
def _variables(machine: Machine, node: model.VariableDeclaration, scope: Scope) -> bool:
    where = scope.function_scope() if node.kind == "var" else scope
    kind = "const" if node.kind == "using" else node.kind
    for declarator in node.declarators:
        if declarator.init is None:
            if isinstance(declarator.pattern, model.Name):
                cell = where.cells.get(declarator.pattern.name)
                if cell is None or not cell.initialised:
                    bind(machine, declarator.pattern, UNDEFINED, where, kind)
            continue
        value = machine.evaluate(declarator.init, scope)
        bind(machine, declarator.pattern, value, where, kind)
        if isinstance(declarator.pattern, model.ObjectPattern):
            connect_setters(machine, declarator.pattern, value, where)
        elif isinstance(declarator.pattern, model.Name) and is_rune_call(declarator.init):
            where.cells[declarator.pattern.name].reactive = True
    return False


@executes(model.FunctionDeclaration)
def _function(machine: Machine, node: model.FunctionDeclaration, scope: Scope) -> bool:
    name = node.function.name
    if name is not None and name not in scope.cells:
        hoist(machine, (node,), scope)
    return False


@executes(model.ClassDeclaration)
def _class(machine: Machine, node: model.ClassDeclaration, scope: Scope) -> bool:
    value = define_class(machine, node.definition, scope)
    if node.definition.name is not None:
        cell = scope.cells.get(node.definition.name) or machine.declare(scope, node.definition.name, "class", node)
        cell.value, cell.initialised = value, True
    return False


@executes(model.EnumDeclaration)
def _enum(machine: Machine, node: model.EnumDeclaration, scope: Scope) -> bool:
    made = machine.allocate("object", node)
    number = 0.0
    for name, initialiser in node.members:
        if initialiser is None:
            made.properties[name] = values.of(values.Primitive("number", number))
        else:
            made.properties[name] = machine.evaluate(initialiser, scope)
            known = next(iter(made.properties[name].atoms), None)
            if isinstance(known, values.Primitive) and isinstance(known.value, float):
                number = known.value
        number += 1
    cell = scope.cells.get(node.name) or machine.declare(scope, node.name, "const", node)
    cell.value, cell.initialised = values.of(made), True
    return False


@executes(model.NamespaceDeclaration)
def _namespace(machine: Machine, node: model.NamespaceDeclaration, scope: Scope) -> bool:
    """Make the object of a namespace; what it adds to a class, a function or another namespace is not followed."""
    cell = scope.cells.get(node.name) or machine.declare(scope, node.name, "const", node)
    if not cell.initialised:
        cell.value, cell.initialised = machine.evaluate(node.value, scope), True
    return False


@executes(model.Return)
def _return(machine: Machine, node: model.Return, scope: Scope) -> bool:
    value = machine.evaluate(node.argument, scope) if node.argument is not None else UNDEFINED
    machine.activation.returned.append((value, machine.sides))
    machine.activation.returns_on |= machine.sides
    return True


@executes(model.Throw)
def _throw(machine: Machine, node: model.Throw, scope: Scope) -> bool:
    machine.activation.throws += 1
    if node.argument is not None:
        thrown = machine.evaluate(node.argument, scope)
        if machine.thrown is not None:
            machine.thrown.append(thrown)
    machine.throws_on |= machine.sides
    return True


@executes(model.Jump)
def _jump(machine: Machine, _node: model.Jump, _scope: Scope) -> bool:
    machine.activation.returns_on |= machine.sides
    return True


def branches(
    machine: Machine,
    ways: list[tuple[frozenset[Side], Callable[[], bool]]],
    origins: frozenset[Origin] = NO_ORIGINS,
    test: Value | None = None,
    without_argument: int | None = None,
) -> bool:
    """Run alternatives from one state and join them: sides that may go on, and whether an ``await`` may be behind.

    ``origins`` are those of the test, for as long as it decides; ``test`` is the test itself where the first way is
    taken when it is true, and the second when it is false. ``without_argument`` is the position of the way that is
    only taken if an argument is missing.
    """
    doubts = remaining_doubts = machine.doubts
    possible_ways = sum(1 for possible, _ in ways if possible)
    moment, sides, trail, conditions = machine.moment, machine.sides, machine.trail, machine.conditions
    machine.conditions = conditions | origins
    going_on: list[tuple[frozenset[Side], moments.Moment]] = []
    awaited = None
    for position, (possible, run) in enumerate(ways):
        if not possible:
            continue
        machine.moment, machine.sides, machine.trail = moment, possible, trail
        doubt = ARGUMENT_MISSING if position == without_argument else doubt_of(test, outcome=position == 0)
        way_doubts = doubts if possible_ways == 1 else (*doubts, doubt)
        machine.doubts = way_doubts
        machine.activation.depth += 1
        machine.uncertainty += 1
        leaves = run()
        machine.uncertainty -= 1
        machine.activation.depth -= 1
        if not leaves and machine.sides:
            going_on.append((machine.sides, machine.moment))
            remaining_doubts = way_doubts
            if machine.moment is not moment:
                awaited = (machine.moment, machine.trail)
    machine.moment, machine.trail = awaited or (moment, trail)
    machine.doubts = remaining_doubts
    machine.conditions = conditions
    if len(going_on) == possible_ways:
        machine.doubts = doubts
    machine.sides = frozenset().union(*(after for after, _ in going_on)) if going_on else sides
    return not going_on


@executes(model.If)
def _if(machine: Machine, node: model.If, scope: Scope) -> bool:
    tests = len(machine.tree.tested)
    impossible = impossible_outcome(machine, node.test, scope)
    with machine.tree.testing(node), machine.tree.overlooking(impossible is not None):  # it remembers what it has read
        test = machine.evaluate_test(node.test, scope)
        when_true, when_false = machine.possible(test, outcome=True), machine.possible(test, outcome=False)
    when_true = NO_SIDES if impossible is True else when_true
    when_false = NO_SIDES if impossible is False else when_false
    before = standpoint(machine, tests)
    throwing: list[bool] = []

    def way(statements: tuple[model.Statement, ...], *, outcome: bool) -> bool:
        activation = machine.activation
        throws, returned = activation.throws, len(activation.returned)
        leaves = block(machine, statements, scope)
        if leaves and activation.throws > throws and len(activation.returned) == returned:
            throwing.append(outcome)
        return leaves

    leaves = branches(
        machine,
        [
            (when_true, lambda: way(node.consequent, outcome=True)),
            (when_false, lambda: way(node.alternate, outcome=False)),
        ],
        test.origins,
        test,
        way_without_argument(node, scope) if when_true and when_false else None,
    )
    for outcome in throwing:
        insist(machine, before, test, outcome=not outcome)
    return leaves


def block(machine: Machine, statements: tuple[model.Statement, ...], scope: Scope) -> bool:
    """Run statements in a scope of their own."""
    if not statements:
        return False
    inner = Scope(scope)
    hoist(machine, statements, inner)
    return machine.execute(statements, inner)


@executes(model.Block)
def _block(machine: Machine, node: model.Block, scope: Scope) -> bool:
    return block(machine, node.body, scope)


@executes(model.Switch)
def _switch(machine: Machine, node: model.Switch, scope: Scope) -> bool:
    discriminant = machine.evaluate_test(node.discriminant, scope)
    inner = Scope(scope)
    for case in node.cases:
        hoist(machine, case.body, inner)

    reached = _sides_of_cases(machine, node, discriminant, inner)

    def run(position: int) -> bool:
        case = node.cases[position]
        if case.test is not None:
            machine.evaluate(case.test, inner)
        leaves = machine.execute(case.body, inner)
        return leaves and not any(isinstance(statement, model.Jump) for statement in case.body)

    ways: list[tuple[frozenset[Side], Callable[[], bool]]] = [
        (sides, partial(run, position)) for position, sides in enumerate(reached)
    ]
    if not any(case.test is None for case in node.cases):
        ways.append((machine.sides, lambda: False))
    return branches(machine, ways, discriminant.origins) if ways else False


def _sides_of_cases(machine: Machine, node: model.Switch, discriminant: Value, scope: Scope) -> list[frozenset[Side]]:
    """Return for each case the sides on which it may be reached: ``switch (browser)`` is a guard."""
    if not any(isinstance(atom, (SideFlag, Primitive)) for atom in discriminant.atoms):
        return [machine.sides] * len(node.cases)
    found: list[frozenset[Side]] = []
    falls_through = False
    for case in node.cases:
        matches = machine.sides
        if case.test is not None and not falls_through:
            test = equality(discriminant, machine.evaluate(case.test, scope))
            matches = machine.sides & values.sides_when(test, outcome=True)
        found.append(matches)
        falls_through = not any(
            isinstance(statement, (model.Jump, model.Return, model.Throw)) for statement in case.body
        )
    return found


@executes(model.Try)
def _try(machine: Machine, node: model.Try, scope: Scope) -> bool:
    """Run the block, the handler and the finalizer; these two also follow an ``await`` behind which control left."""
    activation, sides = machine.activation, machine.sides
    earlier, activation.awaited = activation.awaited, None
    outer, machine.thrown = machine.thrown, []
    throws_on, machine.throws_on = machine.throws_on, NO_SIDES
    with machine.tree.catching(caught=node.handler is not None, answered=may_throw(machine, node)):
        leaves = branches(machine, [(machine.sides, lambda: block(machine, node.block, scope))])
    caught = values.unknown(undescribed(machine.thrown).origins)
    caught_on = sides if leaves else machine.sides | machine.throws_on
    machine.thrown = outer
    machine.throws_on = throws_on if node.handler is not None else throws_on | machine.throws_on
    if (handler := node.handler) is not None:

        def handle() -> bool:
            _resume_after_await(machine)
            inner = Scope(scope)
            if node.parameter is not None:
                bind(machine, node.parameter, caught, inner, "let")
            return block(machine, handler, inner)

        leaves = branches(machine, [(caught_on, handle), (NO_SIDES if leaves else machine.sides, lambda: False)])
    if node.finalizer is not None:
        after, machine.sides = machine.sides, sides
        leaves = _finally(machine, node.finalizer, scope) or leaves
        machine.sides &= after
    activation.awaited = activation.awaited or earlier
    return leaves


def _resume_after_await(machine: Machine) -> None:
    """Go on as after the ``await`` that the running function has met, if it has."""
    if machine.activation.awaited is not None:
        machine.moment, machine.trail = machine.activation.awaited


def _finally(machine: Machine, finalizer: tuple[model.Statement, ...], scope: Scope) -> bool:
    """Run a finalizer for every way that leads there; what follows it goes on as the way that did not leave."""
    going_on, awaited = (machine.moment, machine.trail), machine.activation.awaited
    _resume_after_await(machine)
    machine.activation.awaited = None
    leaves = block(machine, finalizer, scope)
    if machine.activation.awaited is None:
        machine.moment, machine.trail = going_on
        machine.activation.awaited = awaited
    return leaves


@executes(model.Labeled)
def _labeled(machine: Machine, node: model.Labeled, scope: Scope) -> bool:
    return machine.execute((node.body,), scope)


@executes(model.Import, model.ExportNamed, model.ExportAll)
def _linking(_machine: Machine, _node: model.Statement, _scope: Scope) -> bool:
    return False  # imports are cells that linking declares


@executes(model.ExportDeclaration)
def _export(machine: Machine, node: model.ExportDeclaration, scope: Scope) -> bool:
    return machine.execute((node.declaration,), scope)


@executes(model.ExportDefault)
def _export_default(machine: Machine, node: model.ExportDefault, scope: Scope) -> bool:
    value = machine.evaluate(node.value, scope)
    cell = scope.cells.get(DEFAULT) or machine.declare(scope, DEFAULT, "const", node)
    cell.value, cell.initialised = value, True
    return False
