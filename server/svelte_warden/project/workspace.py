"""The front door of the project model, and the only way of the other layers to the disk.

::

    workspace = Workspace(["/home/ada/shop"])
    for path in workspace.files():                      # every file to analyse, in a stable order
        project = workspace.project(path)               # its Project: versions, options, places
        role = workspace.role(path)                     # its Role: PAGE, SERVER_LOAD, COMPONENT…
        source = workspace.read(path)                   # bytes, or a Problem that says why there are none
        target = workspace.resolve(path, "$lib/cart")   # File(path) | External(package, subpath) | Missing()

Paths
    Absolute, with ``/``, without ``.`` and ``..``; ``to_posix`` of :mod:`svelte_warden.project.files` makes one.
    ``File.path`` of a resolution equals the path under which :meth:`Workspace.files` lists that file, also through
    the links that package managers make.

When something is looked at
    Nothing is read before it is asked for. ``project``, ``role`` and ``resolve`` look only at the folders above
    the file and along the import, so they answer before the workspace has been scanned; ``files`` and ``projects``
    scan on their first call.

Open documents
    ``open(path, data)`` lays a document over the disk, also when the file does not exist (yet); call it again for
    each new content. ``close(path)`` makes the disk count again.

What changes
    Every answer but ``read`` depends only on the *structure*: which files exist, and what configuration files say.
    ``open``, ``close`` and ``changed`` return true when it may have changed; then every answer may differ, and the
    caches here have been dropped. Otherwise only ``read`` of the paths that were named may differ.

Nothing here raises. What is wrong with a project (a broken configuration, an unreadable file) is in ``problems``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from svelte_warden.project.description import describe
from svelte_warden.project.discovery import NO_SOURCE, Discovery, discover
from svelte_warden.project.files import FileSystem
from svelte_warden.project.monorepo import Monorepo
from svelte_warden.project.packages import Packages
from svelte_warden.project.problem import Problem
from svelte_warden.project.resolve import Resolver
from svelte_warden.project.roles import Role, role_of
from svelte_warden.project.routes import RouteTree, route_tree
from svelte_warden.project.tsconfig import TypeScriptConfigs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from svelte_warden.project.config import Config
    from svelte_warden.project.project import Project
    from svelte_warden.project.resolution import Resolution
    from svelte_warden.project.witness import Witness

# Files whose content tells how other files are found and what they mean. What they extend or import is added to
# these when it is read.
_CONFIGURATION = re.compile(
    r"/(?:package\.json|(?:ts|js)config[^/]*\.json|(?:svelte|vite|mdsvex)\.config\.[cm]?[jt]s"
    r"|pnpm-workspace\.ya?ml|\.yarnrc\.yml|\.gitignore|\.git/info/exclude)$"
)


class Workspace:
    """The projects below some folders. Belongs to one thread.

    Args:
        roots: Absolute paths of folders, or of single files; one that does not exist holds nothing.
        documents: Open documents to begin with, by path.
        witness: Told of everything that is looked at on the disk.
    """

    def __init__(
        self,
        roots: Sequence[str],
        *,
        documents: Mapping[str, bytes] | None = None,
        witness: Witness | None = None,
    ) -> None:
        self.roots = tuple(dict.fromkeys(root.rstrip("/") for root in roots))
        self._files = FileSystem(self.roots, witness=witness)
        self._packages = Packages(self._files)
        self._monorepo = Monorepo(self._packages, self.roots)
        self._typescript = TypeScriptConfigs(self._files)
        self._resolver = Resolver(self._monorepo, self._typescript, self.project, self.is_installed)
        self._projects: dict[str, Project] = {}
        self._owners: dict[str, str] = {}
        self._configs: dict[str, Config] = {}
        self._unreadable: dict[str, Problem] = {}
        self._discovery: Discovery | None = None
        self._folders: frozenset[str] | None = None
        self._routes: dict[str, RouteTree] = {}
        for path, data in (documents or {}).items():
            self._files.open(path, data)

    # --- questions ---

    @property
    def projects(self) -> tuple[Project, ...]:
        """The Svelte projects below the roots, by path; scans the folders when first asked."""
        return tuple(self._described(root) for root in self._discovered().projects)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the configuration and the files that were looked at so far, in order.

        The configuration of TypeScript counts in every folder with a file of :meth:`files`, once these were found.
        """
        found = {
            *self._files.problems,
            *self._packages.problems,
            *self._typescript.problems(self._folders_of_files()),
            *(problem for config in self._configs.values() for problem in config.problems),
            *self._unreadable.values(),
            *(_no_source(root) for root in self.roots if self._holds_no_source(root)),
        }
        return tuple(sorted(found))

    def files(self) -> tuple[str, ...]:
        """Every file of the Svelte projects below the roots, and of the packages they are made of, sorted.

        Not what git ignores, what was installed or built; see :mod:`svelte_warden.project.discovery`.
        """
        return self._discovered().files

    def is_file(self, path: str) -> bool:
        """Whether there is such a file, on the disk or open."""
        return self._files.is_file(path)

    def real_path(self, path: str) -> str:
        """The path with every link resolved; one below a root keeps the root as it was given."""
        return self._files.real_path(path)

    def read(self, path: str) -> bytes | Problem:
        """The content of a file: valid UTF-8, at most 1 MiB; or why there is none."""
        data = self._files.read(path)
        if isinstance(data, Problem):
            self._unreadable[path] = data
        else:
            self._unreadable.pop(path, None)
        return data

    def project(self, path: str) -> Project:
        """The project of a file. There is always one: without any other evidence the nearest package or folder.

        An installed file belongs to the project that it is installed in.
        """
        return self._described(self._owner(path.rpartition("/")[0]))

    def role(self, path: str) -> Role:
        """What a file is for."""
        return role_of(self.project(path), path)

    def resolve(self, importer: str, specifier: str) -> Resolution:
        """What an import specifier means in a file."""
        return self._resolver.resolve(importer, specifier)

    def routes(self, project: Project) -> RouteTree:
        """The routes of a project; empty if it does not use SvelteKit."""
        tree = self._routes.get(project.root)
        if tree is None:
            tree = self._routes[project.root] = route_tree(self._files, project)
        return tree

    def is_installed(self, path: str) -> bool:
        """Whether a path lies in node_modules, seen from the root it is below; a root may itself be installed."""
        inner = path
        for root in self.roots:
            if path.startswith(f"{root}/"):
                inner = path[len(root) :]
                break
        return "/node_modules/" in inner

    def is_configuration(self, path: str) -> bool:
        """Whether a file may say how other files are found and what they mean, as far as such were read yet."""
        if _CONFIGURATION.search(path) or path in self._typescript.inputs:
            return True
        return any(path in config.inputs for config in self._configs.values())

    # --- changes ---

    def open(self, path: str, data: bytes) -> bool:
        """Lay an open document over the disk, or give its new content; true if the structure may have changed."""
        is_new = self._files.open(path, data)
        return self._restructure(configuration=self.is_configuration(path), files=is_new)

    def close(self, path: str) -> bool:
        """Let the disk count again for a document; true if the structure may have changed."""
        is_gone = self._files.close(path)
        return self._restructure(configuration=self.is_configuration(path), files=is_gone)

    def changed(self, paths: Iterable[str]) -> bool:
        """Hear that files or folders were written, created or removed; true if the structure may have changed."""
        configuration = files = False
        for path in paths:
            files = self._files.refresh(path) or files
            # of a folder, an installed package among them, nobody tells what is in it or was
            configuration = configuration or self.is_configuration(path) or not self._files.is_file(path)
            self._unreadable.pop(path, None)
        return self._restructure(configuration=configuration, files=files)

    # --- inside ---

    def _discovered(self) -> Discovery:
        if self._discovery is None:
            self._discovery = discover(
                self._monorepo, self.roots, self._owner, lambda root: self._described(root).extensions
            )
            self._folders = frozenset(path.rpartition("/")[0] for path in self._discovery.files)
        return self._discovery

    def _holds_no_source(self, root: str) -> bool:
        return self._discovery is not None and self._files.is_file(root) and root not in self._discovery.files

    def _folders_of_files(self) -> frozenset[str] | None:
        """The folders of all files; ``None`` as long as nobody has asked for the files."""
        if self._folders is not None:
            self._discovered()
        return self._folders

    def _described(self, root: str) -> Project:
        project = self._projects.get(root)
        if project is None:
            is_implicit = self._packages.project_root(root) != root
            project, self._configs[root] = describe(self._monorepo, root, is_implicit=is_implicit)
            self._projects[root] = project
        return project

    def _owner(self, directory: str) -> str:
        """The folder of the project that the files in a folder belong to."""
        owner = self._owners.get(directory)
        if owner is None:
            owner = self._owners[directory] = self._find_owner(directory)
        return owner

    def _find_owner(self, directory: str) -> str:
        root = next((root for root in self.roots if directory == root or directory.startswith(f"{root}/")), None)
        outside = len(root) if root is not None else 0
        installed = f"{directory}/".find("/node_modules/", outside)
        if installed >= 0:
            return self._owner(directory[:installed])
        owner = self._packages.project_root(directory)
        if owner is not None:
            return owner
        package = self._packages.nearest(directory)
        if package is not None:
            return package.directory
        return root if root is not None else directory

    def _restructure(self, *, configuration: bool, files: bool) -> bool:
        """Drop what may have become wrong; true if anything may have."""
        if configuration:
            self._packages.invalidate()
            self._monorepo.invalidate()
            self._typescript.invalidate()
            self._projects.clear()
            self._configs.clear()
            self._owners.clear()
        elif not files:
            return False
        for root in [root for root, project in self._projects.items() if project.is_implicit]:
            del self._projects[root]  # the files themselves are its evidence
        self._resolver.invalidate()
        self._discovery = None
        self._routes.clear()
        return True


def _no_source(path: str) -> Problem:
    return Problem(path, 0, 0, NO_SOURCE, "name a folder, or files such as .svelte, .js and .ts")
