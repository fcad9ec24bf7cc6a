"""Which components the server renders: from the routes down, through slots and snippets, leaving out the guarded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.flow.eager import eager
from svelte_warden.flow.interpreter.values import BOTH_SIDES, Side
from svelte_warden.flow.placement import parts_on_server
from svelte_warden.project.roles import Role

if TYPE_CHECKING:
    from svelte_warden.flow.events import RenderSite
    from svelte_warden.flow.program import Program


def content_sides(program: Program, key: tuple[str, str]) -> frozenset[Side]:
    """Return on which sides a component renders what it is given; ``key`` is its path and a slot or snippet."""
    from svelte_warden.flow.analyse import analyse  # noqa: PLC0415 - the analysis of one file asks for others'

    path, name = key
    flow = program.query(analyse, path)
    if not flow.complete:
        return BOTH_SIDES
    names = {name, "children", "default"} if name in ("children", "default") else {name}
    sides = frozenset[Side]().union(*(on for given, on in flow.given_calls if given in names))
    for given, component, handed_as in flow.forwards:
        if given in names:
            sides |= program.query(content_sides, (component, handed_as))
        elif given == "*":
            sides |= program.query(content_sides, (component, name))
    return sides


def _no_sides(_key: tuple[str, str]) -> frozenset[Side]:
    return frozenset()


content_sides.initial = _no_sides  # type: ignore[attr-defined]  # the memo's protocol for circles


@eager
def render_sites(program: Program, path: str) -> tuple[RenderSite, ...]:
    """Return where a component renders others."""
    from svelte_warden.flow.analyse import analyse  # noqa: PLC0415 - as above

    return program.query(analyse, path).sites


def components_on_server(program: Program, root: str) -> frozenset[str]:
    """Return the components that are rendered on the server for some request to the project at ``root``."""
    parts = program.query(parts_on_server, root)
    waiting = [path for path in parts.rendered | parts.universal_loads if path not in parts.prerendered]
    reached = set(waiting)
    while waiting:
        for site in program.query(render_sites, waiting.pop()):
            if site.component not in reached and site.on_server and _is_rendered(program, site):
                reached.add(site.component)
                waiting.append(site.component)
    return frozenset(reached)


def runs_on_server(program: Program, path: str) -> bool:
    """Whether a SvelteKit server runs the file at all; only the whole project tells where it renders a component."""
    project = program.project(path)
    if not project.uses_kit:
        return False
    if program.role(path) is not Role.COMPONENT:
        return True
    return path in program.query(components_on_server, project.root)


def _is_rendered(program: Program, site: RenderSite) -> bool:
    return all("server" in program.query(content_sides, owner) for owner in site.within)
