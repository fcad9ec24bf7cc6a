"""How one file imports another, in the way the project does it."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from svelte_warden.project.resolution import File

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from svelte_warden.flow.program import Program


def specifier_of(program: Program, importer: str, target: str, known: Iterable[str] = ()) -> str | None:
    """Return how a file imports another; ``None`` if no way is found.

    Args:
        program: The program.
        importer: The file that imports.
        target: The file to import.
        known: How other files import it.
    """
    for candidate in _candidates(program, importer, target, tuple(known)):
        resolved = program.resolve(importer, candidate)
        if isinstance(resolved, File) and resolved.path == target:
            return candidate
    return None


def _candidates(program: Program, importer: str, target: str, known: tuple[str, ...]) -> Iterator[str]:
    """Yield specifiers, the likeliest first: as others write it, from the library, relative to the importer."""
    yield from (source for source in known if not source.startswith("."))
    library = program.project(importer).library
    endings = _endings(target, known)
    if library is not None and target.startswith(f"{library}/"):
        yield from (f"$lib/{target[len(library) + 1 :].removesuffix(ending)}" for ending in endings)
    relative = posixpath.relpath(target, posixpath.dirname(importer))
    relative = relative if relative.startswith(".") else f"./{relative}"
    yield from (relative.removesuffix(ending) for ending in endings)


def _endings(target: str, known: tuple[str, ...]) -> list[str]:
    """Return what to leave off the end of the path: as others do, else as little as is usual."""
    name = posixpath.basename(target)
    ending = f".{name.rpartition('.')[2]}"
    usual = ["", ending] if ".svelte." in name else [ending, ""]
    if any(source.endswith(ending) for source in known):
        return ["", ending]
    return [ending, ""] if known else usual
