"""Regular expressions that remember where they stopped: those of a module with the flag ``g`` or ``y``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.flow.effects import note_write
from svelte_warden.flow.interpreter.values import UNKNOWN, Atom, Object, Value
from svelte_warden.flow.natives.registry import method

if TYPE_CHECKING:
    from svelte_warden.facts import model
    from svelte_warden.flow.interpreter.machine import Machine


@method("regexp", "test")
def _test(machine: Machine, receiver: Atom, name: str, _arguments: list[Value], node: model.Node) -> Value:
    """Move ``lastIndex``, unless somebody looks after that; ``exec`` is mostly called until it finds no more."""
    code = machine.home.code
    if isinstance(receiver, Object) and receiver.shared and (code is None or b"lastIndex" not in code.text):
        note_write(machine, receiver, "lastIndex", UNKNOWN, node, name)
    return UNKNOWN
