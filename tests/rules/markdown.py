"""Markdown as far as a page of tests needs it: headings, and fenced blocks with the attributes of their info string."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_HEADING = re.compile(r"(#{1,6})\s+(.+?)\s*#*\s*$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})\s*(.*?)\s*$")


class PageError(ValueError):
    """A page that cannot be read as a suite; says the line (1-based) and the cure."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(f"line {line}: {problem}")
        self.line = line


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block.

    Attributes:
        language: First word of the info string, `""` if there is none.
        attributes: The other words: `name=value`, or a bare `name` with the value `""`.
        text: The content, every line with its line feed.
        line: 1-based line of the first content line.
    """

    language: str
    attributes: Mapping[str, str]
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading, up to the next heading of any level.

    Attributes:
        headings: The heading and those around it, outermost first; empty before the first heading.
        line: 1-based line of the heading; 1 before the first heading.
        blocks: The fenced blocks in order.
    """

    headings: tuple[str, ...]
    line: int
    blocks: tuple[Block, ...]


def read_sections(text: str) -> tuple[Section, ...]:
    """Split a page at its headings.

    Raises:
        PageError: A fence is never closed, or an info string has an open quote.
    """
    sections: list[Section] = []
    headings: list[tuple[int, str]] = []
    start, blocks = 1, list[Block]()
    for item in _items(text.splitlines()):
        if isinstance(item, Block):
            blocks.append(item)
            continue
        line, level, title = item
        sections.append(Section(tuple(name for _, name in headings), start, tuple(blocks)))
        headings = [outer for outer in headings if outer[0] < level] + [(level, title)]
        start, blocks = line, []
    sections.append(Section(tuple(name for _, name in headings), start, tuple(blocks)))
    return tuple(section for section in sections if section.headings or section.blocks)


def _items(lines: list[str]) -> Iterator[Block | tuple[int, int, str]]:
    """Yield blocks, and headings as (1-based line, level, title), in order."""
    numbered = enumerate(lines, start=1)
    for number, line in numbered:
        if heading := _HEADING.match(line):
            yield number, len(heading[1]), heading[2]
        elif fence := _FENCE.match(line):
            content: list[str] = []
            for _, inner in numbered:
                if _closes(inner, fence[1]):
                    break
                content.append(inner + "\n")
            else:
                raise PageError(number, f"the block opened with {fence[1]} is never closed")
            language, attributes = _info(fence[2], number)
            yield Block(language, attributes, "".join(content), number + 1)


def _closes(line: str, opening: str) -> bool:
    fence = _FENCE.match(line)
    return fence is not None and not fence[2] and fence[1].startswith(opening)


def _info(info: str, line: int) -> tuple[str, dict[str, str]]:
    try:
        words = shlex.split(info)
    except ValueError as error:
        raise PageError(line, f"the attributes `{info}` cannot be read: {error}") from error
    if not words:
        return "", {}
    attributes: dict[str, str] = {}
    for word in words[1:]:
        name, _, value = word.partition("=")
        if name in attributes:
            raise PageError(line, f"`{name}` is given twice")
        attributes[name] = value
    return words[0], attributes
