"""Half-typed code: nothing raises, what can be understood is kept, and functions stay closed."""
# ruff: noqa: E501 # a row of a table is one line

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svelte_warden.facts import model
from svelte_warden.facts.code import Code, Form
from tests.unit import program_text

FORMS: tuple[Form, ...] = ("statement", "expression", "pattern", "parameters")

SOURCES = [
    "import a, { b as c, type D } from 'm' with { type: 'json' };",
    "export { default as a, b } from 'm'; export * as c from 'n'; export type * from 'o';",
    "export default async function* a({ b, c: [d] = [] }, ...e) { yield* f; await g?.h[i](...j) }",
    "const { a, b: c = 1, [d]: e, ...f } = await g`x${h}y${`z${i}`}`, k = l as unknown as M<N>;",
    "@a export class B<T> extends C<T> implements D { static #e = 1; get f() { return this.#e } static { g() } async *[h]() {} }",
    "for (const [a, b] of Object.entries(c)) { if (a) continue; else if (b) break; else { d } }",
    "for (let i = 0; i < 10; i++) switch (i) { case 1: a(); default: { b } }",
    "try { a() } catch ({ message }) { b(message) } finally { c() }",
    "$: ({ a, b } = $store); $: if (a) b(); $: doubled = count * 2;",
    "onMount(async () => { const a = await b(getContext('c')); return () => { d?.() } });",
    "let state = $state<{ a: string }[]>([]); const d = $derived.by(() => state.map((x) => ({ ...x, y: !x.a })));",
    "enum E { A = 1, 'b c' = 'x' } declare global { interface F { g: import('h').I[] } } namespace J { k() }",
    "const s = 'a\\u{1F600}\\x41\\\n\u2028é😀' + /[/]re/u + 0x1F + 1_000n + `\r\n${a}`;",
    "label: do { a ? b : c ?? d || (e && f); new.target; import.meta.url } while (a in b, typeof c);",
    "using a = b, c = d; for (await using e of f) await import('./g');\r\n// é😀\r\n<!-- h",
    "{#if a}<div on:click={() => b}>{@html c}</div>{/if}",
]


@pytest.mark.parametrize("source", SOURCES)
def test_no_prefix_raises(source: str) -> None:
    data = source.encode()
    for length in range(len(data) + 1):
        for form in FORMS:
            lower_in_every_way(Code(form, data[:length]))


@pytest.mark.parametrize("source", SOURCES)
def test_no_suffix_raises(source: str) -> None:
    data = source.encode()
    for start in range(len(data)):
        for form in FORMS:
            lower_in_every_way(Code(form, data[start:]))


@settings(deadline=None)
@given(st.lists(st.sampled_from([*SOURCES, *"{}()[]=><`'\"/;,.?!#@\\\n\0\ufeff", "${", "...", "=>", "/*"]), max_size=6))
def test_no_mixture_raises(pieces: list[str]) -> None:
    data = "".join(pieces).encode()
    for form in FORMS:
        lower_in_every_way(Code(form, data))


@given(st.binary(max_size=40), st.sampled_from(FORMS))
def test_no_bytes_raise(data: bytes, form: Form) -> None:
    lower_in_every_way(Code(form, data))


