"""Which modules are server code: those that no browser ever loads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from svelte_warden.flow.eager import eager
from svelte_warden.flow.reach.outline import outline
from svelte_warden.flow.server_names import SERVER_ENTRIES, is_server_only
from svelte_warden.project.resolution import File
from svelte_warden.project.roles import Role

if TYPE_CHECKING:
    from svelte_warden.flow.program import Program

NEEDING_WORKSPACE: Final = SERVER_ENTRIES | {Role.MODULE, Role.COMPONENT}
"""The roles of files of which only the others tell where a write is shown, or whether the server runs them at all."""
_DEVELOPMENT: Final = frozenset((Role.TEST, Role.STORY, Role.CONFIG))


def is_server_code(program: Program, path: str) -> bool:
    """Whether a file's code runs on the server only: by its role or name, or because only such files import it."""
    role = program.role(path)
    if role in SERVER_ENTRIES:
        return True
    if role is not Role.MODULE or path not in program.query(checked, None):
        return False
    if is_server_only(program, path):
        return True
    found = program.query(importers_by_file, None).get(path, ())
    return bool(found) and all(program.query(is_server_code, importer) for importer in found)


def _assumed(_path: str) -> bool:
    return True


is_server_code.initial = _assumed  # type: ignore[attr-defined]  # the memo's protocol for circles


def checked(program: Program, _key: None) -> frozenset[str]:
    """Return the files that are checked."""
    return frozenset(program.files())


def importers_by_file(program: Program, _key: None) -> dict[str, tuple[str, ...]]:
    """Return for every imported file the files that import it themselves, sorted; tests and configuration left out."""
    found: dict[str, set[str]] = {}
    for path in program.files():
        if program.role(path) in _DEVELOPMENT:
            continue
        for imported in program.query(imported_files, path):
            found.setdefault(imported, set()).add(path)
    return {path: tuple(sorted(importers)) for path, importers in found.items()}


@eager
def imported_files(program: Program, path: str) -> frozenset[str]:
    """Return the files that a file imports, statically or not, or hands on."""
    said = program.query(outline, path)
    sources = {source for _, source, _ in (*said.imports, *said.reexports)} | set(said.dynamic)
    resolutions = [program.resolve(path, source) for source in sources]
    return frozenset(resolution.path for resolution in resolutions if isinstance(resolution, File))


def server_entries_of(program: Program, path: str) -> tuple[str, ...]:
    """Return the files that the framework runs on the server and that import a file, directly or not, sorted."""
    importers = program.query(importers_by_file, None)
    reached, waiting = {path}, [path]
    while waiting:
        for importer in importers.get(waiting.pop(), ()):
            if importer not in reached:
                reached.add(importer)
                waiting.append(importer)
    return tuple(sorted(entry for entry in reached - {path} if starts_on_server(program, entry)))


def starts_on_server(program: Program, path: str) -> bool:
    """Whether somebody runs the functions that a file exports on the server, and only there."""
    return program.role(path) in SERVER_ENTRIES or (
        path in program.entry_points(path) and is_server_only(program, path)
    )
