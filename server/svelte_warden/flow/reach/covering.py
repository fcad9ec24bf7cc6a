"""Which components are around others whenever these are rendered: where what they share can be created."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from svelte_warden.flow.reach.renderers import renderers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from svelte_warden.flow.program import Program

_Around: TypeAlias = "frozenset[str] | None"
_ANYTHING: Final[_Around] = None
"""What is around a component that nobody renders: nothing speaks against anything."""


def always_around(program: Program, path: str) -> frozenset[str] | None:
    """Return the components in which a component lies on every way; ``None`` if it is rendered nowhere.

    Where it is rendered in a way that cannot be followed, it still lies in the root layout, if there is one.
    """
    ways = program.query(renderers, path)
    around = _ANYTHING
    for parent, _ in ways.sites:
        above = program.query(always_around, parent)
        around = _common(around, above if above is None else above | {parent})
    for chain in ways.chains:
        around = _common(around, frozenset(chain.layouts))
    if ways.mounts:
        around = _common(around, frozenset())
    if ways.unknown:
        around = _common(around, frozenset(root_layouts(program, path)))
    return around


def _nowhere_yet(_path: str) -> frozenset[str] | None:
    return _ANYTHING


always_around.initial = _nowhere_yet  # type: ignore[attr-defined]  # the memo's protocol for circles


def _common(left: _Around, right: _Around) -> _Around:
    if left is None:
        return right
    return left if right is None else left & right


def covering(program: Program, components: Iterable[str]) -> tuple[str, ...]:
    """Return the components that are around all of these on every way, or one of these itself; the outermost first.

    What nobody renders has nothing around it, and does not matter if there is something else.
    """
    paths = tuple(components)
    common = _ANYTHING
    for path in paths:
        around = program.query(always_around, path)
        common = _common(common, around if around is None else around | {path})
    found = common if common is not None else frozenset(paths[:1]) if len(paths) == 1 else frozenset()
    return tuple(sorted(found, key=lambda path: (len(program.query(always_around, path) or ()), path)))


def root_layouts(program: Program, path: str) -> tuple[str, ...]:
    """Return the component of the layout that is around all routes of a file's project, if there is one."""
    tree = program.routes(path)
    return tuple(
        layout.node.component
        for layout in tree.layouts
        if layout.node.directory == tree.root and layout.node.component is not None
    )
