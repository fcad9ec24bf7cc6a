"""The render tree around one file: every way from the routes and mounts down to it, and what it renders itself.

What is rendered in the content of a component (its slot, its snippets) stands below that component, as it does in the
running application. A component that occurs several times is unfolded once.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from svelte_warden.flow.kinds import kind_of
from svelte_warden.flow.reach.renderers import Renderers, renderers
from svelte_warden.flow.reach.summary import tree_of
from svelte_warden.flow.reach.tree_contexts import providers_in, readers_in
from svelte_warden.flow.reach.tree_model import TreeNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svelte_warden.flow.program import Program
    from svelte_warden.flow.reach.model import Mount, Site, Summary, Within
    from svelte_warden.flow.reach.renderers import Chain
    from svelte_warden.project.routes import Layout, Page

MOST_ANCESTORS: Final = 400  # components above the file that are looked at
MOST_BELOW: Final = 300  # components below the file that are unfolded
_SHOWN_ABOVE: Final = "shown above"


def tree_around(program: Program, path: str) -> tuple[TreeNode, ...]:
    """Return the trees in which a component is rendered, or those that begin in a module; empty if there is none.

    Args:
        program: The program.
        path: A component; or a module that mounts components, or that loads the data of a page.
    """
    component = _component_of(program, path)
    if component is None:
        return _mounts_in(_Tree(program, path), path)
    tree = _Tree(program, component)
    return _merged([*_beginnings(tree), *_mounts_in(tree, component)])


def _component_of(program: Program, path: str) -> str | None:
    if path.endswith(program.project(path).extensions) and program.query(kind_of, path) is not None:
        return path
    node = program.routes(path).node_of(path)
    return None if node is None else node.component


@dataclass(slots=True)
class _Tree:
    """The state of unfolding a tree: which components have been unfolded, and what lies above the file at hand."""

    program: Program
    path: str
    above: dict[str, Renderers] = field(default_factory=dict)
    sites: dict[str, list[tuple[Site, str]]] = field(default_factory=dict)
    mounted: dict[str, list[tuple[Mount, str]]] = field(default_factory=dict)
    unfolded: set[str] = field(default_factory=set)
    left: int = MOST_BELOW

    def __post_init__(self) -> None:
        """Look upwards from the file at hand."""
        waiting = [self.path]
        for component in waiting:  # grows as it goes
            if component in self.above or len(self.above) >= MOST_ANCESTORS:
                continue
            ways = self.above[component] = self.program.query(renderers, component)
            for renderer, site in ways.sites:
                self.sites.setdefault(renderer, []).append((site, component))
                waiting.append(renderer)
            for renderer, mount in ways.mounts:
                if mount.inherits:
                    self.mounted.setdefault(renderer, []).append((mount, component))
                    waiting.append(renderer)


# --- above ------------------------------------------------------------------------------------------------------------


def _beginnings(tree: _Tree) -> list[TreeNode]:
    """Return the trees that begin with the routes, then with mounts, then where nothing more is known."""
    chains = [(chain, component) for component, ways in tree.above.items() for chain in ways.chains]
    routes = [_route(tree, *item) for item in sorted(chains, key=lambda item: (item[0].root.name, item[0].root.kind))]
    mounts = [
        TreeNode("mount", path=place, spot=mount.spot, children=(_way(tree, component),))
        for component, ways in tree.above.items()
        for place, mount in ways.mounts
        if not mount.inherits
    ]
    unknown = []
    for component, ways in tree.above.items():
        reasons = list(ways.unknown)
        if not (ways.chains or ways.mounts or ways.sites or reasons):
            reasons.append("nothing is known to render it")
        unknown += [TreeNode("unknown", reason, children=(_way(tree, component),)) for reason in reasons]
    return [*routes, *mounts, *unknown]


def _merged(roots: list[TreeNode]) -> tuple[TreeNode, ...]:
    """Put trees that begin at one place under one node."""
    found: dict[TreeNode, tuple[TreeNode, ...]] = {}
    for root in roots:
        beginning = replace(root, children=())
        found[beginning] = tuple(dict.fromkeys((*found.get(beginning, ()), *root.children)))
    return tuple(replace(root, children=children) for root, children in found.items())


def _route(tree: _Tree, chain: Chain, component: str) -> TreeNode:
    node = _way(tree, component)
    for layout in reversed(chain.layouts):
        node = TreeNode("component", path=layout, children=(*providers_in(tree.program, layout), node))
    root = chain.root
    return TreeNode("route", root.name, root.path, None, () if root.kind == "route" else (root.kind,), (), (node,))


def _way(tree: _Tree, component: str) -> TreeNode:
    """Return a component on the way down to the file at hand, with everything on the way below it."""
    if component == tree.path:
        return _file_at_hand(tree)
    node = TreeNode("component", path=component)
    if component in tree.unfolded:
        return replace(node, notes=(_SHOWN_ABOVE,))
    tree.unfolded.add(component)
    summary = tree.program.query(tree_of, component)
    below = [_in_content(tree, summary, site, _way(tree, child)) for site, child in tree.sites.get(component, ())]
    below += [replace(_way(tree, child), notes=("mounted here",)) for _, child in tree.mounted.get(component, ())]
    return replace(node, children=(*providers_in(tree.program, component), *dict.fromkeys(below)))


def _in_content(tree: _Tree, summary: Summary, site: Site, node: TreeNode) -> TreeNode:
    """Put a node that a site renders below the components in whose content the site lies."""
    node = _noted(node, site)
    location = site.location
    while location is not None:
        owner = next((other for other in summary.sites_at(location.site, location.outer) if not other.is_passed), None)
        if owner is not None:
            holder = _holder(owner)
            contexts = tuple(item for target in sorted(owner.targets) for item in providers_in(tree.program, target))
            node = replace(holder, children=(*contexts, node))
        location = location.outer
    return node


def _noted(node: TreeNode, site: Site) -> TreeNode:
    notes = ["handed on in a prop"] if site.is_passed else []
    if not site.is_certain:
        notes.append("on a condition")
    return replace(node, notes=(*notes, *node.notes))


def _holder(site: Site) -> TreeNode:
    """Return the component that a site renders, not unfolded; the first of several."""
    if site.targets:
        return TreeNode("component", path=min(site.targets))
    return TreeNode("unknown", site.opaque or site.name, spot=site.spot, notes=("cannot be read",))


# --- the file at hand and below ---------------------------------------------------------------------------------------


def _file_at_hand(tree: _Tree) -> TreeNode:
    return _unfolded(tree, tree.path, ("this file",))


def _unfolded(tree: _Tree, path: str, notes: tuple[str, ...] = (), content: tuple[TreeNode, ...] = ()) -> TreeNode:
    """Return a component with its contexts and everything it renders; ``content`` is what it is given to render."""
    program = tree.program
    if path in tree.unfolded:
        return TreeNode("component", path=path, notes=(*notes, _SHOWN_ABOVE), children=content)
    if tree.left <= 0:
        return TreeNode("component", path=path, notes=(*notes, "not unfolded: the tree is large"), children=content)
    tree.left -= 1
    tree.unfolded.add(path)
    children = (
        *providers_in(program, path),
        *readers_in(program, path),
        *_rendered(tree, program.query(tree_of, path), None),
        *content,
        *(_unfolded(tree, child) for child in _routed(program, path)),
    )
    return TreeNode("component", path=path, notes=notes, children=children)


def _rendered(tree: _Tree, summary: Summary, location: Within | None) -> Iterator[TreeNode]:
    """Yield what a component renders at one of its locations, the components' content below them."""
    for site in sorted(summary.sites, key=lambda site: site.spot.start):
        if site.location != location:
            continue
        content = tuple(dict.fromkeys(_content(tree, summary, site)))
        for target in sorted(site.targets):
            yield _noted(_unfolded(tree, target, content=content), site)
        if not site.targets:
            yield _noted(replace(_holder(site), children=content), site)


def _content(tree: _Tree, summary: Summary, owner: Site) -> Iterator[TreeNode]:
    inner = {
        site.location
        for site in summary.sites
        if site.location is not None and (site.location.site, site.location.outer) == (owner.spot.start, owner.location)
    }
    for location in sorted(inner, key=lambda location: location.name):
        yield from _rendered(tree, summary, location)


def _routed(program: Program, path: str) -> tuple[str, ...]:
    """Return the pages and layouts that SvelteKit renders directly in a layout."""
    routes = program.routes(path)
    found: dict[str, None] = {}
    levels: list[Page | Layout] = [*routes.pages, *routes.layouts]
    for level in levels:
        chain = [node.component for node in (*level.layouts, level.node) if node.component is not None]
        if path in chain[:-1]:
            found[chain[chain.index(path) + 1]] = None
    return tuple(sorted(found))


def _mounts_in(tree: _Tree, path: str) -> tuple[TreeNode, ...]:
    """Return the trees that begin in a file."""
    mounts = tree.program.query(tree_of, path).mounts
    return tuple(
        TreeNode("mount", path=path, spot=mount.spot, children=(_unfolded(tree, target),))
        for mount in mounts
        for target in sorted(mount.targets)
    )
