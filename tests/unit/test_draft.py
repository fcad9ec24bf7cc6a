"""A draft of a fix imports once, keeps the style of each file, and joins what meets at one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from svelte_warden.engine.analysis import Analysis
from svelte_warden.engine.editing.draft import Draft
from tests.rules.fixes import apply_edits
from tests.rules.project import write_project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from svelte_warden.engine.editing.draft import FileDraft

KNOWN = "<script>\n  import { a } from 'a';\n\n  let b = a;\n</script>\n"


def drafted(folder: Path, name: str, text: str, change: Callable[[FileDraft], object]) -> str:
    """Return a file after the changes of a draft."""
    write_project(folder, {name: text})
    path = (folder / name).resolve().as_posix()
    draft = Draft(Analysis([folder.resolve().as_posix()]))
    change(draft.file(path))
    return apply_edits({path: text}, draft.fix("", "safe").edits)[path]  # type: ignore[arg-type]  # of the same shape


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("A.svelte", KNOWN, "<script>\n  import { a, x } from 'a';\n\n  let b = a;\n</script>\n"),
        ("A.svelte", "<p>x</p>\n", "<script>\n  import { x } from 'a';\n</script>\n\n<p>x</p>\n"),
        ("A.svelte", '<script lang="ts">\n</script>\n', "<script lang=\"ts\">\n  import { x } from 'a';\n</script>\n"),
        (
            "A.svelte",
            "<script module>\n  let y;\n</script>\n<p></p>\n",
            "<script module>\n  let y;\n</script>\n<script>\n  import { x } from 'a';\n</script>\n\n<p></p>\n",
        ),
        ("a.ts", "f();\n", "import { x } from 'a';\n\nf();\n"),
        ("a.ts", 'import f from "f"\nf()\n', 'import f from "f"\nimport { x } from "a"\nf()\n'),
        ("a.ts", "/**\n * It.\n */\nf();\n", "import { x } from 'a';\n\n/**\n * It.\n */\nf();\n"),
        ("a.ts", "// All.\n\nf();\n", "// All.\n\nimport { x } from 'a';\n\nf();\n"),
        ("a.ts", "// @ts-check\nf();\n", "// @ts-check\nimport { x } from 'a';\n\nf();\n"),
        (
            "A.svelte",
            "<script>\n  // It.\n  f();\n</script>",
            "<script>\n  import { x } from 'a';\n  // It.\n  f();\n</script>",
        ),
        ("a.ts", "import a from 'a';\n", "import a, { x } from 'a';\n"),
        ("a.ts", "import * as a from 'a'; // all\n", "import * as a from 'a'; // all\nimport { x } from 'a';\n"),
        ("a.ts", "import type { T } from 'a';\n", "import type { T } from 'a';\nimport { x } from 'a';\n"),
        ("a.ts", "import {\n\tb,\n\tc,\n} from 'a';\n", "import {\n\tb,\n\tc,\n\tx,\n} from 'a';\n"),
        ("a.ts", "import {b} from 'a';\n", "import {b, x} from 'a';\n"),
        ("a.ts", "import { x as y } from 'a';\n", "import { x as y } from 'a';\n"),
        ("a.ts", "import { type x } from 'a';\n", "import { type x, x as x2 } from 'a';\n"),
        ("a.ts", "import type { x } from 'a';\n", "import type { x } from 'a';\nimport { x as x2 } from 'a';\n"),
        ("a.ts", "import { x /* (the), one */ } from 'a';\n", "import { x /* (the), one */ } from 'a';\n"),
        (
            "a.ts",
            "import { b /* 2 */ } from 'a'; // all\n",
            "import { b /* 2 */ } from 'a'; // all\nimport { x } from 'a';\n",
        ),
        ("a.ts", "const x = 1;\n", "import { x as x2 } from 'a';\n\nconst x = 1;\n"),
    ],
)
def test_a_name_is_imported_once(tmp_path: Path, name: str, before: str, after: str) -> None:
    def twice(file: FileDraft) -> None:
        assert file.import_name("a", "x") == file.import_name("a", "x")

    assert drafted(tmp_path, name, before, twice) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("import { a } from 'a';\nf();\n", "f();\n"),
        ("import { a, b } from 'a';\n", "import { b } from 'a';\n"),
        ("import c, { a } from 'a';\n", "import c from 'a';\n"),
        ("import a, { b } from 'a';\n", "import { b } from 'a';\n"),
        ("import { b as a, type C } from 'a';\n", "import { type C } from 'a';\n"),
        ("import { a, /* two */ b } from 'a';\n", "import {  /* two */ b } from 'a';\n"),
        ("import {\n  b, // two\n  a\n} from 'a';\n", "import {\n  b, // two\n  \n} from 'a';\n"),
        ("import { a /* one */ } from 'a';\nf();\n", "f();\n"),
        ("import {\n  a,\n  b\n} from 'a';\n", "import {\n  b\n} from 'a';\n"),
    ],
)
def test_a_name_is_imported_no_longer(tmp_path: Path, before: str, after: str) -> None:
    assert drafted(tmp_path, "a.ts", before, lambda file: file.drop_import("a")) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("import { x } from 'a';\n", "import { x, x as x2 } from 'a';\n"),
        ("f();\n", "import { x as x2 } from 'a';\n\nf();\n"),
        ("import { x as y } from 'a';\n", "import { x as y } from 'a';\n"),
    ],
)
def test_a_name_that_means_something_else_where_it_is_used_gets_another(
    tmp_path: Path, before: str, after: str
) -> None:
    assert drafted(tmp_path, "a.ts", before, lambda file: file.import_name("a", "x", around=("x", "z"))) == after


@pytest.mark.parametrize(
    "declared",
    [
        "type x = 1;",
        "export type x<T> = T;",
        "interface x { a: 1 }",
        "interface x extends y {}",
        "declare const x: boolean;",
        "declare let y: 1, x: 2;",
        "declare function x(): void;",
        "export declare class x {}",
        "declare global {\n  const x: 1;\n}",
    ],
)
def test_a_name_that_a_type_has_is_taken(tmp_path: Path, declared: str) -> None:
    after = drafted(tmp_path, "a.ts", f"{declared}\n", lambda file: file.import_name("a", "x"))
    assert after == f"import {{ x as x2 }} from 'a';\n\n{declared}\n"


def test_one_name_takes_the_place_of_another(tmp_path: Path) -> None:
    def change(file: FileDraft) -> None:
        file.drop_import("a")
        getter = file.import_name("a", "getA")
        file.add_at_init(f"const {file.free_name('a')} = {getter}()")

    after = "<script>\n  import { getA } from 'a';\n\n  const a = getA();\n  let b = a;\n</script>\n"
    assert drafted(tmp_path, "A.svelte", KNOWN, change) == after


def test_what_takes_the_place_of_a_paragraph_stands_there(tmp_path: Path) -> None:
    def change(file: FileDraft) -> None:
        file.drop_import("a")
        file.import_name("b", "b")

    before = "<script>\n\n  import { a } from 'a';\n\n  f();\n</script>\n"
    after = "<script>\n\n  import { b } from 'b';\n  f();\n</script>\n"
    assert drafted(tmp_path, "A.svelte", before, change) == after


def test_statements_go_with_the_blank_line_between_them(tmp_path: Path) -> None:
    before = "import { a } from 'a';\n\nexport const b = a();\n"

    def change(file: FileDraft) -> None:
        file.drop_import("a")
        file.remove_statement(before.index("export"), len(before) - 1)

    assert drafted(tmp_path, "a.ts", before, change) == ""


def test_a_statement_comes_after_what_it_needs(tmp_path: Path) -> None:
    after = "<script>\n  import { a } from 'a';\n\n  let b = a;\n  f(b);\n</script>\n"
    assert drafted(tmp_path, "A.svelte", KNOWN, lambda file: file.add_at_init("f(b)", ["b"])) == after


def test_overlapping_changes_are_refused(tmp_path: Path) -> None:
    def change(file: FileDraft) -> None:
        file.replace(0, 5, "x")
        file.replace(3, 7, "y")

    with pytest.raises(ValueError, match="overlap at byte 3"):
        drafted(tmp_path, "a.ts", "let value;\n", change)
