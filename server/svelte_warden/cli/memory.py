"""How the process treats its memory."""

from __future__ import annotations

import gc

_YOUNG, _MIDDLE, _OLD = 1_000_000, 10, 50


def collect_garbage_rarely() -> None:
    """Let Python look for unreachable cycles far less often.

    An analysis makes many small objects that live long and are in no cycle; looking through them takes 15 % of a cold
    check even at every 50,000th. A million of them are about 100 MB. What is loaded by now is never looked through.
    """
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)
