"""From a path in an import to a file: endings left out, folders with an index, ``.js`` that means ``.ts``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from svelte_warden.project.files import FileSystem

MODULE_ENDINGS = (".js", ".ts", ".mjs", ".mts", ".cjs", ".cts")
# In the order in which Vite tries them.
_ADDED_ENDINGS = (".mjs", ".js", ".mts", ".ts")
_WRITTEN_AS = {".js": ".ts", ".mjs": ".mts", ".cjs": ".cts"}
_DECLARATIONS = (".d.ts", ".d.mts", ".d.cts")
# Folders that a build writes into.
_OUTPUTS = frozenset({"dist", "build", "package", "lib", "esm", "out", "output", "es"})


def is_source(path: str, extensions: Sequence[str]) -> bool:
    """Whether a file of this name holds a component or a module; ``extensions`` are those of components."""
    return path.endswith((*MODULE_ENDINGS, *extensions)) and not path.endswith(_DECLARATIONS)


def find_module(files: FileSystem, path: str, extensions: Sequence[str]) -> str | None:
    """The file that an import of ``path`` loads; it need not be source. ``None`` if there is none."""
    if files.is_file(path):
        return path
    for candidate in _candidates(path, extensions):
        if files.is_file(candidate):
            return candidate
    if files.is_directory(path):
        for ending in (*_ADDED_ENDINGS, *extensions):
            if files.is_file(f"{path}/index{ending}"):
                return f"{path}/index{ending}"
    return None


def find_unbuilt(files: FileSystem, directory: str, target: str, extensions: Sequence[str]) -> str | None:
    """The source of a build result that does not exist: ``dist/x.js`` was made from ``src/lib/x`` or ``src/x``.

    Args:
        files: The file system.
        directory: The package's folder.
        target: The path of the build result, relative to the package, without ``./``.
        extensions: The endings of components.
    """
    segments = target.split("/")
    depth = next((index + 1 for index, segment in enumerate(segments) if segment in _OUTPUTS), 0)
    inner = "/".join(segments[depth:])
    if not inner:
        return None
    for base in ("src/lib", "src"):
        found = find_module(files, f"{directory}/{base}/{inner}", extensions)
        if found is not None and is_source(found, extensions):
            return found
    return None


def _candidates(path: str, extensions: Sequence[str]) -> Iterator[str]:
    for ending in _ADDED_ENDINGS:
        yield path + ending
    for written, meant in _WRITTEN_AS.items():
        if path.endswith(written):
            yield path[: -len(written)] + meant
    for ending in extensions:
        yield path + ending