def lower_in_every_way(code: Code) -> None:
    assert isinstance(code.statements, tuple)
    assert isinstance(code.expression, model.Node)
    assert isinstance(code.pattern, model.Node)
    assert isinstance(code.names, frozenset)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a.", "(Opaque [a])"),
        ("a?.", "(Opaque [a])"),
        ("a.b.", "(Opaque [(Member a b)])"),
        ("a(b c)", "(Call a [b (Opaque [c])])"),
        ("a(b, ", "(Opaque [a]) (Opaque [b])"),
        ("let a = b(", "(Opaque [a]) (Opaque [b])"),
        ("if (a", "(Opaque [a])"),
        ("if (a.) { b }", "(If (Opaque [a]) [b] [])"),
        ("`a ${b", "(Opaque [b])"),
        ("let { a, b: } = c; d", "(VariableDeclaration let [(Declarator (ObjectPattern [(PropertyPattern a a) (PropertyPattern b (Opaque []))] _) c)]) d"),
        ("import { a", ""),
        ("export const", ""),
        ("a) b", "(Opaque [a]) b"),
    ],
)  # fmt: skip
def test_expressions_are_kept(source: str, expected: str) -> None:
    assert program_text.statements(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("function a() {\n b();", "(FunctionDeclaration (Function a [] [(Call b [])]))"),
        ("class A { b() {}", "(ClassDeclaration (Class A _ [(ClassMember method b (Function b [] []))]))"),
        ("a(() => {\n b();\n c(", "(Opaque [a]) (Opaque [(Function _ [] [(Call b []) (Opaque [c])] is_arrow)])"),
        ("a(() => b()", "(Opaque [a]) (Opaque [(Function _ [] [(Return (Call b []))] is_arrow)])"),
        ("const a = { b: c(), ", "(Opaque [a]) (Opaque [(Function _ [] [(Opaque [(Call c [])])] is_arrow)])"),
    ],
)
def test_what_is_behind_an_open_brace_does_not_run_here(source: str, expected: str) -> None:
    assert program_text.statements(source) == expected


DEEP = 2_000


@pytest.mark.parametrize(
    "source",
    [
        "(" * DEEP + "a" + ")" * DEEP,
        "(" * DEEP,
        "[" * DEEP + "a" + "]" * DEEP,
        "[" * DEEP,
        "{a:" * DEEP + "1" + "}" * DEEP,
        "{" * DEEP + "a" + "}" * DEEP,
        "{" * DEEP,
        "+".join(["'a'"] * DEEP),
        " && ".join(["a"] * DEEP),
        " ?? ".join(["a."] * DEEP),
        "**".join(["a"] * DEEP),
        "a" + ".b" * DEEP,
        "a" + ".b()" * DEEP,
        "a" + "[b]" * DEEP,
        "a(" * DEEP + ")" * DEEP,
        "a(" * DEEP,
        "!" * DEEP + "a",
        "a = " * DEEP + "b",
        "a ? b : " * DEEP + "c",
        "a => " * DEEP + "b",
        "() => {" * DEEP + "}" * DEEP,
        "() => {" * DEEP,
        "`${" * DEEP + "}`" * DEEP,
        "if (a) b; else " * DEEP + "c",
        "if (a) {" * DEEP + "}" * DEEP,
        "a: " * DEEP + "b",
        "await " * DEEP + "a",
        "new " * DEEP + "a",
        "x = class { a = " * DEEP + "1" + "}" * DEEP,
        "function a() {" * DEEP + "}" * DEEP,
        "[" * DEEP + "a" + "]" * DEEP + " = b",
        "let " + "{ a: " * DEEP + "b" + "}" * DEEP + " = c",
        "for (const a of b) " * DEEP + "c",
        "a as T" + "[]" * DEEP,
        "a" + " as T" * DEEP,
        "a" + "!" * DEEP,
        "case a: {" * DEEP,
    ],
    ids=lambda source: source[:20],
)
@pytest.mark.parametrize("form", FORMS)
def test_deep_nesting_is_cut(source: str, form: Form) -> None:
    code = Code(form, source.encode())
    lower_in_every_way(code)
    for lowered in (code.statements, code.expression, code.pattern):
        hash(lowered)  # walks the program by recursion


def test_a_long_chain_keeps_all_its_operands() -> None:
    operands = [f"a{number}" for number in range(DEEP)]
    assert program_text.expression(" + ".join(operands)) == f"(Opaque [{' '.join(operands)}])"


def test_names_below_the_deepest_level_are_kept() -> None:
    names = Code("expression", b"f(" * DEEP + b"deepest" + b")" * DEEP).expression
    assert "deepest" in program_text.show(names)
