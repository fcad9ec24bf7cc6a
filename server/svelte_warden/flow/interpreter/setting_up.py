"""Modules that set up others when they are loaded: ``on('login', keep)`` at their top.

Modules are evaluated as far as somebody asks; what such a line does, nobody asks for. So the run of a file begins with
those lines of what it imports, directly or not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from svelte_warden.facts.immutable import EMPTY_SET
from svelte_warden.flow.interpreter.linking import module_of
from svelte_warden.flow.static_imports import called_imports, called_name, static_imports
from svelte_warden.project.resolution import File
from svelte_warden.project.roles import Role

if TYPE_CHECKING:
    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.program import Program

_MOST: Final = 16
"""So many modules that set up others are run for one file."""
_MOST_IMPORTS: Final = 24
"""What imports more is an index of many: to look behind all of them would hold up the first answer for a file."""


def set_up(machine: Machine) -> None:
    """Run what the modules that a file imports do to others when they are loaded."""
    for path in sorted(machine.program.query(setting_up, machine.path))[:_MOST]:
        module = module_of(machine, path)
        facts = machine.program.facts(path)
        if module is None or facts is None or path == machine.path:
            continue
        names = called_imports(machine.program.source(path).data)
        for index, piece in enumerate(facts.module):
            if called_name(piece.item.text) in names:
                module.evaluate(index)


def setting_up(program: Program, path: str) -> frozenset[str]:
    """Return the modules that call what they import, among a file and those it imports, directly or through modules."""
    imports = program.query(static_imports, path)
    found: frozenset[str] = frozenset((path,)) if imports.calls_imported else EMPTY_SET
    for specifier in imports.specifiers if len(imports.specifiers) <= _MOST_IMPORTS else ():
        resolution = program.resolve(path, specifier)
        if isinstance(resolution, File) and program.role(resolution.path) is Role.MODULE:
            found |= program.query(setting_up, resolution.path)
    return found


def _none(_path: str) -> frozenset[str]:
    return EMPTY_SET


setting_up.initial = _none  # type: ignore[attr-defined]  # the memo's protocol for circles
