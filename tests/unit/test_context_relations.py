"""What a read gets, who reads what is set, and the render tree as a graph."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from svelte_warden.engine.analysis import Analysis
from svelte_warden.flow.reach.graph import render_graph
from svelte_warden.flow.reach.relations import definitions, read_at, references, set_at
from svelte_warden.report.graph import render_graph_as
from tests.unit.projects import write

if TYPE_CHECKING:
    from pathlib import Path

    from svelte_warden.flow.reach.model import Spot

FILES = {
    "package.json": json.dumps({"devDependencies": {"svelte": "^5.0.0", "@sveltejs/kit": "^2.0.0"}}),
    "src/lib/session.js": """import { getContext, setContext } from 'svelte';
const key = Symbol('session');
export const provide = (value) => setContext(key, value);
export const use = () => getContext(key);
""",
    "src/lib/Name.svelte": "<script>import { use } from './session.js'; const session = use();</script>{session.name}",
    "src/routes/in/+page.svelte": (
        "<script>import { provide } from '$lib/session.js'; import Name from '$lib/Name.svelte'; provide({});</script>"
        "<Name />"
    ),
    "src/routes/out/[id]/+page.svelte": "<script>import Name from '$lib/Name.svelte';</script>{#if x}<Name />{/if}",
}


@pytest.fixture
def program(tmp_path: Path) -> Analysis:
    write(tmp_path, FILES)
    return Analysis([tmp_path.as_posix()])


def at(program: Analysis, name: str, text: str) -> tuple[Analysis, str, int]:
    """Return the arguments of a question about a piece of text in a file."""
    return program, f"{program.workspace.roots[0]}/{name}", FILES[name].index(text)


def shown(program: Analysis, spots: tuple[Spot, ...]) -> list[str]:
    root = program.workspace.roots[0]
    return [FILES[spot.path[len(root) + 1 :]][spot.start : spot.end] for spot in spots]


def test_a_read_knows_its_providers_and_the_routes_without_one(program: Analysis) -> None:
    found = read_at(*at(program, "src/lib/Name.svelte", "use();"))
    assert found is not None
    assert shown(program, found.provided) == ["provide({})"]
    assert [(way.kind, way.name) for way in found.missing] == [("route", "/out/[id]")]
    assert found.unknown == ()


def test_a_set_knows_its_readers(program: Analysis) -> None:
    found = set_at(*at(program, "src/routes/in/+page.svelte", "provide({})"))
    assert found is not None
    assert shown(program, found.readers) == ["use()"]


def test_definition_and_references_lead_through_wrappers(program: Analysis) -> None:
    place = at(program, "src/lib/Name.svelte", "use();")
    assert shown(program, definitions(*place)) == ["provide({})"]
    assert shown(program, references(*place)) == ["use()", "provide({})"]
    assert shown(program, definitions(*at(program, "src/routes/in/+page.svelte", "provide({})"))) == [
        "setContext(key, value)"
    ]


def test_where_nothing_is_read_or_set_there_is_no_answer(program: Analysis) -> None:
    place = at(program, "src/lib/Name.svelte", "session.name")
    assert read_at(*place) is None
    assert set_at(*place) is None
    assert definitions(*place) == references(*place) == ()


def test_the_graph_goes_from_the_routes_down(program: Analysis) -> None:
    graph = render_graph(program)
    assert [node.name for node in graph.nodes if node.kind == "route"] == ["/in", "/out/[id]"]
    name = next(node for node in graph.nodes if node.name.endswith("Name.svelte"))
    assert (name.sets, name.reads, name.broken) == ((), ("session",), ("session",))
    assert [edge.is_certain for edge in graph.edges if edge.child == name.name] == [True, False]


def test_the_graph_of_one_route_or_key_leaves_out_the_rest(program: Analysis) -> None:
    assert [node.name for node in render_graph(program, route="/in").nodes if node.kind == "route"] == ["/in"]
    assert render_graph(program, key="nothing").nodes == ()
    assert len(render_graph(program, key="session").nodes) == 5


@pytest.mark.parametrize("format_", ["mermaid", "dot", "json", "html"])
def test_every_format_names_the_nodes_and_no_path_of_the_machine(program: Analysis, format_: str) -> None:
    root = program.workspace.roots[0]
    text = render_graph_as(format_, render_graph(program), lambda path: path.removeprefix(f"{root}/"))
    assert "/out/[id]" in text
    assert "src/lib/Name.svelte" in text
    assert root not in text
    if format_ == "json":
        assert len(json.loads(text)["edges"]) == 4
