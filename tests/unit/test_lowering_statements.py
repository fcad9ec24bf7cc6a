"""Statements and declarations: source on the left, the lowered program on the right."""
# ruff: noqa: E501 # a row of a table is one line

from __future__ import annotations

import pytest

from tests.unit import program_text

CONTROL_FLOW = [
    ("a", "a"),
    ("a;", "a"),
    ("'use strict'", '"use strict"'),
    (";", ""),
    ("debugger", ""),
    ("{ a; b }", "(Block [a b])"),
    ("if (a) b", "(If a [b] [])"),
    ("if (a) b; else if (c) { d } else e", "(If a [b] [(If c [d] [e])])"),
    ("while (a) b", "(While a [b])"),
    ("do { a } while (b)", "(While b [a] body_first)"),
    ("for (;;) {}", "(For _ _ _ [])"),
    ("for (let i = 0, n = 1; i < n; i++) a", "(For (VariableDeclaration let [(Declarator i 0) (Declarator n 1)]) (Binary < i n) (Update ++ i) [a])"),
    ("for (i = 0, j = 1; ; ) ;", "(For (Sequence [(Assignment = i 0) (Assignment = j 1)]) _ _ [])"),
    ("for (; a; b, c) ;", "(For _ a (Sequence [b c]) [])"),
    ("for (const a of b) c", "(ForEach of const a b [c])"),
    ("for (const [a, { b }] of c) {}", "(ForEach of const (ArrayPattern [a (ObjectPattern [(PropertyPattern b b)] _)] _) c [])"),
    ("for (a.b of c);", "(ForEach of _ (Member a b) c [])"),
    ("for (let a in b) {}", "(ForEach in let a b [])"),
    ("for (var a in b) {}", "(ForEach in var a b [])"),
    ("for await (const a of b) {}", "(ForEach of is_await const a b [])"),
    ("for (using a of b) {}", "(ForEach of using a b [])"),
    ("for (await using a of b) {}", "(ForEach of using a b [])"),
    ("switch (a) { case 1: b; break; /* or */ default: c; case 'x': case d: { e } }", '(Switch a [(SwitchCase 1 [b (Jump break)]) (SwitchCase _ [c]) (SwitchCase "x" []) (SwitchCase d [(Block [e])])])'),
    ("try { a } catch (b) { c } finally { d }", "(Try [a] b [c] [d])"),
    ("try { a } catch { b }", "(Try [a] _ [b] _)"),
    ("try { a } finally { b }", "(Try [a] _ _ [b])"),
    ("try {} catch ({ a }: any) {}", "(Try [] (ObjectPattern [(PropertyPattern a a)] _) [] _)"),
    ("return", "(Return _)"),
    ("return a, b", "(Return (Sequence [a b]))"),
    ("throw new Error(a)", "(Throw (New Error [a]))"),
    ("a: for (;;) { break a; continue a; continue }", "(Labeled a (For _ _ _ [(Jump break) (Jump continue) (Jump continue)]))"),
    ("with (a) b", "(Block [a b])"),
]  # fmt: skip

LEGACY_REACTIVE = [
    ("$: a = b", "(Labeled $ (Assignment = a b))"),
    ("$: ({ a } = b)", "(Labeled $ (Assignment = (ObjectPattern [(PropertyPattern a a)] _) b))"),
    ("$: { a; b }", "(Labeled $ (Block [a b]))"),
    ("$: if (a) b", "(Labeled $ (If a [b] []))"),
    ("$: console.log(a)", "(Labeled $ (Call (Member console log) [a]))"),
    ("$:;", "(Labeled $ (Block []))"),
]

