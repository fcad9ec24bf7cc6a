"""Where the values of a JSON text lie, so that a problem with one can be shown at its place."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

# The keys and indices that lead from the whole text to a value.
JsonPath: TypeAlias = "tuple[str | int, ...]"
# 0-based byte offsets, the end exclusive.
Range: TypeAlias = "tuple[int, int]"

_TOKEN = re.compile(
    rb"""
    (?P<blank> \s+ | //[^\n\r]* | /\*.*?\*/ | \xef\xbb\xbf )
    | (?P<string> "(?:[^"\\]|\\.)*" )
    | (?P<punctuation> [{}\[\],:] )
    | (?P<word> [^\s{}\[\],:"/]+ )
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(slots=True)
class JsonPlaces:
    """The places of all values, and of the keys by the path of their value."""

    values: dict[JsonPath, Range] = field(default_factory=dict)
    keys: dict[JsonPath, Range] = field(default_factory=dict)


def json_places(data: bytes) -> JsonPlaces:
    """Find the places in a text that parses as JSON with comments; in any other text it finds what it can."""
    places = JsonPlaces()
    tokens = _tokens(data)
    first = next(tokens, None)
    if first is not None:
        _value(first, tokens, (), places)
    return places


def _tokens(data: bytes) -> Iterator[re.Match[bytes]]:
    return (match for match in _TOKEN.finditer(data) if match.lastgroup != "blank")


def _value(first: re.Match[bytes], tokens: Iterator[re.Match[bytes]], path: JsonPath, places: JsonPlaces) -> None:
    end = first.end()
    if first.group() == b"{":
        end = _object(end, tokens, path, places)
    elif first.group() == b"[":
        end = _array(end, tokens, path, places)
    places.values[path] = (first.start(), end)


def _object(end: int, tokens: Iterator[re.Match[bytes]], path: JsonPath, places: JsonPlaces) -> int:
    key: JsonPath | None = None
    for token in tokens:
        end = token.end()
        if token.group() == b"}":
            break
        if token.group() == b",":
            key = None
        elif key is None:
            key = (*path, _text(token.group()))
            places.keys[key] = token.span()
        elif token.group() != b":":
            _value(token, tokens, key, places)
            end = places.values[key][1]
    return end


def _array(end: int, tokens: Iterator[re.Match[bytes]], path: JsonPath, places: JsonPlaces) -> int:
    index = 0
    for token in tokens:
        end = token.end()
        if token.group() == b"]":
            break
        if token.group() != b",":
            _value(token, tokens, (*path, index), places)
            end = places.values[(*path, index)][1]
            index += 1
    return end


def _text(token: bytes) -> str:
    try:
        return str(json.loads(token))
    except ValueError:
        return token.decode(errors="replace")
