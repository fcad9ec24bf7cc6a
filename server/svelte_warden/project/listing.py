"""What the names in a folder are, as the disk has them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from enum import Enum
from hashlib import blake2b
from typing import TypeAlias


class Entry(Enum):
    """What a name in a folder is; a link counts as what it points to."""

    FILE = "file"
    DIRECTORY = "directory"
    LINKED_DIRECTORY = "linked directory"
    OTHER = "other"  # a broken link, a socket, a pipe…


Listing: TypeAlias = Mapping[str, Entry]


def list_folder(directory: str) -> Listing:
    """Return what is in a folder.

    Raises:
        OSError, ValueError: there is none, or it cannot be listed.
    """
    with os.scandir(directory) as listed:
        return {entry.name: _entry(entry) for entry in listed}


def digest_of(listing: Listing) -> str:
    """Return a digest that is the same for the same names of the same kinds."""
    lines = sorted(f"{name}\0{entry.value}" for name, entry in listing.items())
    return blake2b("\0".join(lines).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def _entry(entry: os.DirEntry[str]) -> Entry:
    try:
        if entry.is_symlink():
            if entry.is_dir():
                return Entry.LINKED_DIRECTORY
        elif entry.is_dir():
            return Entry.DIRECTORY
        return Entry.FILE if entry.is_file() else Entry.OTHER
    except OSError:  # a link that points to itself
        return Entry.OTHER
