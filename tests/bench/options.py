"""How often and how long things are measured."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line says.

    Attributes:
        rounds: How often each program is run.
        sessions: How many servers are started for what is measured many times in each.
        keystrokes: How many keystrokes are typed in each session.
        pause: Seconds between two keystrokes.
    """

    rounds: int
    sessions: int
    keystrokes: int
    pause: float
