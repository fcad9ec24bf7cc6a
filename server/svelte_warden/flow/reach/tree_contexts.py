"""What a component sets and reads, as leaves of the render tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from svelte_warden.flow.reach.diagnosis import diagnoses
from svelte_warden.flow.reach.graph import key_name
from svelte_warden.flow.reach.relations import relation_of
from svelte_warden.flow.reach.summary import summary_of
from svelte_warden.flow.reach.tree_model import TreeNode

if TYPE_CHECKING:
    from svelte_warden.flow.program import Program
    from svelte_warden.flow.reach.diagnosis import Diagnosis
    from svelte_warden.flow.reach.model import ContextRead
    from svelte_warden.flow.reach.outcome import Missing
    from svelte_warden.flow.reach.tree_model import TreeKind

_MOMENTS: Final = {"late": "set too late for what is rendered first", "maybe": "may be set", "never": "throws"}
_PATTERNS: Final = {
    "sibling": "set beside it, not above",
    "mismatched": "only a key that looks the same is set",
    "late": "set too late",
}
_MOST: Final = 5  # ways that are named


def providers_in(program: Program, path: str) -> tuple[TreeNode, ...]:
    """Return what a component sets, each key and call once, in order."""
    nodes = (
        TreeNode(
            "provider",
            key_name(program, item.key),
            path,
            item.spot,
            (_MOMENTS[item.moment],) if item.moment in _MOMENTS else () if item.is_certain else ("on a condition",),
        )
        for item in sorted(program.query(summary_of, path).sets, key=lambda item: item.spot.start)
    )
    return tuple(dict.fromkeys(nodes))


def readers_in(program: Program, path: str) -> tuple[TreeNode, ...]:
    """Return what a component reads, each key and call once, in order, and what comes of it."""
    wrong = {(found.read.spot, found.read.key): found for found in program.query(diagnoses, path)}
    nodes: dict[tuple[object, object], TreeNode] = {}
    for read in sorted(program.query(summary_of, path).reads, key=lambda read: read.spot.start):
        at = (read.spot, read.key)
        if at not in nodes:
            nodes[at] = _reader(program, path, read, wrong.get(at))
    return tuple(nodes.values())


def _reader(program: Program, path: str, read: ContextRead, wrong: Diagnosis | None) -> TreeNode:
    relation = relation_of(program, path, read)
    notes: list[str] = []
    if wrong is not None and wrong.pattern in _PATTERNS:
        notes.append(_PATTERNS[wrong.pattern])
    if relation.missing:
        notes.append(f"nothing {_ways(relation.missing)}")
    if not relation.provided and not relation.missing:
        notes.extend(dict.fromkeys(relation.unknown[:1]))
    if relation.missing and wrong is None and read.optional is not None:
        notes.append(f"not an error: {read.optional}")
    kind: TreeKind = "reader" if wrong is None else "broken-reader"
    name = key_name(program, read.key) if read.key.is_known else read.label
    return TreeNode(kind, name, path, read.spot, tuple(notes), relation.provided)


def _ways(missing: tuple[Missing, ...]) -> str:
    """Return where the ways begin that lack a key: "on /cart, /account"."""
    names = list(dict.fromkeys(way.name for way in missing))
    named = f"{'from' if all(way.kind == 'mount' for way in missing) else 'on'} {', '.join(names[:_MOST])}"
    return named if len(names) <= _MOST else f"{named} and {len(names) - _MOST} more"
