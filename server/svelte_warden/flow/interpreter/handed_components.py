"""Components handed on as values, in a prop, a context or the data of a load: whoever gets one may render it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from svelte_warden.flow.events import RenderSite
from svelte_warden.flow.interpreter.values import Closure, Component, Object
from svelte_warden.flow.reach.lazy import imported_component

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.interpreter.values import Place, Value

_DEEPEST: Final = 3
_MOST_PARTS: Final = 60


def note_handed_components(machine: Machine, value: Value, place: Place, within: tuple[tuple[str, str], ...]) -> None:
    """Note the components in a value that is handed on.

    Args:
        machine: the run.
        value: what is handed on.
        place: where.
        within: to whom, and as what, as far as that is known: the path of a component and the name of a prop.
    """
    for component in set(_components_in(machine, value, 0)):
        machine.sites.add(RenderSite(component, place, "server" in machine.sides, within))


def _components_in(machine: Machine, value: Value, depth: int) -> Iterator[str]:
    """Yield the paths of the components that a value is or holds, and of those that its functions import."""
    for atom in value.atoms:
        match atom:
            case Component(path):
                yield path
            case Closure():
                imported = imported_component(machine.program, atom)
                if imported is not None:
                    yield imported
            case Object(kind="object" | "array") if depth < _DEEPEST:
                for held in list(atom.properties.values())[:_MOST_PARTS]:
                    yield from _components_in(machine, held, depth + 1)
                if atom.rest is not None:
                    yield from _components_in(machine, atom.rest, depth + 1)
            case _:
                pass
