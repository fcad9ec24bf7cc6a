"""Scripts: the spans of top-level statements, and that parsing again gives the same as parsing anew."""
# ruff: noqa: E501 # a row of a table is one line

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svelte_warden.syntax.script import ScriptSyntax, parse_script
from tests.unit.test_lowering_half_typed import SOURCES


def statements(syntax: ScriptSyntax) -> list[str]:
    return [syntax.data[start:end].decode() for start, end in syntax.statements]


def shape(syntax: ScriptSyntax) -> str:
    assert syntax.parse is not None
    return str(syntax.parse.tree.root_node)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", []),
        ("// nothing\n/* at all */", []),
        ("a;\nb\n{ c }", ["a;", "b", "{ c }"]),
        ("#!/usr/bin/env node\na", ["a"]),
        ("\ufeffa", ["a"]),
        ("a\r\nb\r\n", ["a", "b"]),
        ("'é😀\u2028'; a", ["'é😀\u2028';", "a"]),
        ("await a; using b = c;", ["await a;", "using b = c;"]),
        ("@a export class B {}\n@c class D {}", ["@a export class B {}", "@c class D {}"]),
        ("import a from 'b'; // why\nexport * from 'c'", ["import a from 'b';", "export * from 'c'"]),
        ("for (using a of b) { c }\nd", ["for (using a of b) { c }", "d"]),
        ("export type * from 'a'\nlet b: import('c').D[] = []", ["export type * from 'a'", "let b: import('c').D[] = []"]),
    ],
)  # fmt: skip
def test_statements(source: str, expected: list[str]) -> None:
    syntax = parse_script(source.encode())
    assert statements(syntax) == expected
    assert not syntax.has_error


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a(\n", ["a("]),
        ("let a = 1\nb.\nlet c", ["let a = 1", "b.", "let c"]),
        ("let a = (1\nb.\n  c\nlet d", ["let a = (1", "b.\n  c", "let d"]),
        ("f(() => {\n a();\n b(", ["f(() => {\n a();\n b("]),
        ("let a = 1;\nf(() => {\n a();\n b(", ["let a = 1;", "f(() => {\n a();\n b("]),
        ("let a = 1; } b();", ["let a = 1;", "}", "b();"]),
    ],
)
def test_broken_scripts_have_statements_too(source: str, expected: list[str]) -> None:
    syntax = parse_script(source.encode())
    assert statements(syntax) == expected
    assert syntax.has_error


INSERTED = [
    *("{", "}", "(", ")", "[", "]", "=", "=>", "`", "${", "'", "/", "//", "/*", "*/", ",", ";", "\n", "\r\n", "<", ">"),
    *("a", "1", " ", ".b", "foo()", "import ", "export ", "type ", "async ", "using ", "export type * from 'a'\n", "é"),
]
EDITS = st.lists(
    st.tuples(st.integers(0, 400), st.integers(0, 6), st.sampled_from(["", *INSERTED])), min_size=1, max_size=4
)


@settings(deadline=None, max_examples=300)
@given(st.lists(st.sampled_from(SOURCES), min_size=1, max_size=4), st.lists(EDITS, min_size=1, max_size=4))
def test_parsing_again_gives_the_same_as_parsing_anew(
    sources: list[str], versions: list[list[tuple[int, int, str]]]
) -> None:
    data = "\n".join(sources).encode()
    syntax = parse_script(data)
    for edits in versions:
        for position, removed, inserted in edits:
            start = position % (len(data) + 1)
            data = data[:start] + inserted.encode() + data[start + removed :]
        syntax = parse_script(data, syntax)
        anew = parse_script(data)
        assert (syntax.statements, syntax.has_error) == (anew.statements, anew.has_error)
        if not anew.has_error:
            assert shape(syntax) == shape(anew)


def test_the_previous_syntax_stays_as_it_is() -> None:
    before = parse_script(b"a;\nb;")
    shape_before = shape(before)
    after = parse_script(b"a;\nif (x) { y }\nb;", before)
    assert statements(after) == ["a;", "if (x) { y }", "b;"]
    assert shape(before) == shape_before
    assert statements(before) == ["a;", "b;"]


def test_an_unchanged_script_keeps_its_tree() -> None:
    before = parse_script(b"a;")
    assert parse_script(b"a;", before).parse is before.parse
