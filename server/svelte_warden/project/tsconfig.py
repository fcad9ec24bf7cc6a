"""``paths`` and ``baseUrl`` of tsconfig.json or jsconfig.json, through ``extends`` and ``references``."""

from __future__ import annotations

import posixpath
from dataclasses import replace
from typing import TYPE_CHECKING

from svelte_warden.facts.immutable import immutable
from svelte_warden.project.files import parents
from svelte_warden.project.jsonc import Json, JsonError, parse
from svelte_warden.project.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from svelte_warden.project.files import FileSystem

_NAMES = ("tsconfig.json", "jsconfig.json")
# Written by SvelteKit before it builds; a project that was never built has none, which is no mistake.
_GENERATED = ("/.svelte-kit/", "$app/")


@immutable
class TypeScriptPaths:
    """Where names that are no relative paths lead.

    ``paths`` are pairs of a pattern (at most one ``*``) and its absolute targets; ``base`` is the absolute
    ``baseUrl``.
    """

    paths: tuple[tuple[str, tuple[str, ...]], ...] = ()
    base: str | None = None

    def targets(self, specifier: str) -> Iterator[str]:
        """Absolute paths that the specifier may mean, those of the most exact pattern first."""
        fitting = []
        for pattern, targets in self.paths:
            before, star, after = pattern.partition("*")
            if not star and specifier == pattern:
                fitting.append((len(pattern) + 1, "", targets))
            elif star and specifier.startswith(before) and specifier.endswith(after):
                fitting.append((len(before), specifier[len(before) : len(specifier) - len(after)], targets))
        for _, matched, targets in sorted(fitting, key=lambda match: -match[0]):
            for target in targets:
                yield target.replace("*", matched)


_NOTHING = TypeScriptPaths()


class TypeScriptConfigs:
    """Reads the configuration of a folder on demand and remembers it until :meth:`invalidate`."""

    def __init__(self, files: FileSystem) -> None:
        self._files = files
        self._nearest: dict[str, TypeScriptPaths] = {}
        self._told: dict[str, tuple[Problem, ...]] = {}
        self._problems: dict[str, Problem] = {}
        self.inputs: set[str] = set()
        """The paths of the files that were read, and of those that were looked for."""

    def problems(self, directories: Iterable[str] | None) -> set[Problem]:
        """What is wrong with the configuration of some folders, whether anybody needed it so far or not.

        ``None`` stands for the folders that somebody asked about.
        """
        for directory in directories or ():
            self.nearest(directory)
        wanted = self._told if directories is None else directories
        return {problem for directory in wanted for problem in self._told[directory]}

    def nearest(self, directory: str) -> TypeScriptPaths:
        """What holds for the modules in a folder: the tsconfig.json or jsconfig.json in it or above."""
        found = self._nearest.get(directory)
        if found is None:
            path = self._files.first_file(directory, _NAMES)
            above = directory.rpartition("/")[0]
            if path is not None:
                self._problems = {}
                found = self._root(path)
                self._told[directory] = tuple(self._problems.values())
            elif directory:
                found = self.nearest(above)
                self._told[directory] = self._told[above]
            else:
                found = _NOTHING
                self._told[directory] = ()
            self._nearest[directory] = found
        return found

    def invalidate(self) -> None:
        """Forget everything."""
        self._nearest.clear()
        self._told.clear()
        self.inputs.clear()

    def _root(self, path: str) -> TypeScriptPaths:
        """A config that is not extended; one without paths may refer to the config that has them."""
        own = self._read(path, path.rpartition("/")[0], frozenset())
        if own.paths:
            return own
        value = self._parsed(path)
        references = value.get("references") if value is not None else None
        for reference in references if isinstance(references, list) else []:
            target = reference.get("path") if isinstance(reference, dict) else None
            if not isinstance(target, str):
                continue
            referred = _absolute(path.rpartition("/")[0], target)
            referred = referred if self._files.is_file(referred) else f"{referred}/tsconfig.json"
            if self._files.is_file(referred):
                found = self._read(referred, referred.rpartition("/")[0], frozenset({path}))
                if found.paths:
                    return found
        return own

    def _read(self, path: str, config_directory: str, seen: frozenset[str]) -> TypeScriptPaths:
        if path in seen:
            self._problems[path] = Problem(
                path, 0, 0, "the configuration extends itself", "remove one of the 'extends' of the circle"
            )
            return _NOTHING
        value = self._parsed(path)
        if value is None:
            return _NOTHING
        directory = path.rpartition("/")[0]
        found = _NOTHING
        extended = value.get("extends")
        for name in extended if isinstance(extended, list) else [extended]:
            if isinstance(name, str):
                inherited = self._extended(path, name, config_directory, seen | {path})
                found = TypeScriptPaths(inherited.paths or found.paths, inherited.base or found.base)
        options = value.get("compilerOptions")
        if not isinstance(options, dict):
            return found
        base = options.get("baseUrl")
        if isinstance(base, str):
            found = replace(found, base=_absolute(directory, _with_config_directory(base, config_directory)))
        paths = options.get("paths")
        if isinstance(paths, dict):
            found = replace(found, paths=_paths(paths, found.base or directory, config_directory))
        return found

    def _extended(self, path: str, name: str, config_directory: str, seen: frozenset[str]) -> TypeScriptPaths:
        directory = path.rpartition("/")[0]
        if name.startswith((".", "/")):
            target = _absolute(directory, name)
            candidates = [target, f"{target}.json", f"{target}/tsconfig.json"]
        else:
            modules = [f"{folder}/node_modules/{name}" for folder in (directory, *parents(directory))]
            candidates = [c for module in modules for c in (module, f"{module}.json", f"{module}/tsconfig.json")]
        for candidate in candidates:
            if self._files.is_file(candidate):
                return self._read(candidate, config_directory, seen)
        self.inputs.update(candidates)  # one of them may come
        if name.startswith(".") and not any(generated in candidates[0] for generated in _GENERATED):
            self._report_missing(path, name)
        return _NOTHING

    def _report_missing(self, path: str, name: str) -> None:
        data = self._files.read(path)
        start = data.find(name.encode()) if isinstance(data, bytes) else 0
        self._problems[path] = Problem(
            path,
            start,
            start + len(name.encode()),
            f"the configuration extends {name}, which does not exist",
            "correct the path; until then its paths are unknown",
        )

    def _parsed(self, path: str) -> dict[str, Json] | None:
        self.inputs.add(path)
        data = self._files.read(path)
        if isinstance(data, Problem):
            self._problems[path] = data
            return None
        value = parse(data)
        if isinstance(value, JsonError):
            if data.strip():  # an empty file is an empty configuration
                message = f"the file is not valid JSON: {value.message} (line {value.line}, column {value.column})"
                cure = "repair it; until then its paths are unknown"
                self._problems[path] = Problem(path, value.offset, value.offset, message, cure)
            return None
        return value if isinstance(value, dict) else None


def _paths(value: dict[str, Json], base: str, config_directory: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found = []
    for pattern, targets in value.items():
        if isinstance(targets, list):
            absolute = tuple(
                _absolute(base, _with_config_directory(target, config_directory))
                for target in targets
                if isinstance(target, str)
            )
            found.append((pattern, absolute))
    return tuple(found)


def _absolute(directory: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(directory, path))


def _with_config_directory(path: str, config_directory: str) -> str:
    return path.replace("${configDir}", config_directory)
