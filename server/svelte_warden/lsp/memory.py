"""When Python looks for unreachable cycles: a little between two pieces of work, thoroughly while nobody asks.

The analysis of a large workspace holds more than a million objects. A full collection looks at each of them, which
takes a second in the middle of a keystroke and, at Python's own pace, a third of the first scan. In a small workspace
it takes some milliseconds, so that any pause will do. A collection of what is young takes some milliseconds as well,
as long as the answer to a keystroke, and so it follows the answer.
"""

from __future__ import annotations

import gc
import time

# Young objects are looked through by the ten thousand, some milliseconds at a time, and what is left of them is set
# aside. More than that live long, or have been made by work without a break, which is broken into for very many only.
_YOUNG, _MANY, _VERY_MANY, _NEVER = 10_000, 40_000, 500_000, 1_000_000
_RATIO = 20  # a collection that takes so long is worth a pause that was so many times as long
SHORTEST, _LONGEST = 1.0, 60.0  # seconds that a pause must last
_PRICE = 2e-7  # seconds for an object, until it is known how long all take


class Collector:
    """Python's collector of cycles, told what the server knows of its own pace."""

    def __init__(self) -> None:
        self._cost: float | None = None
        self._is_thorough = True

    def start(self) -> None:
        """Take over; called once."""
        gc.set_threshold(_VERY_MANY, _NEVER, _NEVER)

    def between(self) -> None:
        """A piece of work is done and nobody waits: look through what is young, if it is not too much by now."""
        young = gc.get_count()[0]
        if young >= _YOUNG:
            self._is_thorough = False
            if young < _MANY:
                gc.collect(0)
            gc.freeze()

    def paused(self, seconds: float) -> float | None:
        """Nobody has asked for anything for so many seconds: look through everything if that is long enough.

        Returns:
            How many seconds more it has to be, or None if there is nothing left to do.
        """
        if self._is_thorough:
            return None
        if self._cost is None:
            self._cost = _PRICE * (len(gc.get_objects()) + gc.get_freeze_count())
        patience = min(max(_RATIO * self._cost, SHORTEST), _LONGEST)
        if seconds < patience:
            return patience - seconds
        begun = time.process_time()
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        self._cost = time.process_time() - begun
        self._is_thorough = True
        return None
