"""The version of a package that a folder uses: what is installed, or else what its package.json asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.facts.immutable import immutable
from svelte_warden.project.files import parents
from svelte_warden.project.jsonc import parse
from svelte_warden.project.problem import Problem
from svelte_warden.project.versions import Version, parse_range, parse_version

if TYPE_CHECKING:
    from svelte_warden.project.files import FileSystem
    from svelte_warden.project.monorepo import Monorepo
    from svelte_warden.project.package import Package
    from svelte_warden.project.packages import Packages


@immutable
class Requirement:
    """A package in use: ``version`` is ``None`` if it is unknown; ``majors`` are those that may be installed.

    ``floating`` says that the version was not named but follows the newest (``latest``, ``next``, ``*``).
    """

    version: Version | None = None
    majors: frozenset[int] = frozenset()
    floating: bool = False


def requirement(monorepo: Monorepo, directory: str, name: str) -> Requirement:
    """Which version of package ``name`` the code in ``directory`` uses.

    What is installed in node_modules decides; without it the range in the nearest package.json that asks for the
    package. A library's peer range widens the majors.
    """
    asking = _asking(monorepo.packages, directory, name)
    text = _range_text(monorepo, asking, name, asking.range_of(name)) if asking is not None else None
    peer = _range_text(monorepo, asking, name, asking.peer_range_of(name)) if asking is not None else None
    wanted = parse_range(name, text) if text is not None else None
    allowed = parse_range(name, peer) if peer is not None else None
    majors = allowed.majors if allowed is not None else frozenset[int]()
    installed = _installed(monorepo.packages.files, directory, name)
    if installed is not None:
        return Requirement(installed, majors | {installed.major})
    if wanted is None:
        return Requirement(None, majors)
    floating = text is not None and not any(character.isdigit() for character in text)
    return Requirement(wanted.assumed, majors | wanted.majors, floating)


def _asking(packages: Packages, directory: str, name: str) -> Package | None:
    """The nearest package, in the folder or above, that asks for ``name``."""
    for folder in (directory, *parents(directory)):
        package = packages.at(folder)
        if package is not None and package.range_of(name) is not None:
            return package
    return None


def _range_text(monorepo: Monorepo, asking: Package, name: str, text: str | None) -> str | None:
    """A range without its protocol: ``workspace:^5``, ``catalog:name``, ``npm:svelte@5``."""
    protocol, separator, rest = (text or "").partition(":")
    if not separator:
        return text
    if protocol == "npm":
        return rest.rpartition("@")[2] if "@" in rest[1:] else "*"
    if protocol == "catalog":
        found = monorepo.catalog_range(asking.directory, rest.strip() if rest.strip() != "default" else "", name)
        return found if found is not None and not found.startswith("catalog:") else None
    if protocol == "workspace":
        member = monorepo.member(asking.directory, name)
        if member is not None and member.version is not None:
            return member.version
        return rest if rest not in {"^", "~"} else "*"
    return text


def _installed(files: FileSystem, directory: str, name: str) -> Version | None:
    for folder in (directory, *parents(directory)):
        path = f"{folder}/node_modules/{name}/package.json"
        if not files.is_directory(f"{folder}/node_modules") or not files.is_file(path):
            continue
        data = files.read(path)
        value = parse(data) if not isinstance(data, Problem) else None
        version = value.get("version") if isinstance(value, dict) else None
        if isinstance(version, str):
            return parse_version(version)
    return None
