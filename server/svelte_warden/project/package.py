"""What a package.json says, as far as it matters here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from svelte_warden.project.jsonc import Json, JsonError, parse
from svelte_warden.project.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from svelte_warden.project.files import FileSystem

# The sections that name what is installed, the one that decides a version first.
_SECTIONS = ("dependencies", "devDependencies", "optionalDependencies", "peerDependencies")
_FRAMEWORK = ("svelte", "@sveltejs/kit")


@dataclass(frozen=True)
class Package:
    """A package.json; the fields of a broken one are empty.

    ``directory`` is the folder it lies in. ``dependencies`` maps a package's name to the ranges it is asked for with,
    by section name. ``exports`` and ``imports`` are the JSON values as written.
    """

    directory: str
    name: str | None = None
    version: str | None = None
    dependencies: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    exports: Json = None
    imports: Json = None
    entries: tuple[str, ...] = ()
    workspaces: tuple[str, ...] = ()
    catalogs: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    mentions_svelte: bool = False
    has_svelte_entry: bool = False
    problem: Problem | None = None

    @property
    def is_for_svelte(self) -> bool:
        """Whether the package may call Svelte's functions: it asks for Svelte, has an entry for it, or is called so."""
        return self.mentions_svelte or self.has_svelte_entry or "svelte" in (self.name or "")

    def range_of(self, package: str) -> str | None:
        """The range with which a package is asked for; what is installed decides over what is a peer."""
        sections = self.dependencies.get(package, {})
        return next((sections[section] for section in _SECTIONS if section in sections), None)

    def peer_range_of(self, package: str) -> str | None:
        """The range that the users of this package may install."""
        return self.dependencies.get(package, {}).get("peerDependencies")


def read_package(files: FileSystem, directory: str) -> Package | None:
    """The package whose package.json lies in a folder; ``None`` if there is none."""
    path = f"{directory}/package.json"
    if not files.is_file(path):
        return None
    data = files.read(path)
    if isinstance(data, Problem):
        return Package(directory, problem=data)
    value = parse(data)
    if isinstance(value, JsonError):
        problem = Problem(
            path,
            value.offset,
            value.offset,
            f"package.json is not valid JSON: {value.message} (line {value.line}, column {value.column})",
            "repair it; until then versions and dependencies are unknown",
        )
        return Package(directory, mentions_svelte=b'svelte"' in data, problem=problem)
    if not isinstance(value, dict):
        problem = Problem(path, 0, len(data), "package.json is not a JSON object", "make it an object: { … }")
        return Package(directory, problem=problem)
    return _package(directory, value)


def _package(directory: str, value: dict[str, Json]) -> Package:
    dependencies = _dependencies(value)
    return Package(
        directory,
        name=_text(value.get("name")),
        version=_text(value.get("version")),
        dependencies=dependencies,
        exports=value.get("exports"),
        imports=value.get("imports"),
        entries=tuple(text for key in ("svelte", "module", "main") if (text := _text(value.get(key)))),
        workspaces=_workspaces(value.get("workspaces")),
        catalogs=_catalogs(value),
        mentions_svelte=any(name in dependencies for name in _FRAMEWORK),
        has_svelte_entry="svelte" in value or _has_key(value.get("exports"), "svelte"),
    )


def _dependencies(value: dict[str, Json]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for section in _SECTIONS:
        for name, text in texts(value.get(section)).items():
            found.setdefault(name, {})[section] = text
    return found


def _workspaces(value: Json) -> tuple[str, ...]:
    """Globs of ``workspaces``: a list, or an object with ``packages`` (yarn)."""
    if isinstance(value, dict):
        value = value.get("packages")
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def _catalogs(value: dict[str, Json]) -> dict[str, dict[str, str]]:
    """Catalogs that bun keeps in package.json, at the top or below ``workspaces``; the default one is ``""``."""
    found: dict[str, dict[str, str]] = {}
    for holder in (value.get("workspaces"), value):
        if not isinstance(holder, dict):
            continue
        if isinstance(holder.get("catalog"), dict):
            found[""] = texts(holder["catalog"])
        named = holder.get("catalogs")
        if isinstance(named, dict):
            found.update({name: texts(entries) for name, entries in named.items()})
    return found


def _has_key(value: Json, key: str) -> bool:
    return isinstance(value, dict) and (key in value or any(_has_key(item, key) for item in value.values()))


def _text(value: Json) -> str | None:
    return value if isinstance(value, str) else None


def texts(value: Json) -> dict[str, str]:
    """The entries of an object whose values are strings; empty for anything else."""
    if not isinstance(value, dict):
        return {}
    return {key: item for key, item in value.items() if isinstance(item, str)}
