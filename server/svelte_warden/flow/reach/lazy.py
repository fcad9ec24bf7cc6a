"""Components that a function imports when somebody calls it: ``() => import('./Cart.svelte')``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.facts import model
from svelte_warden.flow.kinds import kind_of
from svelte_warden.project.resolution import File

if TYPE_CHECKING:
    from svelte_warden.flow.interpreter.values import Closure
    from svelte_warden.flow.program import Program


def imported_component(program: Program, closure: Closure) -> str | None:
    """Return the component whose module a function gives, ``None`` if it does anything else."""
    match closure.function.body:
        case (model.Return(argument=model.ImportCall(source=model.Constant(value=str() as specifier))),):
            resolution = program.resolve(closure.home.path, specifier)
            if isinstance(resolution, File) and program.query(kind_of, resolution.path) == "component":
                return resolution.path
            return None
        case _:
            return None
