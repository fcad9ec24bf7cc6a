"""The render tree around one file, as text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from svelte_warden.engine.analysis import Analysis
from svelte_warden.flow.reach.tree import tree_around
from svelte_warden.report.tree import tree_text
from tests.unit.projects import write

if TYPE_CHECKING:
    from pathlib import Path

    from svelte_warden.flow.reach.model import Spot

KIT = json.dumps({"devDependencies": {"svelte": "^5.0.0", "@sveltejs/kit": "^2.0.0"}})
PLAIN = json.dumps({"devDependencies": {"svelte": "^5.0.0"}})
USER = "<script>import { getContext } from 'svelte'; getContext('user');</script>"
PROVIDER = (
    "<script>import { setContext } from 'svelte'; let { children } = $props(); setContext('user', 1);</script>"
    "{@render children()}"
)
RECURSIVE = "<script>import Self from './Tree.svelte';</script>{#if x}<Self />{/if}"


def imports(*paths: str, markup: str) -> str:
    lines = "".join(f"import {path.rpartition('/')[2].partition('.')[0]} from '{path}';" for path in paths)
    return f"<script>{lines}</script>{markup}"


def tree_of(root: Path, files: dict[str, str], path: str) -> str:
    write(root, files)
    folder = root.as_posix()
    analysis = Analysis([folder])

    def line(spot: Spot) -> int:
        return analysis.source(spot.path).position(spot.start, "utf-8")[0] + 1

    return tree_text(tree_around(analysis, f"{folder}/{path}"), lambda path: path.removeprefix(f"{folder}/"), line)


def test_every_route_leads_down_to_the_file_and_on(tmp_path: Path) -> None:
    files = {
        "package.json": KIT,
        "src/lib/User.svelte": USER,
        "src/lib/Card.svelte": imports("./User.svelte", markup="<User />"),
        "src/lib/Provider.svelte": PROVIDER,
        "src/routes/+layout.svelte": "<slot />",
        "src/routes/in/+page.svelte": imports(
            "$lib/Provider.svelte", "$lib/Card.svelte", markup="<Provider><Card /></Provider>"
        ),
        "src/routes/out/+page.svelte": imports("$lib/Card.svelte", markup="{#if x}<Card />{/if}"),
    }
    assert tree_of(tmp_path, files, "src/lib/Card.svelte") == (
        "route /in\n"
        "  +layout.svelte  (src/routes)\n"
        "    +page.svelte  (src/routes/in)\n"
        "      Provider.svelte  (src/lib)\n"
        "        sets user\n"
        "        Card.svelte  (src/lib; this file)\n"
        "          User.svelte  (src/lib)\n"
        "            reads in vain user  (from src/lib/Provider.svelte:1; nothing on /out)\n"
        "route /out\n"
        "  +layout.svelte  (src/routes)\n"
        "    +page.svelte  (src/routes/out)\n"
        "      Card.svelte  (src/lib; on a condition; this file; shown above)\n"
    )


def test_the_data_of_a_page_stands_for_the_page(tmp_path: Path) -> None:
    files = {
        "package.json": KIT,
        "src/routes/+page.svelte": "<p></p>",
        "src/routes/+page.js": "export const load = () => {};",
    }
    assert tree_of(tmp_path, files, "src/routes/+page.js") == "route /\n  +page.svelte  (src/routes; this file)\n"


def test_a_layout_holds_what_the_framework_renders_in_it(tmp_path: Path) -> None:
    files = {
        "package.json": KIT,
        "src/routes/+layout.svelte": PROVIDER,
        "src/routes/shop/+layout.svelte": "<slot />",
        "src/routes/shop/+page.svelte": USER,
    }
    assert tree_of(tmp_path, files, "src/routes/+layout.svelte") == (
        "route /  (layout)\n"
        "  +layout.svelte  (src/routes; this file)\n"
        "    sets user\n"
        "    +layout.svelte  (src/routes/shop)\n"
        "      +page.svelte  (src/routes/shop)\n"
        "        reads user  (from src/routes/+layout.svelte:1)\n"
    )


@pytest.mark.parametrize("path", ["src/main.js", "src/App.svelte"])
def test_a_mount_begins_a_tree(tmp_path: Path, path: str) -> None:
    files = {
        "package.json": PLAIN,
        "src/App.svelte": "<p></p>",
        "src/main.js": "import { mount } from 'svelte';\nimport App from './App.svelte';\nmount(App, { target: x });",
    }
    here = "; this file" if path.endswith("App.svelte") else ""
    assert tree_of(tmp_path, files, path) == f"mount main.js  (src)\n  App.svelte  (src{here})\n"


def test_a_component_in_itself_is_unfolded_once(tmp_path: Path) -> None:
    files = {
        "package.json": KIT,
        "src/lib/Tree.svelte": RECURSIVE,
        "src/routes/+page.svelte": imports("$lib/Tree.svelte", markup="<Tree />"),
    }
    assert tree_of(tmp_path, files, "src/lib/Tree.svelte") == (
        "route /\n"
        "  +page.svelte  (src/routes)\n"
        "    Tree.svelte  (src/lib; this file)\n"
        "      Tree.svelte  (src/lib; on a condition; shown above)\n"
    )


def test_what_cannot_be_followed_says_why(tmp_path: Path) -> None:
    files = {
        "package.json": KIT,
        "src/lib/Lonely.svelte": imports("some-ui", markup="<some.Tabs><b></b></some.Tabs>").replace(
            "some-ui from", "* as some from"
        ),
    }
    text = tree_of(tmp_path, files, "src/lib/Lonely.svelte")
    assert text.startswith("nothing is known to render it\n  Lonely.svelte  (src/lib; this file)\n    ")
    assert "cannot be read" in text


def test_a_module_that_begins_nothing_has_no_tree(tmp_path: Path) -> None:
    assert tree_of(tmp_path, {"package.json": KIT, "src/lib/a.js": "export const a = 1;"}, "src/lib/a.js") == ""
