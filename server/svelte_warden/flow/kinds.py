"""What a file is, for those whom its content does not concern: they need not run again when it is edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from svelte_warden.flow.program import Program


def kind_of(program: Program, path: str) -> Literal["component", "module"] | None:
    """Return whether a file is a component or a module; ``None`` if it cannot be read."""
    facts = program.facts(path)
    return None if facts is None else facts.kind
