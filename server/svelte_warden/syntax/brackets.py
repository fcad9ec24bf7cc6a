"""Where a piece of script that is embedded in markup ends, told from its brackets, strings, comments and templates.

Svelte finds the end of ``{expression}`` by parsing the expression. Here only what can hide a bracket is read, which is
enough for finished code, and half-typed code is noticed at the first thing that no expression contains: an unfinished
string, a closing tag, a Svelte block. All offsets are 0-based bytes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from svelte_warden.syntax.characters import BACKTICK, CLOSE_BRACE, LESS, OPEN_BRACE, SLASH

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NOT_FOUND: Final = -1

# How many bytes before a slash tell whether it divides; white space in between counts.
_LONGEST_OPERATOR: Final = 64

# How deeply templates within templates are followed.
_DEEPEST_TEMPLATE: Final = 64

_STRING: Final = rb"""'(?:[^'\\\r\n]|\\.)*'|"(?:[^"\\\r\n]|\\.)*\""""
_COMMENT: Final = rb"//[^\r\n]*|/\*.*?\*/"

# Anything that matters for braces; strings and comments are matched whole.
_BRACE_TOKEN: Final = re.compile(_STRING + rb"|" + _COMMENT + rb"|[{}`/<'\"]", re.DOTALL)
_COMMENTED: Final = re.compile(_COMMENT, re.DOTALL)
_NO_HIDING: Final = re.compile(rb"[^{}'\"`/<]*\}")
_REGULAR_EXPRESSION: Final = re.compile(rb"/(?![*/])(?:[^/\\\[\r\n]|\\.|\[(?:[^\]\\\r\n]|\\.)*\])+/[a-z]*")
# Before an operand: an operator (not ``x++`` nor TypeScript's ``x!``), an opening bracket or a keyword.
_BEFORE_OPERAND: Final = re.compile(
    rb"(?:^|[(,=:\[&|?{;*%<>~^]|(?<!\+)\+|(?<!-)-|(?<![\w$\x80-\xff)\]])!"
    rb"|\b(?:return|typeof|case|in|of|delete|void|await|yield|new|instanceof|else|do))$"
)
# What follows a brace in markup but never in an expression: {#if, {:else, {/if}, {@html.
_BLOCK_MARK: Final = re.compile(rb"\{\s*(?:[#:@]|/(?:if|each|await|key|snippet)\s*\})")
_CLOSING_TAG: Final = re.compile(rb"</[A-Za-z]")
_TEMPLATE_TOKEN: Final = re.compile(rb"\\.|\$\{|`", re.DOTALL)

_OPENING: Final = {b"(": b")", b"[": b"]", b"{": b"}"}
_WORD_TOKEN: Final = re.compile(
    rb"[A-Za-z_$\x80-\xff][\w$\x80-\xff]*|" + _STRING + rb"|" + _COMMENT + rb"|[(){}\[\]`/,]", re.DOTALL
)

_CLOSING: Final = {opening[0]: closing[0] for opening, closing in _OPENING.items()}
_BRACKET_TOKEN: Final = re.compile(_STRING + rb"|" + _COMMENT + rb"|[(){}\[\]`/]", re.DOTALL)


def closing_brace(data: bytes, start: int, limit: int, depth: int = 0) -> int:
    """The offset of the ``}`` that closes the expression starting at ``start``, or ``NOT_FOUND`` before ``limit``.

    ``start`` lies just after the opening brace; ``depth`` counts the templates around it.
    """
    simple = _NO_HIDING.match(data, start, limit)
    if simple:
        return simple.end() - 1
    open_braces = 1
    position = start
    while True:
        token = _BRACE_TOKEN.search(data, position, limit)
        if token is None:
            return NOT_FOUND
        position = token.end()
        at = token.start()
        character = data[at]
        if character == CLOSE_BRACE:
            open_braces -= 1
            if not open_braces:
                return at
        elif character == OPEN_BRACE:
            if _BLOCK_MARK.match(data, at):
                return NOT_FOUND
            open_braces += 1
        elif character == LESS:
            if _CLOSING_TAG.match(data, at):
                return NOT_FOUND
        elif position - at == 1:
            position = _after_single(data, at, (start, limit), depth)
            if position == NOT_FOUND:
                return NOT_FOUND


