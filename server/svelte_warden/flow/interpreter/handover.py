"""Values handed from one file's run to another's: what a load returns, a layout puts into context, a hook into locals.

A heap object cannot leave its run. What can is how to find it again: a shared object is named by the module variable
that reaches it, a fresh one by its parts. That is enough to follow one module's state through data, context and
``event.locals`` into the component that changes it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from svelte_warden.facts.immutable import immutable
from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.linking import exported, module_of
from svelte_warden.flow.interpreter.scopes import DEFAULT
from svelte_warden.flow.interpreter.values import (
    NO_ORIGINS,
    ClassDefinition,
    Closure,
    Object,
    Origin,
    Place,
    Primitive,
    Value,
)

if TYPE_CHECKING:
    from svelte_warden.flow.interpreter.machine import Machine

_DEEPEST = 4
# The kinds of object that are no more than their parts.
_STRUCTURES = frozenset(("object", "array", "instance", "props", "event", "per-request", "map"))
_MOST_PROPERTIES = 40


@immutable
class SharedReference:
    """Something that a module variable reaches: the module, the variable, and the properties on the way.

    ``kind`` and ``definition`` are those of an object that is only made when it is first asked for, and its class.
    """

    path: str
    variable: str
    properties: tuple[str, ...] = ()
    kind: str = ""
    definition: SharedReference | None = None


@immutable
class Structure:
    """A fresh object or array with parts worth following; of an instance the class, if a module has it."""

    kind: str
    parts: tuple[tuple[str, Portable], ...]
    made_at: Place
    definition: SharedReference | None = None


@immutable
class Portable:
    """A value that can leave its run; atoms that cannot are left out and count as unknown."""

    atoms: tuple[SharedReference | Structure | Primitive, ...] = ()
    origins: frozenset[Origin] = NO_ORIGINS
    partial: bool = False


Atom: TypeAlias = SharedReference | Structure | Primitive


def export(machine: Machine, value: Value) -> Portable:
    """Return what of a value another run can find again."""
    return _export(value, shared_names(machine), 0)


def _export(value: Value, names: dict[int, SharedReference], depth: int) -> Portable:
    atoms: list[Atom] = []
    partial = False
    for atom in value.atoms:
        if isinstance(atom, Primitive):
            atoms.append(atom)
        elif id(atom) in names:
            atoms.append(_reference(atom, names))
        elif isinstance(atom, Object) and atom.kind in _STRUCTURES and not atom.shared and depth < _DEEPEST:
            parts = tuple(
                (name, _export(held, names, depth + 1))
                for name, held in list(atom.properties.items())[:_MOST_PROPERTIES]
            )
            atoms.append(Structure(atom.kind, parts, atom.made_at, names.get(id(atom.definition))))
            partial = partial or atom.open or atom.rest is not None
        else:
            partial = True
    ordered = tuple(sorted(atoms, key=repr))
    return Portable(ordered, value.origins, partial or not ordered)


def _reference(atom: values.Atom, names: dict[int, SharedReference]) -> SharedReference:
    name = names[id(atom)]
    if name.properties or not isinstance(atom, Object) or "made_late" not in atom.internal:
        return name
    return replace(name, kind=atom.kind, definition=names.get(id(atom.definition)))


def source_names(machine: Machine) -> dict[int, str]:
    """Return for the identity of each shared object how the source calls it: ``session.items``."""
    return {key: ".".join((name.variable, *name.properties)) for key, name in shared_names(machine).items()}


def shared_names(machine: Machine) -> dict[int, SharedReference]:
    """Name every shared object that a module variable or an import reaches, by the shortest way."""
    names: dict[int, SharedReference] = {}
    waiting: list[tuple[Value, SharedReference]] = []
    imported: list[tuple[Value, SharedReference]] = []
    for path, module in machine.modules.items():
        for cell in module.scope.cells.values():
            if cell.initialised:
                named = imported if cell.kind == "import" else waiting
                named.append((cell.value, SharedReference(path, cell.name)))
    waiting += imported
    while waiting:
        value, name = waiting.pop(0)
        for atom in value.atoms:
            if isinstance(atom, (Object, Closure, ClassDefinition)) and id(atom) not in names:
                names[id(atom)] = name
                if isinstance(atom, Object) and atom.shared and len(name.properties) < _DEEPEST:
                    waiting.extend(
                        (held, SharedReference(name.path, name.variable, (*name.properties, key)))
                        for key, held in list(atom.properties.items())[:_MOST_PROPERTIES]
                    )
    return names


def is_constant(portable: Portable) -> bool:
    """Whether a value is one constant, or made of such: of several, a user may decide which one it is."""
    if portable.partial or portable.origins or len(portable.atoms) != 1:
        return False
    (atom,) = portable.atoms
    if isinstance(atom, Structure):
        return all(is_constant(part) for _, part in atom.parts)
    return isinstance(atom, Primitive)


def materialise(machine: Machine, portable: Portable) -> Value:
    """Return the value in this run."""
    parts = [_materialise(machine, atom) for atom in portable.atoms]
    if portable.partial:
        parts.append(values.unknown(portable.origins))
    return values.tainted(values.join(parts), portable.origins)


def _materialise(machine: Machine, atom: Atom) -> Value:
    if isinstance(atom, Primitive):
        return values.of(atom)
    if isinstance(atom, Structure):
        made = Object(atom.kind, atom.made_at)
        machine.noticed.handed.add(made)
        made.properties = {name: materialise(machine, part) for name, part in atom.parts}
        made.open = True
        made.definition = _class_of(machine, atom.definition)
        return values.of(made)
    return _found_again(machine, atom)


def _class_of(machine: Machine, definition: SharedReference | None) -> ClassDefinition | None:
    found = () if definition is None else _found_again(machine, definition).atoms
    return next((atom for atom in found if isinstance(atom, ClassDefinition)), None)


def _found_again(machine: Machine, reference: SharedReference) -> Value:
    value = _variable(machine, reference)
    for name in reference.properties:
        value = values.join(
            held.properties[name] for held in value.atoms if isinstance(held, Object) and name in held.properties
        )
    return Value(value.atoms, value.origins)


def _variable(machine: Machine, reference: SharedReference) -> Value:
    if reference.variable == DEFAULT:
        return exported(machine, reference.path, "default")
    module = module_of(machine, reference.path)
    cell = module.scope.find(reference.variable) if module is not None else None
    if cell is None:
        return values.UNKNOWN
    held = machine.read(cell)
    if reference.kind and values.nullish(held):  # nobody has asked for it in this run
        made = Object(reference.kind, cell.declared_at or Place(reference.path, 0, 0), shared=True, open=True)
        made.definition = _class_of(machine, reference.definition)
        cell.value = values.merge(cell.value, values.of(made))
        return machine.read(cell)
    return held


def context_key(value: Value | None) -> tuple[str, ...] | None:
    """Return the identity of a context key across runs, ``None`` when it is not certain."""
    if value is None or len(value.atoms) != 1:
        return None
    (atom,) = value.atoms
    if isinstance(atom, Primitive):
        return (atom.kind, str(atom.value))
    if isinstance(atom, Object):
        return ("object", atom.made_at.path, str(atom.made_at.start))
    if isinstance(atom, ClassDefinition):
        return ("class", atom.home.path, str(atom.home.base + atom.definition.start))
    return None
