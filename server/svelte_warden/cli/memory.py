"""How the process treats its memory."""

from __future__ import annotations

import gc

_YOUNG, _MIDDLE, _OLD = 50_000, 20, 50


def collect_garbage_rarely() -> None:
    """Let Python look for unreachable cycles far less often.

    An analysis makes many small objects that live long and are in no cycle; looking through them time and again takes
    a quarter of a cold check. What is loaded by now is never looked through at all.
    """
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)
