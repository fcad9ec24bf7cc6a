"""Patterns: what a declaration, a parameter or an assignment binds or writes.

An assignment target may have been parsed as a literal (``[a as T] = x``), so literals are read as patterns too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from svelte_warden.facts import model
from svelte_warden.facts.lowering.dispatch import EXPRESSIONS, Lowering, lowers_pattern, sole
from svelte_warden.facts.lowering.objects import array_elements, property_key

if TYPE_CHECKING:
    from tree_sitter import Node as SyntaxNode

_REST = frozenset({"rest_pattern", "spread_element"})


@lowers_pattern("identifier", "undefined", "shorthand_property_identifier_pattern", "shorthand_property_identifier")
def _name(lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.Pattern:
    if start == end:  # the parser supposed an identifier that is not there
        return model.Opaque(start, end, ())
    return model.Name(start, end, lowering.text(node))


@lowers_pattern("member_expression", "subscript_expression")
def _place(lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.Pattern:
    # Both lower to a member, an index or, half-typed, something opaque.
    return cast("model.Pattern", EXPRESSIONS[node.type](lowering, node, start, end))


@lowers_pattern("parenthesized_expression", "as_expression", "satisfies_expression", "non_null_expression")
def _wrapped(lowering: Lowering, node: SyntaxNode, _start: int, end: int) -> model.Pattern:
    return lowering.pattern(sole(node), end)


@lowers_pattern("type_assertion")
def _type_assertion(lowering: Lowering, node: SyntaxNode, _start: int, end: int) -> model.Pattern:
    return lowering.pattern(node.named_children[-1], end)


@lowers_pattern("assignment_pattern", "object_assignment_pattern", "assignment_expression")
def _default(lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.Pattern:
    target = lowering.pattern(node.child_by_field_name("left"), start)
    return model.DefaultPattern(start, end, target, lowering.expression(node.child_by_field_name("right"), end))


@lowers_pattern("rest_pattern", "spread_element")
def _rest(lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.Pattern:
    return model.RestPattern(start, end, lowering.pattern(sole(node), end))


@lowers_pattern("array_pattern", "array")
def _array(lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.Pattern:
    elements: list[model.Pattern | None] = []
    rest: model.Pattern | None = None
    for element in array_elements(node):
        if element is None:
            elements.append(None)
        elif element.type in _REST:
            rest = lowering.pattern(sole(element), end)
        else:
            elements.append(lowering.pattern(element))
    return model.ArrayPattern(start, end, tuple(elements), rest)


@lowers_pattern("object_pattern", "object")
def _object(lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.Pattern:
    properties: list[model.PropertyPattern] = []
    rest: model.Pattern | None = None
    for child in node.named_children:
        if child.type in _REST:
            rest = lowering.pattern(sole(child), end)
        elif not child.is_extra:
            properties.append(_property(lowering, child))
    return model.ObjectPattern(start, end, tuple(properties), rest)


def _property(lowering: Lowering, node: SyntaxNode) -> model.PropertyPattern:
    start, end = lowering.span(node)
    kind = node.type
    if kind in {"pair_pattern", "pair"}:
        key = property_key(lowering, node.child_by_field_name("key"))
        return model.PropertyPattern(start, end, key, lowering.pattern(node.child_by_field_name("value"), end))
    target = lowering.pattern(node)
    bound = target.target if isinstance(target, model.DefaultPattern) else target
    name = bound.name if isinstance(bound, model.Name) else ""
    return model.PropertyPattern(start, end, name, target)
