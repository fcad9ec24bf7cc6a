"""Where the top-level statements of a script begin, told from its layout.

A parser takes what follows an open bracket for its contents, up to the end of the script. People indent: a line that
is indented no deeper than the script begins a statement of its own, whatever was left open above it. So the script
falls into pieces that depend on their own text only, and a mistake in one of them leaves the others as they are.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from svelte_warden.syntax.brackets import first_closed

_STATEMENT_LINE: Final = re.compile(
    rb"^([ \t]*)(?:import|export|const|let|var|function|class|async|type|interface|enum|declare|\$:)(?![\w$])",
    re.MULTILINE,
)
_WORD_LINE: Final = re.compile(rb"^([ \t]*)(?=[\w$])", re.MULTILINE)
# A line that begins so goes on with the one above: `} else {`, `.then()`, `from 'x'`, `{` on a line of its own.
_CONTINUES: Final = (
    rb"[)\]}{.,?:=&|*%<>^+\-]|;(?![(\[`])|(?:else|catch|finally|from|of|in|as|satisfies|instanceof|extends|implements)"
    rb"(?![\w$\x80-\xff])"
)
_BRACKETS: Final = ((b"(", b")"), (b"[", b"]"), (b"{", b"}"))


def pieces_of(data: bytes) -> list[tuple[int, int]]:
    """Cut a script into pieces, each of one top-level statement if the code is laid out as usual.

    Args:
        data: the whole script.

    Returns:
        The byte spans ``(start, end)`` in order, end exclusive; together they are the script. What has a bracket, a
        template or a comment that is closed by a later line is one piece.
    """
    starts = _beginnings(data)
    ends = [*starts[1:], len(data)]
    unsure = [index for index, span in enumerate(zip(starts, ends, strict=True)) if _may_be_open(data, *span)]
    pieces: list[tuple[int, int]] = []
    index = 0
    while index < len(ends):
        last = index
        if index in unsure and index < unsure[-1]:
            last += first_closed(data, starts[index], ends[index : unsure[-1] + 1]) or 0
        pieces.append((starts[index], ends[last]))
        index = last + 1
    return pieces


def _beginnings(data: bytes) -> list[int]:
    """The offsets of 0 and of all lines that begin a statement by their indentation."""
    statements = [*_STATEMENT_LINE.finditer(data, 1)]  # the first line may stand beside a tag
    statements = statements or [*_STATEMENT_LINE.finditer(data)] or [*_WORD_LINE.finditer(data)]
    if not statements:
        return [0]
    depth = min(len(match[1]) for match in statements)
    return [0, *(match.start() for match in _lines(depth).finditer(data, 1))]


@cache
def _lines(depth: int) -> re.Pattern[bytes]:
    """What matches at lines that are indented by so many characters at most, and do not go on with the one above."""
    return re.compile(rb"^[ \t]{0,%d}(?=\S)(?!%b)" % (depth, _CONTINUES), re.MULTILINE)


def _may_be_open(data: bytes, start: int, end: int) -> bool:
    """Whether more may be opened than closed between two offsets, or less; cheap, and true too often."""
    text = data[start:end]
    return (
        any(text.count(opening) != text.count(closing) for opening, closing in _BRACKETS)
        or text.count(b"`") % 2 == 1
        or text.count(b"/*") != text.count(b"*/")
    )
