"""Waiting for an editor, which does everything in its own time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

PATIENCE = 60.0  # seconds; nothing takes this long, but the machine may be busy
_PAUSE = 0.03  # seconds between two looks


def wait_for(look: Callable[[], T | None], what: str) -> T:
    """Look until there is something to be seen, and return it.

    Args:
        look: Returns a false value as long as there is nothing.
        what: What is waited for, to be told if it does not come.

    Raises:
        AssertionError: It did not come.
    """
    end = time.monotonic() + PATIENCE
    seen = look()
    while not seen:
        assert time.monotonic() < end, f"{what}: not after {PATIENCE:.0f} seconds"
        time.sleep(_PAUSE)
        seen = look()
    return seen
