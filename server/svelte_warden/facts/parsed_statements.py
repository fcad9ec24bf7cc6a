"""The trees of scripts that were read a moment ago, from which their statements are lowered without another parse.

Who reads a file mostly asks for all of its statements at once. A tree takes some forty times as many bytes as its
script, so only the latest are kept; statements of the others are parsed by themselves.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

from svelte_warden.facts.lowering import lower_parsed_statement

if TYPE_CHECKING:
    from tree_sitter import Node as SyntaxNode

    from svelte_warden.facts import model
    from svelte_warden.syntax.script import ScriptSyntax

_MOST_BYTES: Final = 400_000
"""The size of all scripts whose trees are kept."""


class ParsedStatements:
    """The top-level statements of a script without an error, as long as its tree is kept.

    A statement means the same by itself as in such a script; with an error it need not.
    """

    __slots__ = ("_nodes", "_syntax")

    def __init__(self, syntax: ScriptSyntax) -> None:
        self._syntax: ScriptSyntax | None = syntax
        self._nodes: list[SyntaxNode] | None = None
        _keep(self, len(syntax.data))

    def lower(self, index: int) -> tuple[model.Statement, ...] | None:
        """Lower the statement of this index among ``syntax.statements``; ``None`` if the tree is kept no more."""
        if self._syntax is None:
            return None
        if self._nodes is None:
            self._nodes = self._syntax.statement_nodes()
        return lower_parsed_statement(self._syntax.data, self._nodes[index])

    def release(self) -> None:
        """Let the tree go."""
        self._syntax = None
        self._nodes = None


_kept: deque[tuple[ParsedStatements, int]] = deque()
_kept_bytes = 0


def _keep(statements: ParsedStatements, size: int) -> None:
    """Keep a tree and let the oldest go that there is no more room for."""
    global _kept_bytes  # noqa: PLW0603 - trees are many times the size of all else, so there is one limit for a process
    _kept.append((statements, size))
    _kept_bytes += size
    while _kept_bytes > _MOST_BYTES and len(_kept) > 1:
        oldest, oldest_size = _kept.popleft()
        _kept_bytes -= oldest_size
        oldest.release()
