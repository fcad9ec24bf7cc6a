"""Object and array literals, and the keys of properties and class members."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.facts import model
from svelte_warden.facts.lowering.dispatch import Lowering, lowers_expression, sole
from svelte_warden.facts.lowering.functions import method_function, method_kind
from svelte_warden.facts.lowering.literals import number_value, string_value

if TYPE_CHECKING:
    from tree_sitter import Node as SyntaxNode

_LARGEST_PLAIN_INTEGER = 1e21  # from here on JavaScript writes numbers with an exponent


@lowers_expression("object", tolerant=True)
def _object(lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.Expression:
    properties: list[model.Property | model.Spread] = []
    for child in node.named_children:
        lowered = _property(lowering, child)
        if lowered is not None:
            properties.append(lowered)
    return model.ObjectLiteral(start, end, tuple(properties))


def _property(lowering: Lowering, node: SyntaxNode) -> model.Property | model.Spread | None:
    start, end = lowering.span(node)
    kind = node.type
    if kind == "pair":
        key = property_key(lowering, node.child_by_field_name("key"))
        value = lowering.expression(node.child_by_field_name("value"), end)
        return model.Property(start, end, "init", key, value)
    if kind == "shorthand_property_identifier":
        name = lowering.text(node)
        return model.Property(start, end, "init", name, model.Name(start, end, name))
    if kind == "spread_element":
        return model.Spread(start, end, lowering.expression(sole(node), end))
    if kind == "method_definition":
        key = property_key(lowering, node.child_by_field_name("name"))
        return model.Property(start, end, method_kind(node), key, method_function(lowering, node, key))
    return None  # a comment, or half-typed


@lowers_expression("array", tolerant=True)
def _array(lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.Expression:
    return model.ArrayLiteral(
        start,
        end,
        tuple([None if element is None else lowering.expression(element) for element in array_elements(node)]),
    )


def array_elements(node: SyntaxNode) -> list[SyntaxNode | None]:
    """The elements of an array literal or pattern, ``None`` for a hole; a trailing comma makes none."""
    elements: list[SyntaxNode | None] = []
    expects_element = True
    for child in node.children:
        if child.is_named:
            if child.is_extra:
                continue
            elements.append(child)
            expects_element = False
        elif child.type == ",":
            if expects_element:
                elements.append(None)
            expects_element = True
    return elements


def property_key(lowering: Lowering, node: SyntaxNode | None) -> str | model.Expression:
    """The name of a property or member; an expression where it is computed, ``""`` where it is missing."""
    if node is None:
        return ""
    kind = node.type
    if kind == "computed_property_name":
        return lowering.expression(sole(node), lowering.span(node)[0])
    if kind == "string":
        return string_value(lowering, node)
    text = lowering.text(node)
    return _canonical_number(text) if kind == "number" else text


def _canonical_number(source: str) -> str:
    """A numeric key as the string that JavaScript makes of it."""
    value = number_value(source)
    if value is None:
        return source
    return str(int(value)) if value.is_integer() and value < _LARGEST_PLAIN_INTEGER else repr(value)
