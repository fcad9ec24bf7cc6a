"""When work on the analysis is to be given up.

The analysis asks between its queries. What was finished by then stays known, so that work that is begun again goes on
where it was interrupted.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Interruption:
    """The condition that holds for the present piece of work; by default nothing interrupts it."""

    def __init__(self) -> None:
        self._condition = _never

    def __call__(self) -> bool:
        """Whether to give up now."""
        return self._condition()

    @contextmanager
    def when(self, condition: Callable[[], bool]) -> Iterator[None]:
        """Let a condition hold for what is done within."""
        before, self._condition = self._condition, condition
        try:
            yield
        finally:
            self._condition = before


def after(seconds: float) -> Callable[[], bool]:
    """The condition that some time has passed from now on."""
    end = time.perf_counter() + seconds
    return lambda: time.perf_counter() > end


def _never() -> bool:
    return False
