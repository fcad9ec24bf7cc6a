"""Reads the attributes of an opening tag."""

from __future__ import annotations

import re
from sys import intern
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from svelte_warden.facts.model import (
    Attachment,
    Attribute,
    AttributeNode,
    Directive,
    Embedded,
    Placed,
    SpreadAttribute,
)
from svelte_warden.syntax.characters import GREATER, LESS, OPEN_BRACE, SLASH
from svelte_warden.syntax.template import Span, trim, without_type

if TYPE_CHECKING:
    from svelte_warden.facts.template_code import TemplateCode

Attributes: TypeAlias = tuple[Placed[AttributeNode], ...]
"""Attributes placed relative to their element."""

Ending: TypeAlias = Literal["open", "closed", "unfinished"]
"""How an opening tag ends: ``>``, ``/>`` or not at all."""

_OFTEN_THE_SAME: Final = 32  # characters of a value
_DIRECTIVES: Final = frozenset(
    {"on", "bind", "use", "transition", "in", "out", "animate", "class", "style", "let"},
)
_NAMED_BY_CODE: Final = frozenset({"use", "transition", "in", "out", "animate"})
_NAMED_BY_VARIABLE: Final = frozenset({"bind", "class", "style"})
_VARIABLE: Final = re.compile(r"(?!this$)[A-Za-z_$][\w$]*")

_SPACE: Final = re.compile(rb"\s*")
# The name, then one of: a plain quoted value, an opening brace, an opening quote, the start of an unquoted value.
_ATTRIBUTE: Final = re.compile(
    rb"\s*([^\s=/>\"'{<}]+)"
    rb"(?:\s*=\s*(?:\"([^\"{]*)\"|'([^'{]*)'|(\{)|([\"'])|([^\s\"'=<>`{/]|/(?!>))))?"
)
_PLAIN_DOUBLE, _PLAIN_SINGLE, _BRACE, _QUOTE, _UNQUOTED = 2, 3, 4, 5, 6
_UNQUOTED_STOP: Final = re.compile(rb"/>|[\s\"'=<>`{]")
_BRACED: Final = re.compile(rb"\{\s*(?:(\.\.\.)|@attach\b|(?:[#:@]|/(?:if|each|await|key|snippet)\s*\})())")
_LINE_END: Final = re.compile(rb"[\r\n]|\Z")
_SPREAD, _BLOCK = 1, 2


def read_attributes(code: TemplateCode, position: int, base: int) -> tuple[Attributes, int, Ending]:
    """The attributes from ``position`` (after the tag's name), the offset after the tag, and how it ends.

    They are placed relative to ``base``, the start of the element. A tag that is never closed ends before what
    cannot belong to it.
    """
    data = code.data
    size = len(data)
    attributes: list[Placed[AttributeNode]] = []
    while True:
        match = _ATTRIBUTE.match(data, position)
        if match is not None:
            node, position = _read_named(code, match)
            attributes.append(Placed(match.start(1) - base, node))
            continue
        position = _SPACE.match(data, position).end()  # type: ignore[union-attr] # it always matches
        character = data[position] if position < size else LESS
        if character == GREATER:
            return tuple(attributes), position + 1, "open"
        if character == LESS:
            break
        if character == SLASH:
            if data.startswith(b"/>", position):
                return tuple(attributes), position + 2, "closed"
            position = _after_comment(code, position)
        elif character == OPEN_BRACE:
            braced = _BRACED.match(data, position)
            if braced is not None and braced.lastindex == _BLOCK:
                break
            position = _read_braced(code, position, base, braced, attributes)
        else:
            code.error(position)
            position += 1
    code.error(base)
    return tuple(attributes), position, "unfinished"


def _after_comment(code: TemplateCode, position: int) -> int:
    """The offset after the comment that the slash at ``position`` begins, or after a stray slash."""
    data = code.data
    if data.startswith(b"//", position):
        return _LINE_END.search(data, position).start()  # type: ignore[union-attr] # it always matches
    if data.startswith(b"/*", position):
        end = data.find(b"*/", position + 2)
        if end >= 0:
            return end + 2
    code.error(position)
    return position + 1


def _read_braced(
    code: TemplateCode,
    start: int,
    base: int,
    braced: re.Match[bytes] | None,
    attributes: list[Placed[AttributeNode]],
) -> int:
    """Reads ``{...spread}``, ``{@attach …}`` or ``{shorthand}`` and returns the offset after it."""
    inside = start + 1 if braced is None else braced.end()
    end, after = code.expression_end(inside, in_tag=True)
    span = trim(code.data, inside, end)
    if span[0] == span[1] or (code.data[span[0]] == SLASH and code.is_empty(*span)):
        return after
    expression = code.embedded("expression", span, start)
    length = after - start
    node: AttributeNode
    if braced is None:
        node = Attribute(length, intern(_text(expression.item.text)), (expression,))
    elif braced.lastindex == _SPREAD:
        node = SpreadAttribute(length, expression)
    else:
        node = Attachment(length, expression)
    attributes.append(Placed(start - base, node))
    return after


