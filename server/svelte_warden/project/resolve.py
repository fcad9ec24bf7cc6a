"""Module resolution: which file an import loads, as Vite, SvelteKit and Node would find it."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from svelte_warden.project.exports import exported, imported
from svelte_warden.project.files import parents
from svelte_warden.project.module_files import find_module, find_unbuilt, is_source
from svelte_warden.project.resolution import External, File, Missing, Resolution

if TYPE_CHECKING:
    from collections.abc import Callable

    from svelte_warden.project.monorepo import Monorepo
    from svelte_warden.project.package import Package
    from svelte_warden.project.project import Project
    from svelte_warden.project.tsconfig import TypeScriptConfigs

# Known by what they do, not by their source: the framework, its virtual modules, the platform.
_FRAMEWORK = frozenset({"svelte", "@sveltejs/kit", "esm-env", "$app", "$env", "$service-worker", "__sveltekit"})
_SCHEMES = ("node:", "bun:", "deno:", "cloudflare:", "virtual:", "data:", "http:", "https:", "npm:", "jsr:", "\0")
# Queries with which Vite gives something else than the module's own exports.
_TRANSFORMED = frozenset({"url", "raw", "worker", "sharedworker", "inline", "init"})
_DEFAULT_EXTENSIONS = (".svelte",)


class Resolver:
    """Answers are remembered per folder and specifier until :meth:`invalidate`."""

    def __init__(
        self,
        monorepo: Monorepo,
        typescript: TypeScriptConfigs,
        project_of: Callable[[str], Project],
        is_installed: Callable[[str], bool],
    ) -> None:
        self._monorepo = monorepo
        self._packages = monorepo.packages
        self._files = monorepo.packages.files
        self._typescript = typescript
        self._project_of = project_of
        self._is_installed = is_installed
        self._known: dict[tuple[str, str], Resolution] = {}

    def resolve(self, importer: str, specifier: str) -> Resolution:
        """What ``specifier`` means in the file ``importer``; never raises."""
        directory = importer.rpartition("/")[0]
        key = (directory, specifier)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._resolve(importer, directory, specifier)
        return known

    def invalidate(self) -> None:
        """Forget every answer."""
        self._known.clear()

    def _resolve(self, importer: str, directory: str, specifier: str) -> Resolution:
        path, _, query = specifier.partition("?")
        if not path or not _TRANSFORMED.isdisjoint(query.split("&")) or posixpath.basename(path) == "$types":
            return External("", specifier)
        package, subpath = split_specifier(path)
        if package in _FRAMEWORK or path.startswith(_SCHEMES):
            return External(package, subpath)
        project = None if self._is_installed(importer) else self._project_of(importer)
        extensions = project.extensions if project is not None else _DEFAULT_EXTENSIONS
        if path.startswith("."):
            return self._at(f"{directory}/{path}", extensions) or Missing()
        if path.startswith("/"):
            inside = self._at(project.root + path, extensions) if project is not None else None
            return inside or self._at(path, extensions) or Missing()
        if path.startswith("#"):
            return self._imported(directory, path, extensions) or Missing()
        renamed = _renamed(project, path) if project is not None else None
        if renamed is not None and not _is_absolute(renamed):
            return self._package(directory, renamed, extensions) or External(*split_specifier(renamed))
        return (
            (self._at(renamed, extensions) if renamed is not None else None)
            or (self._by_typescript(directory, path, extensions) if project is not None else None)
            or (self._package(directory, path, extensions) if renamed is None else Missing())
            or (self._by_convention(project, directory, path, extensions) if project is not None else None)
            or External(package, subpath)
        )

    def _at(self, path: str, extensions: tuple[str, ...]) -> Resolution | None:
        """The module at an absolute path; a file that is no program is external."""
        found = find_module(self._files, posixpath.normpath(path), extensions)
        if found is None:
            return None
        return File(found) if is_source(found, extensions) else External("", found)

    def _by_typescript(self, directory: str, path: str, extensions: tuple[str, ...]) -> Resolution | None:
        """What ``paths`` of the nearest tsconfig.json say."""
        targets = self._typescript.nearest(directory).targets(path)
        return next((found for target in targets if (found := self._at(target, extensions))), None)

    def _imported(self, directory: str, specifier: str, extensions: tuple[str, ...]) -> Resolution | None:
        """A name with ``#``, which the package's own ``imports`` explain."""
        package = self._packages.nearest(directory)
        for target in imported(package.imports, specifier) if package is not None else ():
            if package is not None and target.startswith("."):
                path = f"{package.directory}/{target}"
                found = self._at(path, extensions) or self._unbuilt(package, target, extensions)
            else:
                found = self._package(directory, target, extensions)
            if found is not None:
                return found
        return self._by_typescript(directory, specifier, extensions)

    def _package(self, directory: str, specifier: str, extensions: tuple[str, ...]) -> Resolution | None:
        """A package: the importer's own, an installed one, or one of the same workspace."""
        name, subpath = split_specifier(specifier)
        if name in _FRAMEWORK or specifier.startswith(_SCHEMES):
            return External(name, subpath)
        own = self._packages.nearest(directory)
        if own is not None and own.name == name and own.exports is not None:
            return self._within(own, name, subpath, extensions)
        package = self._installed(directory, name) or self._monorepo.member(directory, name)
        return self._within(package, name, subpath, extensions) if package is not None else None

    def _installed(self, directory: str, name: str) -> Package | None:
        for folder in (directory, *parents(directory)):
            if folder.endswith("/node_modules") or not self._files.is_directory(f"{folder}/node_modules"):
                continue
            path = f"{folder}/node_modules/{name}"
            package = self._packages.at(self._files.real_path(path)) if self._files.is_directory(path) else None
            if package is not None:
                return package
        return None

    def _within(self, package: Package, name: str, subpath: str, extensions: tuple[str, ...]) -> Resolution:
        """The file that a package gives for a subpath; external if it gives no source.

        So is an installed package that has nothing to do with Svelte: it can neither use context nor hold what
        components see, and to follow parsers, loggers and database clients takes longer than all the rest.
        """
        is_installed = self._is_installed(f"{package.directory}/package.json")
        if package.exports is not None:
            targets = exported(package.exports, f"./{subpath}" if subpath else ".")
        elif subpath:
            targets = [subpath]
        else:
            targets = [*package.entries, "index.js"]
        for target in targets:
            found = self._at(f"{package.directory}/{target}", extensions)
            if isinstance(found, File):
                is_followed = not is_installed or package.is_for_svelte or ".svelte" in posixpath.basename(found.path)
                return found if is_followed else External(name, subpath)
        if not is_installed:
            for target in targets:
                unbuilt = self._unbuilt(package, target, extensions)
                if unbuilt is not None:
                    return unbuilt
        return External(name, subpath)

    def _unbuilt(self, package: Package, target: str, extensions: tuple[str, ...]) -> File | None:
        found = find_unbuilt(self._files, package.directory, posixpath.normpath(target), extensions)
        return File(found) if found is not None else None

    def _by_convention(
        self, project: Project, directory: str, path: str, extensions: tuple[str, ...]
    ) -> Resolution | None:
        """``$lib`` in a project where it is not built in, and names below ``baseUrl``."""
        if path == "$lib" or path.startswith("$lib/"):
            return self._at(f"{project.source}/lib{path[len('$lib') :]}", extensions) or Missing()
        base = self._typescript.nearest(directory).base
        return self._at(f"{base}/{path}", extensions) if base is not None else None


def _renamed(project: Project, path: str) -> str | None:
    """What the first alias that fits makes of a specifier: an absolute path, or a package's name."""
    for alias in project.aliases:
        if alias.exact and path == alias.find:
            return alias.replacement
        if alias.below and path.startswith(f"{alias.find}/"):
            return alias.replacement + path[len(alias.find) :]
    return None


def _is_absolute(path: str) -> bool:
    return path.startswith("/") or path[1:3] == ":/"


def split_specifier(specifier: str) -> tuple[str, str]:
    """A bare specifier's package and subpath: ``@scope/name/a/b`` gives ``@scope/name`` and ``a/b``."""
    segments = specifier.split("/")
    count = 2 if specifier.startswith("@") else 1
    return "/".join(segments[:count]), "/".join(segments[count:])
