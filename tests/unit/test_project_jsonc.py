from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svelte_warden.project.jsonc import JsonError, parse


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": 1}', {"a": 1}),
        ('// first\n{"a": 1, // one\n/* two\n */ "b": [1, 2,],}', {"a": 1, "b": [1, 2]}),
        ('{"url": "https://x/*y*/", "c": "a,]"}', {"url": "https://x/*y*/", "c": "a,]"}),
        ('{"a": [1, /* x */ // y\n ]}', {"a": [1]}),
        (
            '{"a": 1,\n// "types": ["svelte"],\n"b": {"c": 2},\n// [{ "path": "x" }]\r"d": 3}',
            {"a": 1, "b": {"c": 2}, "d": 3},
        ),
        ('{"a": 1, /* ] */ "b": 2, // }\n}', {"a": 1, "b": 2}),
        (r'{"a\"//": "\\", }', {'a"//': "\\"}),
        ('\ufeff{"a": 1,}', {"a": 1}),
        ("null", None),
    ],
)
def test_comments_and_trailing_commas_are_allowed(text: str, value: object) -> None:
    assert parse(text.encode()) == value


@pytest.mark.parametrize(
    ("text", "offset", "line", "column"),
    [
        ('{\n  "é": 1\n  "b": 2\n}', 14, 3, 3),
        ('// é\n{"a": }', 12, 2, 7),
        ('\ufeff{"a" 1}', 8, 1, 6),
        ("", 0, 1, 1),
        ('{"a": [1, 2', 11, 1, 12),
    ],
)
def test_an_error_has_a_place(text: str, offset: int, line: int, column: int) -> None:
    error = parse(text.encode())
    assert isinstance(error, JsonError)
    assert (error.offset, error.line, error.column) == (offset, line, column)


def test_bytes_that_are_no_text_are_an_error() -> None:
    error = parse(b'{"a": "\xff"}')
    assert isinstance(error, JsonError)
    assert error.offset == 7


@pytest.mark.parametrize(
    "data", [b"[" * 100_000, b"1" * 10_000, b"/*" + b"*" * 100_000, b'{"a":1}' + b", /**/" * 20_000]
)
def test_hostile_input_ends_soon(data: bytes) -> None:
    start = time.perf_counter()
    assert isinstance(parse(data), JsonError)
    assert time.perf_counter() - start < 5


@given(st.binary(max_size=200))
def test_nothing_raises(data: bytes) -> None:
    parse(data)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_json_is_read_as_json(value: object) -> None:
    assert parse(json.dumps(value).encode()) == value
    assert parse(("// c\n" + json.dumps(value, indent=1) + " /* d */").encode()) == value
