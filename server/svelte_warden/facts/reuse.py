"""Which markup nodes of an earlier version of a file still hold after an edit."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from svelte_warden.facts.immutable import immutable
from svelte_warden.facts.model import (
    Attachment,
    Attribute,
    AttributeNode,
    AwaitBlock,
    Directive,
    EachBlock,
    Element,
    Fragment,
    IfBlock,
    KeyBlock,
    MarkupNode,
    Placed,
    SnippetBlock,
    SpreadAttribute,
)
from svelte_warden.syntax.html import RAW_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from svelte_warden.facts.code import Code
    from svelte_warden.text.edits import ByteEdit


@immutable
class Unchanged:
    """What an edit left alone.

    Attributes:
        nodes: the largest unchanged nodes, each with the number of nodes around it, by the offset at which it
            starts after the edit.
        codes: the code that the changed nodes around them hold.
        deepest: an upper bound of how many nodes lay around any node.
    """

    nodes: Mapping[int, tuple[MarkupNode, int]]
    codes: Sequence[Code]
    deepest: int


NOTHING_KNOWN: Final = Unchanged({}, (), 0)


def unchanged_nodes(fragment: Fragment, unsettled: Sequence[int], deepest: int, edit: ByteEdit) -> Unchanged:
    """What an edit leaves of some markup.

    Args:
        fragment: the markup before the edit, placed in the file.
        unsettled: the sorted offsets at which that markup depends on what follows it; a node around one is not
            taken as a whole.
        deepest: an upper bound of how many nodes lie around any node.
        edit: what changed.
    """
    nodes: dict[int, tuple[MarkupNode, int]] = {}
    codes: list[Code] = []
    shift = edit.new_end - edit.old_end
    pending: list[tuple[Fragment, int, int]] = [(fragment, 0, 0)]
    while pending:
        siblings, base, depth = pending.pop()
        for placed in siblings:
            node = placed.item
            start = base + placed.offset
            end = start + node.length
            if isinstance(node, Element) and node.name in RAW_TEXT:
                continue  # whether it is a script or the style of the component depends on what is around it
            if (end <= edit.start or start >= edit.old_end) and not _any_within(unsettled, start, end):
                nodes[start if end <= edit.start else start + shift] = node, depth
            else:
                codes.extend(own_code(node))
                pending.extend([(children, start, depth + 1) for children in child_fragments(node)])
    return Unchanged(nodes, codes, deepest)


def child_fragments(node: MarkupNode) -> tuple[Fragment, ...]:
    """The fragments that a node holds, placed relative to it."""
    match node:
        case Element():
            return (node.children,)
        case IfBlock():
            return tuple([body for _, body in node.branches])
        case EachBlock():
            return node.body, node.fallback
        case AwaitBlock():
            return tuple([section for section in (node.pending, node.then, node.catch) if section is not None])
        case KeyBlock() | SnippetBlock():
            return (node.body,)
        case _:
            return ()


def own_code(node: MarkupNode) -> Iterator[Code]:
    """The code of a node itself, without that of the nodes it holds."""
    for placed in _own_embedded(node):
        if placed is not None:
            yield placed.item


def _own_embedded(node: MarkupNode) -> Iterator[Placed[Code] | None]:
    match node:
        case Element():
            yield node.tag
            for attribute in node.attributes:
                yield from _attribute_embedded(attribute.item)
        case IfBlock():
            yield from (test for test, _ in node.branches)
        case EachBlock():
            yield from (node.iterable, node.pattern, node.key)
        case AwaitBlock():
            yield from (node.promise, node.then_pattern, node.catch_pattern)
        case SnippetBlock():
            yield node.parameters
        case _:
            yield node.statement if hasattr(node, "statement") else node.expression


def _attribute_embedded(attribute: AttributeNode) -> Iterator[Placed[Code] | None]:
    match attribute:
        case Attribute():
            yield from (part for part in attribute.parts if isinstance(part, Placed))
        case Directive():
            yield from (attribute.expression, attribute.pattern, attribute.subject)
        case SpreadAttribute() | Attachment():
            yield attribute.expression


def _any_within(offsets: Sequence[int], start: int, end: int) -> bool:
    at = bisect_left(offsets, start)
    return at < len(offsets) and offsets[at] < end
