"""Arguments that stand in for something: ``given ?? getContext('api')``, ``if (given) return given``.

Whoever gives such an argument mostly has it. Where nothing is known of it, nobody can tell that it is missing.
An object that a call or a default writes out, ``{}``, has nothing but what it says, unless somebody may give it more.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from svelte_warden.facts import model
from svelte_warden.flow.interpreter.absence import asked_for
from svelte_warden.flow.interpreter.values import UNDEFINED, UNKNOWN, Object, Primitive
from svelte_warden.flow.names import free_names

if TYPE_CHECKING:
    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.interpreter.scopes import Scope
    from svelte_warden.flow.interpreter.values import Value


def may_be_there(value: Value) -> bool:
    """Whether nothing says that a value is missing."""
    return not any(isinstance(atom, Primitive) and not atom.value for atom in value.atoms)


def certainly_lacks(value: Value, name: str | None) -> bool:
    """Whether a value is nothing but object literals that do not have a property."""
    return bool(value.atoms) and all(
        isinstance(atom, Object)
        and atom.kind == "object"
        and not (atom.open or atom.shared or atom.internal or name in atom.properties)
        and atom.rest is None
        and atom.definition is None
        for atom in value.atoms
    )


def is_argument(node: model.Expression, scope: Scope) -> bool:
    """Whether an expression is a parameter, or a property of one, that was given something which may well be there."""
    match node:
        case model.Name(name=name):
            cell = scope.find(name)
            return cell is not None and cell.kind == "parameter" and may_be_there(cell.value)
        case model.Member(object=model.Name() as holder, property=name) if is_argument(holder, scope):
            cell = scope.find(holder.name)
            return cell is not None and not certainly_lacks(cell.value, name) and _may_have(cell.value, name)
        case _:
            return False


def is_missing_argument(node: model.Expression, scope: Scope) -> bool:
    """Whether an expression is a parameter for which nothing was given."""
    cell = scope.find(node.name) if isinstance(node, model.Name) else None
    return cell is not None and cell.kind == "parameter" and cell.value.atoms == UNDEFINED.atoms


def _may_have(value: Value, name: str) -> bool:
    return all(may_be_there(atom.properties.get(name, UNKNOWN)) for atom in value.atoms if isinstance(atom, Object))


def _missing_outcome(test: model.Expression, scope: Scope) -> tuple[str, bool] | None:
    """Return the argument that a test asks for, and how the test comes out when it is missing."""
    match asked_for(test):
        case (model.Name(name=name) as argument, outcome) if is_argument(argument, scope):
            return name, outcome
        case _:
            return None


def way_without_argument(node: model.If, scope: Scope) -> int | None:
    """Return which way of an ``if`` is taken when an argument is missing that stands in for what the other way gives.

    The first way is 0, the second 1; ``None`` if the test is about something else, such as a flag.
    """
    tested = _missing_outcome(node.test, scope)
    if tested is None:
        return None
    name, outcome = tested
    if outcome:
        stands_in = any(_assigns(statement, name) for statement in node.consequent)
        return 0 if stands_in or any(name in free_names(statement) for statement in node.alternate) else None
    return 1 if any(_returns(statement, name) for statement in node.consequent) else None


def branch_without_argument(node: model.Conditional, scope: Scope) -> bool | None:
    """Return with which outcome of its test a conditional does without an argument that the other branch uses."""
    tested = _missing_outcome(node.test, scope)
    if tested is None:
        return None
    name, outcome = tested
    present = node.alternate if outcome else node.consequent
    return outcome if name in free_names(present) else None


def _returns(statement: model.Statement, name: str) -> bool:
    match statement:
        case model.Return(argument=model.Node() as argument):
            return name in free_names(argument)
        case _:
            return False


def _assigns(statement: model.Statement, name: str) -> bool:
    match statement:
        case model.ExpressionStatement(expression=model.Assignment(target=model.Name(name=target))):
            return target == name
        case _:
            return False


# --- what an object that was written out lacks ----------------------------------------------------------------------

_WRITTEN_OUT = "written_out"
# What every object has from `Object.prototype`.
_INHERITED = frozenset((
    "constructor", "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable", "toLocaleString", "toString", "valueOf",
    "__proto__",
))  # fmt: skip


def note_written_out(node: model.Expression, value: Value, path: str) -> None:
    """Note that an object is what an expression writes out, and given to code in one file: ``{}``, ``{ cache: 1 }``."""
    if not isinstance(node, model.ObjectLiteral):
        return
    for atom in value.atoms:
        if isinstance(atom, Object) and atom.kind == "object":
            atom.internal[_WRITTEN_OUT] = path
            for item in node.properties:
                if isinstance(item, model.Property) and isinstance(item.key, str) and item.key in atom.properties:
                    note_written_out(item.value, atom.properties[item.key], path)


def note_given(node: model.Node, arguments: list[Value], path: str) -> None:
    """Note the objects that a call writes out among the arguments it gives to a function of a file."""
    if isinstance(node, (model.Call, model.New)) and len(node.arguments) == len(arguments):
        for argument, value in zip(node.arguments, arguments, strict=True):
            note_written_out(argument, value, path)


def forget_written_out(value: Value) -> None:
    """Note that somebody may give the objects in a value any property."""
    for atom in value.atoms:
        if isinstance(atom, Object):
            atom.internal.pop(_WRITTEN_OUT, None)


def lacks(machine: Machine, atom: Object, name: str) -> bool:
    """Whether an object that was written out has no such property, and nothing in the file that asks gives it one."""
    home = machine.home
    inherits = name in _INHERITED or "__proto__" in atom.properties
    if atom.internal.get(_WRITTEN_OUT) != home.path or atom.open or atom.rest is not None or inherits:
        return False
    facts = machine.program.facts(home.path)
    return facts is not None and not any(
        _gives(statement.item.text, name) for statement in (*facts.module, *facts.instance)
    )


@lru_cache(maxsize=2000)
def _gives(text: bytes, name: str) -> bool:
    """Whether code assigns to a property of this name, perhaps after it was asked for."""
    return re.search(rb"[.]\s*%s\s*(?:[-+*/%%]|\?\?|\|\||&&)?=(?![=>])" % re.escape(name.encode()), text) is not None
