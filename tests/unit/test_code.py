"""A piece of code: its identity, its names, and that it is lowered once."""

from __future__ import annotations

import pytest

from svelte_warden.facts.code import Code
from tests.unit import program_text


def test_equal_by_form_and_bytes() -> None:
    assert Code("expression", b"a") == Code("expression", b"a")
    assert hash(Code("expression", b"a")) == hash(Code("expression", b"a"))
    assert Code("expression", b"a") != Code("pattern", b"a")
    assert Code("expression", b"a") != Code("expression", b"b")
    assert Code("expression", b"a") != b"a"


def test_lowered_once() -> None:
    code = Code("expression", b"a + b")
    assert code.expression is code.expression
    assert code.statements is code.statements
    assert code.pattern is code.pattern
    assert code.names is code.names


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("a.b", {"a", "b"}),
        ("$store.x + $$props", {"$store", "x", "$$props"}),
        ("this.#count", {"this", "count"}),
        ("größe + 名前", {"größe", "名前"}),
        ("a1 + 1b + _c", {"a1", "b", "_c"}),
        ("", set()),
    ],
)
def test_names(source: str, names: set[str]) -> None:
    assert Code("statement", source.encode()).names == names


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{ a }", "(ObjectLiteral [(Property init a a)])"),
        ("function () {}", "(Function _ [] [])"),
        ("class {}", "(Class _ _ [])"),
        ("a // comment", "a"),
        ("a,\nb", "(Sequence [a b])"),
        ("\n\ta\n", "a"),
        ("let a", "(Opaque [let a])"),
        ("", "(Opaque [])"),
        ("a; b", "(Opaque [a b])"),
    ],
)
def test_an_expression_stands_alone(source: str, expected: str) -> None:
    assert program_text.expression(source) == expected


@pytest.mark.parametrize("source", ["", "1", "a, b", "{", "a) => (b"])
def test_what_is_no_pattern_is_opaque(source: str) -> None:
    assert program_text.pattern(source) == "(Opaque [])"


def test_a_form_other_than_statement_has_its_expression_as_a_statement() -> None:
    assert program_text.show(Code("expression", b"a").statements) == "[a]"


def test_what_was_let_go_means_the_same_again() -> None:
    code = Code("statement", b"const total = items.length + offset;")
    statements, names = code.statements, code.names
    code.release()
    assert code.statements == statements
    assert code.statements is not statements
    assert code.names == code.find_names() == names
