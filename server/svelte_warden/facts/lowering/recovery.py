"""What can still be said about source that has no meaning as a whole: half-typed code, unknown syntax.

Two things are kept: the expressions, in order, and the boundaries of functions. Code behind a brace or an arrow
whose beginning is broken may run at any time or never, so it becomes the body of a function that nobody calls.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.facts import model
from svelte_warden.facts.lowering.dispatch import EXPRESSIONS, RECOVERED_DEPTH, STATEMENTS, Lowering

if TYPE_CHECKING:
    from tree_sitter import Node as SyntaxNode

# Parts of statements and expressions that stand alone when the rest of the whole is not there yet.
_PARTS = frozenset(
    {
        "arguments",
        "catch_clause",
        "else_clause",
        "finally_clause",
        "pair",
        "switch_body",
        "switch_case",
        "switch_default",
        "template_substitution",
        "variable_declarator",
    }
)
_MEMBERS = frozenset({"class_body", "class_static_block", "method_definition", "public_field_definition"})


def recover_statements(lowering: Lowering, node: SyntaxNode) -> list[model.Statement]:
    """The statements among the children of an error node; a loose expression is an opaque statement of its own."""
    start, end = lowering.span(node)
    if lowering.is_deepest:
        return [model.ExpressionStatement(start, end, model.Opaque(start, end, _names(lowering, node)))]
    levels: list[list[model.Statement]] = [[]]
    too_deep = 0
    after_arrow = False
    for child in node.children:
        kind = child.type
        if kind == "{":
            if lowering.nest(RECOVERED_DEPTH):
                levels.append([])
            else:
                too_deep += 1
        elif kind == "}" and too_deep:
            too_deep -= 1
        elif kind == "}" and len(levels) > 1:
            _close_level(lowering, levels)
        elif kind == "=>":
            after_arrow = True
            continue
        else:
            statements = _recover_child(lowering, child, kind)
            levels[-1] += _as_function(statements) if after_arrow else statements
        after_arrow = False
    while len(levels) > 1:
        _close_level(lowering, levels)
    return levels[0]


def recover_expressions(lowering: Lowering, node: SyntaxNode) -> tuple[model.Expression, ...]:
    """The expressions among the children of a node; statements among them run at an unknown time."""
    if lowering.is_deepest:
        return _names(lowering, node)
    expressions: list[model.Expression] = []
    for statement in recover_statements(lowering, node):
        if isinstance(statement, model.ExpressionStatement):
            expression = statement.expression
            expressions += expression.children if isinstance(expression, model.Opaque) else (expression,)
        else:
            expressions.append(_function((statement,)))
    return tuple(expressions)


def _recover_child(lowering: Lowering, child: SyntaxNode, kind: str) -> list[model.Statement]:
    if child.is_error or kind in _PARTS:
        return lowering.recovered(child)
    if kind in _MEMBERS:
        return _as_function(lowering.recovered(child))
    if not child.is_named:
        return []
    if kind in EXPRESSIONS:
        start, end = lowering.span(child)
        expression = lowering.expression(child)
        if not isinstance(expression, model.Opaque):
            expression = model.Opaque(start, end, (expression,))
        return [model.ExpressionStatement(start, end, expression)]
    if kind in STATEMENTS:
        statement = lowering.statement(child)
        return [] if statement is None else [statement]
    return []


def _close_level(lowering: Lowering, levels: list[list[model.Statement]]) -> None:
    lowering.nest(-RECOVERED_DEPTH)
    body = levels.pop()
    levels[-1] += _as_function(body)


def _as_function(body: list[model.Statement]) -> list[model.Statement]:
    if not body:
        return []
    function = _function(tuple(body))
    start, end = function.start, function.end
    return [model.ExpressionStatement(start, end, model.Opaque(start, end, (function,)))]


def _function(body: tuple[model.Statement, ...]) -> model.Function:
    return model.Function(body[0].start, body[-1].end, None, (), body, is_arrow=True)


def _names(lowering: Lowering, node: SyntaxNode) -> tuple[model.Expression, ...]:
    """The identifiers read below a node that nests too deeply to be lowered; the walk is a loop."""
    names: list[model.Expression] = []
    pending = [node]
    while pending:
        current = pending.pop()
        if current.type == "identifier":
            names.append(model.Name(*lowering.span(current), lowering.text(current)))
        else:
            pending += reversed(current.named_children)
    return tuple(names)
