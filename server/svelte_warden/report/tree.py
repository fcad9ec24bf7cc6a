"""The render tree around one file in words: as labels for a tree view, and as indented text for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from svelte_warden.flow.reach.model import Spot
    from svelte_warden.flow.reach.tree_model import TreeNode

_MOST: Final = 3  # places that are named
_VERBS: Final = {"provider": "sets", "reader": "reads", "broken-reader": "reads in vain"}


class Label(NamedTuple):
    """What a node is called, and what stands beside it in smaller print."""

    text: str
    detail: str


def label_of(node: TreeNode, relative: Callable[[str], str], line: Callable[[Spot], int]) -> Label:
    """Return what to show of a node.

    Args:
        node: The node.
        relative: Turns an absolute path into what is shown.
        line: Gives the line of a place, counted from 1.
    """
    notes = list(node.notes)
    if node.kind in _VERBS:
        if node.sources:
            named = ", ".join(f"{relative(spot.path)}:{line(spot)}" for spot in node.sources[:_MOST])
            more = len(node.sources) - _MOST
            notes.insert(0, f"from {named}" + (f" and {more} more" if more > 0 else ""))
        return Label(node.name, "; ".join(notes))
    if node.name:
        return Label(node.name, "; ".join(notes))
    folder, _, name = relative(node.path).rpartition("/")
    return Label(name, "; ".join(([folder] if folder else []) + notes))


def tree_text(roots: tuple[TreeNode, ...], relative: Callable[[str], str], line: Callable[[Spot], int]) -> str:
    """Return trees as indented text, one line for each node, with a line end after each."""

    def lines(node: TreeNode, depth: int) -> Iterator[str]:
        label = label_of(node, relative, line)
        verb = _VERBS.get(node.kind) or (node.kind if node.kind in ("route", "mount") else "")
        text = " ".join(part for part in (verb, label.text) if part)
        yield f"{'  ' * depth}{text}" + (f"  ({label.detail})" if label.detail else "")
        for child in node.children:
            yield from lines(child, depth + 1)

    return "".join(f"{text}\n" for root in roots for text in lines(root, 0))
