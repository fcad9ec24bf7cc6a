"""What the TypeScript grammar cannot read, rewritten before parsing to something of equal length and effect.

Equal length keeps every offset; the values of names and strings are read from the original bytes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

# `import('module').Type` and `typeof import('module')`, which are read as calls before `[]` or between the angle
# brackets of a call. An identifier takes their place. No dynamic import is meant: a promise has no property with a
# capital, and its `typeof` tells nothing.
_IMPORT = re.compile(rb"""import\s*\(\s*(['"])(?:[^'"`$\n]|\$(?!\{))*\1\s*\)""")
_BEFORE_IMPORT_TYPE = re.compile(rb"\btypeof\s+\Z")
_AFTER_IMPORT_TYPE = re.compile(rb"\s*\.\s*[A-Z]")
_LONGEST_BEFORE = 16  # bytes in which `typeof` and the space behind it are looked for
# `for (using x of y)`, `for (await using x of y)`
_USING_HEAD = re.compile(rb"(for\s*(?:await\s*)?\(\s*)((?:await[ \t]+)?using)(?=[ \t]+(?!of\b)[\w$]+\s+of\b)")
# `using(x)`, `using.x`: an ordinary name, where the grammar expects a declaration
_USING_NAME = re.compile(rb"using(?<![\w$.]using)(?=\s*[(.;,)?:\]}=])")
# `for await (let [a] of b)`, where `let[a]` is read as an access
_AWAIT_LET_HEAD = re.compile(rb"(for\s+await\s*\(\s*)let(?=\s*\[)")
# `a as B.C.D`, which is read as `(a as B.C).D`
_QUALIFIED_TYPE = rb"(?:(?:typeof|keyof|readonly) )*[\w$.]+(?:\[\])*"
_QUALIFIED_UNION = rb"%b(?:\s*[|&](?![|&=])\s*%b)*" % (_QUALIFIED_TYPE, _QUALIFIED_TYPE)
_AS_QUALIFIED = re.compile(rb"as (?<=\sas )%b" % _QUALIFIED_UNION)
_SATISFIES_QUALIFIED = re.compile(rb"satisfies (?<=\ssatisfies )%b" % _QUALIFIED_UNION)
# `static accessor x`
_STATIC_ACCESSOR = re.compile(rb"(?<=\bstatic )(?:override |readonly )?accessor(?=[ \t]+[\w$#\[])")
# `export type * from`, `export type * as x from`
_EXPORT_TYPE_ALL = re.compile(rb"(?<=\bexport )type[ \t]*\*[ \t]+(?:as[ \t]+[\w$]+[ \t]+)?(?=from\b)")
# `a - b!.c`, which is read as `(a - b)!.c`. What stands after it tells the postfix `!` from a negation; where a value
# may stand there (`a![b]`, `a!(b)`), what stands before it does (`return![b]`, `if (a) !(b)`).
_NON_NULL = re.compile(rb"!(?<=[\w$)\]]!)(?=[\s;,)\]}?:*%&|^>[(]|\.\D|\Z)")
_BEFORE_NON_NULL_INDEX = re.compile(
    rb"(?:[)\]]|(?<![\w$])(?!(?:return|typeof|case|else|void|in|of|throw|await|yield)\Z)[\w$]+)\Z"
)
_LONGEST_NAME = 40  # bytes in which the name before `![` is looked for
# `let a = ;`, which somebody is typing: the grammar would pass over the `;` and take the next function for the value
_NO_VALUE = re.compile(rb"(?<![=!<>+\-*/%&|^?])=(?= ?;)")
# `sql<Row[]>`…``: the type arguments of a tagged template, which may hold two more levels of them
_PLAIN_TYPE = rb"[^`<>{};()=$]|\{[^`{}()=$]*\}"
_INNER_TYPES = rb"<(?:%b|<(?:%b)*>)*>" % (_PLAIN_TYPE, _PLAIN_TYPE)
_TAG_TYPES = re.compile(rb"(?<=[\w$])<(?:%b|%b){1,400}>(?=`)" % (_PLAIN_TYPE, _INNER_TYPES))


def _import_type(match: re.Match[bytes]) -> bytes:
    start, end = match.span()
    source = match.string
    if _AFTER_IMPORT_TYPE.match(source, end) or _BEFORE_IMPORT_TYPE.search(
        source[max(0, start - _LONGEST_BEFORE) : start]
    ):
        return _filled(match[0], b"i")
    return match[0]


def _non_null(match: re.Match[bytes]) -> bytes:
    start, end = match.span()
    source = match.string
    follower = source[end : end + 1]
    if follower in {b"[", b"("}:
        before = source[max(0, start - _LONGEST_NAME) : start]
        if not _BEFORE_NON_NULL_INDEX.search(before) or (follower == b"(" and before.endswith(b")")):
            return b"!"
    return b" "


def _tag_types(match: re.Match[bytes]) -> bytes:
    is_comparison = b"&&" in match[0] or b"||" in match[0]
    return match[0] if is_comparison else _filled(match[0], b" ")


def _qualified_type(match: re.Match[bytes]) -> bytes:
    return match[0].replace(b".", b"_")


def _filled(source: bytes, filler: bytes) -> bytes:
    """As many bytes of ``filler`` as the source has, in as many lines."""
    return b"\n".join([filler * len(line) for line in source.split(b"\n")])


# What must occur for the pattern to be tried, the pattern, and what to put in its place.
_GAPS: tuple[tuple[bytes, re.Pattern[bytes], Callable[[re.Match[bytes]], bytes]], ...] = (
    (b"!", _NON_NULL, _non_null),
    (b"import", _IMPORT, _import_type),
    (b"using ", _USING_HEAD, lambda match: match[1] + b"const".ljust(len(match[2]))),
    (b"using", _USING_NAME, lambda _match: b"_sing"),
    (b"for await", _AWAIT_LET_HEAD, lambda match: match[1] + b"var"),
    (b"as ", _AS_QUALIFIED, _qualified_type),
    (b"satisfies ", _SATISFIES_QUALIFIED, _qualified_type),
    (b"accessor", _STATIC_ACCESSOR, lambda match: b" " * len(match[0])),
    (b"export type", _EXPORT_TYPE_ALL, lambda match: b"type{}".ljust(len(match[0]))),
    (b">`", _TAG_TYPES, _tag_types),
    (b"= ;", _NO_VALUE, lambda _match: b" "),
    (b"=;", _NO_VALUE, lambda _match: b" "),
)


def without_gaps(data: bytes) -> bytes:
    """The same source, byte for byte in place, without what the grammar cannot read."""
    for hint, pattern, replace in _GAPS:
        if hint in data:
            data = pattern.sub(replace, data)
    return data
