"""Which files below a folder are to be analysed: what git ignores, what was built and what was installed is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from svelte_warden.project.files import Entry, Listing
from svelte_warden.project.ignore import IgnoreRules, rules_above, rules_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from svelte_warden.project.files import FileSystem
    from svelte_warden.project.monorepo import Monorepo

# What may hold source in any project; a project's own `extensions` come to these.
SOURCE_ENDINGS = (".svelte", ".svx", ".ts", ".js", ".mts", ".mjs", ".cjs")
_COMPONENTS = (".svelte", ".svx")
_NO_SOURCE = (".d.ts", ".d.mts", ".min.js", ".min.mjs")
# Beside a package.json: written by tools, or served as they are.
_BUILT = frozenset({"coverage", "playwright-report", "storybook-static", "test-results", "static", "public"})
# The same, but only where the sources lie beside it: an installed package has nothing but its `dist`.
_BUILT_FROM_SOURCE = frozenset({"build", "dist", "out"})


@dataclass(frozen=True, slots=True)
class Discovery:
    """What was found: the folders of the Svelte projects, and the files to analyse; both sorted."""

    projects: tuple[str, ...]
    files: tuple[str, ...]


def discover(
    monorepo: Monorepo,
    roots: Iterable[str],
    owner_of: Callable[[str], str],
    extensions_of: Callable[[str], tuple[str, ...]],
) -> Discovery:
    """Find the projects below some folders and their files.

    A package that says nothing of Svelte counts if it holds components, or if a Svelte project depends on it.

    Args:
        monorepo: Packages and workspaces.
        roots: Folders, or single files.
        owner_of: Gives the folder of the project that the files in a folder belong to.
        extensions_of: Gives the endings of components in the project in a folder.
    """
    packages = monorepo.packages
    found: dict[str, list[str]] = {}
    loose: dict[str, list[str]] = {}
    for root in roots:
        if packages.files.is_file(root):
            directory = root.rpartition("/")[0]
            found.setdefault(owner_of(directory), []).append(root)
            continue
        for directory, listing, rules in _folders(packages.files, root):
            owner = owner_of(directory)
            is_project = packages.project_root(directory) is not None
            endings = (*SOURCE_ENDINGS, *extensions_of(owner)) if is_project else SOURCE_ENDINGS
            paths = list(_sources(directory, listing, endings, rules))
            if paths:
                (found if is_project else loose).setdefault(owner, []).extend(paths)
    found.update({owner: paths for owner, paths in loose.items() if any(path.endswith(_COMPONENTS) for path in paths)})
    projects = tuple(sorted(found))
    for owner in _needed(monorepo, projects):
        found.setdefault(owner, loose.get(owner, []))
    return Discovery(projects, tuple(sorted({path for paths in found.values() for path in paths})))


def _folders(files: FileSystem, root: str) -> Iterator[tuple[str, Listing, IgnoreRules | None]]:
    """Every folder to look into, from ``root`` down: its path, its listing, and what git ignores in it.

    The root itself is never ignored. Each real folder comes once: a link to one that is visited anyway is not
    followed.
    """
    linked: list[str] = []
    pending: list[tuple[str, IgnoreRules | None]] = [(root, rules_above(files, root))]
    while pending:
        directory, outer = pending.pop()
        listing = files.entries(directory)
        rules = rules_at(files, directory, outer)
        yield directory, listing, rules
        for name, entry in listing.items():
            if entry is Entry.FILE or entry is Entry.OTHER or not _is_wanted(name, listing):
                continue
            path = f"{directory}/{name}"
            if rules is not None and rules.ignores(path, is_directory=True):
                continue
            if entry is Entry.LINKED_DIRECTORY and not _is_new(files.real_path(path), root, linked):
                continue
            pending.append((path, rules))


def _sources(directory: str, listing: Listing, endings: tuple[str, ...], rules: IgnoreRules | None) -> Iterator[str]:
    for name, entry in listing.items():
        if entry is not Entry.FILE or not name.endswith(endings) or name.endswith(_NO_SOURCE):
            continue
        path = f"{directory}/{name}"
        if rules is None or not rules.ignores(path, is_directory=False):
            yield path


def _needed(monorepo: Monorepo, projects: Iterable[str]) -> set[str]:
    """The folders of the packages of the same workspace that the projects depend on, also indirectly."""
    needed: set[str] = set()
    pending = list(projects)
    while pending:
        directory = pending.pop()
        package = monorepo.packages.nearest(directory)
        for name in package.dependencies if package is not None else ():
            member = monorepo.member(directory, name)
            if member is not None and member.directory not in needed:
                needed.add(member.directory)
                pending.append(member.directory)
    return needed


def _is_wanted(name: str, listing: Listing) -> bool:
    """Whether a folder of this name may hold sources of the project."""
    if name == "node_modules" or name.startswith("."):
        return False
    if "package.json" not in listing:
        return True
    return name not in _BUILT and not (name in _BUILT_FROM_SOURCE and "src" in listing)


def _is_new(real: str, root: str, linked: list[str]) -> bool:
    """Whether a link leads to a folder that is not visited otherwise; remembers it."""
    if any(real == known or real.startswith(f"{known}/") for known in (root, *linked)):
        return False
    if root.startswith(f"{real}/"):  # a link to a folder above
        return False
    linked.append(real)
    return True
