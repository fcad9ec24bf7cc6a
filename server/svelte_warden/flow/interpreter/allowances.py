"""Places that take ``undefined`` as well: a context that is read right there may be missing.

What a variable holds is used elsewhere too, so only a call that stands in such a place itself counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.facts import model
from svelte_warden.flow.eager import eager
from svelte_warden.flow.interpreter.hoisting import bound_names
from svelte_warden.flow.interpreter.values import Component, Held, Object, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.program import Program


def allow_missing(machine: Machine, node: model.Expression, value: Value) -> None:
    """Notice that an expression, or each element of a list that it writes out, stands where nothing may be."""
    match node:
        case model.Call():
            machine.tree.note_test(value)
        case model.ArrayLiteral(elements=elements):
            for atom in value.atoms:
                if isinstance(atom, Object):
                    for position, item in enumerate(elements):
                        if item is not None and (held := atom.properties.get(str(position))) is not None:
                            allow_missing(machine, item, held)


def allow_missing_attribute(machine: Machine, item: model.Attribute, value: Value) -> None:
    """Notice that an attribute of an element may be left out."""
    if len(item.parts) == 1 and not isinstance(item.parts[0], str):
        allow_missing(machine, item.parts[0].item.expression, value)


def allow_missing_prop(machine: Machine, component: Value, item: model.Attribute, value: Value) -> None:
    """Notice that a prop may be left out because the component has something to put in its place."""
    if not any(isinstance(atom, Held) for atom in value.atoms):
        return
    paths = [atom.path for atom in component.atoms if isinstance(atom, Component)]
    if paths and all(item.name in machine.program.query(props_with_default, path) for path in paths):
        allow_missing_attribute(machine, item, value)


@eager
def props_with_default(program: Program, path: str) -> frozenset[str]:
    """Return the props of a component that have a default value."""
    facts = program.facts(path)
    if facts is None:
        return frozenset()
    return frozenset(
        name for piece in facts.instance for statement in piece.item.statements for name in _with_default(statement)
    )


def _with_default(statement: model.Statement) -> Iterator[str]:
    match statement:
        case model.ExportDeclaration(declaration=model.VariableDeclaration(kind="let", declarators=declarators)):
            for declarator in declarators:
                if declarator.init is not None:
                    yield from (name.name for name in bound_names(declarator.pattern))
        case model.VariableDeclaration(declarators=declarators):
            for declarator in declarators:
                match declarator:
                    case model.Declarator(
                        pattern=model.ObjectPattern(properties=properties),
                        init=model.Call(callee=model.Name(name="$props")),
                    ):
                        yield from (
                            item.key
                            for item in properties
                            if isinstance(item.key, str) and isinstance(item.target, model.DefaultPattern)
                        )
                    case _:
                        pass
        case _:
            pass
