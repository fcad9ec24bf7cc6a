"""Elements and components: attributes, directives, handlers, contents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.facts import model
from svelte_warden.flow import moments
from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.bindings import give_bound_pair, is_pair, write_back, write_through
from svelte_warden.flow.interpreter.composition import consider_component
from svelte_warden.flow.interpreter.handed_back import hand_back
from svelte_warden.flow.interpreter.instance_exports import bound_component
from svelte_warden.flow.interpreter.properties import get_property, key_text, spread_into
from svelte_warden.flow.interpreter.scopes import Scope
from svelte_warden.flow.interpreter.values import (
    BOTH_SIDES,
    BROWSER,
    TRUE,
    UNDEFINED,
    UNKNOWN,
    Component,
    Home,
    Object,
    Snippet,
    Value,
)
from svelte_warden.flow.natives.registry import call_later, call_now, run_callback
from svelte_warden.flow.reach.recording import note_outlet

if TYPE_CHECKING:
    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.interpreter.scopes import Cell


def render_element(machine: Machine, node: model.Element, start: int, scope: Scope) -> None:
    """Render an element, a component or one of Svelte's own elements."""
    if node.tag is not None:
        from svelte_warden.flow.interpreter.markup import evaluate_embedded  # noqa: PLC0415 - markup renders elements

        _render_component(machine, node, start, scope, evaluate_embedded(machine, node.tag, start, scope))
    elif node.name == "svelte:component":
        this = _attribute_value(machine, node, "this", start, scope)
        _render_component(machine, node, start, scope, this)
    elif node.name == "svelte:self":
        _render_component(machine, node, start, scope, values.of(Component(machine.home.path)))
    elif node.name == "slot":
        _render_slot(machine, node, start, scope)
    else:
        _render_plain(machine, node, start, scope)


def _contents(machine: Machine, node: model.Element, start: int, scope: Scope) -> None:
    from svelte_warden.flow.interpreter.markup import render_fragment  # noqa: PLC0415 - markup renders elements

    render_fragment(machine, node.children, start, Scope(scope))


def _render_plain(machine: Machine, node: model.Element, start: int, scope: Scope) -> None:
    inner = scope
    for placed in node.attributes:
        if machine.follows(placed.item):
            inner = _apply_attribute(machine, placed.item, start + placed.offset, scope, inner)
        machine.home = Home(machine.home.path, start)
    if node.children:
        _contents(machine, node, start, inner)
    if node.name == "svelte:boundary":
        _render_boundary_snippets(machine, node, start, inner)


def _render_boundary_snippets(machine: Machine, node: model.Element, start: int, scope: Scope) -> None:
    """Render what a boundary shows while its content is pending (on the server too) and when it has failed."""
    from svelte_warden.flow.interpreter.markup import declare_snippets, render_snippet  # noqa: PLC0415 - markup renders elements

    snippets = declare_snippets(machine, node.children, start, Scope(scope))
    for name, sides in (("pending", BOTH_SIDES), ("failed", BROWSER)):
        outer = machine.sides
        machine.sides = outer & sides
        for atom in snippets[name].atoms if name in snippets and machine.sides else ():
            if isinstance(atom, Snippet):
                render_snippet(machine, atom, [UNKNOWN, UNKNOWN], model.Node(0, node.length))
        machine.sides = outer


def _apply_attribute(machine: Machine, item: model.AttributeNode, start: int, scope: Scope, inner: Scope) -> Scope:
    """Evaluate an attribute of a plain element; return the scope of its children (``let:`` adds to it)."""
    machine.home = Home(machine.home.path, start)
    match item:
        case model.Attribute():
            _plain_attribute(machine, item, start, scope)
        case model.Directive(kind="let"):
            return _let(machine, item, start, inner)
        case model.Directive():
            _directive(machine, item, start, scope)
        case model.SpreadAttribute():
            _spread(machine, _embedded(machine, item.expression, start, scope))
        case model.Attachment():
            attached = _in_browser(machine, item.expression, start, scope)
            call_later(machine, attached, [UNKNOWN], moments.ATTACHMENT, _whole(item), sides=BROWSER, soon=True,
                       teardown=moments.EFFECT_TEARDOWN)  # fmt: skip
    return inner


