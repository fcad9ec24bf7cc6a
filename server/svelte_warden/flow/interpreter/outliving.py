"""What happens to a value that is stored into something that outlives the request: it outlives it too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.flow.interpreter.opaque import lasting
from svelte_warden.flow.interpreter.remembered import captured_cells, functions_of
from svelte_warden.flow.interpreter.values import Closure, Object, Value

if TYPE_CHECKING:
    from svelte_warden.flow.interpreter.machine import Machine


_PER_REQUEST = frozenset(("event", "per-request", "props"))


def share(machine: Machine, value: Value, *, functions: bool, own: bool) -> None:
    """Mark everything reachable from a value as shared; ``functions`` and ``own`` as :meth:`Machine.share` says."""
    for atom in value.atoms:
        if isinstance(atom, Closure) and atom.home.path == machine.path and machine.instance and not machine.trying:
            machine.noticed.kept.append(atom)
        if isinstance(atom, Object) and atom.kind not in _PER_REQUEST:
            if atom.shared:
                if not own and atom.internal.get("own"):
                    atom.internal["own"] = False
                continue
            machine.remember_object(atom)
            atom.shared = True
            atom.internal["made_late"] = True
            if own:
                atom.internal["own"] = True
            _keep_contents(machine, atom)
            for inner in atom.properties.values():
                share(machine, inner, functions=True, own=own)
            for held in (atom.rest, atom.internal.get("result"), atom.internal.get("target")):
                if isinstance(held, Value):
                    share(machine, held, functions=True, own=own)
        elif functions:
            for function in functions_of(atom):
                _share_captured(machine, function, own=own)


def _share_captured(machine: Machine, function: Closure, *, own: bool) -> None:
    """Mark the variables as shared that a function names, and all that is reachable from them."""
    if function.shared:
        return
    function.shared = True
    for cell in captured_cells(function):
        if not cell.shared:
            machine.remember_cell(cell)
            cell.shared = True
            cell.value = lasting(cell.value, function.home.place(function.function), machine.sides)
            share(machine, cell.value, functions=True, own=own)


def _keep_contents(machine: Machine, holder: Object) -> None:
    """Give what an object holds, or a promise gives, an identity that whoever reads it finds again."""
    place, sides = holder.made_at, machine.sides
    for name, held in holder.properties.items():
        holder.properties[name] = lasting(held, place, sides)
    if holder.rest is not None:
        holder.rest = lasting(holder.rest, place, sides)
    result = holder.internal.get("result")
    if isinstance(result, Value):
        holder.internal["result"] = lasting(result, place, sides)
