"""The render tree around one file as nodes to be shown: from where it begins down to the file, and on below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from svelte_warden.facts.immutable import immutable

if TYPE_CHECKING:
    from svelte_warden.flow.reach.model import Spot

TreeKind: TypeAlias = Literal["route", "mount", "component", "provider", "reader", "broken-reader", "unknown"]


@immutable
class TreeNode:
    """One line of the tree.

    Attributes:
        kind: ``route`` and ``mount`` begin a tree; a ``component`` is rendered by the node above it; ``provider``,
            ``reader`` and ``broken-reader`` say what the component above them does with contexts; ``unknown`` stands
            for what cannot be followed.
        name: A route's id, the name of a context key, or why something is unknown; empty where ``path`` says it.
        path: The file that the node stands for.
        spot: Where to look, if not at the beginning of the file.
        notes: What else is to be said, in words.
        sources: For a reader, the calls that set what it gets.
        children: What lies below.
    """

    kind: TreeKind
    name: str = ""
    path: str = ""
    spot: Spot | None = None
    notes: tuple[str, ...] = ()
    sources: tuple[Spot, ...] = ()
    children: tuple[TreeNode, ...] = ()