def _whole(item: model.AttributeNode) -> model.Node:
    return model.Node(0, item.length)


def _embedded(machine: Machine, code: model.Embedded, start: int, scope: Scope) -> Value:
    from svelte_warden.flow.interpreter.markup import evaluate_embedded  # noqa: PLC0415 - markup renders elements

    return evaluate_embedded(machine, code, start, scope)


def _in_browser(machine: Machine, code: model.Embedded, start: int, scope: Scope) -> Value:
    """Evaluate what the server never does: handler and directive expressions."""
    outer = machine.sides
    machine.sides = outer & BROWSER
    value = _embedded(machine, code, start, scope) if machine.sides else UNDEFINED
    machine.sides = outer
    return value


def _is_handler(name: str, value: Value | None = None) -> bool:
    return len(name) > 2 and name.startswith("on") and (value is None or True)  # noqa: PLR2004 - "on"


def _plain_attribute(machine: Machine, item: model.Attribute, start: int, scope: Scope) -> None:
    codes = [part for part in item.parts if not isinstance(part, str)]
    if _is_handler(item.name) and len(item.parts) == 1 and codes:
        handler = _in_browser(machine, codes[0], start, scope)
        call_later(machine, handler, [UNKNOWN], moments.handler(item.name[2:]), _whole(item), sides=BROWSER)
        return
    for code in codes:
        _embedded(machine, code, start, scope)


def _spread(machine: Machine, value: Value) -> None:
    for atom in value.atoms:
        if isinstance(atom, Object):
            for name, held in list(atom.properties.items()):
                if _is_handler(name):
                    call_later(machine, held, [UNKNOWN], moments.handler(name[2:]), model.Node(0, 1), sides=BROWSER)


def _directive(machine: Machine, item: model.Directive, start: int, scope: Scope) -> None:
    node = _whole(item)
    match item.kind:
        case "on":
            if item.expression is not None:
                handler = _in_browser(machine, item.expression, start, scope)
                call_later(machine, handler, [UNKNOWN], moments.handler(item.name), node, sides=BROWSER)
        case "bind":
            _binding(machine, item, start, scope)
        case "use":
            _action(machine, item, start, scope)
        case "transition" | "in" | "out" | "animate":
            function = _in_browser(machine, item.subject, start, scope) if item.subject is not None else UNKNOWN
            parameters = (
                _in_browser(machine, item.expression, start, scope) if item.expression is not None else UNDEFINED
            )
            call_later(machine, function, [UNKNOWN, parameters], moments.TRANSITION, node, sides=BROWSER)
        case _:
            if item.expression is not None:
                _embedded(machine, item.expression, start, scope)


def _binding(machine: Machine, item: model.Directive, start: int, scope: Scope) -> None:
    """A binding reads its target; ``bind:x={get, set}`` calls the first now and the second when the value changes."""
    if item.expression is None:
        write_through(machine, item, scope)
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
        _hold(machine, item.expression, scope, UNKNOWN)  # an element, about which nothing is known
    else:
        _embedded(machine, item.expression, start, scope)
        write_through(machine, item, scope)


def _hold(machine: Machine, code: model.Embedded, scope: Scope, bound: Value) -> None:
    """Let the target of ``bind:this`` hold an element or a component."""
    target = code.item.expression
    if isinstance(target, model.Name):
        cell = scope.find(target.name)
        if cell is not None:
            machine.remember_cell(cell)
            cell.value, cell.initialised = values.merge(cell.value, bound), True


