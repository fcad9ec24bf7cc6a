"""What a statement declares and refers to, read off its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from svelte_warden.facts.code import Code
from svelte_warden.flow.names import around, declared_names, free_names, names_within, path_to

if TYPE_CHECKING:
    from svelte_warden.facts.model import Statement


def statement(text: str) -> Statement:
    (lowered,) = Code("statement", text.encode()).statements
    return lowered


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("const a = 1, { b, c: [d = e] } = f;", "a b d"),
        ("export let a;", "a"),
        ("function a(b) { let c; }", "a"),
        ("class A { b = 1 }", "A"),
        ("import a, { b as c } from 'd';", "a c"),
        ("import * as a from 'b';", "a"),
        ("$: a = b;", "a"),
        ("$: ({ a, b } = c);", "a b"),
        ("if (a) { let b; }", ""),
        ("enum A { B }", "A"),
    ],
)
def test_declared(text: str, names: str) -> None:
    assert declared_names(statement(text)) == set(names.split())


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("a(b.c, 'd');", "a b"),
        ("const a = b;", "b"),
        ("const { a = b, [c]: d } = e;", "b c e"),
        ("function a(b, c = d) { let e = f; return b + e; }", "d f"),
        ("const a = (b) => { if (b) { const c = d; c(); } };", "d"),
        ("a = b;", "a b"),
        ("$count += 1;", "$count count"),
        ("try { a(); } catch (b) { b(); }", "a"),
        ("for (const a of b) a();", "b"),
        ("for (a of b) c();", "a b c"),
        ("class A extends B { c = d; e() { return A; } }", "B d"),
        ("export { a, b as c };", "a b"),
        ("export { a } from 'b';", ""),
        ("import { a } from 'b';", ""),
        ("if (a) { let b = 1; b(); } else c();", "a c"),
        ("x({ a, b: c, d() { return e; } });", "x a c e"),
        ("x({ get a() { return a; }, b(c) { return b + c; }, [d]() {} });", "x a b d"),
        ("class A { b() { return b; } static c() { return A; } }", "b"),
    ],
)
def test_free(text: str, names: str) -> None:
    assert free_names(statement(text)) == set(names.split())


def test_names_of_a_function_are_not_those_of_functions_within() -> None:
    text = "const f = (a) => { let b; { const c = 1; } g((d) => { let e; }); };"
    function = path_to([statement(text)], text.index("(a)"), text.rindex(";"))
    assert names_within(function[-1]) - {"arguments"} == {"a", "b", "c"}


def test_the_way_to_a_place() -> None:
    text = "async function f() { await g(); h('x').y = 1; }"
    start = text.index("h(")
    way = path_to([statement(text)], start, start + len("h('x')"))
    assert [type(node).__name__ for node in way][-3:] == ["Assignment", "Member", "Call"]
    assert path_to([statement(text)], start, start + 1)[-1].end == start + 1
    assert path_to([statement(text)], 1, 4) == ()
    assert type(around([statement(text)], start + 2, start + 3)[-1]).__name__ == "Constant"
