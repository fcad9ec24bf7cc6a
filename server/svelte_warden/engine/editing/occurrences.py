"""Where a file refers to a name of its top level: each place with what is around it, shadowed names left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from svelte_warden.engine.editing.outline import pieces
from svelte_warden.engine.editing.site import Site
from svelte_warden.facts import model
from svelte_warden.facts.embedded import shorthand_names
from svelte_warden.flow.interpreter.hoisting import bound_names
from svelte_warden.flow.names import declared_names, parts_of, within_function

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from svelte_warden.engine.editing.outline import Outline, Part
    from svelte_warden.facts.code import Code

_Way: TypeAlias = "tuple[model.Node, ...]"
_NameThere: TypeAlias = "tuple[_Way, str, frozenset[str]]"


def occurrences(outline: Outline, name: str) -> tuple[Site, ...] | None:
    """Return every reference to a name that the top level declares or imports, as ``name`` or ``$name``.

    The declaration itself and the names in ``export { … }`` are none. ``None`` if the markup has places that cannot be
    told: a block declares the same name, or a directive such as ``bind:name`` stands for it.
    """
    facts = outline.facts
    if facts is None:
        return ()
    if name in outline.markup_names or name in outline.about(facts, shorthand_names):
        return None
    return tuple(
        Site(outline, script, placed, way)
        for script, placed in outline.about(outline, _pieces_by_name).get(name, ())
        for way in outline.about(placed, _ways_by_name).get(name, ())
    )


def _pieces_by_name(outline: Outline) -> dict[str, list[tuple[Part, model.Placed[Code]]]]:
    """Return the pieces of a file that have a name in them, by the variable it may refer to."""
    found: dict[str, list[tuple[Part, model.Placed[Code]]]] = {}
    for piece in pieces(outline):
        names = piece[1].item.names
        for name in names | {name[1:] for name in names if name[:1] == "$"}:
            found.setdefault(name, []).append(piece)
    return found


def _ways_by_name(placed: model.Placed[Code]) -> dict[str, list[_Way]]:
    """Return the ways to all names in a piece that nothing around them declares, by the variable they refer to."""
    found: dict[str, list[_Way]] = {}
    roots = (placed.item.pattern,) if placed.item.form == "pattern" else placed.item.statements
    for way, name, shadowed in _ways(roots, (), frozenset()):
        for variable in (name, name[1:]) if name[:1] == "$" and len(name) > 1 else (name,):
            if variable not in shadowed and f"${variable}" not in shadowed:
                found.setdefault(variable, []).append(way)
    return found


def _ways(nodes: Sequence[model.Node], above: _Way, shadowed: frozenset[str]) -> Iterator[_NameThere]:
    """Yield the way to every name within some nodes that stand in one scope, and what is declared around it."""
    declared = _declared_here(nodes) if above else None
    inner = shadowed | declared if declared else shadowed
    for node in nodes:
        yield from _ways_in(node, above, inner)


def _ways_in(node: model.Node, above: _Way, shadowed: frozenset[str]) -> Iterator[_NameThere]:
    way = (*above, node)
    if isinstance(node, model.Name):
        yield way, node.name, shadowed
        return
    declared = _parameters(node)
    inner = shadowed | declared if declared else shadowed
    for value in parts_of(node):
        if isinstance(value, model.Node):
            if isinstance(node, model.Declarator) and value is node.pattern:
                yield from _in_pattern(value, way, inner)
            else:
                yield from _ways_in(value, way, inner)
        elif isinstance(value, tuple):
            yield from _ways(tuple(_nodes(value)), way, inner)


def _in_pattern(pattern: model.Node, above: _Way, shadowed: frozenset[str]) -> Iterator[_NameThere]:
    """Yield names within a declared pattern: in its default values, not those it declares."""
    for node in within_function(pattern):
        if isinstance(node, model.DefaultPattern):
            yield from _ways_in(node.default, (*above, pattern), shadowed)


def _declared_here(nodes: Sequence[model.Node]) -> frozenset[str]:
    """Return what the statements of one block declare for it."""
    return frozenset().union(*(declared_names(node) for node in nodes if _declares(node)))  # type: ignore[arg-type]


def _declares(node: model.Node) -> bool:
    return isinstance(node, (model.VariableDeclaration, model.FunctionDeclaration, model.ClassDeclaration))


def _parameters(node: model.Node) -> frozenset[str]:
    """Return what a node declares for all within it, beside the statements of its blocks."""
    match node:
        case model.Function():
            named = frozenset(name.name for parameter in node.parameters for name in bound_names(parameter))
            return named | _hoisted(node) | ({node.name} if node.name else frozenset())
        case model.For(initializer=model.VariableDeclaration() as declaration):
            return declared_names(declaration)
        case model.ForEach() if node.declaration is not None:
            return frozenset(name.name for name in bound_names(node.target))
        case model.Try() if node.parameter is not None:
            return frozenset(name.name for name in bound_names(node.parameter))
        case model.Class(name=str(name)):
            return frozenset((name,))
    return frozenset()


def _hoisted(function: model.Function) -> frozenset[str]:
    """Return the names that ``var`` declares anywhere in a function."""
    return frozenset().union(
        *(
            declared_names(node)
            for statement in function.body
            for node in within_function(statement)
            if isinstance(node, model.VariableDeclaration) and node.kind == "var"
        )
    )


def _nodes(values: tuple[Any, ...]) -> Iterator[model.Node]:
    """Yield the nodes in a tuple, however deep in tuples."""
    for value in values:
        if isinstance(value, model.Node):
            yield value
        elif isinstance(value, tuple):
            yield from _nodes(value)


def is_written(site: Site) -> bool:
    """Whether a reference is assigned to, counted up or deleted from: itself, or something within it."""
    node, *outer = reversed(site.way)
    for above in outer:
        match above:
            case model.Assignment(target=target) if target is node:
                return True
            case model.Update() | model.Unary(operator="delete"):
                return True
            case model.Member(object=inner) | model.Index(object=inner) if inner is node:
                node = above
            case model.ObjectPattern() | model.ArrayPattern() | model.PropertyPattern() | model.RestPattern():
                node = above
            case model.DefaultPattern(target=target) if target is node:
                node = above
            case _:
                return False
    return False


def outer_function(site: Site) -> model.Function | None:
    """Return the outermost function around a reference."""
    return next((node for node in site.way if isinstance(node, model.Function)), None)
