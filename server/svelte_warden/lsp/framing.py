"""From a stream of bytes to messages, whatever the stream holds.

A message is ``Content-Length: N``, other header fields, an empty line and N bytes. Bytes that are no header are passed
over up to the next ``Content-Length``, so that a client that loses count once does not lose the session.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_HEADER = re.compile(rb"content-length[ \t]*:[ \t]*(\d+)[ \t]*\r?\n((?:[\w-]+:[^\r\n]*\r?\n)*)\r?\n", re.IGNORECASE)
_OTHER_FIELDS = re.compile(rb"\s*(?:[\w-]+:[^\r\n]*\r?\n)*\s*")
MAXIMUM_BODY = 256 * 1024 * 1024
_MAXIMUM_HEADER = 16 * 1024


@dataclass(frozen=True, slots=True)
class Body:
    """The undecoded body of one message."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Garbage:
    """A number of bytes that belonged to no message and were passed over."""

    size: int


@dataclass(slots=True)
class Framing:
    """The state between two reads of the stream."""

    _buffer: bytearray = field(default_factory=bytearray)
    _wanted: int | None = None

    def feed(self, data: bytes) -> list[Body | Garbage]:
        """Take the next bytes of the stream and return what they complete, in order."""
        self._buffer += data
        frames: list[Body | Garbage] = []
        while self._take_header(frames) and self._wanted is not None and len(self._buffer) >= self._wanted:
            frames.append(Body(bytes(self._buffer[: self._wanted])))
            del self._buffer[: self._wanted]
            self._wanted = None
        return frames

    def _take_header(self, frames: list[Body | Garbage]) -> bool:
        """Whether the length of the next body is known; reports what had to be passed over to learn it."""
        while self._wanted is None:
            match = _HEADER.search(self._buffer)
            if match is None:
                self._forget_overlong(frames)
                return False
            before = bytes(self._buffer[: match.start()])
            if not _OTHER_FIELDS.fullmatch(before):
                frames.append(Garbage(len(before)))
            length = int(match[1]) if len(match[1]) <= len(str(MAXIMUM_BODY)) else MAXIMUM_BODY + 1
            del self._buffer[: match.end()]
            if length > MAXIMUM_BODY:
                frames.append(Garbage(match.end() - match.start()))
            else:
                self._wanted = length
        return True

    def _forget_overlong(self, frames: list[Body | Garbage]) -> None:
        """Keep of an endless stream without a header only what may be the beginning of one."""
        excess = len(self._buffer) - _MAXIMUM_HEADER
        if excess > _MAXIMUM_HEADER:
            del self._buffer[:excess]
            frames.append(Garbage(excess))
