"""From syntax to the small program of :mod:`svelte_warden.facts.model`, one piece of source at a time.

Every function here parses and lowers one piece by itself. None of them raises, whatever the bytes are: source
without a meaning becomes :class:`~svelte_warden.facts.model.Opaque`. Positions are relative to the piece's start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.facts import model
from svelte_warden.facts.lowering import (
    classes,  # noqa: F401 # imported for what they register, as are the modules below
    declarations,  # noqa: F401
    expressions,  # noqa: F401
    modules,  # noqa: F401
    objects,  # noqa: F401
    patterns,  # noqa: F401
    statements,  # noqa: F401
)
from svelte_warden.facts.lowering.dispatch import Lowering, sole
from svelte_warden.facts.lowering.recovery import recover_expressions, recover_statements
from svelte_warden.syntax.grammar import typescript_parser
from svelte_warden.syntax.typescript_gaps import without_gaps

if TYPE_CHECKING:
    from tree_sitter import Node as SyntaxNode


def lower_statements(source: bytes) -> tuple[model.Statement, ...]:
    """Lower statements: normally one, several or none where the code is half-typed or exists for types only."""
    lowering, root = _parse(source)
    if root.is_error:
        return tuple(recover_statements(lowering, root))
    return lowering.statements(root.named_children)


def lower_expression(source: bytes) -> model.Expression:
    """Lower one expression, which may be a sequence."""
    lowering, root = _parse(source, b"(", b"\n)")
    statement = _only_statement(root, "expression_statement")
    inner = None if statement is None else sole(statement)
    if inner is None or inner.type != "parenthesized_expression" or inner.end_byte < len(lowering.data):
        return model.Opaque(0, len(source), recover_expressions(lowering, root))
    return lowering.expression(inner)


def lower_pattern(source: bytes) -> model.Pattern:
    """Lower one binding pattern."""
    function = lower_parameters(source)
    if len(function.parameters) == 1:
        return function.parameters[0]
    return model.Opaque(0, len(source), ())


def lower_parameters(source: bytes) -> model.Function:
    """Lower parameters as written between parentheses, to an arrow without a body."""
    lowering, root = _parse(source, b"(", b"\n)=>{}")
    statement = _only_statement(root, "expression_statement")
    inner = None if statement is None else sole(statement)
    if inner is not None and inner.type == "arrow_function":
        function = lowering.expression(inner)
        if isinstance(function, model.Function):
            return model.Function(0, len(source), None, function.parameters, (), is_arrow=True)
    return model.Function(0, len(source), None, (), (), is_arrow=True)


def _parse(source: bytes, prefix: bytes = b"", suffix: bytes = b"") -> tuple[Lowering, SyntaxNode]:
    data = b"%b%b%b" % (prefix, source, suffix) if prefix else source
    root = typescript_parser().parse(without_gaps(data)).root_node
    return Lowering(data, len(prefix), recover_expressions, recover_statements), root


def _only_statement(root: SyntaxNode, kind: str) -> SyntaxNode | None:
    """The program's one statement, if it is of this kind and there is no other."""
    named = [child for child in root.named_children if child.type != "comment"]
    return named[0] if len(named) == 1 and named[0].type == kind and not root.is_error else None
