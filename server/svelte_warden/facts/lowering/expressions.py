"""Names, operators, assignments: expressions that are no literal, function, class, property access or call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

from svelte_warden.facts import model
from svelte_warden.facts.lowering.dispatch import COMMENTS, Lowering, lowers_expression, sole

if TYPE_CHECKING:
    from tree_sitter import Node as SyntaxNode

LONGEST_CHAIN = 48
"""How many operators of a chain such as ``a + b + c`` nest. A longer chain is an opaque list of its operands."""

_LOGICAL = frozenset({"&&", "||", "??"})


@lowers_expression("identifier", "undefined", "shorthand_property_identifier")
def _name(lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.Expression:
    if start == end:  # the parser supposed an identifier that is not there
        return model.Opaque(start, end, ())
    return model.Name(start, end, lowering.text(node))


@lowers_expression("this")
def _this(_lowering: Lowering, _node: SyntaxNode, start: int, end: int) -> model.Expression:
    return model.This(start, end)


@lowers_expression("super")
def _super(_lowering: Lowering, _node: SyntaxNode, start: int, end: int) -> model.Expression:
    return model.Super(start, end)


@lowers_expression("private_property_identifier")
def _private_name(lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.Expression:
    """The left operand of ``#field in object``."""
    return model.Constant(start, end, "string", lowering.text(node))


@lowers_expression("meta_property")
def _meta_property(lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.Expression:
    if lowering.data.startswith(b"import", node.start_byte):
        return model.ImportMeta(start, end)
    return model.NewTarget(start, end)


@lowers_expression("parenthesized_expression")
def _parenthesized(lowering: Lowering, node: SyntaxNode, _start: int, end: int) -> model.Expression:
    inner = sole(node)
    while inner is not None and inner.type == "parenthesized_expression" and not inner.has_error:
        inner = sole(inner)
    return lowering.expression(inner, end)


@lowers_expression("as_expression", "satisfies_expression", "non_null_expression", "instantiation_expression")
def _typed(lowering: Lowering, node: SyntaxNode, _start: int, end: int) -> model.Expression:
    return lowering.expression(sole(node), end)


@lowers_expression("type_assertion")
def _type_assertion(lowering: Lowering, node: SyntaxNode, _start: int, end: int) -> model.Expression:
    return lowering.expression(node.named_children[-1], end)


@lowers_expression("assignment_expression")
def _assignment(lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.Expression:
    target = lowering.pattern(node.child_by_field_name("left"), start)
    value = lowering.expression(node.child_by_field_name("right"), end)
    return model.Assignment(start, end, "=", target, value)


@lowers_expression("augmented_assignment_expression")
def _augmented_assignment(lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.Expression:
    target = lowering.pattern(node.child_by_field_name("left"), start)
    value = lowering.expression(node.child_by_field_name("right"), end)
    return model.Assignment(start, end, _operator(node), target, value)


@lowers_expression("update_expression")
def _update(lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.Expression:
    operand = node.child_by_field_name("argument")
    target = lowering.expression(operand, end)
    operator = cast("Literal['++', '--']", _operator(node))
    return model.Update(start, end, operator, target, prefix=operand is None or operand.start_byte > node.start_byte)


@lowers_expression("unary_expression")
def _unary(lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.Expression:
    operand = lowering.expression(node.child_by_field_name("argument"), end)
    return model.Unary(start, end, _operator(node), operand)


@lowers_expression("binary_expression")
def _binary(lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.Expression:
    """Fold a chain of operators from its innermost left operand outwards, in a loop: such chains can be very long."""
    operations = [node]
    left_node = node.child_by_field_name("left")
    while left_node is not None and left_node.type == "binary_expression" and not left_node.has_error:
        operations.append(left_node)
        left_node = left_node.child_by_field_name("left")
    operations.reverse()
    nested = len(operations) - 1
    if nested > LONGEST_CHAIN or not lowering.nest(nested):
        operands = [left_node, *(operation.child_by_field_name("right") for operation in operations)]
        return model.Opaque(start, end, tuple([lowering.expression(operand, end) for operand in operands]))
    result = lowering.expression(left_node, start)
    for operation in operations:
        start, end = lowering.span(operation)
        right = lowering.expression(operation.child_by_field_name("right"), end)
        operator = _operator(operation)
        if operator in _LOGICAL:
            result = model.Logical(start, end, cast("Literal['&&', '||', '??']", operator), result, right)
        else:
            result = model.Binary(start, end, operator, result, right)
    lowering.nest(-nested)
    return result


@lowers_expression("ternary_expression")
def _conditional(lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.Expression:
    test = lowering.expression(node.child_by_field_name("condition"), start)
    consequent = lowering.expression(node.child_by_field_name("consequence"), end)
    alternate = lowering.expression(node.child_by_field_name("alternative"), end)
    return model.Conditional(start, end, test, consequent, alternate)


@lowers_expression("sequence_expression")
def _sequence(lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.Expression:
    parts = [lowering.expression(child) for child in node.named_children if child.type not in COMMENTS]
    return model.Sequence(start, end, tuple(parts))


@lowers_expression("spread_element")
def _spread(lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.Expression:
    return model.Spread(start, end, lowering.expression(sole(node), end))


@lowers_expression("await_expression")
def _await(lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.Expression:
    return model.Await(start, end, lowering.expression(sole(node), end))


@lowers_expression("yield_expression")
def _yield(lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.Expression:
    argument = sole(node)
    delegate = node.child_count > 1 and node.children[1].type == "*"
    return model.Yield(start, end, None if argument is None else lowering.expression(argument), delegate)


@lowers_expression("internal_module", "module")
def _namespace(_lowering: Lowering, _node: SyntaxNode, start: int, end: int) -> model.Expression:
    """A TypeScript namespace: what it holds is not followed."""
    return model.Opaque(start, end, ())


def _operator(node: SyntaxNode) -> str:
    operator = node.child_by_field_name("operator")
    return "" if operator is None else operator.type
