"""What a module does with a list of its own: it may show it to nobody, or only those entries that somebody asks for.

Events and log entries are gathered, and sent a batch at a time; notes are filtered by their owner.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from svelte_warden.facts import model
from svelte_warden.facts.embedded import all_code
from svelte_warden.flow.names import children, declared_names, descendants
from svelte_warden.flow.unseen.own_entries import compared_property
from svelte_warden.flow.unseen.unread import exports

if TYPE_CHECKING:
    from collections.abc import Iterable

    from svelte_warden.facts.code import Code
    from svelte_warden.flow.program import Program

_PRIVATE: Final = "#"
_FIELD: Final = "this."
"""What stands before the name of a field among the names of a list."""
_CALL: Final = "()"
"""What stands behind the name of a function of the file among them."""
_ADDS: Final = frozenset(("push", "unshift"))
_TAKES: Final = frozenset(("splice", "slice", "concat"))
_LOOKS: Final = frozenset(("find", "findLast", "findIndex", "findLastIndex", "filter", "some"))
_LEAVES: Final = frozenset(("filter", "map"))
_INSERTS: Final = frozenset(("insertMany", "createMany", "values"))


def looked_for(program: Program, path: str, name: str) -> frozenset[str] | None:
    """Return by which properties a file looks for entries of a list, if all else it does is to fill, count and send it.

    What takes the list, such as ``const batch = queue.splice(0)``, may do no more with it either. ``None`` if more is
    done with it; nothing if no entry is ever looked for.

    Args:
        program: the program.
        path: the file that makes the list.
        name: how that calls it: a variable of its own, or a private field of an instance (``events.#queue``).
    """
    facts = program.facts(path)
    if facts is None:
        return None
    holder, _, own = name.rpartition(".")
    mentions = [placed.item for placed in all_code(facts) if own.removeprefix(_PRIVATE) in placed.item.names]
    users = _class_with(own, mentions) if holder else _statements_of(own, mentions)
    names = _with_takers(users, frozenset((f"{_FIELD}{own}" if holder else own,)))
    functions = (name for placed in facts.module for said in placed.item.statements for name in declared_names(said))
    names |= {f"{name}{_CALL}" for name in functions}
    if not users or any(_shows(user, names) for user in users):
        return None
    return frozenset(found for node in descendants(users) if (found := _asked(node, names)) is not None)


def _class_with(field: str, mentions: list[Code]) -> list[model.Node]:
    """Return the class that has a field which nobody outside of it can read; none if that is not certain."""
    modifier = rb"\bprivate\s+(?:readonly\s+)?" + re.escape(field.encode()) + rb"\b"
    if not field.startswith(_PRIVATE) and not any(re.search(modifier, code.text) for code in mentions):
        return []
    found: list[model.Node] = [
        node
        for node in descendants(statement for code in mentions for statement in code.statements)
        if isinstance(node, model.Class) and any(member.key == field for member in node.members)
    ]
    return found if len(found) == 1 else []


def _statements_of(variable: str, mentions: list[Code]) -> list[model.Node]:
    """Return the statements of a file that name a variable of its own; none if others may name it too."""
    statements = [statement for code in mentions for statement in code.statements]
    is_own = any(variable in declared_names(statement) for statement in statements)
    if not is_own or any(code.form != "statement" for code in mentions):
        return []
    return [] if any(exports(statement, variable) for statement in statements) else list(statements)


def _with_takers(nodes: Iterable[model.Node], names: frozenset[str]) -> frozenset[str]:
    """Return some names of a list and those of the variables that take it, or its entries."""
    for node in descendants(nodes):
        match node:
            case model.Declarator(pattern=model.Name(name=taker), init=init) if init is not None and _takes(
                init, names
            ):
                names |= {taker}
            case model.Declarator(pattern=model.Name(name=found), init=init) if init is not None and _asked(
                init, names
            ):
                names |= {f"[{found}]"}  # a position, or an entry, which is no position
    return names


def _shows(node: model.Node, names: frozenset[str]) -> bool:
    """Whether more is done with the list somewhere in a node than to fill, to empty, to count and to send it."""
    match node:
        case model.Name(name=name):
            return name in names
        case model.Member(property=name) if f"{_FIELD}{name}" in names:
            return True
        case model.Member(object=held, property="length") if _is_one(held, names):
            return False
        case model.Declarator(init=init) if init is not None and _takes(init, names):
            return False
        case model.Call(arguments=given) if _asked(node, names) is not None:
            return any(_shows(each, names) for each in given)
        case model.Index(object=held, index=model.Name(name=name)) if _is_one(held, names):
            return f"[{name}]" not in names
        case model.Declarator(pattern=model.Name(), init=init):
            return init is not None and _shows(init, names)
        case model.Call(callee=model.Member(object=held, property=name), arguments=given) if name in _ADDS and _is_one(
            held, names
        ):
            return not _adds(given, names)
        case model.ExpressionStatement(expression=model.Assignment(operator="=", target=target, value=value)) if (
            _is_one(target, names)
        ):
            return not _keeps(value, names)
        case model.ExpressionStatement(expression=model.Call(callee=model.Member() as callee, arguments=given)) if (
            callee.property == "splice" and _is_one(callee.object, names)
        ):
            return any(_shows(each, names) for each in given)
        case model.ExpressionStatement(expression=expression) if _hands_on(expression, names):
            return any(not _takes(each, names) and _shows(each, names) for each in _handed(expression, names))
        case _ if _is_sending(node):
            return False
        case _:
            return any(_shows(child, names) for child in children(node))


def _asked(node: model.Node, names: frozenset[str]) -> str | None:
    """Return the property by which a call looks for entries: ``rows.find((row) => row.owner === owner)``."""
    match node:
        case model.Call(callee=model.Member(object=held, property=name), arguments=(model.Function() as test,)):
            return compared_property(test) if name in _LOOKS and _is_one(held, names) else None
        case _:
            return None


def _keeps(value: model.Expression, names: frozenset[str]) -> bool:
    """Whether what is put in the place of the list is the list again, without some entries or with others in it."""
    match value:
        case model.Call(callee=model.Member(object=held, property=name), arguments=(model.Function() as function,)) if (
            name in _LEAVES and _is_one(held, names)
        ):
            return not _shows(function, names)
        case model.Conditional(test=test, consequent=consequent, alternate=alternate):
            return not _shows(test, names) and _keeps(consequent, names) and _keeps(alternate, names)
        case _:
            return _takes(value, names) or not _shows(value, names)


def _hands_on(expression: model.Expression, names: frozenset[str]) -> bool:
    """Whether a function is given the list, whose answer nobody looks at; what it keeps is a write of its own."""
    return any(_takes(each, names) for each in _handed(expression, names))


def _handed(expression: model.Expression, names: frozenset[str]) -> tuple[model.Expression, ...]:
    """Return what a function of the file is given whose answer nobody looks at: ``void send(batch)``."""
    match expression:
        case model.Unary(operator="void", operand=inner) | model.Await(argument=inner):
            return _handed(inner, names)
        case model.Call(callee=model.Name(name=name), arguments=given) if f"{name}{_CALL}" in names:
            return () if any(isinstance(each, model.Spread) for each in given) else given
        case _:
            return ()


def _is_sending(node: model.Node) -> bool:
    """Whether a call sends what it is given to another host, or puts it into a database and is only waited for."""
    match node:
        case model.Call(callee=model.Name(name="fetch")):
            return True
        case model.ExpressionStatement(expression=model.Await(argument=model.Call(callee=model.Member(property=name)))):
            return name in _INSERTS
        case _:
            return False


def _takes(node: model.Node, names: frozenset[str]) -> bool:
    """Whether an expression gives the list itself, or a list of its entries and of what has nothing to do with it."""
    match node:
        case model.Spread(argument=taken):
            return _takes(taken, names)
        case model.ArrayLiteral(elements=given):
            return any(isinstance(each, model.Spread) and _takes(each, names) for each in given) and _adds(given, names)
        case model.Call(callee=model.Member(object=held, property=name), arguments=given) if name in _TAKES:
            return _is_one(held, names) and _adds(given, names)
        case _:
            return _is_one(node, names)


def _adds(given: Iterable[model.Node | None], names: frozenset[str]) -> bool:
    """Whether nothing is done with the list in what is put into a list, but that its entries may be put back."""
    return all(each is None or _takes(each, names) or not _shows(each, names) for each in given)


def _is_one(node: model.Node, names: frozenset[str]) -> bool:
    match node:
        case model.Name(name=name):
            return name in names
        case model.Member(object=model.This(), property=name):
            return f"{_FIELD}{name}" in names
        case _:
            return False
