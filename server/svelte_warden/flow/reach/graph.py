"""The render tree as a graph to look at: from the routes and mounts down, with who sets and who reads which context."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from svelte_warden.facts.immutable import immutable
from svelte_warden.flow.reach.diagnosis import described, diagnoses
from svelte_warden.flow.reach.outline import outline
from svelte_warden.flow.reach.renderers import chains_of
from svelte_warden.flow.reach.summary import summary_of, tree_of
from svelte_warden.project.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svelte_warden.flow.program import Program
    from svelte_warden.flow.reach.model import Key, Within

_DEVELOPMENT: Final = frozenset((Role.TEST, Role.STORY, Role.CONFIG))


@immutable
class GraphNode:
    """A component, or the beginning of a tree.

    ``kind`` is ``component``, ``route`` or ``mount``; ``name`` a path relative to nothing, or a route's id. ``broken``
    holds the keys of ``reads`` that a rule reports.
    """

    kind: str
    name: str
    sets: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()


@immutable
class GraphEdge:
    """``parent`` renders ``child``; ``within`` names the components in whose content it does, the innermost first."""

    parent: str
    child: str
    within: tuple[str, ...] = ()
    is_certain: bool = True


@immutable
class Graph:
    """Nodes by name, and edges between names, both in order."""

    nodes: tuple[GraphNode, ...]
    edges: tuple[GraphEdge, ...]


def render_graph(program: Program, *, route: str | None = None, key: str | None = None) -> Graph:
    """Return the render tree of a program.

    Args:
        program: The program.
        route: Only this route, by its id such as ``/settings/[id]``.
        key: Only the ways to components that set or read this key, by its text or description.
    """
    nodes: dict[str, GraphNode] = {}
    edges: dict[GraphEdge, None] = {}
    for root, children in _beginnings(program, route):
        nodes.setdefault(root.name, root)
        above = root.name
        for child in children:
            edges[GraphEdge(above, child)] = None
            _add_below(program, child, nodes, edges)
            above = child
    graph = Graph(tuple(nodes.values()), tuple(edges))
    return graph if key is None else _about(graph, key)


def _beginnings(program: Program, route: str | None) -> Iterator[tuple[GraphNode, tuple[str, ...]]]:
    """Yield each beginning with the components it renders, each in the one before."""
    for path in program.files():
        if program.role(path) in _DEVELOPMENT:
            continue
        for chain in chains_of(program, path) if program.query(outline, path).is_component else ():
            if chain.root.kind == "route" and route in (None, chain.root.name):
                yield GraphNode("route", chain.root.name), (*chain.layouts, path)
        if route is None:
            for mount in program.query(tree_of, path).mounts:
                for target in sorted(mount.targets):
                    yield GraphNode("mount", path), (target,)


def _add_below(program: Program, path: str, nodes: dict[str, GraphNode], edges: dict[GraphEdge, None]) -> None:
    waiting = [path]
    while waiting:
        component = waiting.pop()
        if component in nodes and nodes[component].kind == "component":
            continue
        nodes[component] = _node(program, component)
        summary = program.query(tree_of, component)
        names = {(site.spot.start, site.location): site.name for site in summary.sites if not site.is_passed}
        for site in summary.sites:
            for target in sorted(site.targets):
                edges[GraphEdge(component, target, tuple(_owners(site.location, names)), site.is_certain)] = None
                waiting.append(target)


def _owners(location: Within | None, names: dict[tuple[int, Within | None], str]) -> Iterator[str]:
    while location is not None:
        yield names.get((location.site, location.outer), "")
        location = location.outer


def _node(program: Program, path: str) -> GraphNode:
    summary = program.query(summary_of, path)
    broken = {key_name(program, diagnosis.read.key) for diagnosis in program.query(diagnoses, path)}
    return GraphNode(
        "component",
        path,
        tuple(sorted({key_name(program, item.key) for item in summary.sets})),
        tuple(sorted({key_name(program, read.key) for read in summary.reads})),
        tuple(sorted(broken)),
    )


def key_name(program: Program, key: Key) -> str:
    """Return what to call a key: its text, its description, or the variable that holds it."""
    if not key.is_private:
        return key.text or key.kind
    return described(program, key) or f"{key.kind} of {key.path.rpartition('/')[2]}"


def _about(graph: Graph, key: str) -> Graph:
    """Keep the nodes from which a component that sets or reads a key can be reached."""
    above: dict[str, list[str]] = {}
    for edge in graph.edges:
        above.setdefault(edge.child, []).append(edge.parent)
    waiting = [node.name for node in graph.nodes if key in (*node.sets, *node.reads)]
    kept = set(waiting)
    while waiting:
        for parent in above.get(waiting.pop(), ()):
            if parent not in kept:
                kept.add(parent)
                waiting.append(parent)
    return Graph(
        tuple(node for node in graph.nodes if node.name in kept),
        tuple(edge for edge in graph.edges if edge.parent in kept and edge.child in kept),
    )
