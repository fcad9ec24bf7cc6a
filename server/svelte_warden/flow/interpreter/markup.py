"""Rendering markup: which template code runs, when, and on which side.

Source of what the server evaluates: run on SvelteKit 2.70 and 3.2 with Svelte 5.57; attributes, text, blocks and props
are; handlers, actions, attachments, transitions, ``{#key}`` and each-key expressions are not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.facts import model
from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.by_side import sides_with_items
from svelte_warden.flow.interpreter.components import follow_markup
from svelte_warden.flow.interpreter.elements import render_element
from svelte_warden.flow.interpreter.hoisting import hoist
from svelte_warden.flow.interpreter.implicit_calls import run_own_text
from svelte_warden.flow.interpreter.iteration import iterated
from svelte_warden.flow.interpreter.parameters import bind_parameters
from svelte_warden.flow.interpreter.patterns import bind
from svelte_warden.flow.interpreter.scopes import Scope
from svelte_warden.flow.interpreter.settling import settled
from svelte_warden.flow.interpreter.statements import branches
from svelte_warden.flow.interpreter.values import BROWSER, UNKNOWN, Home, Object, Side, Snippet, Value
from svelte_warden.flow.reach.doubts import UNCERTAIN, doubt_of
from svelte_warden.flow.trail import Step

if TYPE_CHECKING:
    from svelte_warden.flow.interpreter.machine import Machine


def render_fragment(machine: Machine, fragment: model.Fragment, base: int, scope: Scope) -> None:
    """Render nodes in order. ``base`` is the absolute offset of the node that holds them."""
    declare_snippets(machine, fragment, base, scope)
    for placed in fragment:
        if machine.follows(placed.item):
            render_node(machine, placed.item, base + placed.offset, scope)


def declare_snippets(machine: Machine, fragment: model.Fragment, base: int, scope: Scope) -> dict[str, Value]:
    """Declare the snippets of a fragment: they are visible in all of it."""
    declared: dict[str, Value] = {}
    for placed in fragment:
        if isinstance(placed.item, model.SnippetBlock):
            block, start = placed.item, base + placed.offset
            cell = machine.declare(scope, block.name, "const")
            cell.value = declared[block.name] = values.of(_snippet(machine, block, start, scope))
            cell.initialised = True
    return declared


def snippet_named(machine: Machine, path: str, name: str, scope: Scope) -> Value:
    """Return a snippet that stands at the top of a component, for those who import it; anything if there is none."""
    facts = machine.program.facts(path)
    if facts is None:
        return UNKNOWN
    if machine.followed is not None:
        follow_markup(machine, facts, path, machine.followed)
    for placed in facts.markup:
        if isinstance(placed.item, model.SnippetBlock) and placed.item.name == name:
            with machine.at(home=Home(path, placed.offset)):
                return values.of(_snippet(machine, placed.item, placed.offset, scope))
    return UNKNOWN


def _snippet(machine: Machine, block: model.SnippetBlock, start: int, scope: Scope) -> Snippet:
    parameters = None
    home = Home(machine.home.path, start)
    if block.parameters is not None:
        home = Home(machine.home.path, start + block.parameters.offset, block.parameters.item)
        lowered = block.parameters.item.expression
        parameters = lowered if isinstance(lowered, model.Function) else None
    return Snippet(block.name, parameters, block.body, scope, home, start, 0)


def render_snippet(machine: Machine, snippet: Snippet, arguments: list[Value], node: model.Node) -> None:
    """Render a snippet or a slot's content where it is asked for."""
    if machine.stack.count(id(snippet.body)) >= 1:
        return
    scope = Scope(snippet.scope)
    step = Step("render", machine.place(node), f"renders {snippet.name}")
    machine.stack.append(id(snippet.body))
    activation = machine.new_activation(keeps_context_over_await=True)
    with machine.at(home=snippet.home, trail=machine.extended(step), activation=activation):
        if snippet.parameters is not None:
            bind_parameters(machine, snippet.parameters, arguments, scope)
        machine.home = Home(snippet.home.path, snippet.base)
        render_fragment(machine, snippet.body, snippet.base, scope)
    machine.stack.pop()


def evaluate_embedded(machine: Machine, code: model.Embedded, base: int, scope: Scope) -> Value:
    """Evaluate a piece of template code that lies within a node at ``base``."""
    outer = machine.home
    machine.home = Home(outer.path, base + code.offset, code.item)
    value = machine.evaluate(code.item.expression, scope)
    machine.home = outer
    return value


def bind_embedded(machine: Machine, code: model.Embedded, base: int, scope: Scope, value: Value) -> None:
    """Bind the pattern of a block to a value."""
    outer = machine.home
    machine.home = Home(outer.path, base + code.offset, code.item)
    bind(machine, code.item.pattern, value, scope, "const")
    machine.home = outer


def on_sides(machine: Machine, sides: frozenset[Side]) -> frozenset[Side]:
    """Restrict the machine to some sides and return what it was restricted to before."""
    outer = machine.sides
    machine.sides = outer & sides
    return outer


