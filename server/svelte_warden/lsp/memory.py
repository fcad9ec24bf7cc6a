"""When Python looks for unreachable cycles: a little between two pieces of work, thoroughly while nobody asks.

The analysis of a large workspace holds more than a million objects. A full collection looks at each of them, which
takes a second in the middle of a keystroke and, at Python's own pace, a third of the first scan. In a small workspace
it takes some milliseconds, so that any pause will do. A collection of what is young takes some milliseconds as well,
as long as the answer to a keystroke, and so it follows the answer.
"""

from __future__ import annotations

import gc
import time

# Young objects are looked through by the ten thousand, some milliseconds at a time; never all of them. Work that makes
# very many without a break is broken into.
_YOUNG, _VERY_MANY, _MIDDLE, _NEVER = 10_000, 500_000, 5, 1_000_000
_MUCH = 20  # middle collections, a million objects
_RATIO = 20  # a collection that takes so long is worth a pause that was so many times as long
SHORTEST, _LONGEST = 1.0, 60.0  # seconds that a pause must last
_PRICE = 2e-7  # seconds for an object, until it is known how long all take


class Collector:
    """Python's collector of cycles, told what the server knows of its own pace."""

    def __init__(self) -> None:
        self._cost: float | None = None

    def start(self) -> None:
        """Take over; called once."""
        gc.set_threshold(_VERY_MANY, _MIDDLE, _NEVER)

    def between(self) -> None:
        """A piece of work is done and nobody waits: look through what is young, if that is much."""
        young, middle, _ = gc.get_count()
        if young >= _YOUNG:
            gc.collect(1 if middle >= _MIDDLE else 0)

    def at_rest(self) -> None:
        """The work is done for now: what it left behind will live long, and is not looked through any more."""
        if gc.get_count()[2] >= _MUCH:
            gc.freeze()

    def paused(self, seconds: float) -> float | None:
        """Nobody has asked for anything for so many seconds: look through everything if that is long enough.

        Returns:
            How many seconds more it has to be, or None if there is nothing left to do.
        """
        if not any(gc.get_count()[1:]):
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
        return None
