"""Which files below some folders are to be analysed, and the projects that they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from svelte_warden.facts.immutable import immutable
from svelte_warden.project.listing import Entry
from svelte_warden.project.module_files import MODULE_ENDINGS
from svelte_warden.project.walk import folders

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from svelte_warden.project.ignore import IgnoreRules
    from svelte_warden.project.listing import Listing
    from svelte_warden.project.monorepo import Monorepo

# What may hold source in any project; a project's own `extensions` come to these.
SOURCE_ENDINGS = (".svelte", ".svx", ".ts", ".js", ".mts", ".mjs", ".cjs")
NO_SOURCE: Final = "this is neither a component nor a script, and was not checked"
"""What is wrong with a file that somebody names and that holds no source."""
_COMPONENTS = (".svelte", ".svx")
_NO_SOURCE = (".d.ts", ".d.mts", ".min.js", ".min.mjs")


@immutable
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
            owner = owner_of(root.rpartition("/")[0])
            if root.endswith((*SOURCE_ENDINGS, *MODULE_ENDINGS, *extensions_of(owner))):
                found.setdefault(owner, []).append(root)
            continue
        for directory, listing, rules in folders(packages.files, root):
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
