"""The file system as the analysis sees it: the disk, with the open documents of an editor laid over it.

This is the only module that touches the disk. No call raises: what cannot be read comes back as a
:class:`~svelte_warden.project.problem.Problem`, what cannot be listed is empty. Every path is absolute, with ``/``.

Listings of folders are remembered until :meth:`FileSystem.refresh` is told of a change; so asking whether one of
several candidate files exists costs a dictionary look-up and not a system call.
"""

from __future__ import annotations

import os
import stat
from pathlib import PurePath
from typing import TYPE_CHECKING

from svelte_warden.project.listing import Entry, list_folder
from svelte_warden.project.problem import Problem
from svelte_warden.project.witness import kind_of, status_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from svelte_warden.project.listing import Listing
    from svelte_warden.project.witness import Witness

# A file above this size is no source that a person edits; parsing it would stall a keystroke.
DEFAULT_SIZE_LIMIT = 1 << 20
# A longer line was written by a bundler or a minifier, or is data.
DEFAULT_LINE_LIMIT = 1 << 18


_DIRECTORIES = (Entry.DIRECTORY, Entry.LINKED_DIRECTORY)
_ENTRIES: Mapping[int, Entry | None] = {0: None, stat.S_IFDIR: Entry.DIRECTORY, stat.S_IFREG: Entry.FILE}


