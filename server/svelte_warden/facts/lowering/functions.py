"""Functions, arrows and methods with their parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from svelte_warden.facts import model
from svelte_warden.facts.lowering.dispatch import Lowering, lowers_expression

if TYPE_CHECKING:
    from tree_sitter import Node as SyntaxNode

_PARAMETER_MODIFIERS = frozenset({"accessibility_modifier", "override_modifier", "readonly"})


@lowers_expression(
    "function_expression",
    "function_declaration",
    "generator_function",
    "generator_function_declaration",
    tolerant=True,
)
def lower_function(lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.Function:
    """Lower a function declaration or expression."""
    name = node.child_by_field_name("name")
    parameters, properties = lower_parameter_list(lowering, node.child_by_field_name("parameters"))
    return model.Function(
        start,
        end,
        None if name is None else lowering.text(name),
        parameters,
        block_body(lowering, node.child_by_field_name("body")),
        is_async=node.children[0].type == "async",
        is_generator=node.type.startswith("generator"),
        parameter_properties=properties,
    )


@lowers_expression("arrow_function", tolerant=True)
def _arrow(lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.Expression:
    single = node.child_by_field_name("parameter")
    if single is not None:
        parameters: tuple[model.Pattern, ...] = (lowering.pattern(single),)
    else:
        parameters, _ = lower_parameter_list(lowering, node.child_by_field_name("parameters"))
    return model.Function(
        start,
        end,
        None,
        parameters,
        _arrow_body(lowering, node.child_by_field_name("body")),
        is_async=node.children[0].type == "async",
        is_arrow=True,
    )


def method_function(lowering: Lowering, node: SyntaxNode, key: str | model.Expression) -> model.Function:
    """Lower the function of a ``method_definition``."""
    start, end = lowering.span(node)
    modifiers = method_modifiers(node)
    parameters, properties = lower_parameter_list(lowering, node.child_by_field_name("parameters"))
    return model.Function(
        start,
        end,
        key if isinstance(key, str) else None,
        parameters,
        block_body(lowering, node.child_by_field_name("body")),
        is_async="async" in modifiers,
        is_generator="*" in modifiers,
        parameter_properties=properties,
    )


def method_kind(node: SyntaxNode) -> Literal["method", "getter", "setter"]:
    """What kind of method a ``method_definition`` is."""
    modifiers = method_modifiers(node)
    if "get" in modifiers:
        return "getter"
    return "setter" if "set" in modifiers else "method"


def method_modifiers(node: SyntaxNode) -> list[str]:
    """The keywords before a member's name, ``*`` among them."""
    modifiers: list[str] = []
    for child in node.children:
        if child.is_named:
            if child.type in {"accessibility_modifier", "override_modifier", "decorator", "comment"}:
                continue
            break
        modifiers.append(child.type)
    return modifiers


def block_body(lowering: Lowering, node: SyntaxNode | None) -> tuple[model.Statement, ...]:
    """The statements of a block; none for a body that is not there."""
    return () if node is None else lowering.statements(node.named_children)


def _arrow_body(lowering: Lowering, node: SyntaxNode | None) -> tuple[model.Statement, ...]:
    if node is None:
        return ()
    if node.type == "statement_block":
        return lowering.statements(node.named_children)
    start, end = lowering.span(node)
    return (model.Return(start, end, lowering.expression(node)),)


def lower_parameter_list(
    lowering: Lowering, node: SyntaxNode | None
) -> tuple[tuple[model.Pattern, ...], tuple[str, ...]]:
    """Lower ``formal_parameters``: the patterns, and the names of those that are fields too."""
    if node is None:
        return (), ()
    patterns: list[model.Pattern] = []
    properties: list[str] = []
    for parameter in node.named_children:
        target = parameter.child_by_field_name("pattern")
        if target is None or target.type == "this":  # a comment, half-typed, or the type of `this`
            continue
        pattern = lowering.pattern(target)
        if isinstance(pattern, model.Name) and _is_property(parameter):
            properties.append(pattern.name)
        default = parameter.child_by_field_name("value")
        if default is not None:
            start, end = pattern.start, lowering.span(default)[1]
            pattern = model.DefaultPattern(start, end, pattern, lowering.expression(default))
        patterns.append(pattern)
    return tuple(patterns), tuple(properties)


def _is_property(parameter: SyntaxNode) -> bool:
    if parameter.child_count == 1:
        return False
    return any(child.type in _PARAMETER_MODIFIERS for child in parameter.children)
