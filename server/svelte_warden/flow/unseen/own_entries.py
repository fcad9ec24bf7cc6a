"""Tests by which a list is asked for the entries of somebody: ``rows.filter((row) => row.owner === owner)``."""

from __future__ import annotations

from typing import Final

from svelte_warden.facts import model
from svelte_warden.flow.names import children

_EQUAL: Final = ("===", "==")


def compared_property(function: model.Function) -> str | None:
    """Return the property that a test compares with something else: ``owner`` of ``(row) => row.owner === id``.

    ``None`` if it may be true of other entries too.
    """
    match function:
        case model.Function(parameters=(model.Name(name=entry), *_), body=(model.Return(argument=test),)) if (
            test is not None
        ):
            return _compared(test, entry)
        case _:
            return None


def _compared(test: model.Expression, entry: str) -> str | None:
    match test:
        case model.Logical(operator="&&", left=left, right=right):
            return _compared(left, entry) or _compared(right, entry)
        case model.Binary(operator=operator, left=left, right=right) if operator in _EQUAL:
            found = _property_of(left, entry), _property_of(right, entry)
            other = right if found[0] else left
            is_constant = isinstance(other, (model.Constant, model.Template))
            return None if all(found) or is_constant or _mentions(other, entry) else found[0] or found[1]
        case _:
            return None


def _property_of(node: model.Expression, entry: str) -> str | None:
    """Return the outermost property of an entry in ``row.owner`` and ``row.owner.id``."""
    match node:
        case model.Member(object=model.Name(name=name), property=found) if name == entry:
            return found
        case model.Member(object=inner):
            return _property_of(inner, entry)
        case _:
            return None


def _mentions(node: model.Node, name: str) -> bool:
    return (isinstance(node, model.Name) and node.name == name) or any(_mentions(each, name) for each in children(node))
