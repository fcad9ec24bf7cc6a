"""From what lies in a project's folder to its :class:`~svelte_warden.project.project.Project`."""

from __future__ import annotations

import posixpath
from dataclasses import replace
from typing import TYPE_CHECKING

from svelte_warden.project.config import Config, read_config
from svelte_warden.project.problem import Problem
from svelte_warden.project.project import Alias, Project
from svelte_warden.project.requirements import Requirement, requirement
from svelte_warden.project.versions import Version

if TYPE_CHECKING:
    from svelte_warden.project.files import FileSystem
    from svelte_warden.project.monorepo import Monorepo
    from svelte_warden.project.package import Package
    from svelte_warden.project.packages import Packages

_KIT = "@sveltejs/kit"
_ROUTES = "routes"
_COMPONENT_EXTENSIONS = (".svelte",)
_MODULE_EXTENSIONS = (".js", ".ts")
# Kit's first release without a built-in $lib, with its options in vite.config and one module of matchers.
_FLAT_KIT = 3


def describe(monorepo: Monorepo, root: str, *, is_implicit: bool) -> tuple[Project, Config]:
    """The project in a folder, and the configuration from which it was made."""
    packages = monorepo.packages
    files = packages.files
    svelte_config = packages.svelte_config(root)
    config = read_config(files, root, svelte_config, packages.vite_config(root))
    svelte = requirement(monorepo, root, "svelte")
    kit = _kit(requirement(monorepo, root, _KIT), svelte, has_svelte_config=svelte_config is not None)
    svelte = _implied(svelte, kit)
    package = packages.at(root)
    config = _without_routes_outside(monorepo, root, config)
    paths = _Paths(root, config)
    uses_kit = _uses_kit(files, config, package, paths.routes)
    library = paths.of("lib", f"{paths.source}/lib")
    has_lib = uses_kit and (kit.version is None or kit.version.major < _FLAT_KIT)
    built_in = (Alias("$lib", library),) if has_lib else ()
    project = Project(
        root=root,
        name=(package and package.name) or posixpath.basename(root) or root,
        svelte=svelte.version,
        svelte_majors=svelte.majors,
        kit=kit.version,
        kit_majors=kit.majors,
        uses_kit=uses_kit,
        async_mode=config.async_mode,
        runes=config.runes,
        is_library=_is_library(package),
        is_implicit=is_implicit,
        source=paths.source,
        routes=paths.routes,
        library=library if has_lib else None,
        parameters=paths.of("params", f"{paths.source}/params"),
        hooks_server=paths.of("hooks.server", f"{paths.source}/hooks.server"),
        hooks_client=paths.of("hooks.client", f"{paths.source}/hooks.client"),
        hooks_universal=paths.of("hooks.universal", f"{paths.source}/hooks"),
        service_worker=paths.of("serviceWorker", f"{paths.source}/service-worker"),
        extensions=config.extensions or _COMPONENT_EXTENSIONS,
        module_extensions=config.module_extensions or _MODULE_EXTENSIONS,
        aliases=(*built_in, *config.aliases),  # SvelteKit's own come before those of the Vite config
    )
    return project, config


def _without_routes_outside(monorepo: Monorepo, root: str, config: Config) -> Config:
    """Leave out what puts the routes, all of which are gone through, outside of the project and its workspace."""
    files = dict(config.files)
    routes = _Paths(root, config).routes
    if any(f"{routes}/".startswith(f"{own}/") for own in (root, monorepo.root(root)) if own is not None):
        return config
    wrong = _ROUTES if files.get(_ROUTES) else "src"
    problem = Problem(
        *_place_of(monorepo.packages, root, files[wrong]),
        f"the routes are said to lie in {routes}, which is outside of the project",
        f"let `files.{wrong}` name a folder of the project or of its workspace; until then the default holds",
    )
    left = tuple(pair for pair in config.files if pair[0] != wrong)
    return replace(config, files=left, problems=(*config.problems, problem))


def _place_of(packages: Packages, root: str, written: str) -> tuple[str, int, int]:
    """Return where a value stands in the configuration of a project; the beginning if it is put together."""
    configs = [path for path in (packages.svelte_config(root), packages.vite_config(root)) if path is not None]
    for path in configs:
        data, value = packages.files.read(path), written.encode()
        if not isinstance(data, Problem) and value in data:
            start = data.index(value)
            return path, start, start + len(value)
    return (configs[0] if configs else root), 0, 0


class _Paths:
    """The places of ``kit.files``; a default derives from where the sources lie."""

    def __init__(self, root: str, config: Config) -> None:
        self._root = root
        self._files = dict(config.files)
        self.source = self.of("src", f"{root}/src")
        self.routes = self.of(_ROUTES, f"{self.source}/routes")

    def of(self, name: str, default: str) -> str:
        """An absolute path."""
        given = self._files.get(name)
        return posixpath.normpath(posixpath.join(self._root, given)) if given else default


def _uses_kit(files: FileSystem, config: Config, package: Package | None, routes: str) -> bool:
    if config.uses_kit or (package is not None and package.range_of(_KIT) is not None):
        return True
    return package is None and files.is_directory(routes)


def _kit(kit: Requirement, svelte: Requirement, *, has_svelte_config: bool) -> Requirement:
    """A Kit that follows the newest release is the newest one that goes with the project's Svelte and config."""
    if not kit.floating or kit.version is None or svelte.version is None:
        return kit
    if svelte.version.major < 4:  # noqa: PLR2004 - Svelte 3 came before Kit 2
        newest = 1
    elif svelte.version.major < 5 or has_svelte_config:  # noqa: PLR2004 - Kit 3 needs Svelte 5
        newest = 2
    else:
        newest = kit.version.major
    return Requirement(Version(newest), frozenset({newest}), floating=True)


def _implied(svelte: Requirement, kit: Requirement) -> Requirement:
    """The Svelte that goes with a Kit, for a project that does not say its Svelte."""
    if svelte.version is not None or svelte.majors or kit.version is None:
        return svelte
    if kit.version.major >= _FLAT_KIT:
        return Requirement(Version(5), frozenset({5}))
    return Requirement(None, frozenset({4, 5}) if kit.version.major > 1 else frozenset({3, 4}))


def _is_library(package: Package | None) -> bool:
    """Whether others import components from the package: Svelte is a peer, or an entry is meant for Svelte."""
    if package is None:
        return False
    return package.peer_range_of("svelte") is not None or package.has_svelte_entry
