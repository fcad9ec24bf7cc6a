"""What the TypeScript grammar cannot read, rewritten before parsing to something of equal length and effect.

Equal length keeps every offset; the values of names and strings are read from the original bytes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

# `import('module').Type` and `typeof import('module')`, where it is read as a call: with `[]` behind it, or within
# the angle brackets of a call. An identifier takes its place. A promise has no property with a capital, so that
# a dynamic import is never meant.
_IMPORT_TYPE = re.compile(
    rb"""\bimport\s*\(\s*(?:'[^'"`$\n]*'|"[^'"`$\n]*")\s*\)(?=\s*\.\s*[A-Z])"""
    rb"""|(?<=\btypeof )import\s*\(\s*(?:'[^'"`$\n]*'|"[^'"`$\n]*")\s*\)"""
)
# `for (using x of y)`, `for (await using x of y)`
_USING_HEAD = re.compile(rb"(?<=\()(?:using|await[ \t]+using)(?=[ \t]+(?!of\b)[\w$]+\s+of\b)")
# `static accessor x`
_STATIC_ACCESSOR = re.compile(rb"(?<=\bstatic )(?:override |readonly )?accessor(?=[ \t]+[\w$#\[])")
# `export type * from`, `export type * as x from`
_EXPORT_TYPE_ALL = re.compile(rb"(?<=\bexport )type[ \t]*\*[ \t]+(?:as[ \t]+[\w$]+[ \t]+)?(?=from\b)")
# `sql<Row[]>`…``: the type arguments of a tagged template
_TAG_TYPES = re.compile(rb"(?<=[\w$])<(?:[^`;()={}<>]|\{[^`{}()=]*\}|<[^`<>;()=]*>)*>(?=`)")

_GAPS: tuple[tuple[bytes, re.Pattern[bytes], Callable[[re.Match[bytes]], bytes]], ...] = (
    (b"import", _IMPORT_TYPE, lambda match: _keep_newlines(match[0], b"i")),
    (b"(using ", _USING_HEAD, lambda match: b"const".ljust(len(match[0]))),
    (b"await using ", _USING_HEAD, lambda match: b"const".ljust(len(match[0]))),
    (b"accessor", _STATIC_ACCESSOR, lambda match: b" " * len(match[0])),
    (b"export type", _EXPORT_TYPE_ALL, lambda match: b"type{}".ljust(len(match[0]))),
    (b">`", _TAG_TYPES, lambda match: _keep_newlines(match[0], b" ")),
)


def without_gaps(data: bytes) -> bytes:
    """The same source, byte for byte in place, without what the grammar cannot read."""
    for hint, pattern, replace in _GAPS:
        if hint in data:
            data = pattern.sub(replace, data)
    return data


def _keep_newlines(source: bytes, filler: bytes) -> bytes:
    return b"\n".join([filler * len(line) for line in source.split(b"\n")])
