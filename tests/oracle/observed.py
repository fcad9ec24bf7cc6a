"""What was seen when a project was run."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Thrown:
    """An error that came out of the project.

    Attributes:
        stage: What was happening: `mount`, `click handler`, `build`, `GET /account` …
        message: Its name and its message.
        stack: Where it came from, `""` if that is not known.
    """

    stage: str
    message: str
    stack: str = ""


@dataclass(frozen=True, slots=True)
class Leak:
    """What belongs to one user, in an answer to another.

    Attributes:
        owner: Whose it is.
        reader: Who got it.
        how: When and where: `GET /account afterwards`, `GET /account at the same time`.
    """

    owner: str
    reader: str
    how: str


@dataclass(frozen=True, slots=True)
class Observed:
    """Everything that was seen, in the order in which it happened.

    Attributes:
        thrown: The errors.
        logs: The lines that were written to the console.
        leaks: What reached the wrong user.
    """

    thrown: tuple[Thrown, ...] = ()
    logs: tuple[str, ...] = ()
    leaks: tuple[Leak, ...] = ()
