"""The beginnings of component trees: ``mount``, ``hydrate``, ``render`` and ``new Component``.

Source of what inherits: run on Svelte 4.2.20 and 5.57.3 (a component mounted in an event handler inherits nothing).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.properties import get_property
from svelte_warden.flow.interpreter.values import UNDEFINED, UNKNOWN, Object, Value
from svelte_warden.flow.moments import Phase
from svelte_warden.flow.natives.map_keys import is_all_contexts, keys_of
from svelte_warden.flow.natives.registry import native, undescribed
from svelte_warden.flow.reach.model import Key, Mount
from svelte_warden.flow.reach.recording import spot_of

if TYPE_CHECKING:
    from svelte_warden.facts import model
    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.interpreter.values import Atom


@native("svelte", "mount", "hydrate")
def _mount(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    note_mount(machine, arguments[0] if arguments else UNKNOWN, arguments, node)
    return UNKNOWN


@native("svelte/server", "render")
def _render(machine: Machine, arguments: list[Value], node: model.Node) -> Value:
    """Render to text, in which there may be all that the props and contexts hold."""
    note_mount(machine, arguments[0] if arguments else UNKNOWN, arguments, node)
    made = machine.allocate("object", node)
    made.properties = dict.fromkeys(("body", "head", "html", "css"), undescribed(arguments[1:]))
    return values.of(made)


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
    given = _contexts(machine, options, node)
    inherits, keys = given or (_inherits(machine, is_constructor=is_constructor), frozenset[Key]())
    machine.tree.mounts.append(Mount(spot_of(machine.place(node)), targets, inherits, keys))


def _inherits(machine: Machine, *, is_constructor: bool) -> bool | None:
    """Return whether the contexts of the component at hand hold in one that is created now."""
    phase = machine.moment.phase
    if phase is Phase.UNKNOWN:
        return None
    if machine.instance is None or machine.instance.parent is not None:
        return False if machine.instance is None else None
    return phase is Phase.INIT or (phase is Phase.CURRENT and not is_constructor)


def _contexts(machine: Machine, options: Value, node: model.Node) -> tuple[bool | None, frozenset[Key]] | None:
    """Return whether all contexts are in the ``context`` option, and which keys are; ``None`` if it is not given."""
    if any(isinstance(atom, values.Unknown) for atom in options.atoms):
        return None, frozenset()
    held = values.join(
        get_property(machine, values.of(atom), "context", node)
        for atom in options.atoms
        if isinstance(atom, Object) and ("context" in atom.properties or atom.open)
    )
    if not held.atoms - UNDEFINED.atoms:
        return None
    if is_all_contexts(held):
        return True, frozenset()
    keys: set[Key] = set()
    answers: set[bool | None] = set()
    for atom in held.atoms - UNDEFINED.atoms:
        known, copied = _split(machine, _keys_in(machine, atom))
        keys |= known
        answers.add(copied)
    return (answers.pop() if len(answers) == 1 else None), frozenset(keys)


def _keys_in(machine: Machine, atom: Atom) -> frozenset[Value]:
    if not isinstance(atom, Object) or atom.kind != "map":
        return frozenset((UNKNOWN,))
    is_followed = not atom.shared or (machine.makes_shared and atom.made_at.path == machine.home.path)
    return keys_of(atom) if is_followed else keys_of(atom) | {UNKNOWN}  # others may have put more into it


def _split(machine: Machine, in_map: frozenset[Value]) -> tuple[set[Key], bool | None]:
    """Return the keys of a map, and whether it has all contexts besides; ``None`` when others may be in it."""
    copied = {key for key in in_map if is_all_contexts(key)}
    keys = {machine.tree.keys.key_of(key) for key in in_map - copied}
    is_known = all(key.is_known for key in keys)
    return {key for key in keys if key.is_known}, bool(copied) if is_known else None
