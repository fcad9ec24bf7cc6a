"""Entry points that a configuration names begin a tree, above which nobody sets a context."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from svelte_warden.engine.analysis import Analysis
from tests.unit.projects import svelte_project

if TYPE_CHECKING:
    from pathlib import Path

READER = "<script>import { getContext } from 'svelte'; getContext('user');</script>"
MOUNTING = "import { mount } from 'svelte';\nimport Widget from './Widget.svelte';\n"


def found(root: Path, entry_points: str, files: dict[str, str]) -> list[tuple[str, str]]:
    folder = svelte_project(root, {"src/Widget.svelte": READER, **files})
    analysis = Analysis([folder])
    assert analysis.configure({"entryPoints": [entry_points]} if entry_points else None, folder) == ()
    findings = analysis.findings(f"{folder}/src/Widget.svelte")
    return [(finding.rule, "; ".join(related.message for related in finding.related)) for finding in findings]


def test_a_component_that_nobody_renders_may_have_any_context(tmp_path: Path) -> None:
    assert found(tmp_path, "", {}) == []


@pytest.mark.parametrize(
    ("point", "text"),
    [
        ("src/Widget.svelte", READER),
        ("src/embed.js", "export { default as Widget } from './Widget.svelte';"),
        ("src/embed.js", "import Widget from './Widget.svelte';\nexport { Widget };"),
        ("src/embed.js", "import Widget from './Widget.svelte';\nexport default Widget;"),
    ],
)
def test_what_an_entry_point_hands_out_has_nothing_above_it(tmp_path: Path, point: str, text: str) -> None:
    where = "" if point.endswith(".svelte") else "nothing sets the key on the way from the entry point embed.js"
    assert found(tmp_path, point, {point: text}) == [("missing-context", where)]


def test_what_it_mounts_itself_has_the_contexts_that_it_gives(tmp_path: Path) -> None:
    text = f"{MOUNTING}export const start = () => mount(Widget, {{ context: new Map([['user', 1]]) }});"
    assert found(tmp_path, "src/embed.js", {"src/embed.js": text}) == []
