"""Names of a program without running it: what a piece declares, what it refers to, and the way to a node of it.

Block scopes are taken for their function's: a name that a function declares anywhere counts as its own in all of it.
"""

from __future__ import annotations

from dataclasses import fields, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from svelte_warden.facts import model
from svelte_warden.flow.interpreter.hoisting import bound_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from svelte_warden.facts.code import Code

_LOOPS = (model.For, model.ForEach, model.While)
_NAMED_DECLARATIONS = (
    model.VariableDeclaration, model.FunctionDeclaration, model.ClassDeclaration, model.NamespaceDeclaration,
)  # fmt: skip
_SCOPES = (model.Function, model.Block, model.If, *_LOOPS, model.Switch, model.SwitchCase, model.Try)


_FIELDS: dict[type, tuple[str, ...]] = {}


def parts_of(node: model.Node) -> list[Any]:
    """Return the values of the fields of a node: nodes, tuples and what is neither."""
    names = _FIELDS.get(type(node))
    if names is None:
        names = _FIELDS[type(node)] = tuple(field.name for field in fields(node))
    return [getattr(node, name) for name in names]


def children(node: model.Node) -> Iterator[model.Node]:
    """Yield the nodes directly within a node, in no particular order."""
    waiting = parts_of(node)
    while waiting:
        value = waiting.pop()
        if isinstance(value, tuple):
            waiting.extend(value)
        elif isinstance(value, model.Node):
            yield value


def descendants(nodes: Iterable[model.Node]) -> Iterator[model.Node]:
    """Yield some nodes and all that is in them, in no particular order."""
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(children(node))


def path_to(nodes: Iterable[model.Node], start: int, end: int) -> tuple[model.Node, ...]:
    """Return the nodes from the outermost to the one that spans exactly these bytes; empty if there is none.

    Of several with the same span all are on the path.
    """
    found = next((node for node in nodes if node.start <= start and end <= node.end), None)
    if found is None:
        return ()
    inner = path_to(children(found), start, end)
    if inner:
        return (found, *inner)
    return (found,) if (found.start, found.end) == (start, end) else ()


def around(nodes: Iterable[model.Node], start: int, end: int) -> tuple[model.Node, ...]:
    """Return the nodes that hold these bytes, from the outermost to the innermost."""
    found = next((node for node in nodes if node.start <= start and end <= node.end), None)
    return () if found is None else (found, *around(children(found), start, end))


def declared_names(statement: model.Statement) -> frozenset[str]:
    """Return the names that a statement declares in the scope it stands in; ``$: name = …`` declares one too."""
    match statement:
        case model.ExportDeclaration(declaration=declaration):
            return declared_names(declaration)
        case model.VariableDeclaration(declarators=declarators):
            return frozenset(name.name for declarator in declarators for name in bound_names(declarator.pattern))
        case model.FunctionDeclaration(function=model.Function(name=str(name))):
            return frozenset((name,))
        case model.ClassDeclaration(definition=model.Class(name=str(name))):
            return frozenset((name,))
        case model.EnumDeclaration(name=name) | model.NamespaceDeclaration(name=name):
            return frozenset((name,))
        case model.Import(specifiers=specifiers):
            return frozenset(specifier.local for specifier in specifiers)
        case model.Labeled(label="$", body=model.ExpressionStatement(expression=model.Assignment(target=target))):
            return frozenset(name.name for name in bound_names(target))
        case _:
            return frozenset()


def functions_declared(statement: model.Statement) -> Iterator[tuple[str, model.Function]]:
    """Yield the functions that a statement declares, if it declares nothing else."""
    match statement:
        case model.ExportDeclaration(declaration=declaration):
            yield from functions_declared(declaration)
        case model.FunctionDeclaration(function=model.Function(name=str(name)) as function):
            yield name, function
        case model.VariableDeclaration(kind="const", declarators=(model.Declarator() as declarator,)):
            if isinstance(declarator.pattern, model.Name) and isinstance(declarator.init, model.Function):
                yield declarator.pattern.name, declarator.init


