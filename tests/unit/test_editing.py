"""Edits keep the style of the file, and leave every other byte alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svelte_warden.engine.editing.names import free_name
from svelte_warden.engine.editing.statements import insert_after, insert_before, remove_statement
from svelte_warden.engine.editing.style import Style, ended, indent_at, reindented, style_of

if TYPE_CHECKING:
    from svelte_warden.engine.findings import Edit

TABS = Style("\t", "'", semicolons=True, newline="\n")
LINES = ("a();", "import 'x';", "", "  b()", "// c", "\tlet é = '😀';")
PLAIN = Style("  ", "'", semicolons=True, newline="\n")


def applied(data: bytes, *edits: Edit) -> bytes:
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        data = data[: edit.start] + edit.text.encode() + data[edit.end :]
    return data


def after(data: bytes, statement: bytes, style: Style = PLAIN) -> bytes:
    start = data.index(statement)
    return applied(data, insert_after("a.js", data, start, start + len(statement), "const b = 1", style))


def before(data: bytes, statement: bytes) -> bytes:
    return applied(data, insert_before("a.js", data, data.index(statement), "const b = 1", PLAIN))


def without(data: bytes, statement: bytes) -> bytes:
    start = data.index(statement)
    return applied(data, remove_statement("a.js", data, start, start + len(statement)))


@pytest.mark.parametrize(
    ("statements", "data", "expected"),
    [
        ((b"import a from 'a';",), b"import a from 'a';\n", PLAIN),
        ((), b"", PLAIN),
        ((b'import a from "a"',), b'import a from "a"\r\n', Style("  ", '"', semicolons=False, newline="\r\n")),
        ((b"f();", b"function g() {\n\tf();\n}"), b"f();\nfunction g() {\n\tf();\n}", TABS),
        ((b"f()", b"g()", b"h();"), b"{\n    f()\n}", Style("    ", "'", semicolons=False, newline="\n")),
    ],
)
def test_style(statements: tuple[bytes, ...], data: bytes, expected: Style) -> None:
    assert style_of(data, statements) == expected


def test_statement_ends_as_the_file_has_it() -> None:
    assert ended("a()", PLAIN) == "a();"
    assert ended("a();", PLAIN) == "a();"
    assert ended("a();", Style("  ", "'", semicolons=False, newline="\n")) == "a()"


@pytest.mark.parametrize(
    ("data", "statement", "expected"),
    [
        (b"a();\nc();\n", b"a();", b"a();\nconst b = 1;\nc();\n"),
        (b"  a(); // why\n  c();\n", b"a();", b"  a(); // why\n  const b = 1;\n  c();\n"),
        (b"a(); c();\n", b"a();", b"a();\nconst b = 1; c();\n"),
        (b"a();", b"a();", b"a();\nconst b = 1;"),
        (b"import 'a';\n\nc();\n", b"import 'a';", b"import 'a';\n\nconst b = 1;\nc();\n"),
        (b"import 'a';\n\n</script>\n", b"import 'a';", b"import 'a';\nconst b = 1;\n\n</script>\n"),
        (b"import 'a';</script>", b"import 'a';", b"import 'a';\nconst b = 1;</script>"),
        (b"\ta();\n\tc();\n", b"a();", b"\ta();\n\tconst b = 1;\n\tc();\n"),
    ],
)
def test_insert_after(data: bytes, statement: bytes, expected: bytes) -> None:
    assert after(data, statement) == expected


def test_insert_after_keeps_line_ends() -> None:
    style = Style("  ", "'", semicolons=True, newline="\r\n")
    assert after(b"a();\r\nc();\r\n", b"a();", style) == b"a();\r\nconst b = 1;\r\nc();\r\n"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"  a();\n", b"  const b = 1;\n  a();\n"),
        (b"x(); a();\n", b"x(); const b = 1; a();\n"),
        (b"a();", b"const b = 1;\na();"),
    ],
)
def test_insert_before(data: bytes, expected: bytes) -> None:
    assert before(data, b"a();") == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"x();\n  a();\ny();\n", b"x();\ny();\n"),
        (b"x(); a(); y();\n", b"x();  y();\n"),
        (b"x();\n  a(); // why\ny();\n", b"x();\n   // why\ny();\n"),
        (b"x();\r\na();\r\n", b"x();\r\n"),
        (b"f(() => { a(); })\n", b"f(() => {  })\n"),
        (b"x();\n\na();\n\ny();\n", b"x();\n\ny();\n"),
        (b"x();\n\na();\ny();\n", b"x();\n\ny();\n"),
        (b"<script>\n  x();\n\n  a();\n</script>\n", b"<script>\n  x();\n</script>\n"),
        (b"{\r\n  x();\r\n\r\n  a();\r\n}\r\n", b"{\r\n  x();\r\n}\r\n"),
        (b"x();\n\na();\n", b"x();\n"),
    ],
)
def test_remove(data: bytes, expected: bytes) -> None:
    assert without(data, b"a();") == expected


def test_name_that_is_free() -> None:
    assert free_name("user", {"name"}) == "user"
    assert free_name("user", {"user", "user2"}) == "user3"
    assert free_name("user", {"$user"}) == "user2"
    assert free_name("default", ()) == "default2"


def test_indent() -> None:
    assert indent_at(b"a;\n\t b;", 5) == "\t "
    assert reindented("f({\n    a,\n  })", "  ", "") == "f({\n  a,\n})"
    assert reindented("f(`\n    a`)", "    ", "") == "f(`\n    a`)"


@given(
    st.lists(st.sampled_from(["a();", "import 'x';", "", "  b()", "// c", "\tlet é = '😀';"]), max_size=8), st.data()
)
def test_inserting_adds_and_removing_takes_away_one_statement(lines: list[str], choice: st.DataObject) -> None:
    data = "".join(f"{line}\n" for line in [*lines, "last();"]).encode()
    starts = [number for number, line in enumerate(lines) if line.strip() and not line.startswith("//")]
    if not starts:
        return
    number = choice.draw(st.sampled_from(starts))
    start = len("".join(f"{line}\n" for line in lines[:number]).encode())
    start += len(lines[number]) - len(lines[number].lstrip())
    end = start + len(lines[number].strip().encode())
    changed = applied(data, insert_after("a.js", data, start, end, "added", PLAIN))
    assert changed.count(b"added;") == 1
    assert b"".join(line for line in changed.splitlines(keepends=True) if b"added;" not in line) == data
    removed = applied(data, remove_statement("a.js", data, start, end))
    assert removed.split() == (data[:start] + data[end:]).split()
