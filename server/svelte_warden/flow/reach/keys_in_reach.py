"""Which context keys a component can read: those that somebody above it sets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.facts.immutable import immutable
from svelte_warden.flow.reach.model import Spot
from svelte_warden.flow.reach.outcome import Missing, Provided
from svelte_warden.flow.reach.providers import providers
from svelte_warden.flow.reach.ways import Question, look

if TYPE_CHECKING:
    from svelte_warden.flow.program import Program


@immutable
class KeyInReach:
    """A key that is written as text.

    Attributes:
        text: The text.
        sets: The calls that set it above, or for a module, which may be used anywhere, all that do.
        is_partial: Whether there are ways to the component on which nobody sets it.
    """

    text: str
    sets: tuple[Spot, ...]
    is_partial: bool


def keys_in_reach(program: Program, path: str) -> tuple[KeyInReach, ...]:
    """Return the keys that a file can read, those that are set on every way first, each sort by name."""
    is_component = path.endswith(program.project(path).extensions)
    found = []
    for key, items in program.query(providers, None).items():
        if key.kind != "string":
            continue
        if not is_component:
            found.append(KeyInReach(key.text, tuple(dict.fromkeys(item.set.spot for item in items)), is_partial=False))
            continue
        seen = program.query(look, Question(path, key, with_own=False, is_deferred=False))
        sets = sorted(
            {Spot(item.component, item.start, item.end) for item in seen if isinstance(item, Provided)}, key=repr
        )
        if sets:
            missing = any(isinstance(item, Missing) for item in seen)
            found.append(KeyInReach(key.text, tuple(sets), is_partial=missing))
    return tuple(sorted(found, key=lambda key: (key.is_partial, key.text)))