class FileSystem:
    """Reads files and folders; documents given to :meth:`open` win over the disk, also for existence.

    Args:
        roots: Folders that are known to be wanted. Folders below them are listed as a whole; elsewhere (above a
            root) single names are looked up, because such a folder may be huge and is nobody's business.
        size_limit: The greatest size of a file in bytes that :meth:`read` returns.
        line_limit: The greatest length of a line in bytes that :meth:`read` returns.
        witness: Told of everything that is looked at on the disk.
    """

    def __init__(
        self,
        roots: Sequence[str] = (),
        *,
        size_limit: int = DEFAULT_SIZE_LIMIT,
        line_limit: int = DEFAULT_LINE_LIMIT,
        witness: Witness | None = None,
    ) -> None:
        self._prefixes = tuple(root.rstrip("/") + "/" for root in roots)
        self._size_limit = size_limit
        self._line_limit = line_limit
        self._witness = witness
        self._documents: dict[str, bytes] = {}
        self._document_entries: dict[str, dict[str, Entry]] = {}
        self._listings: dict[str, Listing] = {}
        self._lookups: dict[str, Entry | None] = {}
        self._real_paths: dict[str, str] = {}
        self._unlisted: dict[str, Problem] = {}

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The folders that could not be listed."""
        return tuple(self._unlisted.values())

    def read(self, path: str) -> bytes | Problem:
        """The content of a file: valid UTF-8 within the limits, a byte order mark kept; or why there is none."""
        document = self._documents.get(path)
        if document is not None:
            return self._checked(path, document)
        status, data = None, b""
        try:
            status = os.stat(path)  # noqa: PTH116 - a pathlib object for each of thousands of files costs too much
            if not stat.S_ISREG(status.st_mode):  # reading a pipe would block
                return _not_a_file(path, is_directory=stat.S_ISDIR(status.st_mode))
            if status.st_size > self._size_limit:
                return _too_large(path, status.st_size, self._size_limit)
            with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - as above; it is read whole
                data = file.read()
            return self._checked(path, data)
        except (OSError, ValueError) as error:
            return _failure(path, error)
        finally:
            if self._witness is not None:
                self._witness.file_was_read(path, status, data)

    def entries(self, directory: str) -> Listing:
        """The names in a folder; empty when there is no such folder or it cannot be listed."""
        listing = self._listings.get(directory)
        if listing is None:
            listing = self._list(directory)
            added = self._document_entries.get(directory)
            if added:
                listing = {**added, **listing, **{n: e for n, e in added.items() if e is Entry.FILE}}
            self._listings[directory] = listing
        return listing

    def is_file(self, path: str) -> bool:
        """Whether the path is a file that could be read, open documents included."""
        return self._entry(path) is Entry.FILE

    def first_file(self, directory: str, names: Sequence[str]) -> str | None:
        """The path of the first of these names that is a file in the folder."""
        if directory in self._listings or f"{directory}/".startswith(self._prefixes):
            listing = self.entries(directory)
            name = next((name for name in names if listing.get(name) is Entry.FILE), None)
        else:
            name = next((name for name in names if self.is_file(f"{directory}/{name}")), None)
        return f"{directory}/{name}" if name is not None else None

    def is_directory(self, path: str) -> bool:
        """Whether the path is a folder, or a link to one."""
        return self._entry(path) in _DIRECTORIES

    def real_path(self, path: str) -> str:
        """The path with every link resolved; a path below a root keeps the root as it was given."""
        real = self._real_paths.get(path)
        if real is None:
            try:
                resolved = os.path.realpath(path)
                real = to_posix(resolved)
                if self._witness is not None:
                    self._witness.links[path] = resolved
            except (OSError, ValueError):
                real = path
            for prefix in self._prefixes:
                real_prefix = to_posix(os.path.realpath(prefix)).rstrip("/") + "/"
                if real_prefix != prefix and (real + "/").startswith(real_prefix):
                    real = (prefix + real[len(real_prefix) :]).rstrip("/")
                    break
            self._real_paths[path] = real
        return real

    def open(self, path: str, data: bytes) -> bool:
        """Lay a document over the disk; true if the set of files changed by it."""
        if path in self._documents:
            self._documents[path] = data
            return False
        existed = self.is_file(path)
        self._documents[path] = data
        came_or_went = self._index_documents()  # also if it exists: it may go from the disk while it is open
        return came_or_went or not existed

    def close(self, path: str) -> bool:
        """Forget a document, so that the disk counts again; true if the set of files changed by it."""
        if self._documents.pop(path, None) is None:
            return False
        came_or_went = self._index_documents()
        return came_or_went or not self.is_file(path)

    def refresh(self, path: str) -> bool:
        """Look at a path again; true if it, or what is below it, may have come, gone or become something else."""
        self._lookups.clear()
        self._real_paths.clear()
        directory = path.rpartition("/")[0]
        before = self._listings.pop(directory, None)
        was_listed = self._forget_listings_from(path)
        came_or_went = (
            self._has_documents_below(path) and self._index_documents()
        )  # their folders may have gone, or come
        if not before:  # a folder that nobody knows of, or that had nothing in it, may be new itself
            self._forget_listings_above(directory)
            return True
        # the whole folder: other changes in it are seen now, and would not be seen again when they are told of
        return was_listed or came_or_went or self.entries(directory) != before

    def _forget_listings_from(self, path: str) -> bool:
        """Forget what a folder and those below it hold; true if any of them was listed."""
        listed = [known for known in self._listings if known == path or known.startswith(f"{path}/")]
        for known in listed:
            del self._listings[known]
        return bool(listed)

    def _forget_listings_above(self, directory: str) -> None:
        """Forget what the folders above one hold, up to the first that is known to hold anything."""
        before = None
        while not before and directory:
            directory = directory.rpartition("/")[0]
            before = self._listings.pop(directory, None)

    def _has_documents_below(self, path: str) -> bool:
        return any(document.startswith(f"{path}/") for document in self._documents)

    def _entry(self, path: str) -> Entry | None:
        directory, _, name = path.rpartition("/")
        listing = self._listings.get(directory)
        if listing is not None:
            return listing.get(name)
        if path.startswith(self._prefixes):
            return self.entries(directory).get(name)
        if path in self._lookups:
            return self._lookups[path]
        kind = kind_of(path)
        if self._witness is not None:
            self._witness.names[path] = kind
        entry = self._document_entries.get(directory, {}).get(name) or _ENTRIES.get(kind, Entry.OTHER)
        self._lookups[path] = entry
        return entry

    def _list(self, directory: str) -> dict[str, Entry]:
        self._unlisted.pop(directory, None)
        status = status_of(directory or "/") if self._witness is not None else None
        listing: dict[str, Entry] = {}
        try:
            listing = dict(list_folder(directory or "/"))
        except PermissionError:
            self._unlisted[directory] = Problem(
                directory, 0, 0, "the folder cannot be listed: permission denied", "allow reading it, or ignore it"
            )
        except (OSError, ValueError):
            pass
        if self._witness is not None:
            self._witness.folder_was_listed(directory or "/", status, listing)
        return listing

    def _index_documents(self) -> bool:
        """Make the folders that only open documents have, and their names, part of the listings.

        True if something came or went in a folder that is listed anew for that: nobody would see it again when it is
        told of.
        """
        before = {directory: self._listings.pop(directory, None) for directory in self._document_entries}
        self._document_entries = {}
        self._lookups.clear()
        for path in self._documents:
            directory, _, name = path.rpartition("/")
            self._document_entries.setdefault(directory, {})[name] = Entry.FILE
            while directory and not os.path.isdir(directory):  # noqa: PTH112 - paths are plain strings here
                directory, _, name = directory.rpartition("/")
                self._document_entries.setdefault(directory, {})[name] = Entry.DIRECTORY
        for directory in self._document_entries:
            if directory in self._listings:
                before[directory] = self._listings.pop(directory)
        return any(known is not None and self.entries(directory) != known for directory, known in before.items())

    def _checked(self, path: str, data: bytes) -> bytes | Problem:
        if len(data) > self._size_limit:
            return _too_large(path, len(data), self._size_limit)
        if not data.isascii():
            try:
                data.decode()
            except UnicodeDecodeError as error:
                return _not_utf8(path, data, error.start, error.end)
        if len(data) > self._line_limit:
            return _long_line(path, data, self._line_limit) or data
        return data


def to_posix(path: str | os.PathLike[str]) -> str:
    """An absolute path as the analysis writes it: with ``/``, without ``.`` and ``..``, links kept."""
    return PurePath(os.path.abspath(path)).as_posix()  # noqa: PTH100 - Path.absolute() keeps the ".."


# --- why a file cannot be read --------------------------------------------------------------------------------------


def _whole(path: str, message: str, cure: str) -> Problem:
    return Problem(path, 0, 0, message, cure)


def _failure(path: str, error: Exception) -> Problem:
    if isinstance(error, FileNotFoundError):
        return _whole(path, "the file does not exist (any more)", "save it again, or remove what names it")
    if isinstance(error, PermissionError):
        return _whole(path, "the file cannot be read: permission denied", "allow reading it, or ignore it")
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return _whole(path, f"the file cannot be read: {reason}", "check the file, or ignore it")


def _not_a_file(path: str, *, is_directory: bool) -> Problem:
    what = "a folder" if is_directory else "a pipe, a socket or a device"
    return _whole(path, f"this is {what}, not a file", "rename it so that it does not look like source")


def _too_large(path: str, size: int, limit: int) -> Problem:
    return _whole(
        path,
        f"the file has {size:,} bytes; only files of up to {limit:,} bytes are analysed",
        "ignore it if it is generated, or split it",
    )


def _long_line(path: str, data: bytes, limit: int) -> Problem | None:
    for number, start, end in _lines(data):
        if end - start > limit:
            return Problem(
                path,
                start,
                start,
                f"line {number} has {end - start:,} bytes; the file looks minified or generated and is not analysed",
                "ignore it, or move the data out of the source",
            )
    return None


def _lines(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Number (from 1), start and end of each line; a line ends at a line feed."""
    start, number = 0, 1
    while start < len(data):
        end = data.find(b"\n", start)
        end = len(data) if end < 0 else end
        yield number, start, end
        start, number = end + 1, number + 1


def _not_utf8(path: str, data: bytes, start: int, end: int) -> Problem:
    line_start = data.rfind(b"\n", 0, start) + 1
    line = data.count(b"\n", 0, start) + 1
    column = len(data[line_start:start].decode(errors="replace")) + 1
    shown = data[start:end].hex(" ")
    return Problem(
        path,
        start,
        end,
        f"the file is not valid UTF-8: byte {shown} at line {line}, column {column}",
        "save it as UTF-8",
    )


def parents(path: str) -> Iterable[str]:
    """The folders that hold a path, the nearest first; the root folder is the empty string."""
    while path:
        path, _, _ = path.rpartition("/")
        yield path
