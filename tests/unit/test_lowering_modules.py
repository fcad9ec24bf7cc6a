"""Imports and exports: source on the left, the lowered program on the right."""

from __future__ import annotations

import pytest

from tests.unit import program_text

IMPORTS = [
    ("import 'm'", "(Import m [])"),
    ("import a from 'm'", "(Import m [(ImportSpecifier default a)])"),
    ("import { a, b as c } from 'm'", "(Import m [(ImportSpecifier a a) (ImportSpecifier b c)])"),
    (
        "import { default as a, 'x y' as b } from 'm'",
        "(Import m [(ImportSpecifier default a) (ImportSpecifier x y b)])",
    ),
    ("import * as a from 'm'", "(Import m [(ImportSpecifier * a)])"),
    ("import a, { b } from 'm'", "(Import m [(ImportSpecifier default a) (ImportSpecifier b b)])"),
    ("import a, * as b from 'm'", "(Import m [(ImportSpecifier default a) (ImportSpecifier * b)])"),
    ("import a, { type B, c } from 'm'", "(Import m [(ImportSpecifier default a) (ImportSpecifier c c)])"),
    ("import { type, as } from 'm'", "(Import m [(ImportSpecifier type type) (ImportSpecifier as as)])"),
    ("import { type as a } from 'm'", "(Import m [(ImportSpecifier type a)])"),
    ("import type from 'm'", "(Import m [(ImportSpecifier default type)])"),
    ("import a = require('m')", "(Import m [(ImportSpecifier * a)])"),
    ("import a from './a.json' with { type: 'json' }", "(Import ./a.json [(ImportSpecifier default a)])"),
    ("import {} from 'm'", "(Import m [])"),
    # The module still runs: SvelteKit compiles with `verbatimModuleSyntax`.
    ("import { type A } from 'm'", "(Import m [])"),
    ("import type A from 'm'", ""),
    ("import type { A } from 'm'", ""),
    ("import type * as A from 'm'", ""),
    ("import type A = require('m')", ""),
]

EXPORTS = [
    ("export { a, b as c }", "(ExportNamed [(ExportSpecifier a a) (ExportSpecifier b c)] _)"),
    ("export { a as default }", "(ExportNamed [(ExportSpecifier a default)] _)"),
    ("export { type A, b }", "(ExportNamed [(ExportSpecifier b b)] _)"),
    ("export {}", "(ExportNamed [] _)"),
    ("export { default } from 'm'", "(ExportNamed [(ExportSpecifier default default)] m)"),
    (
        "export { default as a, 'x y' as b } from 'm'",
        "(ExportNamed [(ExportSpecifier default a) (ExportSpecifier x y b)] m)",
    ),
    ("export * from 'm'", "(ExportAll m _)"),
    ("export * as a from 'm'", "(ExportAll m a)"),
    ("export * as 'x y' from 'm'", "(ExportAll m x y)"),
    ("export type { A }", ""),
    ("export type { A } from 'm'", ""),
    ("export type * from 'm'", ""),
    ("export type * as A from 'm'", ""),
    ("export as namespace A", ""),
]

EXPORTED_DECLARATIONS = [
    ("const a = 1", "(VariableDeclaration const [(Declarator a 1)])"),
    ("let { a } = b", "(VariableDeclaration let [(Declarator (ObjectPattern [(PropertyPattern a a)] _) b)])"),
    ("let data: PageData", "(VariableDeclaration let [(Declarator data _)])"),
    ("async function a() {}", "(FunctionDeclaration (Function a [] [] is_async))"),
    ("class A {}", "(ClassDeclaration (Class A _ []))"),
    ("abstract class A {}", "(ClassDeclaration (Class A _ []))"),
    ("@a class A {}", "(ClassDeclaration (Class A _ []))"),
    ("enum E { A }", "(EnumDeclaration E [[A _]])"),
    ("import a = b.c", "(VariableDeclaration const [(Declarator a (Member b c))])"),
    (
        "namespace A { b() }",
        "(NamespaceDeclaration A (Call (Function _ [] [(Call b []) (Return (ObjectLiteral []))] is_arrow) []))",
    ),
]

ERASED_DECLARATIONS = [
    *("type A = B", "interface A {}", "declare const a: T", "declare class A {}", "function a(): void"),
    *("default interface A {}", "default function a(): void"),
]

DEFAULTS = [
    ("a", "a"),
    ("(a, b)", "(Sequence [a b])"),
    ("a as T", "a"),
    ("{ a }", "(ObjectLiteral [(Property init a a)])"),
    ("() => a", "(Function _ [] [(Return a)] is_arrow)"),
    ("function () {}", "(Function _ [] [])"),
    ("function a() {}", "(Function a [] [])"),
    ("async function () {}", "(Function _ [] [] is_async)"),
    ("async function* a() {}", "(Function a [] [] is_async is_generator)"),
    ("class {}", "(Class _ _ [])"),
    ("class A extends B {}", "(Class A B [])"),
    ("abstract class A {}", "(Class A _ [])"),
]


@pytest.mark.parametrize(("source", "expected"), [*IMPORTS, *EXPORTS])
def test_import_or_export(source: str, expected: str) -> None:
    assert program_text.statements(source) == expected


@pytest.mark.parametrize(("source", "expected"), EXPORTED_DECLARATIONS)
def test_exported_declaration(source: str, expected: str) -> None:
    assert program_text.statements(f"export {source}") == f"(ExportDeclaration {expected})"


@pytest.mark.parametrize("source", ERASED_DECLARATIONS)
def test_exported_types_are_erased(source: str) -> None:
    assert program_text.statements(f"export {source}") == ""


@pytest.mark.parametrize(("source", "expected"), DEFAULTS)
def test_default_export(source: str, expected: str) -> None:
    assert program_text.statements(f"export default {source}") == f"(ExportDefault {expected})"


def test_a_decorated_export() -> None:
    assert program_text.statements("@a export class B {}") == "(ExportDeclaration (ClassDeclaration (Class B _ [])))"


def test_commonjs_export() -> None:
    assert program_text.statements("export = a") == "(ExportDefault a)"
