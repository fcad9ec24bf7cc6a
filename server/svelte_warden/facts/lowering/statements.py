"""Control flow: every statement that neither declares, imports nor exports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from svelte_warden.facts import model
from svelte_warden.facts.lowering.declarations import using_declaration
from svelte_warden.facts.lowering.dispatch import Lowering, lowers_statement, sole
from svelte_warden.facts.lowering.functions import block_body
from svelte_warden.facts.lowering.namespaces import namespace_declaration

if TYPE_CHECKING:
    from tree_sitter import Node as SyntaxNode

# Any other word in the head of a loop is `using` or `await using`, which the grammar was given as `const`.
_DECLARED_BY: dict[str, Literal["const", "let", "var"]] = {"const": "const", "let": "let", "var": "var"}

_DECLARED_IN_ERROR = {
    # A declaration whose closing brace is not typed yet comes out of the parser as an expression.
    "function_expression": model.FunctionDeclaration,
    "generator_function": model.FunctionDeclaration,
    "class": model.ClassDeclaration,
}


@lowers_statement("expression_statement")
def _expression_statement(lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.Statement | None:
    inner = sole(node)
    if inner is None:
        return model.ExpressionStatement(start, end, lowering.opaque(node))
    if inner.type == "internal_module":
        return namespace_declaration(lowering, inner, start, end)
    using = using_declaration(lowering, inner, start, end)
    if using is not None:
        return using
    expression = lowering.expression(inner)
    if isinstance(expression, model.Function) and inner.type in _DECLARED_IN_ERROR:
        return model.FunctionDeclaration(start, end, expression)
    if isinstance(expression, model.Class) and inner.type in _DECLARED_IN_ERROR:
        return model.ClassDeclaration(start, end, expression)
    return model.ExpressionStatement(start, end, expression)


@lowers_statement("statement_block")
def _block(lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.Statement:
    return model.Block(start, end, lowering.statements(node.named_children))


@lowers_statement("empty_statement", "debugger_statement")
def _nothing(_lowering: Lowering, _node: SyntaxNode, _start: int, _end: int) -> None:
    return None


@lowers_statement("return_statement")
def _return(lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.Statement:
    return model.Return(start, end, _optional(lowering, sole(node)))


@lowers_statement("throw_statement")
def _throw(lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.Statement:
    return model.Throw(start, end, _optional(lowering, sole(node)))


@lowers_statement("if_statement")
def _if(lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.Statement:
    test = lowering.expression(node.child_by_field_name("condition"), end)
    consequent = _body(lowering, node.child_by_field_name("consequence"))
    otherwise = node.child_by_field_name("alternative")
    alternate = () if otherwise is None else _body(lowering, sole(otherwise))
    return model.If(start, end, test, consequent, alternate)


@lowers_statement("while_statement", "do_statement")
def _while(lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.Statement:
    test = lowering.expression(node.child_by_field_name("condition"), end)
    body = _body(lowering, node.child_by_field_name("body"))
    return model.While(start, end, test, body, body_first=node.type == "do_statement")


@lowers_statement("for_statement")
def _for(lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.Statement:
    return model.For(
        start,
        end,
        _initializer(lowering, node.child_by_field_name("initializer")),
        _loop_expression(lowering, node.child_by_field_name("condition")),
        _loop_expression(lowering, node.child_by_field_name("increment")),
        _body(lowering, node.child_by_field_name("body")),
    )


def _initializer(lowering: Lowering, node: SyntaxNode | None) -> model.Statement | None:
    if node is None or not node.is_named:
        return None
    if node.type in {"lexical_declaration", "variable_declaration", "empty_statement", "expression_statement"}:
        return lowering.statement(node)
    start, end = lowering.span(node)
    return model.ExpressionStatement(start, end, lowering.expression(node))


def _loop_expression(lowering: Lowering, node: SyntaxNode | None) -> model.Expression | None:
    if node is None or not node.is_named or node.type == "empty_statement":
        return None
    return lowering.expression(sole(node) if node.type == "expression_statement" else node)


@lowers_statement("for_in_statement")
def _for_each(lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.Statement:
    operator = node.child_by_field_name("operator")
    declaration = node.child_by_field_name("kind")
    return model.ForEach(
        start,
        end,
        "in" if operator is not None and operator.type == "in" else "of",
        node.children[1].type == "await",
        None if declaration is None else _DECLARED_BY.get(lowering.text(declaration), "using"),
        lowering.pattern(node.child_by_field_name("left"), end),
        lowering.expression(node.child_by_field_name("right"), end),
        _body(lowering, node.child_by_field_name("body")),
    )


@lowers_statement("switch_statement")
def _switch(lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.Statement:
    discriminant = lowering.expression(node.child_by_field_name("value"), end)
    body = node.child_by_field_name("body")
    cases: list[model.SwitchCase] = []
    for case in body.named_children if body is not None else ():
        if case.type in {"switch_case", "switch_default"}:
            case_start, case_end = lowering.span(case)
            test = _optional(lowering, case.child_by_field_name("value"))
            statements = lowering.statements(case.children_by_field_name("body"))
            cases.append(model.SwitchCase(case_start, case_end, test, statements))
    return model.Switch(start, end, discriminant, tuple(cases))


@lowers_statement("try_statement")
def _try(lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.Statement:
    block = block_body(lowering, node.child_by_field_name("body"))
    handler = node.child_by_field_name("handler")
    finalizer = node.child_by_field_name("finalizer")
    parameter = None if handler is None else handler.child_by_field_name("parameter")
    return model.Try(
        start,
        end,
        block,
        None if parameter is None else lowering.pattern(parameter),
        None if handler is None else block_body(lowering, handler.child_by_field_name("body")),
        None if finalizer is None else block_body(lowering, finalizer.child_by_field_name("body")),
    )


@lowers_statement("labeled_statement")
def _labeled(lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.Statement:
    label = node.child_by_field_name("label")
    body_node = node.child_by_field_name("body")
    body = None if body_node is None else lowering.statement(body_node)
    name = "" if label is None else lowering.text(label)
    return model.Labeled(start, end, name, model.Block(end, end, ()) if body is None else body)


@lowers_statement("break_statement")
def _break(_lowering: Lowering, _node: SyntaxNode, start: int, end: int) -> model.Statement:
    return model.Jump(start, end, "break")


@lowers_statement("continue_statement")
def _continue(_lowering: Lowering, _node: SyntaxNode, start: int, end: int) -> model.Statement:
    return model.Jump(start, end, "continue")


@lowers_statement("with_statement")
def _with(lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.Statement:
    """Forbidden in modules: the object is evaluated, then the body runs."""
    holder = node.child_by_field_name("object")
    head = model.ExpressionStatement(start, end, lowering.expression(holder, end))
    return model.Block(start, end, (head, *_body(lowering, node.child_by_field_name("body"))))


def _optional(lowering: Lowering, node: SyntaxNode | None) -> model.Expression | None:
    return None if node is None else lowering.expression(node)


def _body(lowering: Lowering, node: SyntaxNode | None) -> tuple[model.Statement, ...]:
    """The statements of a branch or a loop's body, with or without braces."""
    if node is None:
        return ()
    return lowering.statements(node.named_children if node.type == "statement_block" else (node,))
