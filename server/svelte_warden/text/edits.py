"""An edit of a document, in bytes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ByteEdit:
    """One replacement, of which only the extent is told; offsets are 0-based bytes, ends exclusive.

    The bytes ``start:old_end`` of the text before the edit became ``start:new_end`` of the text after it. In a
    sequence of edits each one is expressed in the text that the ones before it produced.
    """

    start: int
    old_end: int
    new_end: int
