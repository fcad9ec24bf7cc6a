"""The render tree as Mermaid, Graphviz or JSON text, or as one page to open in a browser."""

from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from svelte_warden.flow.reach.graph import Graph, GraphNode


def render_graph_as(format_: str, graph: Graph, relative: Callable[[str], str]) -> str:
    """Return a graph as text.

    Args:
        format_: ``mermaid``, ``dot``, ``json`` or ``html``.
        graph: The graph.
        relative: Turns an absolute path into what is shown.
    """
    if format_ == "json":
        return json.dumps(_data(graph, relative), indent=2, ensure_ascii=False) + "\n"
    if format_ == "html":
        page = resources.files(__package__).joinpath("graph.html").read_text(encoding="utf-8")
        data = json.dumps(_data(graph, relative), ensure_ascii=False).replace("</", "<\\/")
        return page.replace("/*GRAPH*/null", data)
    return _mermaid(graph, relative) if format_ == "mermaid" else _dot(graph, relative)


def _label(node: GraphNode, relative: Callable[[str], str]) -> list[str]:
    lines = [node.name if node.kind == "route" else relative(node.name)]
    if node.sets:
        lines.append(f"sets {', '.join(node.sets)}")
    if node.reads:
        lines.append(f"reads {', '.join(node.reads)}")
    if node.broken:
        lines.append(f"finds nothing: {', '.join(node.broken)}")
    return lines


def _mermaid(graph: Graph, relative: Callable[[str], str]) -> str:
    number = {node.name: f"n{position}" for position, node in enumerate(graph.nodes)}
    lines = ["flowchart TD"]
    for node in graph.nodes:
        text = "<br>".join(line.replace("&", "&amp;").replace('"', "&quot;") for line in _label(node, relative))
        shape = f'{number[node.name]}(["{text}"])' if node.kind != "component" else f'{number[node.name]}["{text}"]'
        lines.append(f"  {shape}{_mermaid_class(node)}")
    for edge in graph.edges:
        arrow = "-->" if edge.is_certain else "-.->"
        within = f'|"in {" in ".join(edge.within)}"|' if edge.within else ""
        lines.append(f"  {number[edge.parent]} {arrow}{within} {number[edge.child]}")
    lines += ["  classDef sets fill:#dcfce7,stroke:#16a34a", "  classDef broken fill:#fee2e2,stroke:#dc2626"]
    return "\n".join(lines) + "\n"


def _mermaid_class(node: GraphNode) -> str:
    return ":::broken" if node.broken else ":::sets" if node.sets else ""


def _dot(graph: Graph, relative: Callable[[str], str]) -> str:
    lines = ["digraph render_tree {", '  node [shape=box, style="rounded,filled", fillcolor=white];']
    names = {node.name: node.name if node.kind == "route" else relative(node.name) for node in graph.nodes}
    for node in graph.nodes:
        colour = "#fee2e2" if node.broken else "#dcfce7" if node.sets else "white"
        text = "\\n".join(_quoted(line) for line in _label(node, relative))
        shape = ", shape=ellipse" if node.kind != "component" else ""
        lines.append(f'  "{_quoted(names[node.name])}" [label="{text}", fillcolor="{colour}"{shape}];')
    for edge in graph.edges:
        style = "" if edge.is_certain else ", style=dashed"
        label = _quoted(f"in {' in '.join(edge.within)}") if edge.within else ""
        lines.append(f'  "{_quoted(names[edge.parent])}" -> "{_quoted(names[edge.child])}" [label="{label}"{style}];')
    return "\n".join([*lines, "}"]) + "\n"


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _data(graph: Graph, relative: Callable[[str], str]) -> dict[str, object]:
    def name(text: str) -> str:
        return names[text]

    names = {node.name: node.name if node.kind == "route" else relative(node.name) for node in graph.nodes}
    return {
        "nodes": [
            {
                "name": name(node.name),
                "kind": node.kind,
                "sets": list(node.sets),
                "reads": list(node.reads),
                "broken": list(node.broken),
            }
            for node in graph.nodes
        ],
        "edges": [
            {
                "parent": name(edge.parent),
                "child": name(edge.child),
                "within": list(edge.within),
                "certain": edge.is_certain,
            }
            for edge in graph.edges
        ],
    }
