"""Variables and private fields, with the functions that may touch them: nobody else can."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from svelte_warden.facts import model
from svelte_warden.facts.embedded import all_code
from svelte_warden.facts.immutable import immutable
from svelte_warden.flow.names import around, children, declared_names, descendants, functions_declared, names_within
from svelte_warden.flow.unseen.unread import exports

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from svelte_warden.facts.code import Code
    from svelte_warden.facts.file import FileFacts
    from svelte_warden.flow.program import Program

_PRIVATE: Final = "#"
_METHODS: Final = ("method", "getter", "setter")


@immutable
class PrivateState:
    """A variable of a module or a function, or a private field of a class, and all code that can name it.

    Attributes:
        name: its name, of a field without ``this.``.
        routines: the named functions of the module or the function, or the methods and accessors of the class. A
            getter and a setter have the same name.
        hidden: those of them that only this code can name.
        siblings: the other variables there, or the class's other fields.
        others: the rest of the code: declarations, statements and initialisers.
        is_field: whether it is a field.
    """

    name: str
    routines: tuple[tuple[str, model.Function], ...]
    hidden: frozenset[str]
    siblings: frozenset[str]
    others: tuple[model.Node, ...]
    is_field: bool = False

    def is_it(self, node: model.Node | None) -> bool:
        """Whether a node is the name of the state."""
        return self._named(node) == self.name

    def routine_named_by(self, node: model.Node | None) -> str | None:
        """Return the routine that a node names: ``next`` in ``next()``, or in ``this.next()`` within a class."""
        name = self._named(node)
        return name if any(name == routine for routine, _ in self.routines) else None

    def beginning(self, node: model.Node) -> tuple[model.Node, ...] | None:
        """Return what the state begins with if a node declares it, perhaps nothing; ``None`` for any other node."""
        match node:
            case model.Declarator(pattern=pattern, init=first) if self.is_it(pattern):
                return () if first is None else (first,)
            case model.ClassMember(key=key, value=first) if key == self.name:
                return () if first is None else (first,)
            case _:
                return None

    def nodes(self) -> Iterator[model.Node]:
        """Yield all code."""
        yield from self.others
        yield from (function for _, function in self.routines)

    def _named(self, node: model.Node | None) -> str | None:
        match node:
            case model.Name(name=name) if not self.is_field:
                return name
            case model.Member(object=model.This(), property=name) if self.is_field:
                return name
            case _:
                return None


def private_variable(program: Program, path: str, name: str) -> PrivateState | None:
    """Return a variable of a module that only the functions of the module can touch; ``None`` if others can."""
    facts = program.facts(path)
    outside = frozenset[str]() if facts is None else _names_outside(facts)
    if facts is None or not outside.isdisjoint((name, f"${name}")):
        return None
    statements = tuple(statement for placed in facts.module for statement in placed.item.statements)
    if any(exports(statement, name) for statement in statements):
        return None
    state = _declared_among(statements, name)
    if state is None:
        return None
    named = state.hidden - outside
    hidden = frozenset(routine for routine in named if not any(exports(each, routine) for each in statements))
    return replace(state, hidden=hidden)


def private_local(program: Program, path: str, name: str, start: int) -> PrivateState | None:
    """Return a variable of a function that makes something, declared at a byte of a file; ``None`` if there is none.

    Nothing but the functions within that function can name it: ``function counter() { let last; return () => … }``.
    """
    piece = _piece_at(program.facts(path), start)
    if piece is None:
        return None
    at = start - piece.offset
    holding = [node for node in around(piece.item.statements, at, at + 1) if isinstance(node, model.Function)]
    return _declared_among(holding[-1].body, name) if holding else None


def _declared_among(statements: tuple[model.Statement, ...], name: str) -> PrivateState | None:
    """Return a variable that some statements declare, as far as they are all that can name it and their functions."""
    if not any(name in declared_names(statement) for statement in statements) or _is_hidden_in(statements, name):
        return None
    routines: dict[str, model.Function] = {}
    others: list[model.Statement] = []
    for statement in statements:
        found = dict(functions_declared(statement))
        routines |= found
        if not found:
            others.append(statement)
    siblings = frozenset(each for statement in others for each in declared_names(statement)) - {name}
    return PrivateState(name, tuple(routines.items()), frozenset(routines), siblings, tuple(others))


def _piece_at(facts: FileFacts | None, start: int) -> model.Placed[Code] | None:
    pieces = facts.module if facts is not None else ()
    return next((each for each in pieces if each.offset <= start < each.offset + len(each.item.text)), None)


def _is_hidden_in(statements: Iterable[model.Statement], name: str) -> bool:
    """Whether a function within has a variable of its own of that name."""
    return any(name in names_within(node) for node in descendants(statements) if isinstance(node, model.Function))


def _names_outside(facts: FileFacts) -> frozenset[str]:
    """Return the names that a component's code uses outside of its module script."""
    of_module = {id(placed.item) for placed in facts.module}
    others = (placed.item.names for placed in all_code(facts) if id(placed.item) not in of_module)
    return frozenset().union(*others)


