"""Declarations that are visible before they run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.facts import model
from svelte_warden.flow.interpreter import values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.interpreter.scopes import Scope


_DECLARING = frozenset((
    model.FunctionDeclaration, model.VariableDeclaration, model.ClassDeclaration, model.EnumDeclaration,
    model.NamespaceDeclaration, model.ExportDeclaration,
))  # fmt: skip


def hoist(machine: Machine, statements: tuple[model.Statement, ...], scope: Scope) -> None:
    """Declare what a block declares: functions with their value, the rest as not yet initialised."""
    for statement in statements:
        if type(statement) not in _DECLARING:
            continue
        declaration = statement.declaration if isinstance(statement, model.ExportDeclaration) else statement
        match declaration:
            case model.FunctionDeclaration(function=function) if function.name is not None:
                cell = machine.declare(scope, function.name, "function", function)
                cell.value, cell.initialised = values.of(machine.closure(function, scope)), True
            case model.VariableDeclaration(kind=kind, declarators=declarators):
                where = scope.function_scope() if kind == "var" else scope
                for declarator in declarators:
                    for name in bound_names(declarator.pattern):
                        machine.declare(where, name.name, "const" if kind == "using" else kind, name)
            case model.ClassDeclaration(definition=definition) if definition.name is not None:
                machine.declare(scope, definition.name, "class", definition)
            case model.EnumDeclaration(name=name):
                machine.declare(scope, name, "const", declaration)
            case model.NamespaceDeclaration(name=name) if name not in scope.cells:
                machine.declare(scope, name, "const", declaration)
            case _:
                pass


def bound_names(pattern: model.Pattern) -> Iterator[model.Name]:
    """Yield every name that a binding pattern declares."""
    match pattern:
        case model.Name():
            yield pattern
        case model.ObjectPattern():
            for item in pattern.properties:
                yield from bound_names(item.target)
            if pattern.rest is not None:
                yield from bound_names(pattern.rest)
        case model.ArrayPattern():
            for target in pattern.elements:
                if target is not None:
                    yield from bound_names(target)
            if pattern.rest is not None:
                yield from bound_names(pattern.rest)
        case model.DefaultPattern() | model.RestPattern():
            yield from bound_names(pattern.target)
        case _:
            return
