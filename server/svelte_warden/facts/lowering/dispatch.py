"""The heart of lowering: from a syntax node's type to the function that lowers it.

The modules beside this one register their functions in the tables below when they are imported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, TypeVar

from svelte_warden.facts import model

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tree_sitter import Node as SyntaxNode

MAXIMUM_DEPTH = 100
"""How deep lowered code may nest. What lies deeper is opaque, so that walking a program by recursion is safe."""
RECOVERED_DEPTH = 3
"""How deep recovered statements lie: in an opaque expression, in a function that holds them."""

LowerExpression: TypeAlias = "Callable[[Lowering, SyntaxNode, int, int], model.Expression]"
LowerPattern: TypeAlias = "Callable[[Lowering, SyntaxNode, int, int], model.Pattern]"
LowerStatement: TypeAlias = "Callable[[Lowering, SyntaxNode, int, int], model.Statement | None]"
Recover: TypeAlias = "Callable[[Lowering, SyntaxNode], tuple[model.Expression, ...]]"
RecoverStatements: TypeAlias = "Callable[[Lowering, SyntaxNode], list[model.Statement]]"

ExpressionFunction = TypeVar("ExpressionFunction", bound=LowerExpression)
PatternFunction = TypeVar("PatternFunction", bound=LowerPattern)
StatementFunction = TypeVar("StatementFunction", bound=LowerStatement)

EXPRESSIONS: dict[str, LowerExpression] = {}
PATTERNS: dict[str, LowerPattern] = {}
STATEMENTS: dict[str, LowerStatement] = {}

# Expressions with parts of their own (a body, elements) mean the same when one part is broken. Any other
# expression with an error between its parts was put together from pieces that may not belong together.
TOLERANT: set[str] = set()


def lowers_expression(*types: str, tolerant: bool = False) -> Callable[[ExpressionFunction], ExpressionFunction]:
    """Register a function that lowers expressions of these node types.

    ``tolerant`` says that the expression keeps its meaning when one of its own children is an error.
    """

    def register(lower: ExpressionFunction) -> ExpressionFunction:
        EXPRESSIONS.update(dict.fromkeys(types, lower))
        if tolerant:
            TOLERANT.update(types)
        return lower

    return register


def lowers_pattern(*types: str) -> Callable[[PatternFunction], PatternFunction]:
    """Register a function that lowers binding and assignment targets of these node types."""

    def register(lower: PatternFunction) -> PatternFunction:
        PATTERNS.update(dict.fromkeys(types, lower))
        return lower

    return register


def lowers_statement(*types: str) -> Callable[[StatementFunction], StatementFunction]:
    """Register a function that lowers statements of these node types; it answers ``None`` for what is erased."""

    def register(lower: StatementFunction) -> StatementFunction:
        STATEMENTS.update(dict.fromkeys(types, lower))
        return lower

    return register


class Lowering:
    """The lowering of one piece of script source.

    Args:
        data: the source.
        shift: how many bytes stand before the piece within ``data``; lowered positions are relative to the piece.
        recover: the expressions within a node that has no meaning as a whole.
        recover_statements: the statements within an error node.
    """

    __slots__ = ("_depth", "_recover", "_recover_statements", "_shift", "data")

    def __init__(self, data: bytes, shift: int, recover: Recover, recover_statements: RecoverStatements) -> None:
        self.data = data
        self._shift = shift
        self._depth = 0
        self._recover = recover
        self._recover_statements = recover_statements

    def expression(self, node: SyntaxNode | None, missing_at: int = 0) -> model.Expression:
        """Lower an expression; ``missing_at`` is the place of one that is not there (relative to the piece)."""
        if node is None:
            return model.Opaque(missing_at, missing_at, ())
        kind = node.type
        lower = EXPRESSIONS.get(kind)
        if lower is None or self._depth >= MAXIMUM_DEPTH or (node.has_error and _is_broken(node, kind)):
            return self.opaque(node)
        self._depth += 1
        shift = self._shift
        expression = lower(self, node, node.start_byte - shift, node.end_byte - shift)
        self._depth -= 1
        return expression

    def pattern(self, node: SyntaxNode | None, missing_at: int = 0) -> model.Pattern:
        """Lower a binding or an assignment target; ``missing_at`` as for :meth:`expression`."""
        if node is None:
            return model.Opaque(missing_at, missing_at, ())
        lower = PATTERNS.get(node.type)
        if lower is None or self._depth >= MAXIMUM_DEPTH:
            return self.opaque(node)
        self._depth += 1
        shift = self._shift
        pattern = lower(self, node, node.start_byte - shift, node.end_byte - shift)
        self._depth -= 1
        return pattern

    def statement(self, node: SyntaxNode) -> model.Statement | None:
        """Lower one statement that is no error; ``None`` if nothing of it exists at run time."""
        lower = STATEMENTS.get(node.type)
        shift = self._shift
        start, end = node.start_byte - shift, node.end_byte - shift
        if lower is None or self._depth >= MAXIMUM_DEPTH:
            return model.ExpressionStatement(start, end, self.opaque(node))
        self._depth += 1
        statement = lower(self, node, start, end)
        self._depth -= 1
        return statement

    def statements(self, nodes: Iterable[SyntaxNode]) -> tuple[model.Statement, ...]:
        """Lower statements, skipping comments; an error node may yield several."""
        lowered: list[model.Statement] = []
        for node in nodes:
            if node.type in COMMENTS:
                continue
            if node.is_error:
                lowered += self.recovered(node)
                continue
            statement = self.statement(node)
            if statement is not None:
                lowered.append(statement)
        return tuple(lowered)

    def opaque(self, node: SyntaxNode) -> model.Opaque:
        """Keep the expressions within a node that has no meaning as a whole."""
        start, end = self.span(node)
        self._depth += 1
        children = self._recover(self, node)
        self._depth -= 1
        return model.Opaque(start, end, children)

    def recovered(self, node: SyntaxNode) -> list[model.Statement]:
        """Keep the statements and expressions within an error node, or within a part of one."""
        self._depth += RECOVERED_DEPTH
        statements = self._recover_statements(self, node)
        self._depth -= RECOVERED_DEPTH
        return statements

    def nest(self, levels: int) -> bool:
        """Count levels of nesting that are lowered in a loop; ``False`` (and no change) if they are too many."""
        if self._depth + levels > MAXIMUM_DEPTH:
            return False
        self._depth += levels
        return True

    def text(self, node: SyntaxNode) -> str:
        """The source of a node."""
        return self.data[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def span(self, node: SyntaxNode) -> tuple[int, int]:
        """The place of a node, relative to the piece."""
        shift = self._shift
        return node.start_byte - shift, node.end_byte - shift

    @property
    def is_deepest(self) -> bool:
        """Whether nothing may nest deeper than here."""
        return self._depth >= MAXIMUM_DEPTH


COMMENTS = frozenset({"comment", "html_comment", "hash_bang_line"})


def sole(node: SyntaxNode) -> SyntaxNode | None:
    """The first child that stands for code: named, neither a comment nor an error."""
    for child in node.named_children:
        if not child.is_extra:
            return child
    return None


def _is_broken(node: SyntaxNode, kind: str) -> bool:
    return kind not in TOLERANT and any(child.is_error for child in node.children)
