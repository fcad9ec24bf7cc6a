"""How often and how long things are measured."""

from __future__ import annotations

from dataclasses import dataclass

SIZES = (500, 2700, 10_000, 30_000)


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line says.

    Attributes:
        rounds: How often each program is run.
        sessions: How many servers are started for what is measured many times in each.
        keystrokes: How many keystrokes are typed in each session.
        pause: Seconds between two keystrokes.
        sizes: Numbers of files of the workspaces of `scale`.
    """

    rounds: int
    sessions: int
    keystrokes: int
    pause: float
    sizes: tuple[int, ...] = SIZES
