"""How a file is written, and text written so: indentation, quotes, semicolons and line ends."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

from svelte_warden.facts.immutable import immutable

if TYPE_CHECKING:
    from collections.abc import Iterable

BLANK: Final = b" \t"
"""White space within a line."""
_QUOTED: Final = re.compile(rb"""from\s*(['"])|import\s*(['"])""")


@immutable
class Style:
    """How a file is written. ``indent`` is one level of it."""

    indent: str
    quote: Literal["'", '"']
    semicolons: bool
    newline: Literal["\n", "\r\n"]


def style_of(data: bytes, statements: Iterable[bytes]) -> Style:
    """Read the style of a file off its bytes and the texts of its top-level statements."""
    texts = list(statements)
    ended = [text.rstrip().endswith(b";") for text in texts if not text.rstrip().endswith(b"}")]
    quotes = [match.group(1) or match.group(2) for text in texts for match in _QUOTED.finditer(text)]
    tabs = len(re.findall(rb"^\t", data, re.MULTILINE))
    spaces = re.findall(rb"^( {2,8})\S", data, re.MULTILINE)
    indent = "\t" if tabs > len(spaces) else " " * min((len(found) for found in spaces), default=2)
    return Style(
        indent=indent,
        quote='"' if quotes.count(b'"') > quotes.count(b"'") else "'",
        semicolons=ended.count(True) * 2 >= len(ended),
        newline="\r\n" if b"\r\n" in data else "\n",
    )


def ended(statement: str, style: Style) -> str:
    """Return a statement with a semicolon at its end, or without, as the file has it."""
    bare = statement.rstrip().rstrip(";")
    return f"{bare};" if style.semicolons else bare


def reindented(text: str, before: str, after: str) -> str:
    """Return a statement for another depth: its further lines lose the indent ``before`` and get ``after``.

    A statement with a template literal stays as it is, since its lines may be text.
    """
    if before == after or "`" in text:
        return text
    first, *further = re.split(r"(?<=\n)", text)
    return first + "".join(after + line.removeprefix(before) if line.strip() else line for line in further)


def indent_at(data: bytes, offset: int) -> str:
    """Return the white space at the start of the line that holds an offset."""
    line = data[line_start(data, offset) : offset]
    return line[: len(line) - len(line.lstrip(BLANK))].decode()


def line_start(data: bytes, offset: int) -> int:
    """Return where the line begins that holds an offset."""
    return max(data.rfind(b"\n", 0, offset), data.rfind(b"\r", 0, offset)) + 1
