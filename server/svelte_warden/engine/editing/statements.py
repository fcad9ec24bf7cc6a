"""Statements put in and taken out, in the style of the file. Pure functions over bytes.

Offsets are bytes from the start of the file, ends exclusive.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from svelte_warden.engine.editing.style import BLANK, ended, indent_at, line_start
from svelte_warden.engine.findings import Edit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from svelte_warden.engine.editing.style import Style

_LINE_END: Final = re.compile(rb"\r\n|\n|\r")
_REST_OF_LINE: Final = re.compile(rb"[ \t]*;?[ \t]*(?://[^\r\n]*|/\*[^\r\n]*?\*/[ \t]*)?(?=\r|\n|$)")
_BLANK_LINES: Final = re.compile(rb"(?:[ \t]*(?:\r\n|\n|\r))*")
_CLOSING: Final = re.compile(rb"[ \t]*(?:\}|</|$)")
_BLANK_LINE: Final = re.compile(rb"[ \t]*(?:\r\n|\n|\r)")
_COMMENT: Final = re.compile(rb"[ \t]*(?://|/\*|\*)(?![ \t*]*(?:@ts-|eslint|prettier|global|svelte-warden))")
_IMPORT: Final = b"import"


def insert_before(path: str, data: bytes, start: int, statement: str, style: Style) -> Edit:
    """Put a statement before the one that starts at ``start``, on a line of its own."""
    indent = indent_at(data, start)
    if data[line_start(data, start) : start].strip(BLANK):
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
    code_follows = blank is not None and data[blank.end() :].lstrip(BLANK)[:1] not in (b"", b"<")
    if data.startswith(_IMPORT, start) and blank is not None and code_follows:
        at = blank.end()
    return Edit(path, at, at, f"{indent}{ended(statement, style)}{style.newline}")


def insert_lines_after(path: str, data: bytes, start: int, end: int, lines: Iterable[str], style: Style) -> Edit:
    """Put statements directly after the one that spans ``start`` to ``end``, each on a line of its own."""
    indent = indent_at(data, start)
    written = [f"{indent}{ended(line, style)}" for line in lines]
    rest = _REST_OF_LINE.match(data, end)
    line_end = _LINE_END.match(data, rest.end()) if rest is not None else None
    if line_end is None:
        return Edit(path, end, end, "".join(f"{style.newline}{line}" for line in written))
    return Edit(path, line_end.end(), line_end.end(), "".join(f"{line}{style.newline}" for line in written))


def remove_statement(path: str, data: bytes, start: int, end: int) -> Edit:
    """Take a statement out, with its line if nothing else stands there, and with the blank line it is set off by."""
    line = line_start(data, start)
    rest = _REST_OF_LINE.match(data, end)
    line_end = _LINE_END.match(data, rest.end()) if rest is not None else None
    has_comment = rest is not None and rest.group().strip(b" \t;")
    if data[line:start].strip(BLANK) or line_end is None or has_comment:
        return Edit(path, start, end, "")
    previous = line_start(data, max(line - (2 if data.endswith(b"\r\n", 0, line) else 1), 0))
    is_first = not data[:line].strip()
    follows_blank = line > 0 and _BLANK_LINE.match(data, previous) is not None
    after = _BLANK_LINE.match(data, line_end.end()) if is_first or follows_blank else None
    if after is not None:
        return Edit(path, line, after.end(), "")
    is_last = _CLOSING.match(data, line_end.end()) is not None
    return Edit(path, previous if follows_blank and is_last else line, line_end.end(), "")


def with_comment(data: bytes, start: int, after: int = 0) -> int:
    """Return where the comment begins that stands directly above a statement; the statement's start if there is none.

    A comment for a tool belongs to the file, and is none: ``// @ts-check``, ``/* eslint … */``. It begins behind
    ``after``, where other code ends.
    """
    begin = line = line_start(data, start)
    if data[line:start].strip(BLANK):
        return start
    while line > after:
        above = line_start(data, line - (2 if data.endswith(b"\r\n", 0, line) else 1))
        if above < after or _COMMENT.match(data, above, line) is None:
            break
        begin = line = above
    return begin if begin < line_start(data, start) else start
