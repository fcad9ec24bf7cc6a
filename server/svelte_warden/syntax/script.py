"""The syntax of a script: a TypeScript or JavaScript module, parsed again incrementally after an edit.

A script without an error is parsed as a whole, and what an edit left alone is taken from the tree before. A script
with an error, as it is most of the time while somebody types, is cut into pieces by its layout and each is parsed by
itself; so a mistake costs one piece, and the others keep their meaning.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from svelte_warden.syntax.brackets import first_closed
from svelte_warden.syntax.grammar import typescript_parser
from svelte_warden.syntax.layout import pieces_of
from svelte_warden.syntax.typescript_gaps import without_gaps
from svelte_warden.text.edits import edit_between

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tree_sitter import Node, Tree

    from svelte_warden.text.edits import ByteEdit

_NO_CODE = frozenset({"comment", "html_comment", "hash_bang_line"})
_OPENING = frozenset({"{", "(", "[", "${"})
_CLOSING = frozenset({"}", ")", "]"})
_WHITE: Final = b" \t\r\n"

Spans = tuple[tuple[int, int], ...]
"""Spans ``(start, end)`` in order that do not overlap: 0-based bytes, end exclusive."""


class Parse(NamedTuple):
    """A script that was parsed without an error.

    Attributes:
        tree: the syntax tree of ``parsed``; never edited in place.
        parsed: the source as the grammar was given it, of the same length.
        statements: the spans of its top-level statements.
    """

    tree: Tree
    parsed: bytes
    statements: Spans


class Piece(NamedTuple):
    """A piece of a script with an error, parsed by itself; ``statements`` are relative to it."""

    statements: Spans
    has_error: bool


@dataclass(frozen=True, slots=True, eq=False)
class ScriptSyntax:
    """A parsed script.

    Attributes:
        data: the source.
        statements: the spans of the top-level statements; source that is no statement makes spans too, comments do
            not.
        parse: this version, or if it has an error the last one before that had none; ``None`` if none is known.
        pieces: the pieces of a script with an error by their source.
        has_error: whether any of it is not understood.
    """

    data: bytes
    statements: Spans
    parse: Parse | None
    pieces: Mapping[bytes, Piece] = field(default_factory=dict)
    has_error: bool = False

    def statement_nodes(self) -> list[Node]:
        """The nodes of the statements, of a script without an error."""
        return [] if self.parse is None else _statement_nodes(self.parse.tree.root_node)


def parse_script(data: bytes, previous: ScriptSyntax | None = None) -> ScriptSyntax:
    """Parse a script.

    Args:
        data: the whole source, UTF-8; other bytes are tolerated.
        previous: the syntax of an earlier version, from which unchanged parts are taken; it stays as it is. The
            result is the same with and without it.
    """
    parsed = without_gaps(data)
    known = None if previous is None else previous.parse
    parse = _parse(parsed) if known is None else _parse_again(parsed, known)
    if parse is None:
        pieces, statements = _parse_pieces(data, previous)
        if known is not None and not any(piece.has_error for piece in pieces.values()):
            parse = _parse(parsed)  # the mistake may be one of parsing again
        if parse is None:
            return ScriptSyntax(data, statements, known, pieces, has_error=True)
    return ScriptSyntax(data, parse.statements, parse)


def first_error(data: bytes) -> tuple[int, int] | None:
    """The byte span of the first place in a script that is not understood; ``None`` if there is none."""
    node = typescript_parser().parse(without_gaps(data)).root_node
    if not node.has_error:
        return None
    while not node.is_error and not node.is_missing:
        broken = next((child for child in node.children if child.has_error or child.is_missing), None)
        if broken is None:
            break
        node = broken
    return node.start_byte, node.end_byte


def _parse(parsed: bytes) -> Parse | None:
    """Parse anew; ``None`` if there is an error."""
    tree = typescript_parser().parse(parsed)
    return None if tree.root_node.has_error else _without_error(tree, parsed)


def _parse_again(parsed: bytes, known: Parse) -> Parse | None:
    """Parse with a tree that is known; ``None`` if there is an error."""
    edit = edit_between(known.parsed, parsed)
    if edit is None:
        return known
    if _leaves_open(parsed, known.statements, edit):
        return None
    edited = known.tree.copy()
    edited.edit(
        edit.start,
        edit.old_end,
        edit.new_end,
        _point(parsed, edit.start),
        _point(known.parsed, edit.old_end),
        _point(parsed, edit.new_end),
    )
    tree = typescript_parser().parse(parsed, edited)
    return None if tree.root_node.has_error else _without_error(tree, parsed)


def _leaves_open(parsed: bytes, statements: Spans, edit: ByteEdit) -> bool:
    """Whether an edit unbalances the brackets of the statements it touches, so that the parser need not be asked.

    It would take long to answer: it tries to find a place for everything that follows.
    """
    touched = [span for span in statements if span[0] <= edit.old_end and span[1] >= edit.start]
    start = min(edit.start, touched[0][0]) if touched else edit.start
    end = max(edit.old_end, touched[-1][1]) if touched else edit.old_end
    text = parsed[start : end + edit.new_end - edit.old_end]
    if b"`" in text or b"/*" in text:
        return False
    return first_closed(text, 0, [len(text)]) is None


def _without_error(tree: Tree, parsed: bytes) -> Parse:
    return Parse(tree, parsed, tuple([(node.start_byte, node.end_byte) for node in _statement_nodes(tree.root_node)]))


def _point(data: bytes, offset: int) -> tuple[int, int]:
    """The row and the column in bytes, both 0-based, as tree-sitter counts them."""
    return data.count(b"\n", 0, offset), offset - (data.rfind(b"\n", 0, offset) + 1)


def _statement_nodes(root: Node) -> list[Node]:
    return [child for child in root.named_children if child.type not in _NO_CODE]


# --- scripts with an error --------------------------------------------------------------------------------------------


def _parse_pieces(data: bytes, previous: ScriptSyntax | None) -> tuple[dict[bytes, Piece], Spans]:
    """Parse the pieces of a script with an error that are not known, and place the statements of all of them."""
    known = _known_pieces(previous)
    pieces: dict[bytes, Piece] = {}
    statements: list[tuple[int, int]] = []
    for start, end in pieces_of(data):
        text = data[start:end].strip(_WHITE)
        if not text:
            continue
        at = data.index(text, start)
        piece = pieces.get(text) or known.get(text) or _parse_piece(text)
        pieces[text] = piece
        statements += [(at + first, at + last) for first, last in piece.statements]
    return pieces, tuple(statements)


def _known_pieces(previous: ScriptSyntax | None) -> Mapping[bytes, Piece]:
    """What an earlier version tells of pieces: a statement that was understood is a piece of its own."""
    if previous is None or previous.has_error:
        return {} if previous is None else previous.pieces
    texts = (previous.data[start:end] for start, end in previous.statements)
    return {text: Piece(((0, len(text)),), has_error=False) for text in texts}


def _parse_piece(text: bytes) -> Piece:
    root = typescript_parser().parse(without_gaps(text)).root_node
    if root.is_error:
        return Piece(tuple(_spans_of_broken_program(root.children)), has_error=True)
    return Piece(tuple([(node.start_byte, node.end_byte) for node in _statement_nodes(root)]), root.has_error)


def _spans_of_broken_program(children: Sequence[Node]) -> list[tuple[int, int]]:
    """Spans of what the parser could not make a program of.

    A statement outside any open bracket stands alone; what lies between two such statements, with everything after
    a bracket that is never closed, stands together.
    """
    spans: list[tuple[int, int]] = []
    open_brackets = 0
    loose_start: int | None = None
    loose_end = 0
    for child in children:
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
