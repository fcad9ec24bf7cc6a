"""Names and paths are read without the parser, and come out as the parser would have them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svelte_warden.facts import lowering
from svelte_warden.facts.lowering.paths import _WORDS, lower_path

WORDS = sorted(word.decode() for word in _WORDS)
NAMES = st.from_regex(r"[A-Za-z_$][A-Za-z0-9_$]{0,6}", fullmatch=True) | st.sampled_from(WORDS)
PATHS = st.lists(NAMES, min_size=1, max_size=11).map(".".join)


def parsed(source: str, monkeypatch: pytest.MonkeyPatch) -> object:
    """Lower an expression with the parser."""
    with monkeypatch.context() as patched:
        patched.setattr(lowering, "lower_path", lambda _source: None)
        return lowering.lower_expression(source.encode())


@given(source=PATHS)
def test_path_is_what_the_parser_makes_of_it(source: str) -> None:
    path = lower_path(source.encode())
    if path is not None:
        assert path == parsed(source, pytest.MonkeyPatch())


@pytest.mark.parametrize("source", ["item", "$store", "$$props.class", "a.b.c", "a.this.new", "_"])
def test_path_needs_no_parser(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert lower_path(source.encode()) == parsed(source, monkeypatch)


@pytest.mark.parametrize(
    "source", ["", "this.x", "undefined", "null", "a.", ".a", "a?.b", "a b", "a.#b", "1", "é.b", "a\n.b"]
)
def test_anything_else_is_left_to_the_parser(source: str) -> None:
    assert lower_path(source.encode()) is None
