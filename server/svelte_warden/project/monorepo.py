"""Monorepos: which packages belong together, found by the globs of npm, yarn, bun and pnpm workspaces."""

from __future__ import annotations

import posixpath
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from svelte_warden.project.files import parents
from svelte_warden.project.listing import Entry
from svelte_warden.project.walk import folders

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from svelte_warden.project.package import Package
    from svelte_warden.project.packages import Packages

# Ranges that are the path of a folder.
_PATH_PROTOCOLS = frozenset({"file", "link", "portal"})
_DIRECTORIES = (Entry.DIRECTORY, Entry.LINKED_DIRECTORY)


class Monorepo:
    """The packages of a workspace by name, and its version catalogs; remembered until :meth:`invalidate`."""

    def __init__(self, packages: Packages, roots: Sequence[str] = ()) -> None:
        self.packages = packages
        self._searched = tuple(roots)
        self._roots: dict[str, str | None] = {}
        self._members: dict[str, Mapping[str, Package]] = {}

    def member(self, directory: str, name: str) -> Package | None:
        """The package called ``name`` that lies beside the one a folder belongs to.

        It is one of the same workspace, or its path stands in package.json (``file:``, ``link:``). If no workspace is
        declared, but package.json asks for one of it, it is looked for below all roots.
        """
        asking = self.packages.nearest(directory)
        text = (asking.range_of(name) if asking is not None else None) or ""
        protocol, _, path = text.partition(":")
        if asking is not None and protocol in _PATH_PROTOCOLS:
            return self.packages.at(posixpath.normpath(f"{asking.directory}/{path}"))
        root = self.root(directory)
        if root is not None:
            return self.members(root).get(name)
        return self._undeclared().get(name) if protocol == "workspace" else None

    def root(self, directory: str) -> str | None:
        """The nearest folder, this one or above, that declares a workspace; ``None`` if there is none."""
        if directory not in self._roots:
            if self._globs(directory):
                found: str | None = directory
            else:
                found = self.root(directory.rpartition("/")[0]) if directory else None
            self._roots[directory] = found
        return self._roots[directory]

    def members(self, root: str) -> Mapping[str, Package]:
        """The packages of the workspace declared in ``root``, by name; the root package is one of them."""
        known = self._members.get(root)
        if known is None:
            known = {}
            excluded = [glob[1:].strip("/") for glob in self._globs(root) if glob.startswith("!")]
            folders = [root]
            for glob in self._globs(root):
                if not glob.startswith("!"):
                    folders += self._matching(root, _segments(glob))
            for folder in folders:
                relative = folder[len(root) + 1 :]
                package = self.packages.at(folder)
                if package is None or package.name is None or any(fnmatchcase(relative, glob) for glob in excluded):
                    continue
                known.setdefault(package.name, package)
            self._members[root] = known
        return known

    def catalog_range(self, directory: str, catalog: str, name: str) -> str | None:
        """The range that a catalog (``""`` for the default one) has for a package, seen from a folder."""
        for folder in (directory, *parents(directory)):
            workspace_file, package = self.packages.workspace_file(folder), self.packages.at(folder)
            for catalogs in (workspace_file and workspace_file.catalogs, package and package.catalogs):
                found = (catalogs or {}).get(catalog, {}).get(name)
                if found is not None:
                    return found
        return None

    def invalidate(self) -> None:
        """Forget everything."""
        self._roots.clear()
        self._members.clear()

    def _undeclared(self) -> Mapping[str, Package]:
        """Every package below the roots, by name."""
        known = self._members.get("")
        if known is None:
            known = {}
            for root in self._searched:
                for directory, listing, _ in folders(self.packages.files, root):
                    package = self.packages.at(directory) if "package.json" in listing else None
                    if package is not None and package.name is not None:
                        known.setdefault(package.name, package)
            self._members[""] = known
        return known

    def _globs(self, directory: str) -> tuple[str, ...]:
        workspace_file = self.packages.workspace_file(directory)
        if workspace_file is not None and workspace_file.packages:
            return workspace_file.packages
        package = self.packages.at(directory)
        return package.workspaces if package is not None else ()

    def _matching(self, directory: str, segments: tuple[str, ...]) -> Iterator[str]:
        """The folders below ``directory`` that a glob, given by its segments, names."""
        if not segments:
            yield directory
            return
        first, *others = segments
        rest = tuple(others)
        if first == "**":
            yield from self._matching(directory, rest)
        elif "*" not in first and "{" not in first:
            if self.packages.files.is_directory(f"{directory}/{first}"):
                yield from self._matching(f"{directory}/{first}", rest)
            return
        for name, entry in sorted(self.packages.files.entries(directory).items()):
            if entry not in _DIRECTORIES or name == "node_modules" or name.startswith("."):
                continue
            if first == "**":
                if entry is Entry.DIRECTORY:  # a link may lead back up
                    yield from self._matching(f"{directory}/{name}", segments)
            elif any(fnmatchcase(name, pattern) for pattern in _alternatives(first)):
                yield from self._matching(f"{directory}/{name}", rest)


def _segments(glob: str) -> tuple[str, ...]:
    return tuple(segment for segment in glob.split("/") if segment not in {"", "."})


def _alternatives(segment: str) -> list[str]:
    """``{a,b}`` spelled out; one level, as workspaces use it."""
    before, brace, rest = segment.partition("{")
    inner, closing, after = rest.partition("}")
    if not brace or not closing:
        return [segment]
    return [f"{before}{choice}{after}" for choice in inner.split(",")]
