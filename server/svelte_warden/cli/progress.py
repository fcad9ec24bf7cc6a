"""A line on a terminal that says how far a check is, once it takes long enough to wonder."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

_PATIENCE: Final = 1.0
_INTERVAL: Final = 0.1
"""Seconds before the first line and between two."""
_ERASE_LINE: Final = "\r\x1b[K"


class Progress:
    """Counts files on ``stream``; shows nothing if that is no terminal, or if it is not ``wanted``."""

    def __init__(self, stream: TextIO, *, wanted: bool, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._wanted = wanted and stream.isatty()
        self._clock = clock
        self._next = clock() + _PATIENCE
        self._shown = False

    def show(self, done: int, total: int) -> None:
        """Say that ``done`` of ``total`` files are checked."""
        if not self._wanted or self._clock() < self._next:
            return
        self._next = self._clock() + _INTERVAL
        self._shown = True
        self._stream.write(f"{_ERASE_LINE}checking {done:,} of {total:,} files")
        self._stream.flush()

    def close(self) -> None:
        """Remove the line."""
        if self._shown:
            self._stream.write(_ERASE_LINE)
            self._stream.flush()
            self._shown = False
