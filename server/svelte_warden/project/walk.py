"""Walking folders for sources: what git ignores, what was built and what was installed is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.project.ignore import IgnoreRules, rules_above, rules_at
from svelte_warden.project.listing import Entry, Listing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svelte_warden.project.files import FileSystem

# Beside a package.json: written by tools, or served as they are.
_BUILT = frozenset({"coverage", "playwright-report", "storybook-static", "test-results", "static", "public"})
# The same, but only where the sources lie beside it: an installed package has nothing but its `dist`.
_BUILT_FROM_SOURCE = frozenset({"build", "dist", "out"})


def folders(files: FileSystem, root: str) -> Iterator[tuple[str, Listing, IgnoreRules | None]]:
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
