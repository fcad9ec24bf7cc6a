"""Variables and private fields that are assigned and never read, or whose promise is only waited for.

Nobody sees what is in them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from svelte_warden.facts import model
from svelte_warden.facts.embedded import all_code
from svelte_warden.flow.names import children, declared_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svelte_warden.flow.program import Program

_PRIVATE: Final = "#"


def is_unread(program: Program, variable: tuple[str, str]) -> bool:
    """Whether a module variable, given by its file and name, is neither exported nor looked at anywhere in the file."""
    path, name = variable
    facts = program.facts(path)
    if facts is None:
        return False
    reads = {name, f"${name}"}
    mentions = [placed.item for placed in all_code(facts) if not reads.isdisjoint(placed.item.names)]
    for code in mentions:
        if code.form != "statement":
            return False
        for statement in code.statements:
            if exports(statement, name) or any(used in reads for used in _used_names(statement)):
                return False
    return bool(mentions)


def is_unread_field(definition: model.Class, name: str) -> bool:
    """Whether a class has a private field of that name (``#name``) and looks at it nowhere."""
    if not any(member.key == name for member in definition.members):
        return False
    return name.startswith(_PRIVATE) and all(used != name for used in _used_names(definition))


def exports(statement: model.Statement, name: str) -> bool:
    """Whether a statement exports what its file calls by a name."""
    match statement:
        case model.ExportDeclaration():
            return name in declared_names(statement)
        case model.ExportNamed(specifiers=specifiers, source=None):
            return any(specifier.local == name for specifier in specifiers)
        case _:
            return False


def _used_names(node: model.Node, given: frozenset[str] = frozenset()) -> Iterator[str]:
    """Yield the names that are read, or written where that value matters; ``given`` are the parameters around."""
    match node:
        case model.Name(name=name):
            yield name
        case model.ExpressionStatement(expression=model.Assignment(operator="=", target=target, value=value)) if (
            _is_variable(target)
        ):
            yield from _used_names(value, given)
        case model.ExpressionStatement(expression=model.Await(argument=waited)) if _is_variable(waited):
            pass
        case model.Call(callee=model.Member(object=waited, property="then"), arguments=(after, *_) as arguments) if (
            _is_variable(waited) and _waits_only(after, given)
        ):
            for argument in arguments:
                yield from _used_names(argument, given)
        case model.Function(parameters=parameters):
            own = frozenset(parameter.name for parameter in parameters if isinstance(parameter, model.Name))
            for child in children(node):
                yield from _used_names(child, given | own)
        case model.Member(property=name) if name.startswith(_PRIVATE):
            yield name
            yield from _used_names(node.object, given)
        case model.Declarator(pattern=model.Name(), init=init):
            if init is not None:
                yield from _used_names(init, given)
        case _:
            for child in children(node):
                yield from _used_names(child, given)


def _waits_only(after: model.Node, given: frozenset[str]) -> bool:
    """Whether a function has no use for what comes before it: it takes nothing, or it is a job that somebody queues."""
    match after:
        case model.Function(is_arrow=True, parameters=()):
            return True
        case model.Name(name=name):
            return name in given
        case _:
            return False


def _is_variable(node: model.Node) -> bool:
    """Whether this is the plain name of a variable, or of a private field of ``this``."""
    match node:
        case model.Member(object=model.This(), property=name):
            return name.startswith(_PRIVATE)
        case _:
            return isinstance(node, model.Name)
