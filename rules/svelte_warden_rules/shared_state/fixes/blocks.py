"""Functions as a fix sees them: whether statements can be put into them, and what they are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.facts import model

if TYPE_CHECKING:
    from svelte_warden.engine.editing.site import Site


def has_block(site: Site, function: model.Function) -> bool:
    """Whether the body of a function around a place stands in braces, and has statements."""
    if not function.body:
        return False
    first = function.body[0]
    is_expression = function.is_arrow and isinstance(first, model.Return) and not site.text(first).startswith("return")
    return not is_expression


def function_name(site: Site, function: model.Function) -> str | None:
    """Return what a function around a place is called: by itself, as a variable, or as a property."""
    if function.name is not None:
        return function.name
    above = None
    for node in site.way:
        if node is function:
            break
        above = node
    match above:
        case model.Declarator(pattern=model.Name(name=name)):
            return name
        case model.Property(key=str(name)):
            return name
    return None


def top_level_function(site: Site) -> str | None:
    """Return the name of the function at the top level of a module in whose body something stands."""
    match site.way:
        case (model.ExportDeclaration(declaration=declaration), *rest) if rest and rest[0] is declaration:
            way = tuple(rest)
        case way:
            pass
    match way:
        case (model.FunctionDeclaration(), model.Function(name=name), *_):
            return name
        case (
            model.VariableDeclaration(kind="const"),
            model.Declarator(pattern=model.Name(name=name)),
            model.Function(),
            *_,
        ):
            return name
    return None
