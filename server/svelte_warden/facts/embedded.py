"""All code of a file with the place where it stands: the scripts' statements, and what the markup holds."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from svelte_warden.facts.code import Code
from svelte_warden.facts.model import Directive, EachBlock, Placed, SnippetBlock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svelte_warden.facts.file import FileFacts


def markup_code(facts: FileFacts) -> Iterator[Placed[Code]]:
    """Yield every piece of code in the markup, at its absolute offset, in no particular order."""
    waiting: list[tuple[int, Placed[object]]] = [(0, placed) for placed in facts.markup]
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
    waiting: list[object] = [placed.item for placed in facts.markup]
    while waiting:
        item = waiting.pop()
        if isinstance(item, Code):
            yield item
        else:
            waiting.extend(part.item for part in _parts(item))


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
        if isinstance(item, Directive) and item.kind in ("bind", "class", "style") and item.expression is None:
            found.add(item.name)
        if not isinstance(item, Code):
            waiting.extend(part.item for part in _parts(item))
    return frozenset(found)


_FIELDS: dict[type, tuple[str, ...]] = {}


def _values_of(item: Any) -> list[Any]:  # noqa: ANN401 - any dataclass, which has no type of its own
    """Return the values of a dataclass."""
    names = _FIELDS.get(type(item))
    if names is None:
        names = _FIELDS[type(item)] = tuple(field.name for field in fields(item))
    return [getattr(item, name) for name in names]


def _parts(item: object) -> Iterator[Placed[object]]:
    """Return what a node of the markup is made of, however deep in tuples it keeps it."""
    waiting = _values_of(item)
    while waiting:
        value = waiting.pop()
        if isinstance(value, tuple):
            waiting.extend(value)
        elif isinstance(value, Placed):
            yield value
