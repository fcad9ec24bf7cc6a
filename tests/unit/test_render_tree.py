"""The render tree against an enumeration of every rendering, and what it costs on trees that tempt to blow up."""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from svelte_warden.engine.analysis import Analysis
from svelte_warden.flow.reach.outcome import Missing, Provided
from svelte_warden.flow.reach.summary import summary_of
from svelte_warden.flow.reach.ways import outcomes
from svelte_warden.text.source import Source
from tests.unit.projects import svelte_project

KEYS = ("a", "b")
COMPONENTS = 5
DEEPEST = 9
MOST_INSTANCES = 4000


@dataclass(frozen=True)
class Use:
    component: int
    children: tuple[Node, ...]
    extra: tuple[Node, ...]


@dataclass(frozen=True)
class Outlet:
    name: str


Node: TypeAlias = "Use | Outlet"


@dataclass(frozen=True)
class Component:
    sets: frozenset[str]
    nodes: tuple[Node, ...]


def contents(depth: int, outlets: tuple[str, ...]) -> st.SearchStrategy[tuple[Node, ...]]:
    """Return markup; each outlet is used at most once in a component, since several cannot be told apart."""
    uses = st.integers(1, COMPONENTS - 1)
    inner = contents(depth - 1, ()) if depth else st.just(())
    use = st.builds(Use, uses, inner, inner)
    nodes = st.lists(use, max_size=2).map(tuple)
    return nodes.map(lambda found: (*found, *(Outlet(name) for name in outlets)))


@st.composite
def components(draw: st.DrawFn) -> tuple[Component, ...]:
    made = []
    for number in range(COMPONENTS):
        outlets = tuple(draw(st.lists(st.sampled_from(("children", "extra")), unique=True))) if number else ()
        nodes = draw(contents(2, ()))
        wrapper = draw(st.integers(0, COMPONENTS - 1))
        placed: tuple[Node, ...] = tuple(Outlet(name) for name in outlets)
        if wrapper and placed:  # what is given is passed on to another component
            placed = (Use(wrapper, placed, ()),)
        made.append(Component(draw(st.frozensets(st.sampled_from(KEYS))), (*nodes, *placed)))
    return tuple(made)


def markup(nodes: tuple[Node, ...]) -> str:
    parts = []
    for node in nodes:
        if isinstance(node, Outlet):
            parts.append("{@render " + node.name + "?.()}")
        else:
            extra = "{#snippet extra()}" + markup(node.extra) + "{/snippet}" if node.extra else ""
            parts.append(f"<C{node.component}>{markup(node.children)}{extra}</C{node.component}>")
    return "".join(parts)


def text(component: Component) -> str:
    imports = "\n".join(f"import C{number} from './C{number}.svelte';" for number in range(COMPONENTS))
    reads = "\n".join(f"const {key} = getContext('{key}');" for key in KEYS)
    sets = "\n".join(f"setContext('{key}', 1);" for key in sorted(component.sets))
    script = f"import {{ getContext, setContext }} from 'svelte';\n{imports}\nlet {{ children, extra }} = $props();\n"
    return f"<script>\n{script}{reads}\n{sets}\n</script>\n{markup(component.nodes)}\n"


class TooManyError(Exception):
    """The enumeration has met its bounds."""


Given: TypeAlias = "dict[str, tuple[tuple[Node, ...], Given]]"


@dataclass
class Enumeration:
    """Renders everything and notes what each component sees of each key."""

    components: tuple[Component, ...]
    seen: set[tuple[int, str, bool]] = field(default_factory=set)
    instances: int = 0

    def create(self, number: int, contexts: frozenset[str], handed: Given, depth: int) -> None:
        self.instances += 1
        if self.instances > MOST_INSTANCES:
            raise TooManyError
        self.seen.update((number, key, key in contexts) for key in KEYS)
        if depth < DEEPEST:
            component = self.components[number]
            self.render(component.nodes, contexts | component.sets, handed, depth)

    def render(self, nodes: tuple[Node, ...], contexts: frozenset[str], handed: Given, depth: int) -> None:
        for node in nodes:
            if isinstance(node, Outlet):
                if node.name in handed:
                    inner, outer = handed[node.name]
                    self.render(inner, contexts, outer, depth)
            else:
                below: Given = {"children": (node.children, handed), "extra": (node.extra, handed)}
                self.create(node.component, contexts, below, depth + 1)


