"""The syntax of a script: a TypeScript or JavaScript module, parsed again incrementally after an edit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from svelte_warden.syntax.grammar import typescript_parser
from svelte_warden.syntax.typescript_gaps import without_gaps
from svelte_warden.text.edits import edit_between

if TYPE_CHECKING:
    from tree_sitter import Node, Tree

_NO_CODE = frozenset({"comment", "html_comment", "hash_bang_line"})
_OPENING = frozenset({"{", "(", "[", "${"})
_CLOSING = frozenset({"}", ")", "]"})


@dataclass(frozen=True, slots=True, eq=False)
class ScriptSyntax:
    """A parsed script.

    Attributes:
        tree: the syntax tree of ``parsed``; never edited in place.
        data: the source.
        parsed: the source as the grammar was given it, of the same length.
        has_error: whether any of it is not understood.
        statements: the byte spans ``(start, end)``, end exclusive, of the top-level statements in source order;
            source that is no statement makes spans too, comments do not. Spans do not overlap.
    """

    tree: Tree
    data: bytes
    parsed: bytes
    has_error: bool
    statements: tuple[tuple[int, int], ...]

    def statement_nodes(self) -> list[Node]:
        """The nodes of the statements, of a script without an error."""
        return _statement_nodes(self.tree.root_node)


def parse_script(data: bytes, previous: ScriptSyntax | None = None) -> ScriptSyntax:
    """Parse a script.

    Args:
        data: the whole source, UTF-8; other bytes are tolerated.
        previous: the syntax of an earlier version, from which unchanged parts are taken; it stays as it is. The
            result is the same with and without it.
    """
    parsed = without_gaps(data)
    tree = None
    if previous is not None and not previous.has_error:
        tree = _parse_again(parsed, previous)
    if tree is None:
        tree = typescript_parser().parse(parsed)
    root = tree.root_node
    return ScriptSyntax(tree, data, parsed, root.has_error, _statement_spans(root))


def _parse_again(parsed: bytes, previous: ScriptSyntax) -> Tree | None:
    """Parse with the previous tree; ``None`` if there is an error, which incremental parsing may place elsewhere."""
    edit = edit_between(previous.parsed, parsed)
    if edit is None:
        return previous.tree
    edited = previous.tree.copy()
    edited.edit(
        edit.start,
        edit.old_end,
        edit.new_end,
        _point(parsed, edit.start),
        _point(previous.parsed, edit.old_end),
        _point(parsed, edit.new_end),
    )
    tree = typescript_parser().parse(parsed, edited)
    return None if tree.root_node.has_error else tree


def _point(data: bytes, offset: int) -> tuple[int, int]:
    """The row and the column in bytes, both 0-based, as tree-sitter counts them."""
    return data.count(b"\n", 0, offset), offset - (data.rfind(b"\n", 0, offset) + 1)


def _statement_spans(root: Node) -> tuple[tuple[int, int], ...]:
    if root.is_error:
        return tuple(_spans_of_broken_program(root))
    return tuple([(node.start_byte, node.end_byte) for node in _statement_nodes(root)])


def _statement_nodes(root: Node) -> list[Node]:
    return [child for child in root.named_children if child.type not in _NO_CODE]


def _spans_of_broken_program(root: Node) -> list[tuple[int, int]]:
    """Spans of what the parser could not make a program of.

    A statement outside any open bracket stands alone; what lies between two such statements, with everything after
    a bracket that is never closed, stands together.
    """
    spans: list[tuple[int, int]] = []
    open_brackets = 0
    loose_start: int | None = None
    loose_end = 0
    for child in root.children:
        kind = child.type
        if kind in _NO_CODE:
            continue
        if kind in _OPENING:
            open_brackets += 1
        elif kind in _CLOSING:
            open_brackets = max(0, open_brackets - 1)
        elif open_brackets == 0 and _is_statement(kind):
            if loose_start is not None:
                spans.append((loose_start, loose_end))
                loose_start = None
            spans.append((child.start_byte, child.end_byte))
            continue
        if loose_start is None:
            loose_start = child.start_byte
        loose_end = child.end_byte
    if loose_start is not None:
        spans.append((loose_start, loose_end))
    return spans


def _is_statement(kind: str) -> bool:
    return kind.endswith(("_statement", "_declaration")) or kind in {"function_signature", "import_alias"}