def _action(machine: Machine, item: model.Directive, start: int, scope: Scope) -> None:
    action = _in_browser(machine, item.subject, start, scope) if item.subject is not None else UNKNOWN
    parameter = _in_browser(machine, item.expression, start, scope) if item.expression is not None else UNDEFINED
    node = _whole(item)

    def run() -> None:
        result = run_callback(machine, action, [UNKNOWN, parameter], node)
        if not any(isinstance(atom, Object) for atom in result.atoms):
            return
        for name, moment in (("update", moments.ACTION), ("destroy", moments.TEARDOWN)):
            call_later(machine, get_property(machine, result, name, node), [UNKNOWN], moment, node)

    machine.schedule(run, moments.ACTION, machine.place(node), sides=BROWSER, soon=True)


def _let(machine: Machine, item: model.Directive, start: int, inner: Scope) -> Scope:
    scope = Scope(inner)
    if item.pattern is not None:
        from svelte_warden.flow.interpreter.markup import bind_embedded  # noqa: PLC0415 - markup renders elements

        bind_embedded(machine, item.pattern, start, scope, UNKNOWN)
    else:
        cell = machine.declare(scope, item.name, "const")
        cell.value, cell.initialised = UNKNOWN, True
    return scope


def _let_variables(node: model.Element, scope: Scope) -> dict[str, Cell]:
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


def _attribute_value(machine: Machine, node: model.Element, name: str, start: int, scope: Scope) -> Value:
    for placed in node.attributes:
        if isinstance(placed.item, model.Attribute) and placed.item.name == name:
            return _parts_value(machine, placed.item, start + placed.offset, scope)
    return UNKNOWN


def _parts_value(machine: Machine, item: model.Attribute, start: int, scope: Scope) -> Value:
    if not item.parts:
        return TRUE
    machine.home = Home(machine.home.path, start)
    pieces = [
        values.text(part) if isinstance(part, str) else _embedded(machine, part, start, scope) for part in item.parts
    ]
    if len(pieces) == 1:
        return pieces[0]
    known = [key_text(piece) for piece in pieces]
    origins = frozenset().union(*(piece.origins for piece in pieces))
    if any(piece is None for piece in known):
        return values.unknown(origins)
    return values.text("".join(piece or "" for piece in known), origins)


# --- slots ----------------------------------------------------------------------------------------------------------


def _render_slot(machine: Machine, node: model.Element, start: int, scope: Scope) -> None:
    name = "default"
    given: dict[str, Value] = {}
    for placed in node.attributes:
        item = placed.item
        if isinstance(item, model.Attribute):
            value = _parts_value(machine, item, start + placed.offset, scope)
            if item.name == "name":
                name = key_text(value) or name
            else:
                given[item.name] = value
        elif isinstance(item, model.SpreadAttribute):
            _embedded(machine, item.expression, start + placed.offset, scope)
    machine.home = Home(machine.home.path, start)
    instance = machine.instance
    if instance is None or not instance.known_parent:
        machine.given_calls.add((name, machine.sides))
        note_outlet(machine, name)
    content = instance.contents.get(name) if instance is not None else None
    if content is not None:
        from svelte_warden.flow.interpreter.markup import render_snippet  # noqa: PLC0415 - markup renders elements

        hand_back(machine, content, given)
        render_snippet(machine, content, [], model.Node(0, node.length))
    elif instance is None or not instance.known_parent or name not in instance.contents:
        _contents(machine, node, start, scope)


# --- components -----------------------------------------------------------------------------------------------------


