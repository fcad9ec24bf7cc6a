"""Building edits: statements put in, taken out and replaced in the style of the file. Pure functions over bytes.

Offsets are bytes from the start of the file, ends exclusive. A fix is made of few such edits; they must not overlap.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from svelte_warden.engine.findings import Edit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

_BLANK: Final = b" \t"
_LINE_END: Final = re.compile(rb"\r\n|\n|\r")
_REST_OF_LINE: Final = re.compile(rb"[ \t]*;?[ \t]*(?://[^\r\n]*|/\*[^\r\n]*?\*/[ \t]*)?(?=\r|\n|$)")
_BLANK_LINES: Final = re.compile(rb"(?:[ \t]*(?:\r\n|\n|\r))*")
_QUOTED: Final = re.compile(rb"""from\s*(['"])|import\s*(['"])""")
_IMPORT: Final = b"import"
_RESERVED_WORDS: Final = """
    arguments await break case catch class const continue debugger default delete do else enum eval export extends
    false finally for function if implements import in instanceof interface let new null package private protected
    public return static super switch this throw true try typeof undefined var void while with yield
"""
_RESERVED: Final = frozenset(_RESERVED_WORDS.split())


@dataclass(frozen=True, slots=True)
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
    line = data[_line_start(data, offset) : offset]
    return line[: len(line) - len(line.lstrip(_BLANK))].decode()


def insert_before(path: str, data: bytes, start: int, statement: str, style: Style) -> Edit:
    """Put a statement before the one that starts at ``start``, on a line of its own."""
    indent = indent_at(data, start)
    if data[_line_start(data, start) : start].strip(_BLANK):
        return Edit(path, start, start, f"{ended(statement, style)} ")
    return Edit(path, start, start, f"{ended(statement, style)}{style.newline}{indent}")


def insert_after(path: str, data: bytes, start: int, end: int, statement: str, style: Style) -> Edit:
    """Put a statement after the one that spans ``start`` to ``end``, on a line of its own.

    After an import that is followed by a blank line it goes behind that line, where other code begins.
    """
    indent = indent_at(data, start)
    rest = _REST_OF_LINE.match(data, end)
    line_end = _LINE_END.match(data, rest.end()) if rest is not None else None
    if rest is None or line_end is None:
        return Edit(path, end, end, f"{style.newline}{indent}{ended(statement, style)}")
    at = line_end.end()
    blank = _BLANK_LINES.match(data, at)
    code_follows = blank is not None and data[blank.end() :].lstrip(_BLANK)[:1] not in (b"", b"<")
    if data.startswith(_IMPORT, start) and blank is not None and code_follows:
        at = blank.end()
    return Edit(path, at, at, f"{indent}{ended(statement, style)}{style.newline}")


def remove_statement(path: str, data: bytes, start: int, end: int) -> Edit:
    """Take a statement out, with its line if nothing else stands there."""
    line_start = _line_start(data, start)
    rest = _REST_OF_LINE.match(data, end)
    line_end = _LINE_END.match(data, rest.end()) if rest is not None else None
    has_comment = rest is not None and rest.group().strip(b" \t;")
    if data[line_start:start].strip(_BLANK) or line_end is None or has_comment:
        return Edit(path, start, end, "")
    return Edit(path, line_start, line_end.end(), "")


def free_name(wanted: str, taken: Collection[str]) -> str:
    """Return ``wanted``, or the first of ``wanted2``, ``wanted3``… that is neither taken nor a reserved word."""
    name, number = wanted, 1
    while name in taken or f"${name}" in taken or name in _RESERVED:
        number += 1
        name = f"{wanted}{number}"
    return name


def _line_start(data: bytes, offset: int) -> int:
    return max(data.rfind(b"\n", 0, offset), data.rfind(b"\r", 0, offset)) + 1
