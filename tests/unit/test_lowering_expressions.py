"""Expressions: source on the left, the lowered program on the right."""
# ruff: noqa: E501 # a row of a table is one line

from __future__ import annotations

import pytest

from svelte_warden.facts import model
from tests.unit import program_text

LITERALS = [
    ("'a'", '"a"'),
    ('"a"', '"a"'),
    ("''", '""'),
    ("`a`", '"a"'),
    ("`a${b}c`", '(Template ["a", "c"] [b])'),
    ("`${a}${`x${b}`}`", '(Template ["", "", ""] [a (Template ["x", ""] [b])])'),
    ("tag`a${b}`", '(TaggedTemplate tag ["a", ""] [b])'),
    ("a.b<T>`x`", '(TaggedTemplate (Member a b) ["x"] [])'),
    ("true", "true"),
    ("false", "false"),
    ("null", "null"),
    ("undefined", "undefined"),
    ("/[/]re\\/x/gi", "/[/]re\\/x/gi"),
    ("1_000n", "1_000n"),
    ("[a, , b, ...c, ]", "(ArrayLiteral [a _ b (Spread c)])"),
    ("[,]", "(ArrayLiteral [_])"),
    ("[]", "(ArrayLiteral [])"),
    ("{}", "(ObjectLiteral [])"),
    ("{ a, b: 1, [c]: 2 }", "(ObjectLiteral [(Property init a a) (Property init b 1) (Property init [c] 2)])"),
    ("{ 'd e': 1, 0x10: 2, 1.5: 3 }", "(ObjectLiteral [(Property init d e 1) (Property init 16 2) (Property init 1.5 3)])"),
    ("{ ...a, get: 1, type, of, class: b, }", "(ObjectLiteral [(Spread a) (Property init get 1) (Property init type type) (Property init of of) (Property init class b)])"),
    ("{ get a() { return b }, set a(c) {} }", "(ObjectLiteral [(Property getter a (Function a [] [(Return b)])) (Property setter a (Function a [c] []))])"),
    ("{ async *a<T>(b: T): T {}, *[c]() {} }", "(ObjectLiteral [(Property method a (Function a [b] [] is_async is_generator)) (Property method [c] (Function _ [] [] is_generator))])"),
    ("{ get() {}, async set() {} }", "(ObjectLiteral [(Property method get (Function get [] [])) (Property method set (Function set [] [] is_async))])"),
    ("{ get [a]() {} }", "(ObjectLiteral [(Property getter [a] (Function _ [] []))])"),
]  # fmt: skip

OPERATORS = [
    ("a + b * c", "(Binary + a (Binary * b c))"),
    ("a - b - c", "(Binary - (Binary - a b) c)"),
    ("a ** b ** c", "(Binary ** a (Binary ** b c))"),
    ("a in b", "(Binary in a b)"),
    ("#a in b", '(Binary in "#a" b)'),
    ("a instanceof b", "(Binary instanceof a b)"),
    ("a < b > c", "(Binary > (Binary < a b) c)"),
    ("a && b || c", "(Logical || (Logical && a b) c)"),
    ("a ?? b", "(Logical ?? a b)"),
    ("a ? b : c", "(Conditional a b c)"),
    ("a ? (b) : (c) => d", "(Conditional a b (Function _ [c] [(Return d)] is_arrow))"),
    ("!a", "(Unary ! a)"),
    ("-a", "(Unary - a)"),
    ("typeof a === 'undefined'", '(Binary === (Unary typeof a) "undefined")'),
    ("void 0", "(Unary void 0)"),
    ("delete a.b", "(Unary delete (Member a b))"),
    ("++a", "(Update ++ a prefix)"),
    ("a.b--", "(Update -- (Member a b))"),
    ("a, b, c", "(Sequence [a b c])"),
    ("await a", "(Await a)"),
    ("await a.b()", "(Await (Call (Member a b) []))"),
    ("((a))", "a"),
    ("(/* x */ a /* y */)", "a"),
    ("/* x */ a // y", "a"),
]

