"""TypeScript's namespaces: objects whose properties are the variables that the namespace exports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.facts import model
from svelte_warden.facts.lowering.dispatch import Lowering, lowers_statement
from svelte_warden.facts.lowering.functions import block_body

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node as SyntaxNode

_NEW_VALUE = "value"


@lowers_statement("internal_module", "module")
def namespace_declaration(lowering: Lowering, node: SyntaxNode, start: int, end: int) -> model.Statement | None:
    """Lower ``namespace A.B { … }`` to what it is compiled to; one that holds nothing but types is erased."""
    name = node.child_by_field_name("name")
    body = block_body(lowering, node.child_by_field_name("body"))
    if name is None or name.type == "string" or not body:
        return None
    *outer, innermost = lowering.text(name).split(".")
    declared: model.Statement = _declared(start, end, innermost, body)
    for part in reversed(outer):
        exported = model.ExportDeclaration(start, end, declared)
        declared = _declared(start, end, part.strip(), (exported,))
    return declared


def _declared(start: int, end: int, name: str, body: tuple[model.Statement, ...]) -> model.NamespaceDeclaration:
    properties = tuple(property_ for statement in body for property_ in _exported(statement))
    statements = tuple(
        statement.declaration if isinstance(statement, model.ExportDeclaration) else statement for statement in body
    )
    made = model.Return(start, end, model.ObjectLiteral(start, end, properties))
    function = model.Function(start, end, None, (), (*statements, made), is_arrow=True)
    return model.NamespaceDeclaration(start, end, name.strip(), model.Call(start, end, function, ()))


def _exported(statement: model.Statement) -> Iterator[model.Property]:
    """Yield a property for each name that a statement of a namespace exports."""
    if not isinstance(statement, model.ExportDeclaration):
        return
    match statement.declaration:
        case model.VariableDeclaration(kind="const", declarators=declarators):
            for declarator in declarators:
                yield from (_property(name) for name in _bound(declarator.pattern))
        case model.VariableDeclaration(declarators=declarators):
            for declarator in declarators:
                for name in _bound(declarator.pattern):
                    yield from _accessors(name)
        case model.FunctionDeclaration(start=start, end=end, function=model.Function(name=str(name))):
            yield _property(model.Name(start, end, name))
        case model.ClassDeclaration(start=start, end=end, definition=model.Class(name=str(name))):
            yield _property(model.Name(start, end, name))
        case (
            model.EnumDeclaration(start=start, end=end, name=name)
            | model.NamespaceDeclaration(start=start, end=end, name=name)
        ):
            yield _property(model.Name(start, end, name))
        case _:
            pass


def _bound(pattern: model.Pattern) -> Iterator[model.Name]:
    """Yield the variable of a declaration; a namespace hardly ever exports what it takes something apart into."""
    if isinstance(pattern, model.Name):
        yield pattern


def _property(name: model.Name) -> model.Property:
    return model.Property(name.start, name.end, "init", name.name, name)


def _accessors(name: model.Name) -> tuple[model.Property, model.Property]:
    """Return how a variable that can be assigned is read and written from outside: it is one with the property."""
    start, end = name.start, name.end
    value = model.Name(start, end, _NEW_VALUE if name.name != _NEW_VALUE else f"{_NEW_VALUE}_")
    assignment = model.Assignment(start, end, "=", name, value)
    getter = model.Function(start, end, name.name, (), (model.Return(start, end, name),))
    setter = model.Function(start, end, name.name, (value,), (model.ExpressionStatement(start, end, assignment),))
    return (
        model.Property(start, end, "getter", name.name, getter),
        model.Property(start, end, "setter", name.name, setter),
    )
