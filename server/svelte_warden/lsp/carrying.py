"""Findings about a text that has been edited since, moved to where their code stands now.

They stand in for the findings that take a moment to compute, so that these do not flicker while somebody types.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from svelte_warden.text.edits import edit_between

if TYPE_CHECKING:
    from collections.abc import Iterable

    from svelte_warden.engine.findings import Finding, Place
    from svelte_warden.text.edits import ByteEdit


def carry(findings: Iterable[Finding], before: bytes, after: bytes) -> tuple[Finding, ...]:
    """Move findings from one text of a file to another.

    What the edit touched is left out, and so are all fixes: nobody has looked whether they still hold.
    """
    edit = edit_between(before, after)
    return tuple(moved for finding in findings if (moved := _moved(finding, edit)) is not None)


def _moved(finding: Finding, edit: ByteEdit | None) -> Finding | None:
    place = _moved_place(finding.place, finding.place.path, edit)
    if place is None:
        return None
    related = tuple(
        replace(other, place=moved)
        for other in finding.related
        if (moved := _moved_place(other.place, finding.place.path, edit)) is not None
    )
    return replace(finding, place=place, related=related, fixes=())


def _moved_place(place: Place, path: str, edit: ByteEdit | None) -> Place | None:
    if edit is None or place.path != path or place.end <= edit.start:
        return place
    if place.start < edit.old_end:
        return None
    distance = edit.new_end - edit.old_end
    return replace(place, start=place.start + distance, end=place.end + distance)
