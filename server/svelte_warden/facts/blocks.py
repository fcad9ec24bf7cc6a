"""Svelte's blocks: what their headers say, which sections they have, the node they make."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

from svelte_warden.facts.immutable import immutable
from svelte_warden.facts.model import (
    AwaitBlock,
    EachBlock,
    Embedded,
    Fragment,
    IfBlock,
    KeyBlock,
    MarkupNode,
    Placed,
    SnippetBlock,
)
from svelte_warden.syntax.template import Span, split_await, split_each, split_snippet, trim, without_type

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from svelte_warden.facts.template_code import TemplateCode

Siblings: TypeAlias = list[tuple[int, MarkupNode]]
"""Nodes with the offsets in the file at which they start."""

SECTION_OWNERS: Final = {
    "else": ("#if", "#each"),
    "elseif": ("#if",),
    "then": ("#await",),
    "catch": ("#await",),
}
"""The blocks in which ``{:else}`` and the like begin a section."""


@dataclass(slots=True)
class Section:
    """What stands between two marks of a block; ``code`` is what the first one says (a test, a pattern)."""

    name: str
    code: Embedded | None
    nodes: Siblings = field(default_factory=list)


class Header(Protocol):
    """The opening mark of a block."""

    @property
    def first(self) -> Section:
        """A new section for what follows the mark."""

    def node(self, start: int, length: int, sections: Sequence[Section]) -> MarkupNode:
        """The node of the block that starts at ``start`` in the file, ``length`` bytes long."""


@immutable
class _If:
    test: Embedded

    @property
    def first(self) -> Section:
        return Section("if", self.test)

    def node(self, start: int, length: int, sections: Sequence[Section]) -> IfBlock:
        return IfBlock(length, tuple([(section.code, placed(section.nodes, start)) for section in sections]))


@immutable
class _Each:
    iterable: Embedded
    pattern: Embedded | None
    index: str | None
    key: Embedded | None

    @property
    def first(self) -> Section:
        return Section("each", None)

    def node(self, start: int, length: int, sections: Sequence[Section]) -> EachBlock:
        body = placed(sections[0].nodes, start)
        fallback = placed([node for section in sections[1:] for node in section.nodes], start)
        return EachBlock(length, self.iterable, self.pattern, self.index, self.key, body, fallback)


@immutable
class _Await:
    promise: Embedded
    first_section: str
    pattern: Embedded | None

    @property
    def first(self) -> Section:
        return Section(self.first_section, self.pattern)

    def node(self, start: int, length: int, sections: Sequence[Section]) -> AwaitBlock:
        found = {section.name: section for section in reversed(sections)}
        pending, then, catch = (found.get(name) for name in ("pending", "then", "catch"))
        return AwaitBlock(
            length,
            self.promise,
            None if pending is None else placed(pending.nodes, start),
            None if then is None else then.code,
            None if then is None else placed(then.nodes, start),
            None if catch is None else catch.code,
            None if catch is None else placed(catch.nodes, start),
        )


@immutable
class _Key:
    expression: Embedded

    @property
    def first(self) -> Section:
        return Section("key", None)

    def node(self, start: int, length: int, sections: Sequence[Section]) -> KeyBlock:
        return KeyBlock(length, self.expression, placed(sections[0].nodes, start))


@immutable
class _Snippet:
    name: str
    name_offset: int
    parameters: Embedded | None

    @property
    def first(self) -> Section:
        return Section("snippet", None)

    def node(self, start: int, length: int, sections: Sequence[Section]) -> SnippetBlock:
        return SnippetBlock(length, self.name, self.name_offset, self.parameters, placed(sections[0].nodes, start))


def _read_if(code: TemplateCode, span: Span, base: int) -> Header:
    return _If(code.embedded("expression", span, base))


def _read_each(code: TemplateCode, span: Span, base: int) -> Header:
    header = split_each(code.data, *span)
    return _Each(
        code.embedded("expression", header.iterable, base),
        None if header.pattern is None else code.embedded("pattern", header.pattern, base),
        header.index,
        None if header.key is None else code.embedded("expression", header.key, base),
    )


def _read_await(code: TemplateCode, span: Span, base: int) -> Header:
    header = split_await(code.data, *span)
    pattern = None if header.pattern is None else code.embedded("pattern", header.pattern, base)
    return _Await(code.embedded("expression", header.promise, base), header.section, pattern)


def _read_key(code: TemplateCode, span: Span, base: int) -> Header:
    return _Key(code.embedded("expression", span, base))


def _read_snippet(code: TemplateCode, span: Span, base: int) -> Header:
    header = split_snippet(code.data, *span)
    name = code.data[slice(*header.name)].decode(errors="replace")
    parameters = None if header.parameters is None else code.embedded("parameters", header.parameters, base)
    return _Snippet(name, header.name[0] - base, parameters)


BLOCKS: Final[dict[str, Callable[[TemplateCode, Span, int], Header]]] = {
    "if": _read_if,
    "each": _read_each,
    "await": _read_await,
    "key": _read_key,
    "snippet": _read_snippet,
}
"""Reads what follows ``{#if`` and the like: its trimmed span, placed relative to the block's start."""


def placed(nodes: Siblings, base: int) -> Fragment:
    """The nodes placed relative to the node that starts at ``base``."""
    return tuple([Placed(start - base, node) for start, node in nodes])


def read_section(code: TemplateCode, word: str, inside: Span, base: int) -> Section:
    """The section that ``{:word …}`` begins; ``inside`` is what follows the word."""
    span = trim(code.data, *inside)
    if word == "else" and code.data.startswith(b"if", span[0]):
        return Section("else", code.expression(span[0] + 2, span[1], base))
    if word == "elseif":  # Svelte 3
        return Section("else", code.embedded("expression", span, base))
    if word in {"then", "catch"} and span[0] < span[1]:
        return Section(word, code.embedded("pattern", without_type(code.data, *span), base))
    return Section(word, None)
