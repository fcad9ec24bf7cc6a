"""Who renders a component: the reverse of what the summaries say, and the beginnings of trees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.facts.immutable import immutable
from svelte_warden.flow.kinds import kind_of
from svelte_warden.flow.reach.entry_points import entry_points_of
from svelte_warden.flow.reach.outline import ALL, embedded_code, mentioned_by, outline, reachable
from svelte_warden.flow.reach.summary import tree_of
from svelte_warden.project.resolution import File
from svelte_warden.project.routes import ErrorPage, Layout, Page

if TYPE_CHECKING:
    from svelte_warden.flow.program import Program
    from svelte_warden.flow.reach.model import Mount, Site


@immutable
class Root:
    """Where a component tree begins: a route, the error page of one, an entry point, or a call of ``mount``.

    ``name`` is a route's id such as ``/settings/[id]``, or for a mount the file. ``path`` is the file it begins in.
    """

    kind: str
    name: str
    path: str


@immutable
class Chain:
    """A component that SvelteKit renders itself, in the components of its layouts, the outermost first."""

    root: Root
    layouts: tuple[str, ...]


@immutable
class Renderers:
    """The ways upward from a component.

    ``unknown`` holds the reasons why there may be others that cannot be seen.
    """

    sites: tuple[tuple[str, Site], ...] = ()
    mounts: tuple[tuple[str, Mount], ...] = ()
    chains: tuple[Chain, ...] = ()
    unknown: tuple[str, ...] = ()


def renderers(program: Program, path: str) -> Renderers:
    """Return the ways upward from a component."""
    sites: list[tuple[str, Site]] = []
    mounts: list[tuple[str, Mount]] = []
    unknown: list[str] = []
    loose: list[str] = []
    for candidate in program.query(mentioned_by, path):
        summary = program.query(tree_of, candidate)
        here = [(candidate, site) for site in summary.sites if path in site.targets]
        begun = [(candidate, mount) for mount in summary.mounts if path in mount.targets]
        sites.extend(here)
        mounts.extend(begun)
        if path in summary.escapes or not summary.is_complete:
            unknown.append(f"{_name(candidate)} hands it to code that cannot be followed")
        elif not here and not begun and _uses(program, candidate, path):
            loose.append(candidate)
    unknown.extend(
        f"{_name(candidate)} uses it in a way that cannot be followed"
        for candidate in loose
        if program.query(outline, candidate).is_component or not sites
    )
    unknown.extend(_outside(program, path))
    chains = (*chains_of(program, path), *_named_beginnings(program, path))
    return Renderers(tuple(sites), tuple(mounts), chains, tuple(unknown))


def _no_renderers(_path: str) -> Renderers:
    return Renderers()


renderers.initial = _no_renderers  # type: ignore[attr-defined]  # the memo's protocol for circles


def _name(path: str) -> str:
    return path.rpartition("/")[2]


# --- uses that no site accounts for -----------------------------------------------------------------------------------


def used_names(program: Program, path: str) -> frozenset[str]:
    """Return every name in a file's code and markup, imports and re-exports left out."""
    facts = program.facts(path)
    if facts is None:
        return frozenset()
    found: set[str] = set()
    for piece in (*facts.module, *facts.instance):
        text = piece.item.text
        if not text.startswith((b"import ", b"import{", b"export {", b"export{", b"export *")):
            found |= piece.item.names
    for code in embedded_code(facts.markup):
        found |= code.names
    return frozenset(found)


def _uses(program: Program, path: str, component: str) -> bool:
    """Whether a file does anything with a component that it imports."""
    said = program.query(outline, path)
    used = program.query(used_names, path)
    for local, source, name in said.imports:
        if local not in used:
            continue
        resolution = program.resolve(path, source)
        if not isinstance(resolution, File):
            continue
        if name != ALL:
            if component in program.query(reachable, (resolution.path, name)):
                return True
        elif any(
            exported in used and component in program.query(reachable, (resolution.path, exported))
            for exported in _export_names(program, resolution.path)
        ):
            return True
    return any(
        isinstance(resolution, File) and component in program.query(reachable, (resolution.path, ALL))
        for resolution in (program.resolve(path, source) for source in said.dynamic)
    )


def _export_names(program: Program, path: str) -> list[str]:
    said = program.query(outline, path)
    names = [name for name, _, _ in said.reexports if name != ALL] + [name for name, _ in said.exports]
    return ["default", *names] if said.is_component else names


# --- beginnings -------------------------------------------------------------------------------------------------------


def chains_of(program: Program, path: str) -> tuple[Chain, ...]:
    """Return the layouts around a page, layout or error page, and the route that begins there."""
    tree = program.routes(path)
    if not tree.pages:
        return _old_chain(program, path)
    return tuple(Chain(_root_of(item, tree.root), _components(item.layouts)) for item in tree.shown_as(path))


def _root_of(item: Page | Layout | ErrorPage, routes: str) -> Root:
    """Return the route that begins at a page, layout or error page."""
    match item:
        case Page(id=route, node=node):
            return Root("route", route, node.component or "")
        case Layout(node=node):
            return Root("layout", node.directory[len(routes) :] or "/", node.component or "")
        case ErrorPage(component=component):
            return Root("error page", component.rpartition("/")[0][len(routes) :] or "/", component)


def _named_beginnings(program: Program, path: str) -> tuple[Chain, ...]:
    """Return the entry points that the configuration names and that hand out a component."""
    return tuple(Chain(Root("entry point", _name(point), point), ()) for point in entry_points_of(program, path))


def _old_chain(program: Program, path: str) -> tuple[Chain, ...]:
    """Return the layouts around a page of SvelteKit before 1.0: ``routes/shop/index.svelte``, ``__layout.svelte``."""
    project = program.project(path)
    if not project.uses_kit or not path.startswith(f"{project.routes}/") or not path.endswith(".svelte"):
        return ()
    directory, _, name = path.rpartition("/")
    if name.startswith(("_", "+")):
        return ()
    layouts: list[str] = []
    folder = directory
    while len(folder) >= len(project.routes):
        for layout in (f"{folder}/__layout.svelte", f"{folder}/__layout.reset.svelte"):
            if program.query(kind_of, layout) is not None:
                layouts.insert(0, layout)
        if any(layout.endswith("__layout.reset.svelte") for layout in layouts):
            break
        folder = folder.rpartition("/")[0]
    route = f"{directory}/{name.removesuffix('.svelte')}"[len(project.routes) :].removesuffix("/index")
    return (Chain(Root("route", route or "/", path), tuple(layouts)),)


def _components(layouts: tuple[object, ...]) -> tuple[str, ...]:
    return tuple(path for node in layouts if (path := getattr(node, "component", None)) is not None)


def _outside(program: Program, path: str) -> list[str]:
    """Return why somebody may render the component who is not part of the program."""
    project = program.project(path)
    found = []
    if project.is_library and not chains_of(program, path) and not _is_application(path, project.routes):
        found.append("the library may export it to anybody")
    if program.query(outline, path).is_custom_element:
        found.append("it is a custom element")
    return found


def _is_application(path: str, routes: str) -> bool:
    return bool(routes) and path.startswith(f"{routes}/")
