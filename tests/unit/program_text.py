"""Lowered programs as compact text: ``(Call f [a 1] optional)``.

Names and keys stand as they are, computed keys and lists in brackets, strings in quotes, ``_`` is ``None``; a flag is
named when it is set. Positions are left out.
"""

from __future__ import annotations

import json
from dataclasses import fields

from svelte_warden.facts import model
from svelte_warden.facts.code import Code


def statements(source: str) -> str:
    """The statements of a piece, separated by spaces; an expression statement is shown as its expression."""
    return " ".join(map(show, Code("statement", source.encode()).statements))


def expression(source: str) -> str:
    """The expression that a piece of template code lowers to."""
    return show(lowered_expression(source))


def lowered_expression(source: str) -> model.Expression:
    """The expression itself."""
    return Code("expression", source.encode()).expression


def pattern(source: str) -> str:
    """The pattern that a piece of template code lowers to."""
    return show(Code("pattern", source.encode()).pattern)


def parameters(source: str) -> str:
    """The parameters of a snippet."""
    return show(Code("parameters", source.encode()).expression)


def show(item: object) -> str:
    """One node, one list or one value."""
    match item:
        case model.Name():
            return item.name
        case model.Constant(kind="string"):
            return json.dumps(item.value)
        case model.Constant(kind="number"):
            return f"{item.value:g}"
        case model.Constant():
            return json.dumps(item.value) if item.kind in {"boolean", "null"} else str(item.value)
        case model.ExpressionStatement():
            return show(item.expression)
        case model.Node():
            parts = [type(item).__name__]
            for field in fields(item)[2:]:
                value = getattr(item, field.name)
                if field.name == "chunks":
                    parts.append(json.dumps(value))
                elif field.name == "key" and not isinstance(value, str):
                    parts.append(f"[{show(value)}]")
                elif value is True:
                    parts.append(field.name)
                elif value is not False and not (field.name == "parameter_properties" and value == ()):
                    parts.append(show(value))
            return f"({' '.join(parts)})"
        case tuple():
            return f"[{' '.join(map(show, item))}]"
        case None:
            return "_"
        case _:
            return str(item)
