"""Property access and calls: everything that is written behind an operand.

The grammar binds a call with type arguments looser than a prefix operator: it reads ``await f<T>(x).y`` as
``(await f)<T>(x).y``. Where the operand has no parentheses, what stands behind it belongs to its innermost part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.facts import model
from svelte_warden.facts.lowering.dispatch import COMMENTS, Lowering, lowers_expression
from svelte_warden.facts.lowering.literals import template_parts

if TYPE_CHECKING:
    from collections.abc import Callable

    from tree_sitter import Node as SyntaxNode

_LOOSER = frozenset({model.Await, model.Unary, model.Binary, model.Logical})


@lowers_expression("member_expression", "nested_identifier")
def _member(lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.Expression:
    holder_node = node.child_by_field_name("object")
    holder = lowering.expression(holder_node, start)
    name_node = node.child_by_field_name("property")
    if name_node is None or name_node.start_byte == name_node.end_byte:
        return model.Opaque(start, end, (holder,))
    name = lowering.text(name_node)
    optional = node.child_by_field_name("optional_chain") is not None
    if holder.__class__ in _LOOSER and _is_bare(holder_node):
        return _behind(holder, end, lambda operand: model.Member(operand.start, end, operand, name, optional))
    return model.Member(start, end, holder, name, optional)


@lowers_expression("subscript_expression")
def _index(lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.Expression:
    holder_node = node.child_by_field_name("object")
    holder = lowering.expression(holder_node, start)
    index = lowering.expression(node.child_by_field_name("index"), end)
    optional = node.child_by_field_name("optional_chain") is not None
    if holder.__class__ in _LOOSER and _is_bare(holder_node):
        return _behind(holder, end, lambda operand: model.Index(operand.start, end, operand, index, optional))
    return model.Index(start, end, holder, index, optional)


@lowers_expression("call_expression")
def _call(lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.Expression:
    callee_node = node.child_by_field_name("function")
    arguments_node = node.child_by_field_name("arguments")
    if callee_node is not None and callee_node.type == "import":
        arguments = _arguments(lowering, arguments_node)
        return model.ImportCall(start, end, arguments[0] if arguments else model.Opaque(end, end, ()))
    callee = lowering.expression(callee_node, start)
    if arguments_node is not None and arguments_node.type == "template_string":
        chunks, holes = template_parts(lowering, arguments_node)
        return model.TaggedTemplate(start, end, callee, chunks, holes)
    arguments = _arguments(lowering, arguments_node)
    optional = node.child_count > 2 and any(child.type == "?." for child in node.children)  # noqa: PLR2004 # callee, arguments
    if callee.__class__ in _LOOSER and _is_bare(callee_node):
        return _behind(callee, end, lambda operand: model.Call(operand.start, end, operand, arguments, optional))
    return model.Call(start, end, callee, arguments, optional)


@lowers_expression("new_expression")
def _new(lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.Expression:
    callee = lowering.expression(node.child_by_field_name("constructor"), end)
    return model.New(start, end, callee, _arguments(lowering, node.child_by_field_name("arguments")))


def _arguments(lowering: Lowering, node: SyntaxNode | None) -> tuple[model.Expression, ...]:
    if node is None:
        return ()
    return tuple([lowering.expression(child) for child in node.named_children if child.type not in COMMENTS])


def _is_bare(node: SyntaxNode | None) -> bool:
    return node is not None and node.type != "parenthesized_expression"


def _behind(
    expression: model.Expression, end: int, build: Callable[[model.Expression], model.Expression]
) -> model.Expression:
    """Put an access or a call behind the innermost operand of an expression, which then ends where that does."""
    start = expression.start
    match expression:
        case model.Await(argument=operand):
            return model.Await(start, end, _behind(operand, end, build))
        case model.Unary(operator=operator, operand=operand):
            return model.Unary(start, end, operator, _behind(operand, end, build))
        case model.Binary(operator=operator, left=left, right=operand):
            return model.Binary(start, end, operator, left, _behind(operand, end, build))
        case model.Logical(operator=logical, left=left, right=operand):
            return model.Logical(start, end, logical, left, _behind(operand, end, build))
        case _:
            return build(expression)