ACCESS = [
    ("a.b.c", "(Member (Member a b) c)"),
    ("a?.b", "(Member a b optional)"),
    ("a?.[b]", "(Index a b optional)"),
    ("a?.(b)", "(Call a [b] optional)"),
    ("a?.b.c(d)?.[e]", "(Index (Call (Member (Member a b optional) c) [d]) e optional)"),
    ("a['b']", '(Index a "b")'),
    ("this.#a?.#b", "(Member (Member (This) #a) #b optional)"),
    ("a.default.class", "(Member (Member a default) class)"),
    ("super.a()", "(Call (Member (Super) a) [])"),
    ("super(a)", "(Call (Super) [a])"),
    ("a(b, ...c)", "(Call a [b (Spread c)])"),
    ("a(/* nothing */)", "(Call a [])"),
    ("a()()", "(Call (Call a []) [])"),
    ("new A", "(New A [])"),
    ("new A(b)", "(New A [b])"),
    ("new a.B().c()", "(Call (Member (New (Member a B) []) c) [])"),
    ("new (a())()", "(New (Call a []) [])"),
    ("new.target", "(NewTarget)"),
    ("import.meta.env.SSR", "(Member (Member (ImportMeta) env) SSR)"),
    ("import('./a')", '(ImportCall "./a")'),
    ("import(a, { with: b })", "(ImportCall a)"),
    ("$store.a", "(Member $store a)"),
    ("$$props", "$$props"),
    ("$state(0)", "(Call $state [0])"),
    ("$state.raw(a)", "(Call (Member $state raw) [a])"),
    ("größe.naïve", "(Member größe naïve)"),
]

ASSIGNMENTS = [
    ("a = b = c", "(Assignment = a (Assignment = b c))"),
    ("a += 1", "(Assignment += a 1)"),
    ("a ??= b", "(Assignment ??= a b)"),
    ("a >>>= b", "(Assignment >>>= a b)"),
    ("$a.b = $a.c", "(Assignment = (Member $a b) (Member $a c))"),
    ("a[b] = c", "(Assignment = (Index a b) c)"),
    ("[a, b] = [b, a]", "(Assignment = (ArrayPattern [a b] _) (ArrayLiteral [b a]))"),
    (
        "{ a, b: c.d } = x",
        "(Assignment = (ObjectPattern [(PropertyPattern a a) (PropertyPattern b (Member c d))] _) x)",
    ),
]

FUNCTIONS = [
    ("a => a", "(Function _ [a] [(Return a)] is_arrow)"),
    ("async a => await a", "(Function _ [a] [(Return (Await a))] is_async is_arrow)"),
    ("() => {}", "(Function _ [] [] is_arrow)"),
    ("() => ({})", "(Function _ [] [(Return (ObjectLiteral []))] is_arrow)"),
    ("() => (a, b)", "(Function _ [] [(Return (Sequence [a b]))] is_arrow)"),
    ("() => { a; return }", "(Function _ [] [a (Return _)] is_arrow)"),
    ("(a, { b }, ...c) => d", "(Function _ [a (ObjectPattern [(PropertyPattern b b)] _) (RestPattern c)] [(Return d)] is_arrow)"),
    ("(a = 1) => a", "(Function _ [(DefaultPattern a 1)] [(Return a)] is_arrow)"),
    ("function () {}", "(Function _ [] [])"),
    ("function a() { b }", "(Function a [] [b])"),
    ("async function* a() {}", "(Function a [] [] is_async is_generator)"),
    ("function* () { yield; yield a; yield* b }", "(Function _ [] [(Yield _) (Yield a) (Yield b delegate)] is_generator)"),
    ("(() => a)()", "(Call (Function _ [] [(Return a)] is_arrow) [])"),
    ("async (a)", "(Call async [a])"),
    ("class {}", "(Class _ _ [])"),
    ("class A extends B { c = 1 }", "(Class A B [(ClassMember field c 1)])"),
]  # fmt: skip