DECLARATIONS = [
    ("let a", "(VariableDeclaration let [(Declarator a _)])"),
    ("let a: T, b!: U", "(VariableDeclaration let [(Declarator a _) (Declarator b _)])"),
    ("const a = 1, { b } = c", "(VariableDeclaration const [(Declarator a 1) (Declarator (ObjectPattern [(PropertyPattern b b)] _) c)])"),
    ("var a = b", "(VariableDeclaration var [(Declarator a b)])"),
    ("const a = await b", "(VariableDeclaration const [(Declarator a (Await b))])"),
    ("using a = b, c = d", "(VariableDeclaration using [(Declarator a b) (Declarator c d)])"),
    ("await using(a, b)", "(Await (Call using [a b]))"),
    ("using.a(b)", "(Call (Member using a) [b])"),
    ("await using a = b", "(VariableDeclaration using [(Declarator a b)])"),
    ("let a: import('x').T[] = []", "(VariableDeclaration let [(Declarator a (ArrayLiteral []))])"),
    ("function a(b) { c }", "(FunctionDeclaration (Function a [b] [c]))"),
    ("async function a() {}", "(FunctionDeclaration (Function a [] [] is_async))"),
    ("function* a() {}", "(FunctionDeclaration (Function a [] [] is_generator))"),
    ("async function* a() {}", "(FunctionDeclaration (Function a [] [] is_async is_generator))"),
    ("function a<T>(this: T, b?: T, { c }: U = {}, ...d: V[]): asserts b is T {}", "(FunctionDeclaration (Function a [b (DefaultPattern (ObjectPattern [(PropertyPattern c c)] _) (ObjectLiteral [])) (RestPattern d)] []))"),
    ("class A {}", "(ClassDeclaration (Class A _ []))"),
    ("enum E { A, B = 1 << 2, 'c d' = 'x', /* no */ F = A | B }", '(EnumDeclaration E [[A _] [B (Binary << 1 2)] [c d "x"] [F (Binary | A B)]])'),
    ("const enum E {}", "(EnumDeclaration E [])"),
    ("import a = b.c.d", "(VariableDeclaration const [(Declarator a (Member (Member b c) d))])"),
    ("namespace A.B { c() }", "(NamespaceDeclaration A (Call (Function _ [] [(NamespaceDeclaration B (Call (Function _ [] [(Call c []) (Return (ObjectLiteral []))] is_arrow) [])) (Return (ObjectLiteral [(Property init B B)]))] is_arrow) []))"),
    ("module A { export function b() {} function c() {} }", "(NamespaceDeclaration A (Call (Function _ [] [(FunctionDeclaration (Function b [] [])) (FunctionDeclaration (Function c [] [])) (Return (ObjectLiteral [(Property init b b)]))] is_arrow) []))"),
    ("namespace A { export let b }", "(NamespaceDeclaration A (Call (Function _ [] [(VariableDeclaration let [(Declarator b _)]) (Return (ObjectLiteral [(Property getter b (Function b [] [(Return b)])) (Property setter b (Function b [value] [(Assignment = b value)]))]))] is_arrow) []))"),
]  # fmt: skip

ERASED = [
    "module A {}",
    "namespace A { export type B = C }",
    "type A = B",
    "interface A extends B { c(): void }",
    "declare const a: T",
    "declare function a(): void",
    "declare class A {}",
    "declare enum E {}",
    "declare module 'a' { export const b: T }",
    "declare global { interface A {} }",
    "function a(b: T): void",
    "async function a(): Promise<T>",
]

LINES = [
    ("a\n!b", "a (Unary ! b)"),
    ("a\n(b)", "(Call a [b])"),
    ("a\n[b]", "(Index a b)"),
    ("a\n++b", "a (Update ++ b prefix)"),
    ("return\na", "(Return _) a"),
    ("let a\nlet b", "(VariableDeclaration let [(Declarator a _)]) (VariableDeclaration let [(Declarator b _)])"),
    ("type A = B\na()", "(Call a [])"),
    ("declare\na", "declare a"),
    ("let a = b!\nc()", "(VariableDeclaration let [(Declarator a b)]) (Call c [])"),
    ("a()\r\nb()\r\n", "(Call a []) (Call b [])"),
    ("// x\na /* y */\nb", "a b"),
]

CONTEXTUAL_KEYWORDS = [
    *("type", "of", "get", "set", "async", "from", "as", "satisfies", "static", "declare", "namespace", "module"),
    *("override", "readonly", "accessor", "is", "infer", "keyof", "asserts", "assert", "global", "private", "public"),
    *("any", "number", "string", "boolean", "symbol", "object", "unknown", "never", "unique", "target", "meta"),
]


@pytest.mark.parametrize(("source", "expected"), [*CONTROL_FLOW, *LEGACY_REACTIVE, *DECLARATIONS, *LINES])
def test_statement(source: str, expected: str) -> None:
    assert program_text.statements(source) == expected


@pytest.mark.parametrize("source", ERASED)
def test_types_are_erased(source: str) -> None:
    assert program_text.statements(source) == ""


@pytest.mark.parametrize("word", CONTEXTUAL_KEYWORDS)
def test_contextual_keywords_are_names(word: str) -> None:
    assert program_text.statements(f"{word}(a)") == f"(Call {word} [a])"
    assert program_text.statements(f"{word}.a = {word}") == f"(Assignment = (Member {word} a) {word})"
    assert program_text.statements(f"const {word} = 1") == f"(VariableDeclaration const [(Declarator {word} 1)])"