def _render_component(machine: Machine, node: model.Element, start: int, scope: Scope, component: Value) -> None:
    props = Object("props", machine.home.place(model.Node(0, node.length)))
    inner = scope
    for placed in node.attributes:
        at = start + placed.offset
        machine.home = Home(machine.home.path, at)
        if isinstance(placed.item, model.Directive) and placed.item.kind == "let":
            inner = _let(machine, placed.item, at, inner)
        else:
            _give_prop(machine, props, placed.item, at, scope)
            if isinstance(placed.item, model.Directive) and placed.item.kind == "bind" and placed.item.name != "this":
                held = props.properties.get(placed.item.name, UNKNOWN)
                write_back(machine, component, placed.item, held, at, scope)
    machine.home = Home(machine.home.path, start)
    contents = _slot_contents(machine, node, start, inner, props)
    if "default" in contents:
        contents["default"].given = _let_variables(node, inner)
    _bind_component(machine, node, scope, component, props, contents)
    consider_component(machine, component, props, contents, model.Node(0, node.length), node.name)


def _bind_component(
    machine: Machine, node: model.Element, scope: Scope, component: Value, props: Object, contents: dict[str, Snippet]
) -> None:
    """Let the target of ``bind:this`` hold the component, with what it exports."""
    for placed in node.attributes:
        item = placed.item
        if isinstance(item, model.Directive) and item.kind == "bind" and item.name == "this" and item.expression:
            bound = bound_component(machine, component, props, contents, model.Node(0, node.length))
            _hold(machine, item.expression, scope, bound)


def _give_prop(machine: Machine, props: Object, item: model.AttributeNode, start: int, scope: Scope) -> None:
    match item:
        case model.Attribute():
            props.properties[item.name] = _parts_value(machine, item, start, scope)
        case model.SpreadAttribute():
            spread_into(props, _embedded(machine, item.expression, start, scope))
        case model.Directive(kind="on"):
            if item.expression is not None:
                handler = _in_browser(machine, item.expression, start, scope)
                call_later(machine, handler, [UNKNOWN], moments.component_event(item.name), _whole(item), sides=BROWSER)
        case model.Directive(kind="bind") if item.name == "this":
            pass  # what it holds is known when all props are
        case model.Directive(kind="bind") if item.expression and is_pair(item.expression):
            give_bound_pair(machine, props, item.name, item.expression, start, scope)
        case model.Directive(kind="bind"):
            if item.expression is not None:
                props.properties[item.name] = _embedded(machine, item.expression, start, scope)
            else:
                cell = scope.find(item.name)
                props.properties[item.name] = machine.read(cell) if cell is not None else UNKNOWN
        case model.Directive():
            if item.expression is not None:
                props.properties[item.name] = _embedded(machine, item.expression, start, scope)
        case model.Attachment():
            attached = _in_browser(machine, item.expression, start, scope)
            call_later(machine, attached, [UNKNOWN], moments.ATTACHMENT, _whole(item), sides=BROWSER, soon=True,
                       teardown=moments.EFFECT_TEARDOWN)  # fmt: skip


def _slot_contents(
    machine: Machine, node: model.Element, start: int, scope: Scope, props: Object
) -> dict[str, Snippet]:
    """Take a component's children apart: snippets become props, ``slot="x"`` children go to that slot."""
    from svelte_warden.flow.interpreter.markup import declare_snippets  # noqa: PLC0415 - markup renders elements

    inner = Scope(scope)
    props.properties.update(declare_snippets(machine, node.children, start, inner))
    named: dict[str, list[model.Placed[model.MarkupNode]]] = {}
    for placed in node.children:
        if not isinstance(placed.item, model.SnippetBlock):
            named.setdefault(_slot_name(placed.item), []).append(placed)
    contents = {}
    for name, nodes in named.items():
        home = Home(machine.home.path, start)
        contents[name] = Snippet(f"the content of <{node.name}>", None, tuple(nodes), inner, home, start, 0)
    if "default" in contents and "children" not in props.properties:
        props.properties["children"] = values.of(contents["default"])
    return contents


def _slot_name(node: model.MarkupNode) -> str:
    if isinstance(node, model.Element):
        for placed in node.attributes:
            item = placed.item
            if (
                isinstance(item, model.Attribute)
                and item.name == "slot"
                and item.parts
                and isinstance(item.parts[0], str)
            ):
                return item.parts[0]
    return "default"
