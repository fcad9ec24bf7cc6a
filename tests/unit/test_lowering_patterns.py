"""Patterns: source on the left, the lowered pattern on the right."""
# ruff: noqa: E501 # a row of a table is one line

from __future__ import annotations

import pytest

from tests.unit import program_text

BINDINGS = [
    ("a", "a"),
    ("{ a }", "(ObjectPattern [(PropertyPattern a a)] _)"),
    ("{}", "(ObjectPattern [] _)"),
    ("{ a: b, 'c d': e, 1: f }", "(ObjectPattern [(PropertyPattern a b) (PropertyPattern c d e) (PropertyPattern 1 f)] _)"),
    ("{ [a]: b }", "(ObjectPattern [(PropertyPattern [a] b)] _)"),
    ("{ a = 1 }", "(ObjectPattern [(PropertyPattern a (DefaultPattern a 1))] _)"),
    ("{ a: b = 1 }", "(ObjectPattern [(PropertyPattern a (DefaultPattern b 1))] _)"),
    ("{ a, ...b }", "(ObjectPattern [(PropertyPattern a a)] b)"),
    ("{ a: { b: [c] } }", "(ObjectPattern [(PropertyPattern a (ObjectPattern [(PropertyPattern b (ArrayPattern [c] _))] _))] _)"),
    ("[a, b]", "(ArrayPattern [a b] _)"),
    ("[a, , b, ]", "(ArrayPattern [a _ b] _)"),
    ("[a = 1, { b } = {}]", "(ArrayPattern [(DefaultPattern a 1) (DefaultPattern (ObjectPattern [(PropertyPattern b b)] _) (ObjectLiteral []))] _)"),
    ("[a, ...b]", "(ArrayPattern [a] b)"),
    ("[...[a, b]]", "(ArrayPattern [] (ArrayPattern [a b] _))"),
    ("{ a }: { a: number }", "(ObjectPattern [(PropertyPattern a a)] _)"),
    ("a: T[]", "a"),
    ("{ a, /* why */ b, // because\n }", "(ObjectPattern [(PropertyPattern a a) (PropertyPattern b b)] _)"),
]  # fmt: skip

ASSIGNMENT_TARGETS = [
    ("{ a, b: c.d, e = 1, f: g = 2, ['h']: i, ...j }", '(ObjectPattern [(PropertyPattern a a) (PropertyPattern b (Member c d)) (PropertyPattern e (DefaultPattern e 1)) (PropertyPattern f (DefaultPattern g 2)) (PropertyPattern ["h"] i)] j)'),
    ("[a, b.c, , d = 1, [e], ...f]", "(ArrayPattern [a (Member b c) _ (DefaultPattern d 1) (ArrayPattern [e] _)] f)"),
    ("[a[0], $b.c]", "(ArrayPattern [(Index a 0) (Member $b c)] _)"),
    ("{ a: b as T, c: d! }", "(ObjectPattern [(PropertyPattern a b) (PropertyPattern c d)] _)"),
    ("[(a), (b as T)]", "(ArrayPattern [a b] _)"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), BINDINGS)
def test_binding(source: str, expected: str) -> None:
    assert program_text.pattern(source) == expected


@pytest.mark.parametrize(("source", "expected"), BINDINGS)
def test_declared_binding(source: str, expected: str) -> None:
    assert program_text.statements(f"let {source} = x") == f"(VariableDeclaration let [(Declarator {expected} x)])"


@pytest.mark.parametrize(("source", "expected"), ASSIGNMENT_TARGETS)
def test_assignment_target(source: str, expected: str) -> None:
    assert program_text.statements(f"({source} = x)") == f"(Assignment = {expected} x)"


@pytest.mark.parametrize(("source", "expected"), ASSIGNMENT_TARGETS[1:3])
def test_assigned_by_a_loop(source: str, expected: str) -> None:
    assert program_text.statements(f"for ({source} of x);") == f"(ForEach of _ {expected} x [])"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", "[]"),
        ("a", "[a]"),
        ("a, b", "[a b]"),
        ("a: T, b?: U", "[a b]"),
        ("a = 1", "[(DefaultPattern a 1)]"),
        ("{ a, b = 1 }: P = {}", "[(DefaultPattern (ObjectPattern [(PropertyPattern a a) (PropertyPattern b (DefaultPattern b 1))] _) (ObjectLiteral []))]"),
        ("...a", "[(RestPattern a)]"),
        ("a, // the first\n", "[a]"),
        ("a // the only one", "[a]"),
    ],
)  # fmt: skip
def test_parameters(source: str, expected: str) -> None:
    assert program_text.parameters(source) == f"(Function _ {expected} [] is_arrow)"
