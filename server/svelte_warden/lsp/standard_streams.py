"""Standard input and output as a channel of messages.

Input is read by one thread that does nothing else, so that the event loop always knows what is waiting: a request
never stands behind background work, and a cancelled one need not be begun. The thread reads the file descriptor
itself; a buffered reader would hold a lock that the interpreter needs at exit.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections import deque
from typing import TYPE_CHECKING

from svelte_warden.lsp.framing import Body, Framing, Garbage

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Sequence

_CHUNK = 1 << 16


class End:
    """The stream ended: the client closed it or is gone."""


class Inbox:
    """What the client sent and nobody has looked at, filled from the reading thread.

    What was read together is taken together, so that a request and its cancellation are seen at once.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, arrived: asyncio.Event) -> None:
        self._loop = loop
        self._arrived = arrived
        self._waiting: deque[Sequence[Body | Garbage | End]] = deque()

    def put(self, items: Sequence[Body | Garbage | End]) -> None:
        """Add what was read together; called by the reading thread."""
        if items:
            self._waiting.append(items)
            self._loop.call_soon_threadsafe(self._arrived.set)

    def take(self) -> list[Body | Garbage | End]:
        """Remove and return everything, the oldest first."""
        taken: list[Body | Garbage | End] = []
        while self._waiting:
            taken += self._waiting.popleft()
        return taken

    def __bool__(self) -> bool:
        return bool(self._waiting)


class Output:
    """Where messages to the client go; each is written at once.

    Attributes:
        broken: Whether the client is gone; what is written then is lost.
    """

    def __init__(self, descriptor: int) -> None:
        self.broken = False
        self._descriptor = descriptor

    def write(self, data: bytes) -> None:
        """Write everything, waiting for a slow client."""
        view = memoryview(data)
        try:
            while view and not self.broken:
                view = view[os.write(self._descriptor, view) :]
        except OSError:
            self.broken = True

    def close(self) -> None:
        """Do nothing: the descriptor lives as long as the process."""


def claim_output() -> Output:
    """Take standard output for messages; whatever else prints to it, a rule of a third party say, goes to stderr."""
    sys.stdout.flush()
    output = Output(os.dup(1))
    os.dup2(2, 1)
    return output


def start_reading(inbox: Inbox, read: Callable[[int], bytes]) -> threading.Thread:
    """Start the thread that fills the inbox until ``read`` (up to so many bytes) returns nothing."""

    def fill() -> None:
        framing = Framing()
        with contextlib.suppress(RuntimeError):  # the loop may end before the stream
            with contextlib.suppress(OSError):  # a closed terminal reads as an error; it is the end all the same
                while data := read(_CHUNK):
                    inbox.put(framing.feed(data))
            inbox.put([End()])

    thread = threading.Thread(target=fill, name="standard-input", daemon=True)
    thread.start()
    return thread


def read_standard_input(size: int) -> bytes:
    """Read up to ``size`` bytes from standard input, waiting for at least one; nothing at the end of the stream."""
    return os.read(0, size)
