"""From syntax to the small program of :mod:`svelte_warden.facts.model`, one piece of source at a time.

Every function here parses and lowers one piece by itself. None of them raises, whatever the bytes are: source
without a meaning becomes :class:`~svelte_warden.facts.model.Opaque`. Positions are relative to the piece's start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.facts import model
from svelte_warden.facts.lowering import (
    access,  # noqa: F401 # imported for what they register, as are the modules below
    classes,  # noqa: F401
    declarations,  # noqa: F401
    expressions,  # noqa: F401
    modules,  # noqa: F401
    namespaces,  # noqa: F401
    objects,  # noqa: F401
    patterns,  # noqa: F401
    statements,  # noqa: F401
)
from svelte_warden.facts.lowering.dispatch import Lowering, sole
from svelte_warden.facts.lowering.functions import lower_parameter_list
from svelte_warden.facts.lowering.paths import lower_path
from svelte_warden.facts.lowering.recovery import recover_expressions, recover_statements
from svelte_warden.syntax.grammar import typescript_parser
from svelte_warden.syntax.typescript_gaps import without_gaps

if TYPE_CHECKING:
    from tree_sitter import Node as SyntaxNode


def lower_statements(source: bytes) -> tuple[model.Statement, ...]:
    """Lower statements: normally one, several or none where the code is half-typed or exists for types only."""
    lowering, root = _parse(source)
    if root.is_error:
        return tuple(lowering.recovered(root))
    return lowering.statements(root.named_children)


def lower_parsed_statement(script: bytes, node: SyntaxNode) -> tuple[model.Statement, ...]:
    """Lower a statement of a script that is parsed already: what :func:`lower_statements` makes of it by itself.

    Args:
        script: the whole source.
        node: the statement in its tree, which is without an error.
    """
    return Lowering(script, node.start_byte, recover_expressions, recover_statements).statements((node,))


def lower_expression(source: bytes) -> model.Expression:
    """Lower one expression, which may be a sequence."""
    path = lower_path(source)
    if path is not None:
        return path
    lowering, root = _parse(source, b"(", b"\n)")
    parenthesized = _sole_expression(root, "parenthesized_expression")
    if parenthesized is not None and _encloses(parenthesized, len(source)):
        expression = lowering.expression(parenthesized)
        if isinstance(expression, model.Opaque):
            return model.Opaque(0, len(source), expression.children)
        return expression
    lowering, root = _parse(source)  # its parentheses are not those put around it
    return lowering.opaque(root)


def lower_pattern(source: bytes) -> model.Pattern:
    """Lower one binding pattern."""
    function = lower_parameters(source)
    if len(function.parameters) == 1:
        return function.parameters[0]
    return model.Opaque(0, len(source), ())


def lower_parameters(source: bytes) -> model.Function:
    """Lower parameters as written between parentheses, to an arrow without a body."""
    lowering, root = _parse(source, b"(", b"\n)=>{}")
    arrow = _sole_expression(root, "arrow_function")
    parameters = None if arrow is None else arrow.child_by_field_name("parameters")
    if arrow is None or parameters is None or not _encloses(parameters, len(source)):
        return model.Function(0, len(source), None, (), (), is_arrow=True)
    lowered, _ = lower_parameter_list(lowering, parameters)
    return model.Function(0, len(source), None, lowered, (), is_arrow=True)


def _parse(source: bytes, prefix: bytes = b"", suffix: bytes = b"") -> tuple[Lowering, SyntaxNode]:
    """Parse a piece with something around it that makes it a program."""
    data = b"%b%b%b" % (prefix, source, suffix) if prefix else source
    root = typescript_parser().parse(without_gaps(data)).root_node
    return Lowering(data, len(prefix), recover_expressions, recover_statements), root


def _sole_expression(root: SyntaxNode, kind: str) -> SyntaxNode | None:
    """The expression of this kind that is the whole program."""
    named = [child for child in root.named_children if child.type != "comment"]
    if root.is_error or len(named) != 1 or named[0].type != "expression_statement":
        return None
    expression = sole(named[0])
    return expression if expression is not None and expression.type == kind else None


def _encloses(parenthesized: SyntaxNode, length: int) -> bool:
    """Whether the parentheses of a node are those put around a piece of this length, with a new line before ``)``."""
    closing = parenthesized.children[-1]
    return parenthesized.start_byte == 0 and closing.end_byte == length + 3 and not closing.is_missing
