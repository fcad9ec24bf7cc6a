"""When Python looks for unreachable cycles: a little while there is work, thoroughly while the user is away.

The analysis of a large workspace holds more than a million objects. A full collection looks at each of them, which
takes a second in the middle of a keystroke and, at Python's own pace, a third of the first scan.
"""

from __future__ import annotations

import gc

# Young objects are looked through by the ten thousand, some milliseconds at a time; never all of them.
_YOUNG, _MIDDLE, _NEVER = 10_000, 5, 1_000_000
_MUCH = 20  # middle collections, a million objects
AWAY = 60.0  # seconds without a message


class Collector:
    """Python's collector of cycles, told what the server knows of its own pace."""

    def __init__(self) -> None:
        self._frozen_since_away = False

    def start(self) -> None:
        """Take over; called once."""
        gc.set_threshold(_YOUNG, _MIDDLE, _NEVER)

    def at_rest(self) -> None:
        """The work is done for now: what it left behind will live long, and is not looked through any more."""
        if gc.get_count()[2] >= _MUCH:
            gc.freeze()
            self._frozen_since_away = True

    def away(self) -> None:
        """Nobody has asked for anything for a while: look through everything."""
        if self._frozen_since_away:
            gc.unfreeze()
            gc.collect()
            gc.freeze()
            self._frozen_since_away = False
