"""Packages and where they begin: which package.json is the nearest, which folder is the root of a Svelte project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.project.package import Package, read_package
from svelte_warden.project.pnpm import WorkspaceFile, parse_workspace_file
from svelte_warden.project.problem import Problem

if TYPE_CHECKING:
    from svelte_warden.project.files import FileSystem

CONFIG_EXTENSIONS = (".js", ".ts", ".mjs", ".mts", ".cjs", ".cts")
_SVELTE_CONFIGS = tuple(f"svelte.config{extension}" for extension in CONFIG_EXTENSIONS)
_VITE_CONFIGS = tuple(f"vite.config{extension}" for extension in CONFIG_EXTENSIONS)
_WORKSPACE_FILES = ("pnpm-workspace.yaml", "pnpm-workspace.yml", ".yarnrc.yml")


class Packages:
    """Reads package.json files on demand and remembers them until :meth:`invalidate`."""

    def __init__(self, files: FileSystem) -> None:
        self.files = files
        self._packages: dict[str, Package | None] = {}
        self._nearest: dict[str, Package | None] = {}
        self._roots: dict[str, str | None] = {}
        self._workspace_files: dict[str, WorkspaceFile | None] = {}

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the package.json files read so far."""
        return tuple(package.problem for package in self._packages.values() if package and package.problem)

    def at(self, directory: str) -> Package | None:
        """The package whose package.json lies in this very folder."""
        if directory not in self._packages:
            self._packages[directory] = read_package(self.files, directory)
        return self._packages[directory]

    def nearest(self, directory: str) -> Package | None:
        """The package that a folder belongs to: the nearest package.json in it or above."""
        if directory not in self._nearest:
            package = self.at(directory)
            if package is None and directory:
                package = self.nearest(directory.rpartition("/")[0])
            self._nearest[directory] = package
        return self._nearest[directory]

    def project_root(self, directory: str) -> str | None:
        """The nearest folder, this one or above, that is a Svelte project; ``None`` if there is none.

        A folder is one if its package.json asks for svelte or SvelteKit, or it holds a svelte.config or a vite.config
        that speaks of Svelte. A nested package that does not is a part of the project around it.
        """
        if directory not in self._roots:
            if self._is_project(directory):
                root: str | None = directory
            else:
                root = self.project_root(directory.rpartition("/")[0]) if directory else None
            self._roots[directory] = root
        return self._roots[directory]

    def workspace_file(self, directory: str) -> WorkspaceFile | None:
        """The pnpm or yarn workspace file in this very folder."""
        if directory not in self._workspace_files:
            path = self.files.first_file(directory, _WORKSPACE_FILES)
            data = self.files.read(path) if path is not None else None
            self._workspace_files[directory] = parse_workspace_file(data) if isinstance(data, bytes) else None
        return self._workspace_files[directory]

    def svelte_config(self, directory: str) -> str | None:
        """The path of the svelte.config in this very folder."""
        return self.files.first_file(directory, _SVELTE_CONFIGS)

    def vite_config(self, directory: str) -> str | None:
        """The path of the vite.config in this very folder."""
        return self.files.first_file(directory, _VITE_CONFIGS)

    def invalidate(self) -> None:
        """Forget everything."""
        self._packages.clear()
        self._nearest.clear()
        self._roots.clear()
        self._workspace_files.clear()

    def _is_project(self, directory: str) -> bool:
        package = self.at(directory)
        if package is not None and package.mentions_svelte:
            return True
        if self.svelte_config(directory) is not None:
            return True
        vite_config = self.vite_config(directory)
        if vite_config is None:
            return False
        data = self.files.read(vite_config)
        return not isinstance(data, Problem) and (b"sveltekit" in data or b"plugin-svelte" in data)