def names_within(node: model.Node) -> frozenset[str]:
    """Return the names that a scope declares for itself, anywhere outside of the functions within it."""
    names: set[str] = set()
    if isinstance(node, model.Function):
        names.update(name.name for parameter in node.parameters for name in bound_names(parameter))
        names.update(("arguments", node.name or "arguments"))
    elif isinstance(node, model.Try) and node.parameter is not None:
        names.update(name.name for name in bound_names(node.parameter))
    elif isinstance(node, model.ForEach) and node.declaration is not None:
        names.update(name.name for name in bound_names(node.target))
    waiting = list(children(node))
    while waiting:
        inner = waiting.pop()
        if isinstance(inner, _NAMED_DECLARATIONS):
            names |= declared_names(inner)
        if not isinstance(inner, model.Function):
            waiting.extend(children(inner))
            if isinstance(inner, (model.Try, model.ForEach)):
                names |= names_within(inner)
    return frozenset(names)


def free_names(node: model.Node) -> frozenset[str]:
    """Return the names that a node refers to and does not declare itself; ``$store`` counts as ``store`` too."""
    match node:
        case model.Name(name=name):
            return frozenset((name, name[1:])) if name[:1] == "$" and len(name) > 1 else frozenset((name,))
        case model.ExportNamed(specifiers=specifiers, source=None):
            return frozenset(specifier.local for specifier in specifiers)
        case model.Property(kind=kind, key=key, value=model.Function() as value) if kind != "init":
            return _free_names_of_method(key, value)
        case model.ClassMember(key=key, value=model.Function() as value):
            return _free_names_of_method(key, value)
    names: frozenset[str] = frozenset().union(*(free_names(child) for child in children(node)))
    if isinstance(node, _SCOPES):
        return names - names_within(node)
    if isinstance(node, model.VariableDeclaration):
        return names - declared_names(node)
    if isinstance(node, model.Class) and node.name is not None:
        return names - {node.name}
    return names


def _free_names_of_method(key: str | model.Expression, value: model.Function) -> frozenset[str]:
    """Return what a method or accessor refers to: its own name is no variable within it."""
    names = free_names(replace(value, name=None))
    return names if isinstance(key, str) else names | free_names(key)


def within_function(node: model.Node) -> Iterator[model.Node]:
    """Yield a node and all within it, but not what lies in other functions."""
    waiting = [node]
    while waiting:
        inner = waiting.pop()
        yield inner
        if not isinstance(inner, model.Function):
            waiting.extend(children(inner))


def waits(node: model.Node) -> bool:
    """Whether some code waits for anything itself, and not only in a function within it."""
    return any(
        isinstance(inner, (model.Await, model.Yield)) or (isinstance(inner, model.ForEach) and inner.is_await)
        for inner in within_function(node)
    )


@lru_cache(maxsize=8192)
def names_of(code: Code) -> frozenset[str]:
    """Return the names that a piece declares at its top level, and those it refers to from anywhere within.

    Kept for the pieces seen last, since most of a file is the same from one keystroke to the next.
    """
    if code.form == "pattern":
        return free_names(code.pattern)
    return frozenset().union(*(declared_names(statement) | free_names(statement) for statement in code.statements))


@lru_cache(maxsize=8192)
def markup_bindings(code: Code) -> frozenset[str]:
    """Return the names that a piece of markup declares: the pattern of a block, parameters, ``{@const …}``."""
    if code.form == "pattern":
        return frozenset(name.name for name in bound_names(code.pattern))
    if code.form == "parameters" and isinstance(code.expression, model.Function):
        return names_within(code.expression)
    if code.form == "statement":
        return frozenset().union(*(declared_names(statement) for statement in code.statements))
    return frozenset()
