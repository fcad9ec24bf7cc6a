"""Attributes and directives of elements: what they evaluate, when, and which functions they hand to the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.facts import model
from svelte_warden.flow import moments
from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.allowances import allow_missing, allow_missing_attribute
from svelte_warden.flow.interpreter.bindings import write_through
from svelte_warden.flow.interpreter.patterns import write
from svelte_warden.flow.interpreter.properties import get_property, key_text
from svelte_warden.flow.interpreter.scopes import Scope
from svelte_warden.flow.interpreter.values import (
    BROWSER,
    TRUE,
    UNDEFINED,
    UNKNOWN,
    Home,
    Object,
    Value,
)
from svelte_warden.flow.natives.registry import call_later, call_now, callables, run_callback

if TYPE_CHECKING:
    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.interpreter.scopes import Cell


def apply_attribute(machine: Machine, item: model.AttributeNode, start: int, scope: Scope, inner: Scope) -> Scope:
    """Evaluate an attribute of a plain element; return the scope of its children (``let:`` adds to it)."""
    machine.home = Home(machine.home.path, start)
    match item:
        case model.Attribute():
            _plain_attribute(machine, item, start, scope)
        case model.Directive(kind="let"):
            return let(machine, item, start, inner)
        case model.Directive():
            _directive(machine, item, start, scope)
        case model.SpreadAttribute():
            spread = embedded(machine, item.expression, start, scope)
            allow_missing(machine, item.expression.item.expression, spread)
            _spread(machine, spread)
        case model.Attachment():
            attached = in_browser(machine, item.expression, start, scope)
            call_later(machine, attached, [UNKNOWN], moments.ATTACHMENT, whole(item), sides=BROWSER, soon=True,
                       teardown=moments.EFFECT_TEARDOWN)  # fmt: skip
    return inner


def whole(item: model.AttributeNode) -> model.Node:
    """Return the place of a whole attribute."""
    return model.Node(0, item.length)


def embedded(machine: Machine, code: model.Embedded, start: int, scope: Scope) -> Value:
    """Return what a piece of code in an attribute gives."""
    from svelte_warden.flow.interpreter.markup import evaluate_embedded  # noqa: PLC0415 - markup renders elements

    return evaluate_embedded(machine, code, start, scope)


def in_browser(machine: Machine, code: model.Embedded, start: int, scope: Scope) -> Value:
    """Evaluate what the server never does: handler and directive expressions."""
    outer = machine.sides
    machine.sides = outer & BROWSER
    value = embedded(machine, code, start, scope) if machine.sides else UNDEFINED
    machine.sides = outer
    return value


def _is_handler(name: str) -> bool:
    return name.startswith("on") and name != "on"


def _plain_attribute(machine: Machine, item: model.Attribute, start: int, scope: Scope) -> None:
    codes = [part for part in item.parts if not isinstance(part, str)]
    if _is_handler(item.name) and len(item.parts) == 1 and codes:
        handler = in_browser(machine, codes[0], start, scope)
        call_later(machine, handler, [UNKNOWN], moments.handler(item.name[2:]), whole(item), sides=BROWSER)
        return
    for code in codes:
        allow_missing_attribute(machine, item, embedded(machine, code, start, scope))


def _spread(machine: Machine, value: Value) -> None:
    for atom in value.atoms:
        if isinstance(atom, Object):
            for name, held in list(atom.properties.items()):
                if _is_handler(name):
                    call_later(machine, held, [UNKNOWN], moments.handler(name[2:]), model.Node(0, 1), sides=BROWSER)


def _directive(machine: Machine, item: model.Directive, start: int, scope: Scope) -> None:
    node = whole(item)
    match item.kind:
        case "on":
            if item.expression is not None:
                handler = in_browser(machine, item.expression, start, scope)
                call_later(machine, handler, [UNKNOWN], moments.handler(item.name), node, sides=BROWSER)
        case "bind":
            _binding(machine, item, start, scope)
        case "use":
            _action(machine, item, start, scope)
        case "transition" | "in" | "out" | "animate":
            _transition(machine, item, start, scope)
        case _:
            if item.expression is not None:  # class:, style:
                value = embedded(machine, item.expression, start, scope)
                allow_missing(machine, item.expression.item.expression, value)
                if item.kind == "class":
                    machine.tree.note_test(value)


def _binding(machine: Machine, item: model.Directive, start: int, scope: Scope) -> None:
    """A binding reads its target; ``bind:x={get, set}`` calls the first now and the second when the value changes."""
    if item.expression is None:
        return
    expression = item.expression.item.expression
    if isinstance(expression, model.Sequence) and len(expression.expressions) == 2:  # noqa: PLR2004 - get and set
        outer = machine.home
        machine.home = Home(outer.path, start + item.expression.offset, item.expression.item)
        getter, setter = (machine.evaluate(part, scope) for part in expression.expressions)
        if item.name != "this":
            call_now(machine, getter, [], expression)
        moment = moments.BOUND_ELEMENT if item.name == "this" else moments.BOUND_SETTER
        call_later(machine, setter, [UNKNOWN], moment, expression, sides=BROWSER, soon=item.name == "this")
        machine.home = outer
    elif item.name == "this":
        hold(machine, item.expression, scope, UNKNOWN)  # an element, about which nothing is known
    else:
        embedded(machine, item.expression, start, scope)
        write_through(machine, item, item.expression, start, scope)


def give_to_setter(machine: Machine, code: model.Embedded, start: int, scope: Scope, bound: Value) -> None:
    """Give a component to the second function of ``bind:this={get, set}``, of the directive at byte ``start``."""
    expression = code.item.expression
    if isinstance(expression, model.Sequence):
        with machine.at(home=Home(machine.home.path, start + code.offset, code.item)):
            setter = machine.evaluate(expression.expressions[1], scope)
            call_later(machine, setter, [bound], moments.BOUND_ELEMENT, expression, sides=BROWSER, soon=True)


def hold(machine: Machine, code: model.Embedded, scope: Scope, bound: Value) -> None:
    """Let the target of ``bind:this`` hold an element or a component."""
    target = code.item.expression
    if isinstance(target, model.Name):
        cell = scope.find(target.name)
        if cell is not None:
            machine.remember_cell(cell)
            cell.value, cell.initialised = values.merge(cell.value, bound), True
    elif isinstance(target, (model.Member, model.Index)) and bound != UNKNOWN and machine.sides & BROWSER:
        with machine.at(sides=machine.sides & BROWSER):
            write(machine, target, bound, scope, target, how="bind:this")


def _action(machine: Machine, item: model.Directive, start: int, scope: Scope) -> None:
    action = in_browser(machine, item.subject, start, scope) if item.subject is not None else UNKNOWN
    parameter = in_browser(machine, item.expression, start, scope) if item.expression is not None else UNDEFINED
    node = whole(item)

    def run() -> None:
        result = run_callback(machine, action, [UNKNOWN, parameter], node)
        if not any(isinstance(atom, Object) for atom in result.atoms):
            return
        for name, moment in (("update", moments.ACTION), ("destroy", moments.TEARDOWN)):
            call_later(machine, get_property(machine, result, name, node), [UNKNOWN], moment, node)

    machine.schedule(run, moments.ACTION, machine.place(node), sides=BROWSER, soon=True)


def _transition(machine: Machine, item: model.Directive, start: int, scope: Scope) -> None:
    """A transition describes itself when it starts, or a little later in a function; ``tick`` runs while it plays.

    So does ``css``, for each of its frames, before that (Svelte 4, 5; ``elements.md`` of the rules' tests shows it).
    """
    function = in_browser(machine, item.subject, start, scope) if item.subject is not None else UNKNOWN
    parameters = in_browser(machine, item.expression, start, scope) if item.expression is not None else UNDEFINED
    node, home = whole(item), machine.home

    def describe(described: Value) -> None:
        if any(isinstance(atom, Object) for atom in described.atoms):
            for name in ("tick", "css", "easing"):
                call_later(machine, get_property(machine, described, name, node), [UNKNOWN], moments.ANIMATION, node)

    def describe_late(deferred: Value) -> None:
        machine.home = home
        describe(run_callback(machine, deferred, [UNKNOWN], node))

    def run() -> None:
        machine.home = home
        result = run_callback(machine, function, [UNKNOWN, parameters], node)
        describe(result)
        if callables(result):
            machine.schedule(lambda: describe_late(result), moments.MICROTASK, machine.place(node))

    machine.schedule(run, moments.TRANSITION, machine.place(node), sides=BROWSER)


def let(machine: Machine, item: model.Directive, start: int, inner: Scope) -> Scope:
    """Return the scope with what a ``let:`` directive declares."""
    scope = Scope(inner)
    if item.pattern is not None:
        from svelte_warden.flow.interpreter.markup import bind_embedded  # noqa: PLC0415 - markup renders elements

        bind_embedded(machine, item.pattern, start, scope, UNKNOWN)
    else:
        cell = machine.declare(scope, item.name, "const")
        cell.value, cell.initialised = UNKNOWN, True
    return scope


def let_variables(node: model.Element, scope: Scope) -> dict[str, Cell]:
    """Return the variables of a component's ``let:name`` and ``let:name={variable}``, by what the slot calls them."""
    found: dict[str, Cell] = {}
    for placed in node.attributes:
        item = placed.item
        if isinstance(item, model.Directive) and item.kind == "let":
            target = item.name if item.pattern is None else _variable(item.pattern.item.pattern)
            cell = None if target is None else scope.find(target)
            if cell is not None:
                found[item.name] = cell
    return found


def _variable(pattern: model.Pattern) -> str | None:
    return pattern.name if isinstance(pattern, model.Name) else None


def attribute_value(machine: Machine, node: model.Element, name: str, start: int, scope: Scope) -> Value:
    """Return the value of an attribute by its name; unknown where it is not written."""
    for placed in node.attributes:
        if isinstance(placed.item, model.Attribute) and placed.item.name == name:
            return parts_value(machine, placed.item, start + placed.offset, scope)
    return UNKNOWN


def parts_value(machine: Machine, item: model.Attribute, start: int, scope: Scope) -> Value:
    """Return what the parts of an attribute make together."""
    if not item.parts:
        return TRUE
    machine.home = Home(machine.home.path, start)
    pieces = [
        values.text(part) if isinstance(part, str) else embedded(machine, part, start, scope) for part in item.parts
    ]
    if len(pieces) == 1:
        return pieces[0]
    known = [key_text(piece) for piece in pieces]
    origins = frozenset().union(*(piece.origins for piece in pieces))
    if any(piece is None for piece in known):
        return values.unknown(origins)
    return values.text("".join(piece or "" for piece in known), origins)
