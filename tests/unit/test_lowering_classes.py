"""Classes: one member on the left, the lowered member on the right."""
# ruff: noqa: E501 # a row of a table is one line

from __future__ import annotations

import pytest

from tests.unit import program_text

MEMBERS = [
    ("a = 1", "(ClassMember field a 1)"),
    ("a", "(ClassMember field a _)"),
    ("#a = 1", "(ClassMember field #a 1)"),
    ("static a = 1", "(ClassMember field a 1 is_static)"),
    ("static #a", "(ClassMember field #a _ is_static)"),
    ("'a b' = 1", "(ClassMember field a b 1)"),
    ("1 = 2", "(ClassMember field 1 2)"),
    ("['a'] = 1", '(ClassMember field ["a"] 1)'),
    ("a = $state(0)", "(ClassMember field a (Call $state [0]))"),
    ("a = (b) => { this.c }", "(ClassMember field a (Function _ [b] [(Member (This) c)] is_arrow))"),
    ("a = async b => b", "(ClassMember field a (Function _ [b] [(Return b)] is_async is_arrow))"),
    ("accessor a = 1", "(ClassMember field a 1)"),
    ("static accessor a = 1", "(ClassMember field a 1 is_static)"),
    ("get = 1; set; static; async = 2", "(ClassMember field get 1) (ClassMember field set _) (ClassMember field static _) (ClassMember field async 2)"),
    ("a() { b }", "(ClassMember method a (Function a [] [b]))"),
    ("#a() {}", "(ClassMember method #a (Function #a [] []))"),
    ("async *a() {}", "(ClassMember method a (Function a [] [] is_async is_generator))"),
    ("static async *[a]() {}", "(ClassMember method [a] (Function _ [] [] is_async is_generator) is_static)"),
    ("get a() { return b }", "(ClassMember getter a (Function a [] [(Return b)]))"),
    ("set a(b) {}", "(ClassMember setter a (Function a [b] []))"),
    ("static get #a() {}", "(ClassMember getter #a (Function #a [] []) is_static)"),
    ("get() {} set() {} static() {} async() {}", "(ClassMember method get (Function get [] [])) (ClassMember method set (Function set [] [])) (ClassMember method static (Function static [] [])) (ClassMember method async (Function async [] []))"),
    ("static { a }", "(ClassMember static_block  (Function _ [] [a]) is_static)"),
    ("static {}", "(ClassMember static_block  (Function _ [] []) is_static)"),
    ("constructor(a) { super(a) }", "(ClassMember constructor constructor (Function constructor [a] [(Call (Super) [a])]))"),
    ("static constructor() {}", "(ClassMember method constructor (Function constructor [] []) is_static)"),
    ("/* a */ b = 1 // c", "(ClassMember field b 1)"),
    ("@a b = 1; @c() d() {}", "(ClassMember field b 1) (ClassMember method d (Function d [] []))"),
]  # fmt: skip

TYPESCRIPT = [
    ("private readonly a: T = 1", "(ClassMember field a 1)"),
    ("a?: T; b!: U", "(ClassMember field a _) (ClassMember field b _)"),
    ("declare a: T", ""),
    ("abstract a: T", ""),
    ("abstract a(): T", ""),
    ("protected abstract get a(): T", ""),
    ("[a: string]: T", ""),
    ("a(b: string): void; a(b) { c }", "(ClassMember method a (Function a [b] [c]))"),
    ("override a<T>(this: A, b: T): T {}", "(ClassMember method a (Function a [b] []))"),
    ("constructor(private a: T, readonly b = 1, public c?: T, d: T, override e, @F() private f) {}", "(ClassMember constructor constructor (Function constructor [a (DefaultPattern b 1) c d e f] [] [a b c e f]))"),
]  # fmt: skip

HEADS = [
    ("class A", "A _"),
    ("class A<T>", "A _"),
    ("class A extends B", "A B"),
    ("class A extends B<T> implements C, D", "A B"),
    ("class A implements C", "A _"),
    ("class A extends b.C", "A (Member b C)"),
    ("class A extends b(c)", "A (Call b [c])"),
    ("class A extends (class {})", "A (Class _ _ [])"),
    ("class A extends null", "A null"),
    ("abstract class A", "A _"),
    ("@a @b() class A", "A _"),
]


@pytest.mark.parametrize(("source", "expected"), [*MEMBERS, *TYPESCRIPT])
def test_member(source: str, expected: str) -> None:
    assert program_text.statements(f"class A {{ {source}\n }}") == f"(ClassDeclaration (Class A _ [{expected}]))"


@pytest.mark.parametrize(("source", "expected"), HEADS)
def test_head(source: str, expected: str) -> None:
    assert program_text.statements(f"{source} {{}}") == f"(ClassDeclaration (Class {expected} []))"
