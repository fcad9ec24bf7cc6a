"""Splits the headers of Svelte's blocks: ``list as {a}, i (key)``, ``promise then value``, ``name(parameters)``.

Everything is a span of the component's bytes: 0-based offsets, end exclusive, without surrounding white space.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from svelte_warden.syntax.brackets import skip_comments, skip_group, top_level_words
from svelte_warden.syntax.characters import CLOSE_PARENTHESIS, DOT, LESS, OPEN_PARENTHESIS, SPACE

Span: TypeAlias = tuple[int, int]

_NAME: Final = rb"[A-Za-z_$\x80-\xff][\w$\x80-\xff]*"
_NAME_AT: Final = re.compile(_NAME)
_PLAIN_EACH: Final = re.compile(rb"\s*([\w$.]+)\s+as\s+(" + _NAME + rb")\s*(?:,\s*(" + _NAME + rb")\s*)?")
_INDEX: Final = re.compile(rb",\s*(" + _NAME + rb")\s*")
_INDEX_AT_END: Final = re.compile(rb",\s*(" + _NAME + rb")\s*\Z")
_ANGLE: Final = re.compile(rb"=>|[<>(\[{]")
_WHITE: Final = b" \t\r\n\f\v"


@dataclass(frozen=True, slots=True)
class EachHeader:
    """``iterable as pattern, index (key)``; ``index_start`` is where the index's name starts."""

    iterable: Span
    pattern: Span | None = None
    index: str | None = None
    key: Span | None = None


@dataclass(frozen=True, slots=True)
class AwaitHeader:
    """``promise``, ``promise then pattern`` or ``promise catch pattern``: the section the block starts with."""

    promise: Span
    section: Literal["pending", "then", "catch"] = "pending"
    pattern: Span | None = None


@dataclass(frozen=True, slots=True)
class SnippetHeader:
    """``name<generics>(parameters)``; ``parameters`` is what stands in the parentheses, ``None`` if nothing does."""

    name: Span
    parameters: Span | None = None


def trim(data: bytes, start: int, end: int) -> Span:
    """The span without the white space at its ends; an empty one stays at ``start``."""
    if start < end and data[start] > SPACE and data[end - 1] > SPACE:
        return start, end
    text = data[start:end]
    stripped = text.lstrip(_WHITE)
    if not stripped:
        return start, start
    start = end - len(stripped)
    return start, start + len(stripped.rstrip(_WHITE))


def split_each(data: bytes, start: int, end: int) -> EachHeader:
    """Splits what follows ``{#each``."""
    plain = _PLAIN_EACH.match(data, start, end)
    if plain:
        index = plain[3].decode(errors="replace") if plain[3] is not None else None
        if plain.end() == end:
            return EachHeader(plain.span(1), plain.span(2), index)
        if data[plain.end()] == OPEN_PARENTHESIS and skip_group(data, plain.end(), end) == trim(data, start, end)[1]:
            return EachHeader(plain.span(1), plain.span(2), index, _in_parentheses(data, plain.end(), end))
    separator = _last_as(data, start, end)
    if separator is None:
        return _split_each_without_pattern(data, start, end)
    iterable = trim(data, start, separator)
    at = skip_comments(data, separator + 2, end)
    if at < end and data[at] in b"{[":
        after = skip_group(data, at, end)
    else:
        name = _NAME_AT.match(data, at, end)
        after = name.end() if name else at
    pattern = (at, after) if after > at else None
    tail, key = _split_key(data, after, end)
    named = _INDEX_AT_END.search(data, after, tail)
    return EachHeader(iterable, pattern, named[1].decode(errors="replace") if named else None, key)


def split_await(data: bytes, start: int, end: int) -> AwaitHeader:
    """Splits what follows ``{#await``."""
    if data.find(b"then", start, end) >= 0 or data.find(b"catch", start, end) >= 0:
        for at, word in top_level_words(data, start, end):
            if word in {b"then", b"catch"} and at > start and data[at - 1] not in b".?":
                pattern = trim(data, at + len(word), end)
                section: Literal["then", "catch"] = "then" if word == b"then" else "catch"
                found = without_type(data, *pattern) if pattern[0] < pattern[1] else None
                return AwaitHeader(trim(data, start, at), section, found)
    return AwaitHeader(trim(data, start, end))


def split_snippet(data: bytes, start: int, end: int) -> SnippetHeader:
    """Splits what follows ``{#snippet``; an unfinished header has an empty name."""
    start = skip_comments(data, start, end)
    name = _NAME_AT.match(data, start, end)
    if name is None:
        return SnippetHeader((start, start))
    at = skip_comments(data, name.end(), end)
    if at < end and data[at] == LESS:
        at = skip_comments(data, _skip_generics(data, at, end), end)
    if at >= end or data[at] != OPEN_PARENTHESIS:
        return SnippetHeader(name.span())
    parameters = _in_parentheses(data, at, end)
    return SnippetHeader(name.span(), parameters if parameters[0] < parameters[1] else None)


def without_type(data: bytes, start: int, end: int) -> Span:
    """A pattern without the type annotation that may follow it."""
    if start < end and data[start] in b"{[":
        return start, skip_group(data, start, end)
    name = _NAME_AT.match(data, start, end)
    return (start, name.end()) if name else (start, end)


def _last_as(data: bytes, start: int, end: int) -> int | None:
    """The offset of the ``as`` that separates an each block's pattern: an earlier one is TypeScript's."""
    found = None
    for at, word in top_level_words(data, start, end):
        if word == b"as" and at > start and data[at - 1] != DOT:
            found = at
    return found


def _split_each_without_pattern(data: bytes, start: int, end: int) -> EachHeader:
    """Splits ``iterable, index (key)`` (Svelte 5)."""
    for at, word in top_level_words(data, start, end):
        if word == b",":
            index = _INDEX.match(data, at, end)
            if index is None:
                break
            rest = trim(data, index.end(), end)
            key = (
                _in_parentheses(data, rest[0], end) if rest[0] < rest[1] and data[rest[0]] == OPEN_PARENTHESIS else None
            )
            return EachHeader(trim(data, start, at), None, index[1].decode(errors="replace"), key)
    return EachHeader(trim(data, start, end))


def _split_key(data: bytes, start: int, end: int) -> tuple[int, Span | None]:
    """Where the key's parentheses start (``end`` without any) and what stands in them.

    They are the group that ends the header, since the pattern's type may hold parentheses too.
    """
    last = trim(data, start, end)[1]
    position = start
    while (position := data.find(b"(", position, last)) >= 0:
        after = skip_group(data, position, last)
        if after == last:
            return position, _in_parentheses(data, position, last)
        position = after
    return end, None


def _in_parentheses(data: bytes, start: int, end: int) -> Span:
    """What stands in the group that starts at ``start``; to ``end`` if it is unfinished."""
    after = skip_group(data, start, end)
    closed = after > start + 1 and data[after - 1] == CLOSE_PARENTHESIS
    return trim(data, start + 1, after - 1 if closed else after)


def _skip_generics(data: bytes, start: int, end: int) -> int:
    """The end of the ``<…>`` that starts at ``start``."""
    depth = 0
    position = start
    while token := _ANGLE.search(data, position, end):
        position = token.end()
        if token[0] == b"<":
            depth += 1
        elif token[0] == b">":
            depth -= 1
            if depth == 0:
                return position
        elif token[0] != b"=>":
            position = skip_group(data, token.start(), end)
    return end
