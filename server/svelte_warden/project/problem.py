"""Something about the project itself that the user should know: a broken config, a file that cannot be read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What is wrong with a file, where, and what would cure it.

    ``start`` and ``end`` are 0-based byte offsets in the file, ``end`` exclusive; both are 0 when the whole file is
    meant (it could not be read at all). ``message`` and ``cure`` are sentences without a final full stop.
    """

    path: str
    start: int
    end: int
    message: str
    cure: str
