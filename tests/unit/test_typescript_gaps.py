"""Source that the grammar cannot read is rewritten in place; everything else stays."""

from __future__ import annotations

import pytest

from svelte_warden.syntax.typescript_gaps import without_gaps


@pytest.mark.parametrize(
    ("source", "readable"),
    [
        ("let a: import('x').B[]", "let a: iiiiiiiiiii.B[]"),
        ("f<typeof import('$lib/x')>()", "f<typeof iiiiiiiiiiiiiiii>()"),
        ("let a: import(\n'x'\n).B", "let a: iiiiiii\niii\ni.B"),
        ("for (using a of b)", "for (const a of b)"),
        ("for await (await using a of b)", "for await (const       a of b)"),
        ("static accessor a = 1", "static          a = 1"),
        ("export type * from 'a'", "export type{} from 'a'"),
        ("export type * as b from 'a'", "export type{}      from 'a'"),
        ("for await (let [a] of b)", "for await (var [a] of b)"),
        ("a as B.C.D[]", "a as B_C_D[]"),
        ("a as B | typeof C.D.e", "a as B | typeof C_D_e"),
        ("a satisfies B.C.D", "a satisfies B_C_D"),
        ("a - b!.c", "a - b .c"),
        ("a![0]![1]", "a [0] [1]"),
        ("a()![0]", "a() [0]"),
        ("f(a!, b!(c))", "f(a , b (c))"),
        ("let a!: T; b! && c", "let a : T; b  && c"),
        ("a!", "a "),
        ("let a: number = ;", "let a: number   ;"),
        ("a =; b === c; d >= e;", "a  ; b === c; d >= e;"),
        ("sql<A[]>`b`", "sql     `b`"),
        ("sql<{ a: B<C>; d: E }[]>`b`", "sql                     `b`"),
        ("sql<A<B<{ c: D; }>, E>>`b`", "sql                    `b`"),
    ],
)
def test_gaps(source: str, readable: str) -> None:
    assert without_gaps(source.encode()) == readable.encode()


@pytest.mark.parametrize(
    "source",
    [
        "import('x').then(a)",
        "(await import('x')).A",
        "`import('${a}').B`",
        "import(a).B",
        "for (using of a)",
        "using a = b",
        "static accessor = 1",
        "static accessor()",
        "export type { a } from 'b'",
        "export * from 'a'",
        "for (let [a] of b)",
        "a as const",
        "(a as T).b.c",
        "a as T || b.c.d",
        "import * as a from 'b.c.d'",
        "!a.b",
        "a != b",
        "a !== b",
        "if(a)!b",
        "return![a]",
        "return!(a)",
        "f()!(a)",
        "a!++",
        "`A<${b}>`",
        "`A<B<${c}>>`",
        "a < b > `c`",
        "a<b&&c>`d`",
        "a<b; c>`d`",
    ],
)
def test_what_the_grammar_can_read_stays(source: str) -> None:
    assert without_gaps(source.encode()) == source.encode()
