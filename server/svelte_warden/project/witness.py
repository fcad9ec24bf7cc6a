"""What a run saw of the disk, so that a later one can tell whether it would see the same.

A file counts as unchanged if its time, size, inode and mode are the same. A change within the resolution of a file
system's clock leaves even these alone; so what was young when it was looked at is compared by its content too.
"""

from __future__ import annotations

import os
import stat
import time
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from svelte_warden.project.listing import digest_of, list_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from svelte_warden.project.listing import Listing

_YOUNG_NANOSECONDS: Final = 2_000_000_000  # FAT keeps times to two seconds

Stamp: TypeAlias = "tuple[int, int, int, int, str]"
"""Time of the last change in nanoseconds, size in bytes, inode, mode; and a digest of the content if it was young."""
Seen: TypeAlias = "dict[str, Stamp | None]"
"""By path, absolute with ``/``; ``None`` for what was not there."""

_CHANGED: Final[Stamp] = (-1, -1, -1, -1, "")


@dataclass(slots=True)
class Witness:
    """Everything that was looked at: it grows while a run goes on.

    Attributes:
        files: The files that were read, or could not be.
        folders: The folders that were listed.
        listings: Digests of what was in them.
        names: Single names that were looked up, with the type bits of their mode, 0 for none.
        links: Paths that were resolved, and what came out.
    """

    files: Seen = field(default_factory=dict)
    folders: Seen = field(default_factory=dict)
    listings: dict[str, str] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)

    def file_was_read(self, path: str, status: os.stat_result | None, data: bytes = b"") -> None:
        """Note a file, as it was before it was read."""
        stamp = None if status is None else _stamp(status, lambda: _digest(data), stat.S_IFREG)
        self.files[path] = _both(self.files.get(path, stamp), stamp)

    def folder_was_listed(self, path: str, status: os.stat_result | None, listing: Listing) -> None:
        """Note a folder, as it was before it was listed."""
        digest = self.listings[path] = digest_of(listing)
        self.folders[path] = None if status is None else _stamp(status, lambda: digest, stat.S_IFDIR)

    def add(self, other: Witness) -> None:
        """Note what another process saw. What the two saw differently changed meanwhile, and never holds again."""
        for mine, theirs in ((self.files, other.files), (self.folders, other.folders)):
            mine.update((path, _both(mine.get(path, stamp), stamp)) for path, stamp in theirs.items())
        self.listings.update(other.listings)
        self.names.update(other.names)
        self.links.update(other.links)

    def take(self) -> Witness:
        """Return what was seen, and begin anew."""
        taken = Witness(self.files, self.folders, self.listings, self.names, self.links)
        self.files, self.folders, self.listings, self.names, self.links = {}, {}, {}, {}, {}
        return taken

    def still_holds(self) -> bool:
        """Whether everything looks as it did; what cannot be looked at does not."""
        return (
            all(_is_same(path, stamp, _digest_of_file) for path, stamp in self.files.items())
            and all(_is_same(path, stamp, _digest_of_folder) for path, stamp in self.folders.items())
            and self._leads_to_the_same()
        )

    def changed_files(self) -> frozenset[str] | None:
        """Return the files that were written since; ``None`` if more has changed than the content of files.

        A folder in which a file was put in the place of another looks changed, and has the same names as before.
        """
        if not (all(self._lists_the_same(path) for path in self.folders) and self._leads_to_the_same()):
            return None
        changed = [
            path
            for path, stamp in self.files.items()
            if not (_is_same(path, stamp, _digest_of_file) or _is_still_a_folder(path, stamp))
        ]
        came_or_went = any(self.files[path] is None or kind_of(path) != stat.S_IFREG for path in changed)
        return None if came_or_went else frozenset(changed)

    def without(self, paths: frozenset[str]) -> Witness:
        """Return what was seen, but for some files."""
        files = {path: stamp for path, stamp in self.files.items() if path not in paths}
        return Witness(files, dict(self.folders), dict(self.listings), dict(self.names), dict(self.links))

    def _lists_the_same(self, path: str) -> bool:
        stamp = self.folders[path]
        if _is_same(path, stamp, _digest_of_folder):
            return True
        try:
            return stamp is not None and _digest_of_folder(path) == self.listings[path]
        except (KeyError, OSError, ValueError):
            return False

    def _leads_to_the_same(self) -> bool:
        return all(kind_of(path) == kind for path, kind in self.names.items()) and all(
            os.path.realpath(path) == real for path, real in self.links.items()
        )

    def to_json(self) -> dict[str, Any]:
        """Return it as what JSON can say."""
        return {
            "files": self.files,
            "folders": self.folders,
            "listings": self.listings,
            "names": self.names,
            "links": self.links,
        }


