"""The render tree around a file, for a tree view in the editor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from svelte_warden.lsp.uris import path_of

if TYPE_CHECKING:
    from svelte_warden.flow.reach.model import Spot
    from svelte_warden.flow.reach.tree_model import TreeNode
    from svelte_warden.lsp.questions import Answer
    from svelte_warden.lsp.server import Server
    from svelte_warden.lsp.session import Session

Json: TypeAlias = dict[str, Any]


def context_tree(server: Server, uri: str) -> Answer[Json | None]:
    """Return the trees around a document as plain JSON; None if it is no component and none begins in it.

    Each node has ``label``, ``detail``, ``kind``, ``location`` (null where there is none) and ``children``.
    """
    path = path_of(uri)
    if path is None or not server.session.settings.enable:
        return None
    from svelte_warden.flow.reach.tree import tree_around  # noqa: PLC0415  loads the analysis; see main.py

    def answer(program: Any) -> Json | None:  # noqa: ANN401  a Program, whose name would load the analysis
        roots = program.query(tree_around, path)
        return {"uri": uri, "roots": [_node(server.session, root) for root in roots]} if roots else None

    return server.questions.ask(path, answer)


def _node(session: Session, node: TreeNode) -> Json:
    from svelte_warden.report.tree import label_of  # noqa: PLC0415  as above

    label = label_of(node, session.relative, lambda spot: _position(session, spot.path, spot.start)["line"] + 1)
    return {
        "label": label.text,
        "detail": label.detail,
        "kind": node.kind,
        "location": _location(session, node),
        "children": [_node(session, child) for child in node.children],
    }


def _location(session: Session, node: TreeNode) -> Json | None:
    """Where to look: a call, a place that renders something, or the beginning of a file."""
    path = node.spot.path if node.spot is not None else node.path
    if not path:
        return None
    spot: Spot | None = node.spot
    start, end = (spot.start, spot.end) if spot is not None else (0, 0)
    extent = {"start": _position(session, path, start), "end": _position(session, path, end)}
    return {"uri": session.uri(path), "range": extent}


def _position(session: Session, path: str, offset: int) -> Json:
    line, column = session.source(path).position(offset, session.encoding)
    return {"line": line, "character": column}
