"""When each function of a file runs, with one way that proves each moment; made only when somebody asks."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from svelte_warden.facts.immutable import immutable
from svelte_warden.flow.interpreter.effort import OutOfBudget
from svelte_warden.flow.interpreter.entries import run_entries
from svelte_warden.flow.interpreter.machine import Machine
from svelte_warden.flow.kinds import kind_of

if TYPE_CHECKING:
    from svelte_warden.flow.moments import Moment
    from svelte_warden.flow.program import Program
    from svelte_warden.flow.trail import Step


@immutable
class FunctionRun:
    """A function, by its absolute bytes ``start`` to ``end`` (exclusive), and a moment at which it runs."""

    start: int
    end: int
    moment: Moment
    steps: tuple[Step, ...]


def function_runs(program: Program, path: str) -> tuple[FunctionRun, ...]:
    """Return the runs of a file's functions in order, each moment of a function once, by the way that was met first."""
    if program.query(kind_of, path) is None:
        return ()
    machine = Machine(program, path)
    machine.runs, machine.followed = {}, None
    with suppress(OutOfBudget):
        run_entries(machine)
    runs = [
        FunctionRun(start, end, moment, trail.steps() if trail is not None else ())
        for (start, end, moment), trail in machine.runs.items()
    ]
    return tuple(sorted(runs, key=lambda run: (run.start, run.end, len(run.steps))))
