"""What may come of looking upwards for a context key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from svelte_warden.flow.reach.model import Spot

Place: TypeAlias = tuple[str, int] | tuple[()]
"""A site, by its file and where it starts, or none."""


@dataclass(frozen=True, slots=True, order=True)
class Provided:
    """A way on which the key is set: the component that does it and the call; perhaps it sets another key.

    ``chosen_at`` is the last place on the way at which data choose among many components.
    """

    component: str
    start: int
    end: int
    is_certain: bool = True
    chosen_at: Place = ()


@dataclass(frozen=True, slots=True, order=True)
class Missing:
    """A way from a root on which nobody sets the key.

    ``late`` is a call on the way that sets it, but too late or in vain; ``is_certain`` whether nothing on the way
    depends on a condition; ``chosen_at`` is the last place on the way at which data choose among many components.
    """

    kind: str
    name: str
    path: str
    is_certain: bool
    late: tuple[str, int, int] | None = None
    chosen_at: Place = ()

    @property
    def late_set(self) -> Spot | None:
        """The call that comes too late."""
        return Spot(*self.late) if self.late is not None else None


@dataclass(frozen=True, slots=True, order=True)
class Blocked:
    """A way that cannot be followed, and why."""

    reason: str


@dataclass(frozen=True, slots=True, order=True)
class NotHere:
    """A component does not set the key around what it is given; perhaps it does too late."""

    late: tuple[str, int, int] | None = None


Outcome: TypeAlias = Provided | Missing | Blocked
Local: TypeAlias = Provided | NotHere | Blocked
Flags: TypeAlias = tuple[tuple[str, bool | None], ...] | None
