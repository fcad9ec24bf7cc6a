"""Calls that nest deeper than one stack: files import each other in chains as long as a project is large."""

from __future__ import annotations

import sys
from threading import Thread
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

K = TypeVar("K")
Owner = TypeVar("Owner")
V = TypeVar("V")

_DEEP_ENOUGH: Final = 10_000 if sys.version_info >= (3, 11) else 3_000
"""So many calls nest on one stack. Before Python 3.11 each takes half a kilobyte of the machine's own."""


def allow_deep_calls() -> None:
    """Let calls nest deeper than Python does by itself: for a process that is ours, before it does anything."""
    sys.setrecursionlimit(max(sys.getrecursionlimit(), _DEEP_ENOUGH))


def call_on_a_new_stack(function: Callable[[Owner, K], V], owner: Owner, key: K) -> V:
    """Return ``function(owner, key)``, with all the depth of a stack of its own: that of a thread that is waited for.

    Raises:
        BaseException: What the function raised.
    """
    answers: list[V] = []
    errors: list[BaseException] = []

    def call() -> None:
        try:
            answers.append(function(owner, key))
        except BaseException as error:  # noqa: BLE001 - it is raised where the function was called
            errors.append(error)

    thread = Thread(target=call, name="deep-calls", daemon=True)
    thread.start()
    thread.join()
    if errors:
        raise errors[0]
    return answers[0]