def from_json(value: Mapping[str, Any]) -> Witness:
    """Read what :meth:`Witness.to_json` gave.

    Raises:
        KeyError, TypeError, ValueError: it is something else.
    """
    return Witness(
        _seen_of(value["files"]),
        _seen_of(value["folders"]),
        {str(path): str(digest) for path, digest in value["listings"].items()},
        {str(path): int(kind) for path, kind in value["names"].items()},
        {str(path): str(real) for path, real in value["links"].items()},
    )


def kind_of(path: str) -> int:
    """Return the type bits of the mode of what a path leads to; 0 if that is nothing."""
    status = status_of(path)
    return 0 if status is None else stat.S_IFMT(status.st_mode)


def status_of(path: str) -> os.stat_result | None:
    """Return the status of what a path leads to; ``None`` if that is nothing."""
    try:
        return os.stat(path)  # noqa: PTH116 - thousands of them, and paths are plain strings here
    except (OSError, ValueError):
        return None


def _seen_of(value: Mapping[str, Any]) -> Seen:
    seen: Seen = {}
    for path, stamp in value.items():
        if stamp is None:
            seen[path] = None
        else:
            changed, size, inode, mode, digest = stamp
            seen[path] = (int(changed), int(size), int(inode), int(mode), str(digest))
    return seen


def _both(first: Stamp | None, second: Stamp | None) -> Stamp | None:
    """Return what two looks at the same thing saw. The later one may have come when it was not young any more."""
    if first is None or second is None or first[:-1] != second[:-1]:
        return None if first is None and second is None else _CHANGED
    if first[-1] and second[-1] and first[-1] != second[-1]:
        return _CHANGED
    return first if first[-1] else second


def _stamp(status: os.stat_result, digest: Callable[[], str], kind: int) -> Stamp:
    """Return the stamp of something that has a content only if it is of this kind."""
    is_young = status.st_mtime_ns > time.time_ns() - _YOUNG_NANOSECONDS and stat.S_IFMT(status.st_mode) == kind
    return (*_outside(status), digest() if is_young else "")


def _outside(status: os.stat_result) -> tuple[int, int, int, int]:
    return (status.st_mtime_ns, status.st_size, status.st_ino, status.st_mode)


def _is_same(path: str, stamp: Stamp | None, digest_now: Callable[[str], str]) -> bool:
    status = status_of(path)
    if status is None or stamp is None:
        return status is None and stamp is None
    *outside, digest = stamp
    if tuple(outside) != _outside(status):
        return False
    try:
        return not digest or digest_now(path) == digest
    except (OSError, ValueError):
        return False


def _is_still_a_folder(path: str, stamp: Stamp | None) -> bool:
    """Whether a folder was read as if it were a file, and is one now: what it holds says nothing then."""
    return stamp is not None and stat.S_ISDIR(stamp[3]) and kind_of(path) == stat.S_IFDIR


def _digest_of_file(path: str) -> str:
    with open(path, "rb") as file:  # noqa: PTH123 - as in status_of
        return _digest(file.read())


def _digest_of_folder(path: str) -> str:
    return digest_of(list_folder(path))


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()