def private_field_made_at(program: Program, path: str, name: str, start: int) -> PrivateState | None:
    """Return a field of the class that makes something at a byte of a file; ``None`` if there is none.

    What is made there is what the field begins with: ``#seen = new Set()``.
    """
    piece = _piece_at(program.facts(path), start)
    if piece is None:
        return None
    at = start - piece.offset
    classes = [node for node in around(piece.item.statements, at, at + 1) if isinstance(node, model.Class)]
    return private_field(classes[-1], piece.item, name) if classes else None


def private_field(node: model.Class, code: Code | None, name: str) -> PrivateState | None:
    """Return a field of a class that only its methods can touch; ``None`` if others can. The class lies in ``code``."""
    text = b"" if code is None else code.text[node.start : node.end]
    if not _is_private(name, text) or _is_named_otherwise(node, name):
        return None
    routines: list[tuple[str, model.Function]] = []
    others: list[model.Node] = []
    for member in node.members:
        is_plain = not member.is_static and isinstance(member.key, str) and member.kind in _METHODS
        if is_plain and isinstance(member.value, model.Function):
            routines.append((str(member.key), member.value))
        elif member.kind != "constructor" and member.key != name:
            others.append(member)
    others += (function for member in node.members if member.kind == "constructor" for function in _inner(member))
    hidden = frozenset(routine for routine, _ in routines if _is_private(routine, text))
    fields = frozenset(str(member.key) for member in node.members if member.kind == "field") - {name}
    return PrivateState(name, tuple(routines), hidden, fields, tuple(others), is_field=True)


def _is_private(name: str, text: bytes) -> bool:
    modifier = rb"\bprivate\s+(?:override\s+|readonly\s+|async\s+)*" + re.escape(name.encode()) + rb"(?![\w$])"
    return name.startswith(_PRIVATE) or re.search(modifier, text) is not None


def _is_named_otherwise(definition: model.Class, name: str) -> bool:
    """Whether a class names a field on something else than ``this``, or takes it out of an object."""
    for node in descendants((definition,)):
        match node:
            case model.Member(property=found, object=held) if found == name and not isinstance(held, model.This):
                return True
            case model.PropertyPattern(key=found) if found == name:
                return True
    return False


def _inner(member: model.ClassMember) -> Iterable[model.Node]:
    """Return the functions that a constructor makes: they may run at any time."""
    body = member.value.body if isinstance(member.value, model.Function) else ()
    return [node for node in descendants(body) if isinstance(node, model.Function)]


def mentions(state: PrivateState, node: model.Node) -> bool:
    """Whether some code names the state."""
    return state.is_it(node) or any(mentions(state, child) for child in children(node))