TYPESCRIPT = [
    ("a as T", "a"),
    ("a as unknown as T[]", "a"),
    ("a as const", "a"),
    ("a!", "a"),
    ("a!.b![c]!", "(Index (Member a b) c)"),
    ("a satisfies T", "a"),
    ("<T>a", "a"),
    ("a as number < b", "(Binary < a b)"),
    ("f<T>(a)", "(Call f [a])"),
    ("f<T>", "f"),
    ("a?.<T>(b)", "(Call a [b] optional)"),
    ("f<typeof import('x')>(a)", "(Call f [a])"),
    ("new Map<K, V>()", "(New Map [])"),
    ("(a as T) = b", "(Assignment = a b)"),
    ("(a as T).b = c", "(Assignment = (Member a b) c)"),
    ("a! = b", "(Assignment = a b)"),
    ("a!++", "(Update ++ a)"),
    ("[a as T, b!] = c", "(Assignment = (ArrayPattern [a b] _) c)"),
    ("a - b!.c", "(Binary - a (Member b c))"),
    ("!a!.b", "(Unary ! (Member a b))"),
    ("a || b! && c", "(Logical || a (Logical && b c))"),
    ("a as B.C.D", "a"),
    ("a as B | C.D.E", "a"),
    ("await a<T>(b)", "(Await (Call a [b]))"),
    ("await a.b<T>(c).d().e", "(Await (Member (Call (Member (Call (Member a b) [c]) d) []) e))"),
    ("!await a<T>(b)", "(Unary ! (Await (Call a [b])))"),
    ("a + b * c<T>(d)[e]", "(Binary + a (Binary * b (Index (Call c [d]) e)))"),
    ("a && b<T>(c)", "(Logical && a (Call b [c]))"),
    ("(await a)<T>(b)", "(Call (Await a) [b])"),
    ("(await a).b", "(Member (Await a) b)"),
    ("await a<T[]>`b`", '(Await (TaggedTemplate a ["b"] []))'),
    ("<T,>(a?: T, ...b: T[]): a is X => a", "(Function _ [a (RestPattern b)] [(Return a)] is_arrow)"),
    ("function (this: T, a) {}", "(Function _ [a] [])"),
]


@pytest.mark.parametrize(
    ("source", "expected"), [*LITERALS, *OPERATORS, *ACCESS, *ASSIGNMENTS, *FUNCTIONS, *TYPESCRIPT]
)
def test_expression(source: str, expected: str) -> None:
    assert program_text.expression(source) == expected


@pytest.mark.parametrize(
    ("source", "value"),
    [
        (r"'\n\t\r\b\f\v\0'", "\n\t\r\b\f\v\0"),
        (r"'\u0041\u{1F600}\x41\101'", "A😀AA"),
        (r"'\'\"\q\\'", "'\"q\\"),
        ("'a\\\nb\\\r\nc'", "abc"),
        (r"'\ud83d\ude00'", "😀"),
        (r"'\ud800'", "\ufffd"),
        (r"'\u{110000}'", "\ufffd"),
        (r"`\u{61}\``", "a`"),
        ("`a\r\nb\rc`", "a\nb\nc"),
        ("'é😀'", "é😀"),
    ],
)
def test_escapes_are_decoded_as_javascript_does(source: str, value: str) -> None:
    constant = program_text.lowered_expression(source)
    assert isinstance(constant, model.Constant)
    assert (constant.kind, constant.value) == ("string", value)


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("1", 1.0),
        ("1_000", 1000.0),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("5.", 5.0),
        ("0x1F", 31.0),
        ("0b11", 3.0),
        ("0O17", 15.0),
        ("017", 15.0),
        ("089", 89.0),
        ("1e400", float("inf")),
        ("0x" + "f" * 300, float("inf")),
    ],
)
def test_numbers_are_floats(source: str, value: float) -> None:
    constant = program_text.lowered_expression(source)
    assert isinstance(constant, model.Constant)
    assert (constant.kind, constant.value) == ("number", value)
