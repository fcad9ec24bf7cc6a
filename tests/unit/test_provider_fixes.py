"""Reads that find nothing and get no edit: where it is not clear what is meant, or what moves cannot come along."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.rules.findings import analyse
from tests.rules.project import write_project

if TYPE_CHECKING:
    from pathlib import Path

    from tests.rules.findings import Fix

PACKAGE = '{"devDependencies": {"svelte": "5.57.3"}}'
MAIN = "import { mount } from 'svelte';\nimport App from './App.svelte';\nmount(App, { target: document.body });\n"
READER = "<script>\n  import { getContext } from 'svelte';\n  const k = getContext('k');\n</script>\n{k.x}\n"


def component(script: str, markup: str = "", *, attributes: str = "") -> str:
    """Return a component whose script imports what it may need."""
    imports = "import { getContext, setContext } from 'svelte';"
    return f"<script{attributes}>\n  {imports}\n  {script}\n</script>\n{markup}\n"


def app(markup: str, script: str = "") -> str:
    return component(f"import P from './P.svelte';\n  import R from './R.svelte';\n  {script}", markup)


def only_fix(folder: Path, files: dict[str, str]) -> Fix:
    """Return the one fix of the one finding of a project that is about a read."""
    write_project(
        folder, {"package.json": PACKAGE, "src/main.js": MAIN, **{f"src/{name}": files[name] for name in files}}
    )
    (found,) = (item for item in analyse(folder) if item.rule.endswith(("-context", "-context-key")))
    (fix,) = found.fixes
    return fix


def is_moved(folder: Path, provider: str, *, markup: str = "<P /><R />", script: str = "", **more: str) -> bool:
    files = {"App.svelte": app(markup, script), "P.svelte": provider, "R.svelte": READER, **more}
    return bool(only_fix(folder, files).edits)


@pytest.mark.parametrize(
    "provider",
    [
        component("setContext('k', { x: 1 });"),
        component("const x = 1;\n  setContext('k', { x });"),
        component("setContext('k', { x: f() });\n  function f() { return 1; }"),
        component("let x = $state(1);\n  setContext('k', { get x() { return x; } });"),
        component("const k = { x: 1 };\n  setContext('k', k);", "{k.x}"),
        "<script module>\n  export const x = 1;\n</script>\n" + component("setContext('k', { x });"),
    ],
)
def test_what_can_come_along_moves(tmp_path: Path, provider: str) -> None:
    assert is_moved(tmp_path, provider)


@pytest.mark.parametrize(
    "provider",
    [
        component("let { x } = $props();\n  setContext('k', { x });"),
        component("export let x;\n  setContext('k', { x });"),
        component("$: y = 1;\n  setContext('k', { x: () => y });"),
        component("let x = $state(1);\n  setContext('k', { get x() { return x; } });", "{x}"),
        component("setContext('k', { x: await 1 });"),
        component("if (true) setContext('k', { x: 1 });"),
        component("let k = { x: 1 };\n  setContext('k', k);", "{k.x}"),
        component("const k = { x: 1 };\n  setContext('k', k);", "{k.x}", attributes=' lang="ts"'),
        component("type K = { x: number };\n  setContext<K>('k', { x: 1 });", attributes=' lang="ts"'),
        "<script module>\n  const x = 1;\n</script>\n" + component("setContext('k', { x });"),
        component("", "{setContext('k', { x: 1 }).x}"),
    ],
)
def test_what_cannot_come_along_stays(tmp_path: Path, provider: str) -> None:
    assert not is_moved(tmp_path, provider)


@pytest.mark.parametrize(
    ("markup", "script"),
    [
        ("<P /><P /><R />", ""),
        ("{#each [1, 2] as _}<P />{/each}<R />", ""),
        ("{#if Math.random()}<P />{/if}<R />", ""),
        ("<P /><R />", "const x = 2;"),
    ],
)
def test_a_provider_that_is_not_alone_or_finds_its_names_taken_stays(tmp_path: Path, markup: str, script: str) -> None:
    provider = component("const x = 1;\n  setContext('k', { x });")
    assert not is_moved(tmp_path, provider, markup=markup, script=script)


def test_a_rune_does_not_move_into_a_component_of_legacy_mode(tmp_path: Path) -> None:
    provider = component("let x = $state(1);\n  setContext('k', { get x() { return x; } });")
    assert not is_moved(tmp_path, provider, script="export let y = 1;")


def test_with_two_who_set_the_key_nobody_knows_which_is_meant(tmp_path: Path) -> None:
    one = component("setContext('k', { x: 1 });")
    assert not is_moved(
        tmp_path, one, markup="<P /><Q /><R />", script="import Q from './Q.svelte';", **{"Q.svelte": one}
    )


def test_without_a_component_above_both_nothing_moves(tmp_path: Path) -> None:
    main = MAIN + "import P from './P.svelte';\nmount(P, { target: document.body });\n"
    files = {
        "main.js": main,
        "App.svelte": component("import R from './R.svelte';", "<R />"),
        "P.svelte": component("setContext('k', { x: 1 });"),
        "R.svelte": READER,
    }
    assert not only_fix(tmp_path, files).edits


@pytest.mark.parametrize(
    ("read", "is_corrected"),
    [
        ("getContext('sesion')", True),
        ("getContext(`sesion`)", True),
        ("getContext('se' + 'sion')", False),
        ("getContext('color')", False),
    ],
)
def test_a_key_is_corrected_where_it_is_written(tmp_path: Path, read: str, *, is_corrected: bool) -> None:
    files = {
        "App.svelte": component("import R from './R.svelte';\n  setContext('session', { x: 1 });", "<R />"),
        "R.svelte": component(f"const r = {read};", "{r.x}"),
    }
    assert bool(only_fix(tmp_path, files).edits) is is_corrected


def test_a_key_that_is_set_elsewhere_only_is_no_correction(tmp_path: Path) -> None:
    files = {
        "App.svelte": app("<P /><R />"),
        "P.svelte": component("setContext('session', { x: 1 });"),
        "R.svelte": component("const r = getContext('sesion');", "{r.x}"),
    }
    assert not only_fix(tmp_path, files).edits


@pytest.mark.parametrize(
    ("theirs", "ours", "is_shared"),
    [
        ("Symbol('k')", "Symbol('k')", True),
        ("Symbol()", "Symbol()", True),
        ("{}", "{}", True),
        ("make('k')", "Symbol('k')", False),
    ],
)
def test_a_key_is_shared_where_a_constant_holds_it(tmp_path: Path, theirs: str, ours: str, *, is_shared: bool) -> None:
    module = "<script module>\n  const make = (name) => Symbol(name);\n  const key = {key};\n</script>\n"
    files = {
        "App.svelte": module.replace("{key}", theirs)
        + component("import R from './R.svelte';\n  setContext(key, { x: 1 });", "<R />"),
        "R.svelte": component(f"const key = {ours};\n  const k = getContext(key);", "{k.x}"),
    }
    assert bool(only_fix(tmp_path, files).edits) is is_shared


def test_a_module_for_keys_gets_a_name_that_is_free(tmp_path: Path) -> None:
    files = {
        "App.svelte": component(
            "import R from './R.svelte';\n  const key = Symbol('k');\n  setContext(key, { x: 1 });", "<R />"
        ),
        "R.svelte": component("const key = Symbol('k');\n  const k = getContext(key);", "{k.x}"),
        "keys.js": "export const other = 1;\n",
    }
    edits = only_fix(tmp_path, files).edits
    assert {edit.path for edit in edits} == {"src/App.svelte", "src/R.svelte", "src/context-keys.js"}
