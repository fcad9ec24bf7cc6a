"""Literals: strings with their escapes decoded, numbers, regular expressions, templates."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from svelte_warden.facts import model
from svelte_warden.facts.lowering.dispatch import Lowering, lowers_expression, sole

if TYPE_CHECKING:
    from tree_sitter import Node as SyntaxNode

_ESCAPE = re.compile(
    r"\\(?:u\{(?P<point>[0-9a-fA-F_]+)\}|u(?P<unit>[0-9a-fA-F]{4})|x(?P<byte>[0-9a-fA-F]{2})"
    r"|(?P<octal>[0-3]?[0-7]{1,2})|(?P<newline>\r\n|[\n\r\u2028\u2029])|(?P<character>[\s\S]))"
)
_CONTROL = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v"}
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_LARGEST_POINT = 0x10FFFF


def string_value(lowering: Lowering, node: SyntaxNode) -> str:
    """The value of a ``string`` node."""
    start, end = node.start_byte + 1, node.end_byte
    closing = lowering.data[end - 1 : end]
    if end > start and closing == lowering.data[start - 1 : start]:
        end -= 1
    return _cooked(lowering.data[start:end])


@lowers_expression("string", tolerant=True)
def _string(lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.Expression:
    return model.Constant(start, end, "string", string_value(lowering, node))


@lowers_expression("template_string", tolerant=True)
def _template(lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.Expression:
    chunks, holes = template_parts(lowering, node)
    if not holes:
        return model.Constant(start, end, "string", chunks[0])
    return model.Template(start, end, chunks, holes)


def template_parts(lowering: Lowering, node: SyntaxNode) -> tuple[tuple[str, ...], tuple[model.Expression, ...]]:
    """The chunks of text and the holes between them; there is one chunk more than there are holes."""
    data = lowering.data
    chunks: list[str] = []
    holes: list[model.Expression] = []
    position = node.start_byte + 1
    for child in node.named_children:
        if child.type != "template_substitution":
            continue
        chunks.append(_template_text(data[position : child.start_byte]))
        holes.append(lowering.expression(sole(child), lowering.span(child)[0]))
        position = child.end_byte
    end = node.end_byte
    if end > position and data[end - 1 : end] == b"`":
        end -= 1
    chunks.append(_template_text(data[position:end]))
    return tuple(chunks), tuple(holes)


def _template_text(raw: bytes) -> str:
    if b"\r" in raw:
        raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return _cooked(raw)


@lowers_expression("number")
def _number(lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.Expression:
    source = lowering.text(node)
    if source.endswith("n") and source[:-1]:
        return model.Constant(start, end, "bigint", source)
    value = number_value(source)
    if value is None:
        return model.Opaque(start, end, ())
    return model.Constant(start, end, "number", value)


def number_value(source: str) -> float | None:
    """The value of a numeric literal, ``None`` if it is malformed."""
    digits = source.replace("_", "").lower()
    try:
        if digits[:2] in {"0x", "0o", "0b"}:
            return float(int(digits, 0))
        if digits.isdigit() and digits[0] == "0" and len(digits) > 1:
            return float(int(digits, 8 if max(digits) < "8" else 10))
        return float(digits)
    except OverflowError:
        return math.inf
    except ValueError:
        return None


@lowers_expression("true", "false")
def _boolean(_lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.Expression:
    return model.Constant(start, end, "boolean", node.type == "true")


@lowers_expression("null")
def _null(_lowering: Lowering, _node: SyntaxNode, start: int, end: int) -> model.Expression:
    return model.Constant(start, end, "null", None)


@lowers_expression("regex")
def _regexp(lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.Expression:
    return model.Constant(start, end, "regexp", lowering.text(node))


def _cooked(raw: bytes) -> str:
    """The text that the source of a string or a template stands for; a lone surrogate becomes U+FFFD."""
    text = raw.decode("utf-8", "replace")
    if "\\" not in text:
        return text
    text = _ESCAPE.sub(_unescape, text)
    if _LONE_SURROGATE.search(text):
        text = _SURROGATES.sub(_join_surrogates, text)
        text = _LONE_SURROGATE.sub("\ufffd", text)
    return text


def _unescape(match: re.Match[str]) -> str:
    kind, value = match.lastgroup, match[match.lastgroup or 0]
    if kind == "character":
        return _CONTROL.get(value, value)
    if kind == "newline":
        return ""
    try:
        point = int(value, 8 if kind == "octal" else 16)
    except ValueError:
        return value
    return chr(point) if point <= _LARGEST_POINT else "\ufffd"


def _join_surrogates(match: re.Match[str]) -> str:
    high, low = ord(match[0][0]), ord(match[0][1])
    return chr(0x10000 + ((high - 0xD800) << 10) + low - 0xDC00)
