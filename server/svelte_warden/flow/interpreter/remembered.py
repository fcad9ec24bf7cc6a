"""What functions and snippets remember: the variables outside of them that they name."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Final, TypeGuard

from svelte_warden.facts.embedded import code_within
from svelte_warden.flow.interpreter.origins import content_origins, origins_of_fetch, with_contents
from svelte_warden.flow.interpreter.values import (
    STORES,
    Accessor,
    Closure,
    NativeMethod,
    Object,
    Origin,
    Snippet,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svelte_warden.flow.interpreter.scopes import Cell, Scope
    from svelte_warden.flow.interpreter.values import Atom

_ASSIGNED_LATER: Final = ("let", "var")
_NAME: Final = re.compile(rb"[A-Za-z_$][\w$]*")


def remembered_origins(value: Value, *, from_the_start: bool = False, deepest: int = 1) -> frozenset[Origin]:
    """Return the origins of what the functions and snippets in a value, and in what it holds, close over.

    A client remembers its options, and a function among them the cookies.

    Args:
        value: the value.
        from_the_start: whether only what they are made with counts, and not what is assigned to a variable later.
        deepest: how many functions that remember each other are looked into.
    """
    origins: set[Origin] = set()
    seen: set[Closure | Snippet] = set()
    level = [value]
    for _ in range(deepest):
        atoms = {atom for each in chain.from_iterable(map(with_contents, level)) for atom in each.atoms}
        remembering = {each for atom in atoms for each in _remembering(atom)} - seen
        seen |= remembering
        cells = (cell for each in remembering for cell in captured_cells(each))
        level = [cell.value for cell in cells if not from_the_start or not _is_assigned_later(cell)]
        level += [Value(frozenset((atom.receiver,))) for atom in atoms if _is_method_of_store(atom)]
        for each in level:
            origins |= content_origins(each, follow_shared=False, deepest=2) | origins_of_fetch(each)
    return frozenset(origins)


def _remembering(atom: Atom) -> tuple[Closure | Snippet, ...]:
    return (atom,) if isinstance(atom, Snippet) else functions_of(atom)


def functions_of(atom: Atom) -> tuple[Closure, ...]:
    """Return a function, or those that run when a property is read or written."""
    if isinstance(atom, Closure):
        return (atom,)
    return tuple(filter(None, (atom.getter, atom.setter))) if isinstance(atom, Accessor) else ()


def _is_method_of_store(atom: Atom) -> TypeGuard[NativeMethod]:
    """Whether this is ``subscribe``, ``set`` or ``update`` without its store."""
    return isinstance(atom, NativeMethod) and isinstance(atom.receiver, Object) and atom.receiver.kind in STORES


def _is_assigned_later(cell: Cell) -> bool:
    return cell.kind in _ASSIGNED_LATER and cell.reassigned


def captured_cells(remembering: Closure | Snippet) -> Iterator[Cell]:
    """Return the variables outside a function or a snippet, but inside its module, that it names."""
    names = _names_in(remembering)
    scope: Scope | None = remembering.scope
    while scope is not None and scope.resolver is None:
        for name, cell in scope.cells.items():
            if name in names:
                yield cell
        scope = scope.parent


def _names_in(remembering: Closure | Snippet) -> frozenset[str]:
    if isinstance(remembering, Snippet):
        return frozenset().union(*(placed.item.names for placed in code_within(remembering.body)))
    code, function = remembering.home.code, remembering.function
    found = [] if code is None else _NAME.findall(code.text, function.start, function.end)
    return frozenset(name.decode() for name in found)
