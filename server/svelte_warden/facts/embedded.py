"""All code of a file with the place where it stands: the scripts' statements, and what the markup holds."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from svelte_warden.facts.code import Code
from svelte_warden.facts.model import (
    Attachment,
    Attribute,
    AwaitBlock,
    DeclarationTag,
    Directive,
    EachBlock,
    Element,
    IfBlock,
    KeyBlock,
    Name,
    Placed,
    SnippetBlock,
    SpreadAttribute,
    Tag,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from svelte_warden.facts.file import FileFacts
    from svelte_warden.facts.model import Fragment


def markup_code(facts: FileFacts) -> Iterator[Placed[Code]]:
    """Yield every piece of code in the markup, at its absolute offset, in no particular order."""
    return code_within(facts.markup)


def code_within(fragment: Fragment) -> Iterator[Placed[Code]]:
    """Yield every piece of code in a part of the markup, at its offset from the start of that, in no order."""
    waiting: list[tuple[int, Placed[object]]] = [(0, placed) for placed in fragment]
    while waiting:
        base, placed = waiting.pop()
        start, item = base + placed.offset, placed.item
        if isinstance(item, Code):
            yield Placed(start, item)
        else:
            waiting.extend((start, part) for part in _parts(item))


def pieces(facts: FileFacts) -> Iterator[Code]:
    """Yield every piece of code of the file, wherever it stands."""
    yield from (placed.item for placed in facts.module)
    yield from (placed.item for placed in facts.instance)
    waiting: list[Any] = [facts.markup]
    while waiting:
        value = waiting.pop()
        kind = type(value)
        if kind is tuple:
            waiting.extend(value)
        elif kind is Placed:
            if type(value.item) is Code:
                yield value.item
            else:
                waiting.extend(_PARTS[type(value.item)](value.item))


def all_code(facts: FileFacts) -> Iterator[Placed[Code]]:
    """Yield every piece of code of the file, at its absolute offset."""
    yield from facts.module
    yield from facts.instance
    yield from markup_code(facts)


def markup_names(facts: FileFacts) -> Iterator[str]:
    """Yield the names that blocks and directives declare as words: ``i`` of ``{#each … as x, i}``, ``let:item``."""
    waiting: list[object] = [placed.item for placed in facts.markup]
    while waiting:
        item = waiting.pop()
        match item:
            case Code():
                continue
            case EachBlock(index=str(index)):
                yield index
            case SnippetBlock(name=name):
                yield name
            case Directive(kind="let", name=name):
                yield name
        waiting.extend(part.item for part in _parts(item))


def shorthand_names(facts: FileFacts) -> frozenset[str]:
    """Return the names that directives stand for in their short form: ``value`` of ``bind:value``, ``class:value``."""
    found: set[str] = set()
    waiting: list[object] = [placed.item for placed in facts.markup]
    while waiting:
        item = waiting.pop()
        if isinstance(item, Directive) and item.kind in ("bind", "class", "style") and _is_short(item):
            found.add(item.name)
        if not isinstance(item, Code):
            waiting.extend(part.item for part in _parts(item))
    return frozenset(found)


def _is_short(directive: Directive) -> bool:
    """Whether the name of a directive is the code that it evaluates, too."""
    return directive.expression is not None and directive.expression.offset == len(directive.kind) + 1


def bound_variables(facts: FileFacts) -> frozenset[str]:
    """Return the names of the variables that ``bind:`` directives change: ``open`` of ``bind:checked={open}``."""
    found: set[str] = set()
    waiting: list[object] = [placed.item for placed in facts.markup]
    while waiting:
        item = waiting.pop()
        match item:
            case Directive(kind="bind", expression=Placed(item=code)) if isinstance(code.expression, Name):
                found.add(code.expression.name)
        if not isinstance(item, Code):
            waiting.extend(part.item for part in _parts(item))
    return frozenset(found)


def _parts(item: object) -> Iterator[Placed[object]]:
    """Return what a node of the markup is made of, however deep in tuples it keeps it."""
    waiting: list[Any] = [*_PARTS[type(item)](item)]
    while waiting:
        value = waiting.pop()
        if isinstance(value, tuple):
            waiting.extend(value)
        elif isinstance(value, Placed):
            yield value


_PARTS: Final[Mapping[type, Callable[[Any], tuple[Any, ...]]]] = {
    Attribute: lambda item: item.parts,
    Directive: attrgetter("expression", "pattern", "subject"),
    SpreadAttribute: lambda item: (item.expression,),
    Attachment: lambda item: (item.expression,),
    Element: attrgetter("tag", "attributes", "children"),
    IfBlock: lambda item: item.branches,
    EachBlock: attrgetter("iterable", "pattern", "key", "body", "fallback"),
    AwaitBlock: attrgetter("promise", "pending", "then_pattern", "then", "catch_pattern", "catch"),
    KeyBlock: attrgetter("expression", "body"),
    SnippetBlock: attrgetter("parameters", "body"),
    Tag: lambda item: (item.expression,),
    DeclarationTag: lambda item: (item.statement,),
}
"""The values of each kind of node that hold others, or code: placed, or in tuples beside what is no such thing."""
