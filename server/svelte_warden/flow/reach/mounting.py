"""The beginnings of component trees: ``mount``, ``hydrate``, ``render`` and ``new Component``.

Source of what inherits: run on Svelte 4.2.20 and 5.57.3 (a component mounted in an event handler inherits nothing).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.properties import get_property
from svelte_warden.flow.interpreter.values import UNDEFINED, UNKNOWN, Object, Value
from svelte_warden.flow.moments import Phase
from svelte_warden.flow.natives.registry import native
from svelte_warden.flow.reach.model import Key, Mount
from svelte_warden.flow.reach.recording import spot_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from svelte_warden.facts import model
    from svelte_warden.flow.interpreter.machine import Machine


@native("svelte", "mount", "hydrate")
def _mount(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    note_mount(machine, arguments[0] if arguments else UNKNOWN, arguments, node)
    return UNKNOWN


@native("svelte/server", "render")
def _render(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    note_mount(machine, arguments[0] if arguments else UNKNOWN, arguments, node)
    return UNKNOWN


def note_construction(machine: Machine, path: str, arguments: list[Value], node: model.Node) -> None:
    """Record ``new Component({ target, context })``, the way of Svelte 3 and 4."""
    note_mount(machine, values.of(values.Component(path)), [UNDEFINED, *arguments], node, is_constructor=True)


def note_mount(
    machine: Machine, component: Value, arguments: list[Value], node: model.Node, *, is_constructor: bool = False
) -> None:
    """Record the beginning of a tree."""
    targets = frozenset(atom.path for atom in component.atoms if isinstance(atom, values.Component))
    if not targets:
        return
    options = arguments[1] if len(arguments) > 1 else UNDEFINED
    inherits, keys = _inherits(machine, is_constructor=is_constructor), frozenset[Key]()
    for context in _contexts(machine, options, node):
        inherits, keys = context
    machine.tree.mounts.append(Mount(spot_of(machine.place(node)), targets, inherits, keys))


def _inherits(machine: Machine, *, is_constructor: bool) -> bool | None:
    """Return whether the contexts of the component at hand hold in one that is created now."""
    phase = machine.moment.phase
    if phase is Phase.UNKNOWN:
        return None
    if machine.instance is None or machine.instance.parent is not None:
        return False if machine.instance is None else None
    return phase is Phase.INIT or (phase is Phase.CURRENT and not is_constructor)


def _contexts(machine: Machine, options: Value, node: model.Node) -> Iterable[tuple[bool | None, frozenset[Key]]]:
    """Yield what the ``context`` option says, if it is given."""
    if any(isinstance(atom, values.Unknown) for atom in options.atoms):
        yield None, frozenset()
    for atom in options.atoms:
        if not isinstance(atom, Object) or not ("context" in atom.properties or atom.open):
            continue
        for held in get_property(machine, values.of(atom), "context", node).atoms:
            if isinstance(held, Object) and held.kind == "all contexts":
                yield True, frozenset()
                break
            if isinstance(held, Object) and held.kind == "map":
                yield False, frozenset(Key("string", name) for name in held.properties)
            elif held not in UNDEFINED.atoms:
                yield None, frozenset()
