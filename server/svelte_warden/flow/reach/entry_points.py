"""The modules that the configuration names as beginnings of the application, and the components they hand out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.facts import model
from svelte_warden.flow.reach.outline import outline, reachable
from svelte_warden.project.resolution import File

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svelte_warden.facts.file import FileFacts
    from svelte_warden.flow.program import Program


def entry_points_of(program: Program, path: str) -> tuple[str, ...]:
    """Return the entry points at which the tree of a component begins: itself, or modules that export it as it is."""
    return tuple(point for point in program.entry_points(path) if path in program.query(handed_out, point))


def handed_out(program: Program, point: str) -> frozenset[str]:
    """Return the components that an entry point is or exports; those that it mounts itself are none of them."""
    facts = program.facts(point)
    if facts is None:
        return frozenset()
    said = program.query(outline, point)
    found = {point} if said.is_component else set()
    imports = {local: (source, name) for local, source, name in said.imports}
    origins = [(source, name) for _, source, name in said.reexports]
    names = [local for _, local in said.exports] + list(_default_names(facts))
    origins += [imports[name] for name in names if name in imports]
    for source, name in origins:
        resolution = program.resolve(point, source)
        if isinstance(resolution, File):
            found |= program.query(reachable, (resolution.path, name))
    return frozenset(found)


def _default_names(facts: FileFacts) -> Iterator[str]:
    """Yield the name in ``export default name``."""
    for piece in facts.module:
        if piece.item.text.startswith(b"export default"):
            for statement in piece.item.statements:
                if isinstance(statement, model.ExportDefault) and isinstance(statement.value, model.Name):
                    yield statement.value.name
