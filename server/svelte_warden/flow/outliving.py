"""What happens to a value that is stored into something that outlives the request: it outlives it too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.flow.origins import captured_cells
from svelte_warden.flow.values import Closure, Object

if TYPE_CHECKING:
    from svelte_warden.flow.machine import Machine
    from svelte_warden.flow.values import Value


def share(machine: Machine, value: Value, *, functions: bool) -> None:
    """Mark everything reachable from a value as shared; ``functions`` as :meth:`Machine.share` says."""
    for atom in value.atoms:
        if isinstance(atom, Object) and not atom.shared:
            machine.remember_object(atom)
            atom.shared = True
            for inner in atom.properties.values():
                share(machine, inner, functions=True)
            if atom.rest is not None:
                share(machine, atom.rest, functions=True)
        elif functions and isinstance(atom, Closure) and not atom.shared:
            atom.shared = True
            for cell in captured_cells(atom):
                if not cell.shared:
                    machine.remember_cell(cell)
                    cell.shared = True
                    share(machine, cell.value, functions=True)
