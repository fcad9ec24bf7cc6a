"""Applying edits to the bytes of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from svelte_warden.engine.findings import Edit


class OverlappingEditsError(ValueError):
    """Edits that share bytes, or that lie outside of their file."""


def apply_edits(data: bytes, edits: Iterable[Edit]) -> bytes:
    """Return the text of one file after edits, all of whose offsets speak of the text before; their paths are not read.

    Two insertions at the same place stay in the order in which they are given.

    Raises:
        OverlappingEditsError: Two edits share bytes, or one lies outside of the text.
    """
    pieces: list[bytes] = []
    end = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if not end <= edit.start <= edit.end <= len(data):
            message = f"the edit of bytes {edit.start} to {edit.end} overlaps another one or leaves the file"
            raise OverlappingEditsError(message)
        pieces += (data[end : edit.start], edit.text.encode())
        end = edit.end
    return b"".join((*pieces, data[end:]))


def edits_by_path(edits: Iterable[Edit]) -> dict[str, list[Edit]]:
    """Return the edits of each file, in their order."""
    found: dict[str, list[Edit]] = {}
    for edit in edits:
        found.setdefault(edit.path, []).append(edit)
    return found
