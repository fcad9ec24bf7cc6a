"""Edits of a document, in bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class ByteEdit:
    """One replacement, of which only the extent is told; offsets are 0-based bytes, ends exclusive.

    The bytes ``start:old_end`` of the text before the edit became ``start:new_end`` of the text after it. In a
    sequence of edits each one is expressed in the text that the ones before it produced.
    """

    start: int
    old_end: int
    new_end: int


def edit_between(old: bytes, new: bytes) -> ByteEdit | None:
    """The smallest single edit that turns one text into the other, ``None`` if they are equal.

    Found by comparing the texts, so that it holds whatever a client said about its changes.
    """
    if old == new:
        return None
    shorter = min(len(old), len(new))
    start = _common(shorter, lambda length: old[:length] == new[:length])
    old_size, new_size = len(old), len(new)
    tail = _common(shorter - start, lambda length: old[old_size - length :] == new[new_size - length :])
    return ByteEdit(start, old_size - tail, new_size - tail)


def _common(limit: int, equal: Callable[[int], bool]) -> int:
    """The greatest length up to ``limit`` for which ``equal`` holds; it holds for every smaller one too."""
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        if equal(middle):
            low = middle
        else:
            high = middle - 1
    return low
