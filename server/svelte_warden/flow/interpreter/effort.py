"""How often a function is followed in one run.

Functions that call each other again and again have more ways through them than any run has steps. What such a function
does at one moment is known after a few times; the steps are better spent on what was not seen yet.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svelte_warden.facts.model import Function
    from svelte_warden.flow.interpreter.components import Instance
    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.interpreter.values import Side
    from svelte_warden.flow.moments import Moment

_ENOUGH: Final = 1_000
"""Steps of a run that one function may take, with all that it calls, at one moment on the same sides."""
_SOONER: Final = 10
"""How much sooner it is enough of a function of an installed package, which nobody changes."""
_MOST_ASIDE: Final = 3_000
"""Steps of a run for components that are followed for the contexts above them alone: their own runs follow them too."""
WORTH_NOTING: Final = 40
"""Steps that a call takes at least to be noted, so that a small function is followed wherever it is called."""


class OutOfBudget(Exception):  # noqa: N818 - a control flow signal, not an error
    """The run has used up its steps."""


class Effort:
    """What the functions have taken so far in one run."""

    __slots__ = ("_steps",)

    def __init__(self) -> None:
        self._steps: dict[tuple[int, Moment, frozenset[Side]], int] = {}

    def is_enough(self, function: Function, moment: Moment, sides: frozenset[Side]) -> bool:
        """Whether to follow the function once more would tell next to nothing."""
        steps = self._steps
        return bool(steps) and steps.get((id(function), moment, sides), 0) > _ENOUGH

    def note(
        self, function: Function, moment: Moment, sides: frozenset[Side], steps: int, *, is_installed: bool
    ) -> None:
        """Note what one call took that was worth noting, of a function that may belong to an installed package."""
        key = (id(function), moment, sides)
        self._steps[key] = self._steps.get(key, 0) + (_SOONER * steps if is_installed else steps)


@contextmanager
def bounded(machine: Machine, steps: int) -> Iterator[None]:
    """Follow calls for so many steps; what they give afterwards counts as unknown."""
    outer, machine.follow_until = machine.follow_until, min(machine.follow_until, machine.steps + steps)
    try:
        yield
    finally:
        machine.follow_until = outer


@contextmanager
def aside(machine: Machine, instance: Instance | None) -> Iterator[None]:
    """Follow what a component does: only so far if that is followed for the contexts above it alone."""
    if instance is None or not instance.is_aside:
        yield
        return
    before = machine.steps
    with bounded(machine, _MOST_ASIDE - machine.noticed.aside):
        yield
    machine.noticed.aside += machine.steps - before
