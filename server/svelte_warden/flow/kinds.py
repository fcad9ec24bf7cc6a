"""What a file is, for those whom its content does not concern: they need not run again when it is edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.facts.kind import kind_of_path
from svelte_warden.flow.eager import eager

if TYPE_CHECKING:
    from svelte_warden.facts.kind import Kind
    from svelte_warden.flow.program import Program


@eager
def kind_of(program: Program, path: str) -> Kind | None:
    """Return whether a file is a component or a module; ``None`` if it cannot be read. It is not parsed for that."""
    return kind_of_path(path) if program.is_readable(path) else None