def skip_template(data: bytes, start: int, limit: int, depth: int = 0) -> int:
    """The end of the template literal whose backtick stands at ``start``, or ``NOT_FOUND``."""
    if depth > _DEEPEST_TEMPLATE:
        return NOT_FOUND
    position = start + 1
    while True:
        token = _TEMPLATE_TOKEN.search(data, position, limit)
        if token is None:
            return NOT_FOUND
        position = token.end()
        if token[0] == b"`":
            return position
        if token[0] == b"${":
            position = closing_brace(data, position, limit, depth + 1) + 1
            if position == NOT_FOUND + 1:
                return NOT_FOUND


def skip_group(data: bytes, start: int, end: int) -> int:
    """The end of the bracketed group whose opening bracket stands at ``start``; ``end`` if it is unfinished."""
    expected: list[bytes] = []
    for at, token in _tokens(data, start, end):
        if token in _OPENING:
            expected.append(_OPENING[token])
        elif expected and token == expected[-1]:
            expected.pop()
            if not expected:
                return at + 1
    return end


def first_closed(data: bytes, start: int, ends: Sequence[int]) -> int | None:
    """The index of the first of some ascending offsets by which all is closed that is opened from ``start`` on.

    ``None`` if a bracket is closed that is not the one opened last, or something stays open to the last offset.
    """
    limit = ends[-1]
    expected: list[int] = []
    position = start
    for index, end in enumerate(ends):
        while (token := _BRACKET_TOKEN.search(data, position, limit)) and token.start() < end:
            position, at = token.end(), token.start()
            character = data[at]
            if character in _CLOSING:
                expected.append(_CLOSING[character])
            elif character in b")]}":
                if not expected or expected.pop() != character:
                    return None
            elif position - at == 1:
                after = _after_single(data, at, (start, limit), 0)
                if after != NOT_FOUND:
                    position = after
                elif character == BACKTICK or data[at + 1 : at + 2] == b"*":
                    return None
        if not expected and position <= end:
            return index
    return None


def top_level_words(data: bytes, start: int, end: int) -> Iterator[tuple[int, bytes]]:
    """The words, commas and equals signs of a piece that stand in no bracket, each with its offset."""
    depth = 0
    for at, token in _tokens(data, start, end):
        if token in _OPENING:
            depth += 1
        elif token in {b")", b"]", b"}"}:
            depth -= 1
        elif depth == 0:
            yield at, token


def skip_comments(data: bytes, start: int, end: int) -> int:
    """The offset of the first byte from ``start`` that is neither white space nor a comment; at most ``end``."""
    while start < end:
        if data[start] in b" \t\r\n":
            start += 1
            continue
        comment = _COMMENTED.match(data, start, end)
        if comment is None:
            return start
        start = comment.end()
    return end


def _tokens(data: bytes, start: int, end: int) -> Iterator[tuple[int, bytes]]:
    """The words and brackets of a piece; what strings, templates, comments and regular expressions hold is skipped."""
    position = start
    while True:
        token = _WORD_TOKEN.search(data, position, end)
        if token is None:
            return
        position = token.end()
        at = token.start()
        character = data[at]
        if character in b"'\"":
            continue
        if character in b"`/":
            if position - at == 1:
                after = _after_single(data, at, (start, end), 0)
                position = position if after == NOT_FOUND else after
            continue
        yield at, token[0]


def _after_single(data: bytes, at: int, span: tuple[int, int], depth: int) -> int:
    """The end of what a lone backtick, slash or quote at ``at`` begins, or ``NOT_FOUND`` if it is unfinished."""
    start, limit = span
    character = data[at]
    if character == BACKTICK:
        return skip_template(data, at, limit, depth)
    if character == SLASH:
        if data[at + 1 : at + 2] == b"*":
            return NOT_FOUND
        if not _BEFORE_OPERAND.search(data[max(start, at - _LONGEST_OPERATOR) : at].rstrip()):
            return at + 1
        expression = _REGULAR_EXPRESSION.match(data, at, limit)
        return NOT_FOUND if expression is None else expression.end()
    return NOT_FOUND