@settings(max_examples=150, deadline=None)
@given(components())
def test_the_tree_says_what_an_enumeration_of_all_renderings_says(made: tuple[Component, ...]) -> None:
    enumeration = Enumeration(made)
    try:
        enumeration.create(0, frozenset(), {}, 0)
    except TooManyError:
        assume(False)  # noqa: FBT003 - hypothesis takes it so
    files = {f"src/C{number}.svelte": text(component) for number, component in enumerate(made)}
    files["src/main.js"] = (
        "import { mount } from 'svelte';\nimport C0 from './C0.svelte';\nmount(C0, { target: document.body });\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        root = svelte_project(Path(folder), files)
        program = Analysis([root])
        found: set[tuple[int, str, bool]] = set()
        for number in range(COMPONENTS):
            path = f"{root}/src/C{number}.svelte"
            for read in program.query(summary_of, path).reads:
                for outcome in outcomes(program, path, read):
                    assert isinstance(outcome, (Missing, Provided))
                    found.add((number, read.key.text, isinstance(outcome, Provided)))
    assert found == enumeration.seen


def reader(*, provides: bool = False) -> str:
    sets = "setContext('k', 1);" if provides else ""
    return (
        f"<script>import {{ getContext, setContext }} from 'svelte'; const k = getContext('k'); {sets}</script>{{k.x}}"
    )


def kinds(program: Analysis, path: str) -> set[str]:
    (read, *_) = program.query(summary_of, path).reads
    return {type(outcome).__name__ for outcome in outcomes(program, path, read)}


def test_a_recursive_component_is_looked_at_once(tmp_path: Path) -> None:
    root = svelte_project(
        tmp_path,
        {
            "src/main.js": "import { mount } from 'svelte'; import App from './App.svelte'; mount(App, {});",
            "src/App.svelte": "<script>import Tree from './Tree.svelte';</script><Tree />",
            "src/Tree.svelte": "<script>import Self from './Tree.svelte'; import Leaf from './Leaf.svelte';</script>"
            "<Leaf /><Self><Self><Leaf /></Self></Self><slot />",
            "src/Leaf.svelte": reader(),
        },
    )
    assert kinds(Analysis([root]), f"{root}/src/Leaf.svelte") == {"Missing"}


def test_layers_of_components_that_each_use_the_next_twice_do_not_multiply(tmp_path: Path) -> None:
    layers = 40
    files = {"src/main.js": "import { mount } from 'svelte'; import L0 from './L0.svelte'; mount(L0, {});"}
    for number in range(layers):
        below = f"L{number + 1}"
        files[f"src/L{number}.svelte"] = (
            f"<script>import {below} from './{below}.svelte';</script><{below}><{below} /></{below}><slot />"
        )
    files[f"src/L{layers}.svelte"] = reader() + "<slot />"
    program = Analysis([svelte_project(tmp_path, files)])
    started = time.perf_counter()
    assert kinds(program, f"{tmp_path.as_posix()}/src/L{layers}.svelte") == {"Missing"}
    assert time.perf_counter() - started < 20


def test_a_component_that_hundreds_render_is_answered_again_quickly_after_an_edit(tmp_path: Path) -> None:
    users = 400
    files = {"src/main.js": "import { mount } from 'svelte'; import App from './App.svelte'; mount(App, {});"}
    imports = "".join(f"import U{number} from './U{number}.svelte';" for number in range(users))
    uses = "".join(f"<U{number} />" for number in range(users))
    app = "<script>import { setContext } from 'svelte'; " + imports + "%s</script>" + uses
    files["src/App.svelte"] = app % "setContext('k', {});"
    for number in range(users):
        files[f"src/U{number}.svelte"] = "<script>import Leaf from './Leaf.svelte';</script><Leaf />"
    files["src/Leaf.svelte"] = reader()
    root = svelte_project(tmp_path, files)
    program, leaf = Analysis([root]), f"{root}/src/Leaf.svelte"
    assert not program.findings(leaf)
    program.open(f"{root}/src/U7.svelte", Source(files["src/U7.svelte"].encode()))
    assert not program.findings(leaf)
    before = program.counters.run
    program.edit(f"{root}/src/U7.svelte", Source(files["src/U7.svelte"].encode() + b"<p>{1}</p>"))
    assert not program.findings(leaf)
    assert program.counters.run - before < 20
    program.edit(f"{root}/src/App.svelte", Source((app % "").encode()))
    assert [finding.rule for finding in program.findings(leaf)] == ["missing-context"]
