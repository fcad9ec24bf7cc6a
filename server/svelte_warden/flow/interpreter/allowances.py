"""Places that take ``undefined`` as well: a context that is read right there may be missing.

What a variable holds is mostly used elsewhere too, so only a call that stands in such a place itself counts, a
variable that is used for nothing but a prop, and what only asks whether there is a value: ``class:inset={group}``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from svelte_warden.facts import model
from svelte_warden.flow.eager import eager
from svelte_warden.flow.interpreter.hoisting import bound_names
from svelte_warden.flow.interpreter.values import Component, Held, Object, Value
from svelte_warden.flow.reach.optional import is_tested_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.program import Program

_DECLARED_AND_USED: Final = 2
BOOLEAN: Final = frozenset(
    ("autofocus", "checked", "disabled", "hidden", "inert", "multiple", "open", "readonly", "required", "selected")
)
"""Attributes that only ask whether there is a value."""


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
    """Notice that an attribute of an element may be left out, and that some only ask whether there is a value."""
    if len(item.parts) != 1 or isinstance(item.parts[0], str):
        return
    allow_missing(machine, item.parts[0].item.expression, value)
    if item.name in BOOLEAN:
        machine.tree.note_test(value)
    elif item.name == "class":
        for atom in value.atoms:
            for held in atom.properties.values() if isinstance(atom, Object) and atom.kind == "array" else ():
                machine.tree.note_test(held)


def allow_missing_prop(machine: Machine, component: Value, item: model.Attribute, value: Value) -> None:
    """Notice that a prop may be left out: the component puts something in its place, or looks whether it is there."""
    if not any(isinstance(atom, Held) for atom in value.atoms):
        return
    paths = [atom.path for atom in component.atoms if isinstance(atom, Component)]
    if not paths or not all(item.name in machine.program.query(props_that_may_be_missing, path) for path in paths):
        return
    if _is_used_once(machine, item):
        machine.tree.note_test(value)
    else:
        allow_missing_attribute(machine, item, value)


def _is_used_once(machine: Machine, item: model.Attribute) -> bool:
    """Whether a prop is a variable that the file mentions nowhere but here and where it is declared."""
    code = item.parts[0] if len(item.parts) == 1 else None
    if code is None or isinstance(code, str) or not isinstance(code.item.expression, model.Name):
        return False
    name = re.escape(code.item.expression.name.encode())
    mention = rb"(?<![\w$'\"`./-])" + name + rb"(?![\w$'\"`/-]|=\{)"  # neither a text nor an attribute's name
    return len(re.findall(mention, _source(machine.program, machine.path))) == _DECLARED_AND_USED


def _source(program: Program, path: str) -> bytes:
    return program.source(path).data


@eager
def props_that_may_be_missing(program: Program, path: str) -> frozenset[str]:
    """Return the props of a component that have a default value, or that it looks for before it uses them."""
    facts = program.facts(path)
    if facts is None:
        return frozenset()
    declared = [prop for piece in facts.instance for statement in piece.item.statements for prop in _props(statement)]
    text = _source(program, path)
    return frozenset(
        prop for prop, local, has_default in declared if has_default or (local and _looks_for(text, local.encode()))
    )


def _looks_for(text: bytes, name: bytes) -> bool:
    """Whether a component tests a prop: ``{#if name}``, ``if (name)``, ``name ? … : …``, ``name?.``, ``name ??``."""
    tested = rb"(?:\{#if|\{:else if|\bif\s*\()\s*NAME\s*(?:[})]|&&|[!=]==?)|(?<![\w$.])NAME\s*\?(?!\.\d)"
    return re.search(tested.replace(b"NAME", re.escape(name)), text) is not None or is_tested_in(text, name)


def _props(statement: model.Statement) -> Iterator[tuple[str, str | None, bool]]:
    """Yield the props that a statement declares: name, variable (``None`` for a pattern), whether it has a default."""
    match statement:
        case model.ExportDeclaration(declaration=model.VariableDeclaration(kind="let", declarators=declarators)):
            for declarator in declarators:
                for name in bound_names(declarator.pattern):
                    yield name.name, name.name, declarator.init is not None
        case model.VariableDeclaration(declarators=declarators):
            for declarator in declarators:
                match declarator:
                    case model.Declarator(
                        pattern=model.ObjectPattern(properties=properties),
                        init=model.Call(callee=model.Name(name="$props")),
                    ):
                        yield from (_prop(item.key, item.target) for item in properties if isinstance(item.key, str))
                    case _:
                        pass
        case _:
            pass


def _prop(key: str, target: model.Pattern) -> tuple[str, str | None, bool]:
    return key, target.name if isinstance(target, model.Name) else None, isinstance(target, model.DefaultPattern)