def render_node(machine: Machine, node: model.MarkupNode, start: int, scope: Scope) -> None:
    """Render one markup node that starts at the absolute offset ``start``."""
    machine.home = Home(machine.home.path, start)
    sides = machine.sides
    match node:
        case model.Element():
            render_element(machine, node, start, scope)
        case model.Tag(kind="expression"):
            shown = evaluate_embedded(machine, node.expression, start, scope)
            run_own_text(machine, shown, model.Node(0, node.length))
        case model.Tag():
            evaluate_embedded(machine, node.expression, start, scope)
        case model.IfBlock():
            _render_if(machine, node, start, scope)
        case model.EachBlock():
            _render_each(machine, node, start, scope)
        case model.AwaitBlock():
            _render_await(machine, node, start, scope)
        case model.KeyBlock():
            outer = on_sides(machine, BROWSER)
            if machine.sides:
                evaluate_embedded(machine, node.expression, start, scope)
            machine.sides = outer
            render_fragment(machine, node.body, start, Scope(scope))
        case model.DeclarationTag():
            _declare(machine, node, start, scope)
        case model.SnippetBlock():
            pass  # declared with its fragment; rendered where it is asked for
    machine.sides = sides


def _declare(machine: Machine, node: model.DeclarationTag, start: int, scope: Scope) -> None:
    outer = machine.home
    machine.home = Home(outer.path, start + node.statement.offset, node.statement.item)
    statements = node.statement.item.statements
    hoist(machine, statements, scope)
    with machine.tree.declaring():
        machine.execute(statements, scope)
    machine.home = outer


def _render_if(machine: Machine, node: model.IfBlock, start: int, scope: Scope) -> None:
    outer = machine.sides
    remaining = outer
    before = doubts = machine.doubts
    for test, body in node.branches:
        if not remaining:
            break
        machine.sides = remaining
        if test is None:
            _branch(machine, body, start, scope, remaining)
            break
        machine.testing += 1
        value = evaluate_embedded(machine, test, start, scope)
        machine.testing -= 1
        conditions = machine.conditions
        machine.conditions = conditions | value.origins
        when_true, when_false = machine.possible(value, outcome=True), machine.possible(value, outcome=False)
        if when_false:
            machine.doubts = (*doubts, doubt_of(value, outcome=True))
        _branch(machine, body, start, scope, when_true)
        if when_true:
            doubts = machine.doubts = (*doubts, doubt_of(value, outcome=False))
        machine.conditions = conditions
        remaining &= when_false
    machine.sides, machine.doubts = outer, before


def _branch(machine: Machine, body: model.Fragment, start: int, scope: Scope, sides: frozenset[Side]) -> None:
    def render() -> bool:
        render_fragment(machine, body, start, Scope(scope))
        return False

    if sides and body:
        outer = machine.sides
        branches(machine, [(sides, render)])
        machine.sides = outer


def _render_each(machine: Machine, node: model.EachBlock, start: int, scope: Scope) -> None:
    iterable = evaluate_embedded(machine, node.iterable, start, scope)
    doubts = machine.doubts
    machine.doubts = (*doubts, UNCERTAIN)
    outer = machine.sides
    filled = outer & sides_with_items(iterable, is_known=True)
    if filled:
        machine.sides = filled
        inner = Scope(scope)
        home = Home(machine.home.path, start)
        machine.home = home
        item = iterated(machine, iterable, model.Node(0, 0))
        if node.pattern is not None:
            bind_embedded(machine, node.pattern, start, inner, item)
        if node.index is not None:
            cell = machine.declare(inner, node.index, "const")
            cell.value, cell.initialised = UNKNOWN, True
        if node.key is not None and machine.sides & BROWSER:
            before = on_sides(machine, BROWSER)
            evaluate_embedded(machine, node.key, start, inner)
            machine.sides = before
        _branch(machine, node.body, start, inner, machine.sides)
        machine.sides = outer
    if not _has_items(node):
        _branch(machine, node.fallback, start, scope, outer)
    machine.doubts = doubts


def _has_items(node: model.EachBlock) -> bool:
    """Whether a block goes through a list that is written out, with something in it."""
    match node.iterable.item.expression:
        case model.ArrayLiteral(elements=elements):
            return any(item is not None and not isinstance(item, model.Spread) for item in elements)
        case _:
            return False


def _render_await(machine: Machine, node: model.AwaitBlock, start: int, scope: Scope) -> None:
    promise = evaluate_embedded(machine, node.promise, start, scope)
    outer, doubts = machine.sides, machine.doubts
    machine.doubts = (*doubts, UNCERTAIN)
    settled_at_once = bool(promise.atoms) and not any(
        isinstance(atom, (values.Unknown, values.External, values.Native))
        or (isinstance(atom, Object) and atom.kind == "promise")
        for atom in promise.atoms
    )
    if node.pending is not None:
        _branch(machine, node.pending, start, scope, outer)
    if node.then is not None:
        inner = Scope(scope)
        if node.then_pattern is not None:
            bind_embedded(machine, node.then_pattern, start, inner, settled(promise))
        _branch(machine, node.then, start, inner, outer if settled_at_once else outer & BROWSER)
    if node.catch is not None:
        inner = Scope(scope)
        if node.catch_pattern is not None:
            bind_embedded(machine, node.catch_pattern, start, inner, UNKNOWN)
        _branch(machine, node.catch, start, inner, outer & BROWSER)
    machine.sides, machine.doubts = outer, doubts
