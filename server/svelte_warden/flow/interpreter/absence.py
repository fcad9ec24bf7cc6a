"""Tests that ask whether something is there: ``if (given)``, ``!kept``, ``value === undefined``."""

from __future__ import annotations

from svelte_warden.facts import model

_ABSENT = frozenset(("null", "undefined"))


def asked_for(test: model.Expression) -> tuple[model.Expression, bool] | None:
    """Return the variable or property that a test asks for, and how the test comes out when it is missing."""
    match test:
        case model.Name() | model.Member():
            return test, False
        case model.Unary(operator="!", operand=operand):
            inner = asked_for(operand)
            return None if inner is None else (inner[0], not inner[1])
        case model.Binary(operator="==" | "===" | "!=" | "!==", left=model.Name() | model.Member() as left):
            return (left, test.operator in ("==", "===")) if _is_absence(test.right) else None
        case _:
            return None


def _is_absence(node: model.Expression) -> bool:
    match node:
        case model.Name(name="undefined"):
            return True
        case model.Constant(kind=kind):
            return kind in _ABSENT
        case _:
            return False