def _read_named(code: TemplateCode, match: re.Match[bytes]) -> tuple[AttributeNode, int]:
    """The attribute or directive that a match of its name and the start of its value begins, and where it ends."""
    start = match.start(1)
    kind = match.lastindex
    parts: list[str | Embedded]
    after = match.end()
    if kind == 1:
        value: Span | None = None
        parts = []
    elif kind in {_PLAIN_DOUBLE, _PLAIN_SINGLE}:
        value = (match.start(kind) - 1, after)
        text = _text(match[kind])
        parts = [intern(text) if len(text) <= _OFTEN_THE_SAME else text]
    else:
        begin = after - 1
        parts, after = _read_value(code, begin, start, quote=match[_QUOTE])
        value = (begin, after)
    name = intern(_text(match[1]))
    if ":" in name and name[: name.index(":")] in _DIRECTIVES:
        return _directive(code, match.span(1), after, parts, value), after
    return Attribute(after - start, name, tuple(parts)), after


def _read_value(code: TemplateCode, begin: int, base: int, quote: bytes | None) -> tuple[list[str | Embedded], int]:
    """The parts of a value with an expression or without quotes; ``begin`` is its first byte, a quote included."""
    data = code.data
    if data[begin] == OPEN_BRACE:
        end, after = code.expression_end(begin + 1, in_tag=True)
        if data[after : after + 1] in b" \t\r\n>" or data.startswith(b"/>", after):
            expression = code.expression(begin + 1, end, base)
            return ([expression] if expression.item.text else []), after
    stop = re.compile(rb"[{" + quote + rb"]") if quote else _UNQUOTED_STOP
    parts: list[str | Embedded] = []
    position = begin + 1 if quote else begin
    while True:
        found = stop.search(data, position)
        end = found.start() if found else len(data)
        if end > position:
            parts.append(_text(data[position:end]))
        if found is None:
            code.error(begin)
            return parts, len(data)
        if data[end] != OPEN_BRACE:
            return parts, end + 1 if quote else end
        close, position = code.expression_end(end + 1, in_tag=True)
        expression = code.expression(end + 1, close, base)
        if expression.item.text:
            parts.append(expression)


def _directive(
    code: TemplateCode, name_span: Span, after: int, parts: list[str | Embedded], value: Span | None
) -> Directive:
    start, name_end = name_span
    kind, _, rest = _text(code.data[start:name_end]).partition(":")
    name, *modifiers = rest.split("|")
    expression: Embedded | None = None
    if len(parts) == 1 and isinstance(parts[0], Placed):
        expression = parts[0]
    elif value is not None:
        expression = _evaluated(code, value, start)
    pattern: Embedded | None = None
    subject: Embedded | None = None
    named = (start + len(kind) + 1, start + len(kind) + 1 + len(name.encode()))
    if kind == "let":
        span = named
        if expression is not None:
            span = (start + expression.offset, start + expression.offset + len(expression.item.text))
        pattern, expression = code.embedded("pattern", without_type(code.data, *span), start), None
    elif kind in _NAMED_BY_CODE and name:
        subject = code.embedded("expression", named, start)
    elif kind in _NAMED_BY_VARIABLE and value is None and _VARIABLE.fullmatch(name):
        expression = code.embedded("expression", named, start)
    return Directive(after - start, intern(kind), intern(name), tuple(modifiers), expression, pattern, subject)


def _evaluated(code: TemplateCode, value: Span, base: int) -> Embedded:
    """A text with expressions as script of the same length: the array of what is evaluated.

    ``"a {b}"`` becomes ``[   b, ]``, so that ``b`` keeps its place; a text without expressions becomes a string.
    """
    start, end = value
    data = code.data
    if b"{" not in data[start:end]:
        text = data[start:end]
        quoted = text[:1] in {b'"', b"'"} and b"\n" not in text and b"\\" not in text
        return Placed(start - base, code.code("expression", text if quoted else b'""'))
    script = bytearray(b" " * (end - start))
    script[0:1] = b"["
    position = start
    while (brace := data.find(b"{", position, end)) >= 0:
        close, position = code.expression_end(brace + 1, in_tag=True)
        if close < end and position > close:
            script[brace + 1 - start : close - start + 1] = data[brace + 1 : close] + b","
    script[-1:] = b"]"
    return Placed(start - base, code.code("expression", bytes(script)))


def _text(data: bytes) -> str:
    return data.decode(errors="replace")
