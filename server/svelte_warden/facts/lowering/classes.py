"""Classes and their members; signatures, ``declare`` and ``abstract`` members are erased."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from svelte_warden.facts import model
from svelte_warden.facts.lowering.dispatch import Lowering, lowers_expression, sole
from svelte_warden.facts.lowering.functions import block_body, method_function, method_kind, method_modifiers
from svelte_warden.facts.lowering.objects import property_key

if TYPE_CHECKING:
    from tree_sitter import Node as SyntaxNode

_ERASED_FIELDS = frozenset({"declare", "abstract"})


@lowers_expression("class", "class_declaration", "abstract_class_declaration", tolerant=True)
def lower_class(lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.Class:
    """Lower a class declaration or expression."""
    name = node.child_by_field_name("name")
    body = node.child_by_field_name("body")
    return model.Class(
        start,
        end,
        None if name is None else lowering.text(name),
        _superclass(lowering, node),
        () if body is None else _members(lowering, body),
    )


def _superclass(lowering: Lowering, node: SyntaxNode) -> model.Expression | None:
    for child in node.named_children:
        if child.type == "class_heritage":
            for clause in child.named_children:
                if clause.type == "extends_clause":
                    return lowering.expression(clause.child_by_field_name("value"), lowering.span(clause)[1])
    return None


def _members(lowering: Lowering, body: SyntaxNode) -> tuple[model.ClassMember, ...]:
    members: list[model.ClassMember] = []
    for child in body.named_children:
        kind = child.type
        if kind == "method_definition":
            members.append(_method(lowering, child))
        elif kind == "public_field_definition":
            field = _field(lowering, child)
            if field is not None:
                members.append(field)
        elif kind == "class_static_block":
            members.append(_static_block(lowering, child))
    return tuple(members)


def _method(lowering: Lowering, node: SyntaxNode) -> model.ClassMember:
    start, end = lowering.span(node)
    key = property_key(lowering, node.child_by_field_name("name"))
    is_static = "static" in method_modifiers(node)
    kind: Literal["constructor", "method", "getter", "setter"] = method_kind(node)
    if key == "constructor" and not is_static:
        kind = "constructor"
    return model.ClassMember(start, end, kind, key, method_function(lowering, node, key), is_static)


def _field(lowering: Lowering, node: SyntaxNode) -> model.ClassMember | None:
    modifiers = method_modifiers(node)
    if not _ERASED_FIELDS.isdisjoint(modifiers):
        return None
    start, end = lowering.span(node)
    key = property_key(lowering, node.child_by_field_name("name"))
    value = node.child_by_field_name("value")
    initialiser = None if value is None else lowering.expression(value)
    return model.ClassMember(start, end, "field", key, initialiser, "static" in modifiers)


def _static_block(lowering: Lowering, node: SyntaxNode) -> model.ClassMember:
    start, end = lowering.span(node)
    body = block_body(lowering, node.child_by_field_name("body") or sole(node))
    return model.ClassMember(start, end, "static_block", "", model.Function(start, end, None, (), body), is_static=True)
