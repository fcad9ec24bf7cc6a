"""Standard output and standard error, whatever is behind them."""

from __future__ import annotations

import io
import os
import sys
from typing import TextIO

from svelte_warden.report.terminal import Palette, wants_colour


class UsageError(Exception):
    """Something about the command line is wrong; the message says what, and the cure."""


def prepare_streams() -> None:
    """Let characters that a stream's encoding cannot show be escaped instead of raising."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def palette_for(stream: TextIO, *, no_color: bool) -> Palette:
    """Return the colours for a stream."""
    return Palette(not no_color and wants_colour(stream, os.environ))


def write(text: str) -> None:
    """Write to standard output, at once so that a closed pipe is noticed here."""
    sys.stdout.write(text)
    sys.stdout.flush()


def write_exactly(text: str) -> None:
    """Write to standard output as UTF-8, with the line ends and the names of files as they are."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode(errors="surrogateescape"))
    sys.stdout.buffer.flush()


def abandon_output() -> None:
    """Let nothing more be written to a pipe whose reader has gone, not even at exit."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, sys.stdout.fileno())
    os.close(null)
