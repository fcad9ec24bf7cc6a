"""The routes of a SvelteKit project: which layouts wrap each page, and which error page stands in for it.

The algorithm is SvelteKit's own: the folders from a page up to the root, where ``@`` in a name skips what lies
between a page or layout and the folder that is named.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from svelte_warden.facts.immutable import immutable
from svelte_warden.project.listing import Entry
from svelte_warden.project.route_files import RouteFile, parse_route_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from svelte_warden.project.files import FileSystem
    from svelte_warden.project.project import Project


@immutable
class RouteNode:
    """One level of the component tree, a page or a layout: its component and the modules that load data for it.

    Each part is a path, or ``None`` where there is no such file; a level without a component passes its child on.
    """

    directory: str
    component: str | None = None
    universal: str | None = None
    server: str | None = None

    @property
    def files(self) -> tuple[str, ...]:
        """The paths of the parts that exist."""
        return tuple(path for path in (self.component, self.universal, self.server) if path is not None)


@immutable
class ErrorPage:
    """A +error.svelte and the layouts it is rendered in, the outermost first."""

    component: str
    layouts: tuple[RouteNode, ...]


@immutable
class Layout:
    """A layout and the layouts around it, the outermost first."""

    node: RouteNode
    layouts: tuple[RouteNode, ...]


@immutable
class Page:
    """A page and everything around it.

    Attributes:
        id: The route's id, such as ``/(shop)/cart/[id]``; ``/`` for the root.
        node: The page itself.
        layouts: The layouts around it, the outermost first.
        error_pages: The error pages that may be shown instead, the outermost first.
    """

    id: str
    node: RouteNode
    layouts: tuple[RouteNode, ...]
    error_pages: tuple[ErrorPage, ...]


@dataclass(slots=True)
class _Within:
    """The pages and error pages that a page or layout has a part in."""

    pages: list[Page] = field(default_factory=list)
    error_pages: list[ErrorPage] = field(default_factory=list)


@immutable
class RouteTree:
    """Every route of a project, in the order of their folders; ``root`` is the folder of the routes."""

    root: str = ""
    pages: tuple[Page, ...] = ()
    layouts: tuple[Layout, ...] = ()
    error_pages: tuple[ErrorPage, ...] = ()
    endpoints: tuple[str, ...] = ()
    _around: Mapping[str, tuple[RouteNode, ...]] = field(default_factory=dict, compare=False, repr=False)
    _nodes: Mapping[str, RouteNode] = field(default_factory=dict, compare=False, repr=False)
    _within: Mapping[RouteNode, _Within] = field(default_factory=dict, compare=False, repr=False)
    _shown: Mapping[str, tuple[Page | Layout | ErrorPage, ...]] = field(default_factory=dict, compare=False, repr=False)

    def shown_as(self, component: str) -> tuple[Page | Layout | ErrorPage, ...]:
        """The page, layout or error page that a component is; empty for any other component."""
        return self._shown.get(component, ())

    def layouts_around(self, path: str) -> tuple[RouteNode, ...]:
        """The layouts around a page, layout or error page, given by any of its files; the outermost first."""
        return self._around.get(path, ())

    def within(self, node: RouteNode) -> RouteTree:
        """The same without the pages and error pages that a page or layout has no part in."""
        part = self._within.get(node, _Within())
        return replace(self, pages=tuple(part.pages), error_pages=tuple(part.error_pages))

    def node_of(self, path: str) -> RouteNode | None:
        """The page or layout of which a file (``+page.svelte``, ``+page.ts``, ``+page.server.ts``) is a part."""
        return self._nodes.get(path)


def route_tree(files: FileSystem, project: Project) -> RouteTree:
    """The routes of a project as its files are; empty if it does not use SvelteKit."""
    if not project.uses_kit:
        return RouteTree()
    pages: list[Page] = []
    layouts: list[Layout] = []
    error_pages: list[ErrorPage] = []
    endpoints: list[str] = []
    for folder in _folders(files, project):
        if folder.layout is not None:
            layouts.append(Layout(folder.layout, _layouts(_levels(folder.parent, folder.layout_reset))))
        if folder.error is not None:
            error_pages.append(ErrorPage(folder.error, _layouts(_levels(folder, None))))
        if folder.endpoint is not None:
            endpoints.append(folder.endpoint)
        if folder.page is not None:
            levels = _levels(folder, folder.page_reset)
            shown = tuple(
                ErrorPage(level.error, _layouts(levels[: index + 1]))
                for index, level in enumerate(levels)
                if level.error is not None
            )
            route = folder.path[len(project.routes) :] or "/"
            pages.append(Page(route, folder.page, _layouts(levels), shown))
    items: list[Page | Layout] = [*pages, *layouts]
    around = {path: item.layouts for item in items for path in item.node.files}
    around.update({page.component: page.layouts for page in error_pages})
    nodes = {path: item.node for item in items for path in item.node.files}
    return RouteTree(
        project.routes,
        tuple(pages),
        tuple(layouts),
        tuple(error_pages),
        tuple(endpoints),
        around,
        nodes,
        _by_part(pages, error_pages),
        _by_component(pages, layouts, error_pages),
    )


def _by_part(pages: list[Page], error_pages: list[ErrorPage]) -> Mapping[RouteNode, _Within]:
    found: defaultdict[RouteNode, _Within] = defaultdict(_Within)
    for page in pages:
        for node in dict.fromkeys((page.node, *page.layouts)):
            found[node].pages.append(page)
    for error_page in error_pages:
        for node in dict.fromkeys(error_page.layouts):
            found[node].error_pages.append(error_page)
    return dict(found)


def _by_component(
    pages: list[Page], layouts: list[Layout], error_pages: list[ErrorPage]
) -> Mapping[str, tuple[Page | Layout | ErrorPage, ...]]:
    found: defaultdict[str, list[Page | Layout | ErrorPage]] = defaultdict(list)
    items: list[Page | Layout] = [*pages, *layouts]
    for item in items:
        if item.node.component is not None:
            found[item.node.component].append(item)
    for error_page in error_pages:
        found[error_page.component].append(error_page)
    return {component: tuple(items) for component, items in found.items()}


@dataclass(slots=True)
class _Folder:
    path: str
    parent: _Folder | None
    page: RouteNode | None = None
    page_reset: str | None = None
    layout: RouteNode | None = None
    layout_reset: str | None = None
    error: str | None = None
    endpoint: str | None = None

    @property
    def segment(self) -> str:
        """The folder's name; the root's is empty."""
        return self.path.rpartition("/")[2] if self.parent is not None else ""


def _folders(files: FileSystem, project: Project) -> Iterator[_Folder]:
    """Every folder of the routes, each before those in it, by name."""
    pending = [_Folder(project.routes, None)]
    while pending:
        folder = pending.pop()
        listing = files.entries(folder.path)
        parts: dict[tuple[str, str], str] = {}
        for name in sorted(listing):
            file = parse_route_file(name, project.extensions, project.module_extensions)
            if file is not None and listing[name] is Entry.FILE:
                _add(folder, parts, file, f"{folder.path}/{name}")
        folder.page = _node(folder.path, parts, "page")
        folder.layout = _node(folder.path, parts, "layout")
        folder.error = parts.get(("error", "component"))
        folder.endpoint = parts.get(("endpoint", "server"))
        yield folder
        for name in sorted(listing, reverse=True):
            if name == "node_modules":
                continue  # in a project whose routes lie beside its package.json
            path = f"{folder.path}/{name}"
            is_linked = listing[name] is Entry.LINKED_DIRECTORY
            if is_linked and f"{path}/".startswith(f"{files.real_path(path)}/"):
                continue  # a link that leads back up
            if is_linked or listing[name] is Entry.DIRECTORY:
                pending.append(_Folder(path, folder))


def _add(folder: _Folder, parts: dict[tuple[str, str], str], file: RouteFile, path: str) -> None:
    """Note a part; of two files that are the same part, which Kit refuses, the first counts."""
    if (file.node, file.part) in parts:
        return
    parts[file.node, file.part] = path
    if file.part == "component" and file.node == "page":
        folder.page_reset = file.reset
    elif file.part == "component" and file.node == "layout":
        folder.layout_reset = file.reset


def _node(directory: str, parts: Mapping[tuple[str, str], str], kind: str) -> RouteNode | None:
    node = RouteNode(
        directory, parts.get((kind, "component")), parts.get((kind, "universal")), parts.get((kind, "server"))
    )
    return node if node.files else None


def _levels(folder: _Folder | None, reset: str | None) -> list[_Folder]:
    """The folders, from the root down, whose layout and error page hold for a node in ``folder``."""
    levels: list[_Folder] = []
    current = folder
    while current is not None:
        if reset is None or current.segment == reset:
            if current.layout is not None or current.error is not None:
                levels.insert(0, current)
            reset = current.layout_reset if current.layout is not None else None
        current = current.parent
    return levels


def _layouts(levels: list[_Folder]) -> tuple[RouteNode, ...]:
    return tuple(level.layout for level in levels if level.layout is not None)
