"""Who imports a name, by which other name and through which modules; and what is around all who do."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from svelte_warden.engine.analysis import Analysis
from svelte_warden.flow.exported_names import name_uses, resolve_name
from svelte_warden.flow.reach.covering import covering
from tests.unit.projects import write

if TYPE_CHECKING:
    from pathlib import Path

APP = json.dumps({"name": "app", "devDependencies": {"svelte": "^5.40.0", "@sveltejs/kit": "^2.20.0"}})
FILES = {
    "package.json": APP,
    "svelte.config.js": "export default { kit: {} };",
    "src/lib/state.js": "const user = 1; export { user }; export const other = 2;",
    "src/lib/index.js": "export * from './state.js';",
    "src/lib/named.js": "export { user as current } from './state.js';",
    "src/lib/again.js": "import { user as mine } from './state.js'; export { mine };",
    "src/lib/Name.svelte": "<script>import { user as name } from '$lib';</script>{name}",
    "src/lib/Whole.svelte": "<script>import * as state from './state.js';</script>{state.user}",
    "src/lib/later.js": "export const later = () => import('./state.js');",
    "src/routes/+layout.svelte": "<script>let { children } = $props();</script>{@render children()}",
    "src/routes/a/+layout.svelte": "<script>let { children } = $props();</script>{@render children()}",
    "src/routes/a/+page.svelte": "<script>import Name from '$lib/Name.svelte';</script><Name />",
    "src/routes/a/b/+page.svelte": "<script>import { current } from '$lib/named.js';</script>{current}",
    "src/routes/c/+page@.svelte": "<script>import { mine } from '$lib/again.js';</script>{mine}",
}


@pytest.fixture
def program(tmp_path: Path) -> Analysis:
    write(tmp_path, FILES)
    return Analysis([tmp_path.resolve().as_posix()])


def path(program: Analysis, name: str) -> str:
    return next(found for found in program.files() if found.endswith(f"/{name}"))


def test_a_name_is_followed_through_modules_that_hand_it_on(program: Analysis) -> None:
    uses = program.query(name_uses, (path(program, "src/lib/state.js"), "user"))
    shown = {(used.path.rpartition("/src/")[2], used.local, used.imported, used.source) for used in uses.imports}
    assert shown == {
        ("lib/Name.svelte", "name", "user", "$lib"),
        ("lib/again.js", "mine", "user", "./state.js"),
        ("routes/a/b/+page.svelte", "current", "current", "$lib/named.js"),
        ("routes/c/+page@.svelte", "mine", "mine", "$lib/again.js"),
    }
    handing = {(found.rpartition("/")[2], name) for found, name in uses.handed_on}
    assert handing == {("index.js", "user"), ("named.js", "current"), ("again.js", "mine")}
    assert [found.rpartition("/")[2] for found in uses.unclear] == ["Whole.svelte", "later.js"]


@pytest.mark.parametrize(
    ("importer", "local", "name"),
    [
        ("src/lib/Name.svelte", "name", "user"),
        ("src/routes/a/b/+page.svelte", "current", "user"),
        ("src/routes/c/+page@.svelte", "mine", "user"),
        ("src/lib/state.js", "other", "other"),
    ],
)
def test_a_name_is_followed_to_where_it_is_declared(program: Analysis, importer: str, local: str, name: str) -> None:
    assert resolve_name(program, path(program, importer), local) == (path(program, "src/lib/state.js"), name)


@pytest.mark.parametrize(
    ("components", "expected"),
    [
        (["src/lib/Name.svelte"], ["+layout.svelte", "+layout.svelte", "+page.svelte", "Name.svelte"]),
        (["src/lib/Name.svelte", "src/routes/a/b/+page.svelte"], ["+layout.svelte", "+layout.svelte"]),
        (["src/lib/Name.svelte", "src/routes/c/+page@.svelte"], ["+layout.svelte"]),
        (["src/lib/Whole.svelte"], ["Whole.svelte"]),
        (["src/lib/Whole.svelte", "src/routes/c/+page@.svelte"], ["+layout.svelte", "+page@.svelte"]),
    ],
)
def test_what_is_always_around(program: Analysis, components: list[str], expected: list[str]) -> None:
    found = covering(program, [path(program, name) for name in components])
    assert [name.rpartition("/")[2] for name in found] == expected
