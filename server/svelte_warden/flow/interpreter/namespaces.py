"""What lies in a module's namespace under a key that nobody knows: ``stores[name]``, ``Object.values(stores)``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.facts import model
from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.hoisting import bound_names
from svelte_warden.flow.interpreter.linking import exported
from svelte_warden.flow.interpreter.values import UNKNOWN, WIDEST, Object, Value
from svelte_warden.project.resolution import File

if TYPE_CHECKING:
    from collections.abc import Iterable

    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.program import Program

_MOST_EXPORTS = 4 * WIDEST


def any_export(machine: Machine, path: str) -> Value:
    """Return any export of a module: the objects that its variables hold, and whatever else there is.

    A table of many components or icons is nothing but anything: it would cost much to look at each, and they are no
    state. So are the functions, of which nobody can say that all are called.
    """
    names = machine.program.query(exported_variables, path)
    found = values.join(exported(machine, path, name) for name in names)
    return Value(UNKNOWN.atoms.union(atom for atom in found.atoms if isinstance(atom, Object)), found.origins)


def exported_variables(program: Program, path: str) -> tuple[str, ...]:
    """Return the names of what may be the exported variables of a module of the project, none if there are many."""
    facts = None if program.is_installed(path) else program.facts(path)
    if facts is None:
        return ()
    pieces = [piece.item for piece in facts.module if piece.item.text.startswith(b"export")]
    if len(pieces) > _MOST_EXPORTS:
        return ()
    names = {name for piece in pieces for statement in piece.statements for name in _named(program, path, statement)}
    return tuple(sorted(names)) if len(names) <= WIDEST else ()


def _nothing(_path: str) -> tuple[str, ...]:
    return ()


exported_variables.initial = _nothing  # type: ignore[attr-defined]  # the memo's protocol for circles


def _named(program: Program, path: str, statement: model.Statement) -> Iterable[str]:
    match statement:
        case model.ExportDeclaration(declaration=model.VariableDeclaration(declarators=declarators)):
            held = (each for each in declarators if not isinstance(each.init, (model.Function, model.Class)))
            return (name.name for declarator in held for name in bound_names(declarator.pattern))
        case model.ExportNamed(specifiers=specifiers, source=source) if not (source or "").endswith(".svelte"):
            return (specifier.exported for specifier in specifiers)
        case model.ExportAll(source=source, exported=None):
            resolution = program.resolve(path, source)
            return program.query(exported_variables, resolution.path) if isinstance(resolution, File) else ()
        case _:
            return ()
