"""The analysis of one file: what runs when its entry points run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from svelte_warden.flow import (  # noqa: F401 - importing registers what each construct and native function means
    contexts,
    expressions,
    javascript,
    runes,
    statements,
    stores,
    sveltekit,
)
from svelte_warden.flow.entries import run_entries
from svelte_warden.flow.events import ContextCall
from svelte_warden.flow.machine import Machine, OutOfBudget
from svelte_warden.flow.timing import TimedCall, timed_calls

if TYPE_CHECKING:
    from svelte_warden.flow.program import Program


@dataclass(frozen=True, slots=True)
class FileFlow:
    """What happens from one file's entry points on. ``complete`` is false when the run met its bounds."""

    path: str
    timed_calls: tuple[TimedCall, ...] = ()
    complete: bool = True


def analyse(program: Program, path: str) -> FileFlow:
    """Return the flow of one file; it depends on every file it reached."""
    facts = program.facts(path)
    if facts is None:
        return FileFlow(path)
    machine = Machine(program, path)
    complete = True
    try:
        run_entries(machine)
    except OutOfBudget:
        complete = False
    project = program.project(path)
    calls = timed_calls(
        (event for event in machine.events if isinstance(event, ContextCall)),
        path,
        svelte_majors=project.svelte_majors,
        async_mode=project.async_mode,
    )
    return FileFlow(path, calls, complete)
