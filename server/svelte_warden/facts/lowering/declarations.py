"""Declarations of variables, functions, classes and enums; those of types are erased."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

from svelte_warden.facts import model
from svelte_warden.facts.lowering.classes import lower_class
from svelte_warden.facts.lowering.dispatch import Lowering, lowers_statement, sole
from svelte_warden.facts.lowering.functions import lower_function
from svelte_warden.facts.lowering.objects import property_key

if TYPE_CHECKING:
    from tree_sitter import Node as SyntaxNode

_USING_TYPES = frozenset({"assignment_expression", "await_expression", "sequence_expression"})


@lowers_statement("lexical_declaration", "variable_declaration")
def _variables(lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.Statement:
    declarators = [_declarator(lowering, child) for child in node.named_children if child.type == "variable_declarator"]
    kind = cast("Literal['const', 'let', 'var']", node.children[0].type)
    return model.VariableDeclaration(start, end, kind, tuple(declarators))


def _declarator(lowering: Lowering, node: SyntaxNode) -> model.Declarator:
    start, end = lowering.span(node)
    pattern = lowering.pattern(node.child_by_field_name("name"), start)
    value = node.child_by_field_name("value")
    return model.Declarator(start, end, pattern, None if value is None else lowering.expression(value))


def using_declaration(lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.VariableDeclaration | None:
    """Read ``using a = b`` and ``await using a = b``, which the grammar takes for expressions."""
    if node.type not in _USING_TYPES:
        return None
    is_sequence = node.type == "sequence_expression"
    parts = [child for child in node.named_children if not child.is_extra] if is_sequence else [node]
    if parts[0].type == "await_expression":
        parts[0] = sole(parts[0]) or parts[0]
    if parts[0].type != "assignment_expression" or parts[0].children[0].type != "using":
        return None
    declarators: list[model.Declarator] = []
    for part in parts:
        left = part.child_by_field_name("left")
        pattern = lowering.pattern(left, end)
        value = lowering.expression(part.child_by_field_name("right"), end)
        declarators.append(model.Declarator(pattern.start, lowering.span(part)[1], pattern, value))
    return model.VariableDeclaration(start, end, "using", tuple(declarators))


@lowers_statement("function_declaration", "generator_function_declaration")
def _function(lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.Statement:
    return model.FunctionDeclaration(start, end, lower_function(lowering, node, start, end))


@lowers_statement("class_declaration", "abstract_class_declaration")
def _class(lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.Statement:
    return model.ClassDeclaration(start, end, lower_class(lowering, node, start, end))


@lowers_statement("enum_declaration")
def _enum(lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.Statement:
    name = node.child_by_field_name("name")
    body = node.child_by_field_name("body")
    members: list[tuple[str, model.Expression | None]] = []
    for child in body.named_children if body is not None else ():
        if child.is_extra:
            continue
        is_assigned = child.type == "enum_assignment"
        key = property_key(lowering, child.child_by_field_name("name") if is_assigned else child)
        value = child.child_by_field_name("value") if is_assigned else None
        if isinstance(key, str):
            members.append((key, None if value is None else lowering.expression(value)))
    return model.EnumDeclaration(start, end, "" if name is None else lowering.text(name), tuple(members))


@lowers_statement(
    "function_signature",
    "ambient_declaration",
    "interface_declaration",
    "type_alias_declaration",
)
def _types(_lowering: Lowering, _node: SyntaxNode, _start: int, _end: int) -> None:
    return None


@lowers_statement("import_alias")
def _import_alias(lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.Statement | None:
    """``import a = b.c``: a constant."""
    named = [child for child in node.named_children if not child.is_extra]
    if not named:
        return None
    name = lowering.pattern(named[0])
    value = lowering.expression(named[-1])
    return model.VariableDeclaration(start, end, "const", (model.Declarator(start, end, name, value),))
