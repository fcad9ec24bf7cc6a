"""Applying edits to the bytes of a file."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from svelte_warden.engine.findings import Edit

if TYPE_CHECKING:
    from collections.abc import Iterable


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


def edits_between(path: str, before: bytes, after: bytes) -> tuple[Edit, ...]:
    """Return edits of whole lines that turn one text of a file into another."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    starts = [0]
    for line in old:
        starts.append(starts[-1] + len(line))
    return tuple(
        Edit(path, starts[first], starts[last], b"".join(new[new_first:new_last]).decode())
        for kind, first, last, new_first, new_last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        if kind != "equal"
    )
