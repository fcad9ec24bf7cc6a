"""Elements and components: attributes, directives, handlers, contents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.facts import model
from svelte_warden.flow import moments
from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.allowances import allow_missing, allow_missing_prop
from svelte_warden.flow.interpreter.attributes import (
    apply_attribute,
    attribute_value,
    embedded,
    give_to_setter,
    hold,
    in_browser,
    let,
    let_variables,
    parts_value,
    whole,
)
from svelte_warden.flow.interpreter.bindings import give_bound_pair, give_setter, is_pair, write_back
from svelte_warden.flow.interpreter.composition import consider_component
from svelte_warden.flow.interpreter.copying import spread_into
from svelte_warden.flow.interpreter.dispatched_events import moment_of_event
from svelte_warden.flow.interpreter.handed_back import hand_back
from svelte_warden.flow.interpreter.instance_exports import bound_component
from svelte_warden.flow.interpreter.properties import key_text
from svelte_warden.flow.interpreter.scopes import Scope
from svelte_warden.flow.interpreter.values import (
    BOTH_SIDES,
    BROWSER,
    UNKNOWN,
    Component,
    Home,
    Object,
    Snippet,
    Value,
)
from svelte_warden.flow.natives.registry import call_later
from svelte_warden.flow.reach.recording import note_outlet

if TYPE_CHECKING:
    from svelte_warden.flow.interpreter.machine import Machine


def render_element(machine: Machine, node: model.Element, start: int, scope: Scope) -> None:
    """Render an element, a component or one of Svelte's own elements."""
    if node.tag is not None:
        from svelte_warden.flow.interpreter.markup import evaluate_embedded  # noqa: PLC0415 - markup renders elements

        _render_component(machine, node, start, scope, evaluate_embedded(machine, node.tag, start, scope))
    elif node.name == "svelte:component":
        this = attribute_value(machine, node, "this", start, scope)
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
            inner = apply_attribute(machine, placed.item, start + placed.offset, scope, inner)
        machine.home = Home(machine.home.path, start)
    outer = machine.sides
    if node.name == "svelte:boundary" and _shows_something_else_first(node):
        machine.sides = outer & BROWSER
    if node.children and machine.sides:
        _contents(machine, node, start, inner)
    machine.sides = outer
    if node.name == "svelte:boundary":
        _render_boundary_snippets(machine, node, start, inner)


def _shows_something_else_first(boundary: model.Element) -> bool:
    """Whether the server renders what a boundary has for as long as its content is pending, and not the content.

    Holds in Svelte 5.36 and later; shown in ``values_by_side.md`` of the rules' tests.
    """
    return any(
        isinstance(placed.item, model.SnippetBlock) and placed.item.name == "pending" for placed in boundary.children
    ) or any(
        isinstance(placed.item, model.Attribute) and placed.item.name == "pending" for placed in boundary.attributes
    )


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


# --- slots ----------------------------------------------------------------------------------------------------------


def _render_slot(machine: Machine, node: model.Element, start: int, scope: Scope) -> None:
    name = "default"
    given: dict[str, Value] = {}
    for placed in node.attributes:
        item = placed.item
        if isinstance(item, model.Attribute):
            value = parts_value(machine, item, start + placed.offset, scope)
            if item.name == "name":
                name = key_text(value) or name
            else:
                given[item.name] = value
        elif isinstance(item, model.SpreadAttribute):
            embedded(machine, item.expression, start + placed.offset, scope)
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
            inner = let(machine, placed.item, at, inner)
        else:
            _give_prop(machine, component, props, placed.item, at, scope)
            if isinstance(placed.item, model.Attribute):
                allow_missing_prop(machine, component, placed.item, props.properties[placed.item.name])
            elif isinstance(placed.item, model.Directive) and placed.item.kind == "bind" and placed.item.name != "this":
                held = props.properties.get(placed.item.name, UNKNOWN)
                write_back(machine, component, placed.item, held, at, scope)
    machine.home = Home(machine.home.path, start)
    contents = _slot_contents(machine, node, start, inner, props)
    if "default" in contents:
        contents["default"].given = let_variables(node, inner)
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
            machine.noticed.worth_following += bound != UNKNOWN
            if is_pair(item.expression):
                give_to_setter(machine, item.expression, machine.home.base + placed.offset, scope, bound)
            else:
                hold(machine, item.expression, scope, bound)


def _give_prop(
    machine: Machine, component: Value, props: Object, item: model.AttributeNode, start: int, scope: Scope
) -> None:
    match item:
        case model.Attribute():
            props.properties[item.name] = parts_value(machine, item, start, scope)
        case model.SpreadAttribute():
            spread = embedded(machine, item.expression, start, scope)
            allow_missing(machine, item.expression.item.expression, spread)
            spread_into(props, spread)
        case model.Directive(kind="on"):
            if item.expression is not None:
                handler = in_browser(machine, item.expression, start, scope)
                moment = moment_of_event(machine, component, item.name)
                call_later(machine, handler, [UNKNOWN], moment, whole(item), sides=BROWSER)
        case model.Directive(kind="bind") if item.name == "this":
            pass  # what it holds is known when all props are
        case model.Directive(kind="bind") if item.expression and is_pair(item.expression):
            give_bound_pair(machine, props, item.name, item.expression, start, scope)
        case model.Directive(kind="bind"):
            if item.expression is not None:
                props.properties[item.name] = embedded(machine, item.expression, start, scope)
                give_setter(machine, props, item.name, item.expression.item.expression, scope)
        case model.Directive():
            if item.expression is not None:
                props.properties[item.name] = embedded(machine, item.expression, start, scope)
        case model.Attachment():
            attached = in_browser(machine, item.expression, start, scope)
            call_later(machine, attached, [UNKNOWN], moments.ATTACHMENT, whole(item), sides=BROWSER, soon=True,
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
