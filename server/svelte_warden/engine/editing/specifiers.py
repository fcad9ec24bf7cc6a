"""How one file imports another: by the alias of the library, or by a path, with the ending that its neighbours use."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Final

from svelte_warden.engine.editing.imports import written_imports
from svelte_warden.project.resolution import File

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svelte_warden.flow.program import Program

_TYPESCRIPT: Final = ".ts"
_ENDINGS: Final = ("", ".js", ".ts")
"""What a module ``x.ts`` may be imported with, the most usual first. Source: the resolution of Vite and TypeScript."""
_LIBRARY: Final = ("$lib", "#lib")


def specifier(program: Program, importer: str, target: str) -> str | None:
    """Return the specifier by which a file imports another one; ``None`` if there is none that leads there.

    A file that is imported already keeps its specifier. One in the same folder or below is written as a path, one in
    the library with the alias of the library, others as a path.
    """
    facts = program.facts(importer)
    code = (*facts.module, *facts.instance) if facts is not None else ()
    written = [found.source for found in written_imports(code)]
    target_of = {source: program.resolve(importer, source) for source in written}
    known = next((source for source in written if target_of[source] == File(target)), None)
    if known is not None:
        return known
    modules = [source for source in written if _is_typescript(target_of[source])]
    seen = next((ending for ending in _ENDINGS[1:] for source in modules if source.endswith(ending)), "")
    endings = (seen, *(ending for ending in _ENDINGS if ending != seen))
    candidates = _candidates(program, importer, target, endings)
    return next((found for found in candidates if program.resolve(importer, found) == File(target)), None)


def specifier_of_new(program: Program, importer: str, target: str) -> str:
    """Return the specifier by which a file imports a module that is still to be made."""
    ending = "" if target.endswith(_TYPESCRIPT) else target[target.rindex(".") :]
    stem = target.removesuffix(ending or _TYPESCRIPT)
    relative = _relative(importer, stem)
    library = _library(program, importer)
    if relative.startswith("../") and stem.startswith(f"{library}/"):
        alias = _alias(program, importer, library)
        if alias is not None and (ending or alias == _LIBRARY[0]):  # the other one takes no specifier without an ending
            return f"{alias}{stem[len(library) :]}{ending}"
    return f"{relative}{ending}"


def _alias(program: Program, importer: str, library: str) -> str | None:
    """Return what stands for the library in the specifiers of a file, as the files that are there tell."""
    known = next((path for path in program.files() if path.startswith(f"{library}/")), None)
    if known is None:
        return _LIBRARY[0] if program.project(importer).library is not None else None
    rest = known[len(library) :]
    return next((alias for alias in _LIBRARY if program.resolve(importer, f"{alias}{rest}") == File(known)), None)


def _library(program: Program, importer: str) -> str:
    project = program.project(importer)
    return project.library or f"{project.source}/lib"


def _is_typescript(resolution: object) -> bool:
    return isinstance(resolution, File) and resolution.path.endswith(_TYPESCRIPT)


def _candidates(program: Program, importer: str, target: str, endings: tuple[str, ...]) -> Iterator[str]:
    bases = list(_bases(program, importer, target))
    if not target.endswith(_TYPESCRIPT):
        yield from bases
        return
    for ending in endings:
        yield from (base.removesuffix(_TYPESCRIPT) + ending for base in bases)


def _bases(program: Program, importer: str, target: str) -> Iterator[str]:
    relative = _relative(importer, target)
    is_near = relative.startswith("./")
    if is_near:
        yield relative
    library = _library(program, importer)
    if target.startswith(f"{library}/"):
        yield from (f"{alias}{target[len(library) :]}" for alias in _LIBRARY)
    if not is_near:
        yield relative


def _relative(importer: str, target: str) -> str:
    path = posixpath.relpath(target, posixpath.dirname(importer))
    return path if path.startswith("../") else f"./{path}"
