"""JSON as configuration files have it: comments, trailing commas and a byte order mark are allowed."""

from __future__ import annotations

import json
import re
from typing import TypeAlias

from svelte_warden.facts.immutable import immutable

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"

# A string is matched first so that nothing inside one is taken for a comment or a comma. Behind a comma a comment ends
# with its line, so that no bracket in it is taken for the one that the comma stands before.
_EXTENSION = re.compile(
    r"""
    (?P<string> "(?:[^"\\\n]|\\.)*" )
    | (?P<comment> //[^\n\r]* | /\*(?:[^*]|\*(?!/))*\*/ )
    | (?P<comma> , (?= (?: \s | //[^\n\r]*[\n\r] | /\*(?:[^*]|\*(?!/))*\*/ )* [}\]] ) )
    """,
    re.VERBOSE,
)


@immutable
class JsonError:
    """Why a text is no JSON. ``offset`` is a 0-based byte offset; ``line`` and ``column`` (in characters) from 1."""

    offset: int
    line: int
    column: int
    message: str


def parse(data: bytes) -> Json | JsonError:
    """Parse JSON with comments and trailing commas; never raises. Bytes that are no UTF-8 are an error."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _error(data.decode(errors="replace"), data[: error.start].decode(errors="replace"), "not valid UTF-8", 0)
    skipped = len(data) - len(text.encode())
    try:
        try:
            return _load(text)
        except json.JSONDecodeError:
            return _load(_EXTENSION.sub(_blank, text))
    except json.JSONDecodeError as error:
        return _error(text, text[: error.pos], error.msg, skipped)
    except RecursionError:
        return JsonError(0, 1, 1, "nested too deeply")
    except ValueError as error:  # a number with thousands of digits
        return JsonError(0, 1, 1, str(error))


def _load(text: str) -> Json:
    value: Json = json.loads(text)
    return value


def _error(text: str, before: str, message: str, skipped: int) -> JsonError:
    line_start = before.rfind("\n") + 1
    found = text[len(before) : len(before) + 1]
    if message.startswith("Expecting") and found:
        message = f"{message}, found {found!r}"
    elif message.startswith("Expecting"):
        message = f"{message}, found the end of the file"
    message = message[:1].lower() + message[1:]
    return JsonError(
        skipped + len(before.encode(errors="replace")), before.count("\n") + 1, len(before) - line_start + 1, message
    )


def _blank(match: re.Match[str]) -> str:
    """Same length, so that the places of errors stay right; line ends stay for the same reason."""
    if match.lastgroup == "string":
        return match.group()
    return re.sub(r"[^\n\r]", " ", match.group())
