"""Standard input and output as a channel of messages.

The event loop reads what the client sends, and work in the background looks every now and then whether something has
come: no request stands behind it, and a cancelled one need not be begun. Where a loop cannot wait for standard input
(on Windows, and for a plain file) a thread reads it, which costs a keystroke the time to wake two threads.
"""

from __future__ import annotations

import contextlib
import os
import select
import sys
import threading
import time
from collections import deque
from typing import TYPE_CHECKING, Final

from svelte_warden.lsp.framing import Body, Framing, Garbage

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Sequence

_STANDARD_INPUT: Final = 0
_CHUNK: Final = 1 << 16
_BETWEEN_LOOKS: Final = 0.0002  # seconds of background work between two looks at the client, which cost 2 µs each
# Seconds after which a thread that reads may take over from work in the background; with Python's own five milliseconds
# every keystroke would wait as long as it takes to answer.
_SOON: Final = 0.0003


class End:
    """The stream ended: the client closed it or is gone."""


class Inbox:
    """What the client sent and nobody has looked at.

    What was read together is taken together, so that a request and its cancellation are seen at once.

    Args:
        loop: The loop that runs; it reads standard input if it can.
        arrived: Set when there is something to take.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, arrived: asyncio.Event) -> None:
        self._loop = loop
        self._arrived = arrived
        self._framing = Framing()
        self._waiting: deque[Sequence[Body | Garbage | End]] = deque()
        self._next_look = 0.0
        try:
            loop.add_reader(_STANDARD_INPUT, self.read)
        except (NotImplementedError, OSError):
            self._is_read_here = False
            sys.setswitchinterval(_SOON)
            threading.Thread(target=self._read_on_thread, name="standard-input", daemon=True).start()
        else:
            self._is_read_here = True

    def take(self) -> list[Body | Garbage | End]:
        """Remove and return everything, the oldest first."""
        taken: list[Body | Garbage | End] = []
        while self._waiting:
            taken += self._waiting.popleft()
        return taken

    def __bool__(self) -> bool:
        """Whether there is something to take; may be asked all the time."""
        if self._is_read_here and not self._waiting:
            now = time.perf_counter()
            if now >= self._next_look:
                self._next_look = now + _BETWEEN_LOOKS
                self.read()
        return bool(self._waiting)

    def read(self) -> None:
        """Take in what has come, without waiting for more."""
        while self._is_read_here and select.select((_STANDARD_INPUT,), (), (), 0)[0]:
            data = _read()
            if not data:
                self._is_read_here = False
                self._loop.remove_reader(_STANDARD_INPUT)
            if self._keep(data):
                self._arrived.set()

    def read_until_writable(self, descriptor: int) -> None:
        """Wait until something can be written, and take in meanwhile what comes.

        A client that does nothing but send would otherwise wait for this process to read, and this one for the client.
        """
        readable: tuple[int, ...] = (_STANDARD_INPUT,) if self._is_read_here else ()
        select.select(readable, (descriptor,), ())
        self.read()

    def _keep(self, data: bytes) -> bool:
        """Whether some bytes completed something; none mean the end."""
        items = self._framing.feed(data) if data else [End()]
        if items:
            self._waiting.append(items)
        return bool(items)

    def _read_on_thread(self) -> None:
        with contextlib.suppress(RuntimeError):  # the loop may end before the stream
            while True:
                data = _read()
                if self._keep(data):
                    self._loop.call_soon_threadsafe(self._arrived.set)
                if not data:
                    return


def _read() -> bytes:
    """Read what there is, waiting for at least one byte; nothing at the end of the stream.

    From the file descriptor: a buffered reader would hold a lock that the interpreter needs at exit.
    """
    try:
        return os.read(_STANDARD_INPUT, _CHUNK)
    except OSError:  # a closed terminal reads as an error; it is the end all the same
        return b""


class Output:
    """Where messages to the client go; each is written at once.

    Attributes:
        broken: Whether the client is gone; what is written then is lost.
        inbox: What is to go on being read while a slow client keeps this process from writing.
    """

    def __init__(self, descriptor: int) -> None:
        self.broken = False
        self.inbox: Inbox | None = None
        self._descriptor = descriptor
        if sys.platform != "win32" and not os.isatty(descriptor):  # a terminal would stay so for who comes after us
            os.set_blocking(descriptor, False)

    def write(self, data: bytes) -> None:
        """Write everything, waiting for a slow client, and let the client have it before anything else is done."""
        view = memoryview(data)
        while view and not self.broken:
            view = view[self._write(view) :]
        _let_others_run()

    def _write(self, data: memoryview) -> int:
        """Return how many bytes were written; there may be no room for any."""
        try:
            return os.write(self._descriptor, data)
        except BlockingIOError:
            self._wait()
        except OSError:
            self.broken = True
        return 0

    def _wait(self) -> None:
        if self.inbox is None:
            select.select((), (self._descriptor,), ())
        else:
            self.inbox.read_until_writable(self._descriptor)

    def close(self) -> None:
        """Do nothing: the descriptor lives as long as the process."""


def _let_others_run() -> None:
    """Offer the processor to whoever waits for it.

    A client that was waiting on the same one would see an answer only when the work that follows it has used up its
    turn: three to four milliseconds on Linux.
    """
    if sys.platform == "win32":
        time.sleep(0)
    else:
        os.sched_yield()


def claim_output() -> Output:
    """Take standard output for messages; whatever else prints to it, a rule of a third party say, goes to stderr."""
    sys.stdout.flush()
    output = Output(os.dup(1))
    os.dup2(2, 1)
    return output
