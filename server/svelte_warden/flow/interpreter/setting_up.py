"""Modules that set up others when they are loaded: ``on('login', keep)`` at their top.

Modules are evaluated as far as somebody asks; what such a line does, nobody asks for. So the run of a file begins with
those lines of what it imports, directly or not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from svelte_warden.facts.immutable import EMPTY_SET
from svelte_warden.flow.eager import eager
from svelte_warden.flow.interpreter.linking import module_of
from svelte_warden.project.resolution import File
from svelte_warden.project.roles import Role

if TYPE_CHECKING:
    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.program import Program

_SPECIFIER: Final = re.compile(
    rb"""(?m)^\s*(?:import\s*|(?:import|export)\b(?!\s+type\b)[^'";()=]*\bfrom\s*)['"]([^'"\n]+)['"]"""
)
_IMPORTED: Final = re.compile(rb"(?m)^import\s+(?!type\b)([^'\"]*?)\s*from\b")
_NAME: Final = re.compile(rb"[\w$]+")
_CALL: Final = re.compile(rb"(?m)^(?:await\s+)?([A-Za-z_$][\w$]*)(?:\.[\w$]+)*(?:<[^()]*>)?\(")
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
        names = _names_imported(machine.program.source(path).data)
        for index, piece in enumerate(facts.module):
            call = _CALL.match(piece.item.text)
            if call is not None and call[1] in names:
                module.evaluate(index)


def setting_up(program: Program, path: str) -> frozenset[str]:
    """Return the modules that call what they import, among a file and those it imports, directly or through modules."""
    found: frozenset[str] = frozenset((path,)) if program.query(calls_imported, path) else EMPTY_SET
    imported = program.query(specifiers, path)
    for specifier in imported if len(imported) <= _MOST_IMPORTS else ():
        resolution = program.resolve(path, specifier)
        if isinstance(resolution, File) and program.role(resolution.path) is Role.MODULE:
            found |= program.query(setting_up, resolution.path)
    return found


def _none(_path: str) -> frozenset[str]:
    return EMPTY_SET


setting_up.initial = _none  # type: ignore[attr-defined]  # the memo's protocol for circles


@eager
def specifiers(program: Program, path: str) -> frozenset[str]:
    """Return what a file imports and hands on, by the beginnings of its lines."""
    found = _SPECIFIER.findall(program.source(path).data)
    return frozenset(specifier.decode("utf-8", "replace") for specifier in found) or EMPTY_SET


@eager
def calls_imported(program: Program, path: str) -> bool:
    """Whether a module of the project has a line that does nothing but to call what it imports."""
    if program.role(path) is not Role.MODULE or program.is_installed(path):
        return False
    data = program.source(path).data
    called = set(_CALL.findall(data))
    return bool(called) and not called.isdisjoint(_names_imported(data))


def _names_imported(data: bytes) -> frozenset[bytes]:
    return frozenset(name for clause in _IMPORTED.findall(data) for name in _NAME.findall(clause))
