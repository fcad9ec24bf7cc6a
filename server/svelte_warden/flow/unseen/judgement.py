"""Whether anybody sees what is written to state that all users share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, TypeAlias

from svelte_warden.flow.interpreter.origins import (
    RANDOM,
    is_of_a_request,
    objects_in,
    tells_users_apart,
)
from svelte_warden.flow.interpreter.remembered import captured_cells
from svelte_warden.flow.interpreter.scopes import Cell
from svelte_warden.flow.interpreter.values import Closure, NativeMethod, Object
from svelte_warden.flow.unseen.asked import is_only_asked
from svelte_warden.flow.unseen.called import is_only_called
from svelte_warden.flow.unseen.lists import looked_for
from svelte_warden.flow.unseen.looked_up import guards_of_entries
from svelte_warden.flow.unseen.private_state import (
    private_field,
    private_field_made_at,
    private_local,
    private_variable,
)
from svelte_warden.flow.unseen.put_back import is_put_back, puts_back
from svelte_warden.flow.unseen.scratch import is_scratch
from svelte_warden.flow.unseen.single_entry import OF_ENTRY, guards_of, is_only_compared
from svelte_warden.flow.unseen.unread import is_unread, is_unread_field

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from svelte_warden.flow.events import SharedWrite
    from svelte_warden.flow.interpreter.values import Atom, Place, Value
    from svelte_warden.flow.program import Program
    from svelte_warden.flow.unseen.private_state import PrivateState

_COLLECTIONS = ("set", "map", "array")
Onlookers: TypeAlias = Literal["nobody else", "who waits", "nobody yet", "anybody"]
"""Nobody but whose it is, anybody, or only who waits in between: whoever reads has overwritten what was there, or it is
put back as it was."""


def is_never_read(program: Program, event: SharedWrite) -> bool:
    """Whether nobody ever reads the variable or the field that is written."""
    match event.target:
        case Cell(declared_at=at, is_local=False, name=name) if at is not None:
            return is_unread(program, (at.path, name))
        case Object(definition=definition) if definition is not None and event.name is not None:
            return is_unread_field(definition.definition, event.name)
        case _:
            return False


def leaves_nothing(event: SharedWrite, path: str, name: str, others: Iterable[SharedWrite]) -> bool:
    """Whether a constant that is left behind makes no difference to anybody.

    A regular expression that was tried is rewound by the ``replace`` that follows, and what everybody sets to the same
    stays that after the first one: the tag of a logger.

    Args:
        event: the write.
        path: the file that leads to it.
        name: how the source calls what is written.
        others: all writes of the run.
    """
    target, code = event.target, event.code
    if not isinstance(target, Object):
        return False
    if target.kind == "regexp":
        rewinds = rb"\.replace(?:All)?\(\s*" + re.escape(name.partition(".")[0].encode()) + rb"\b"
        return code is not None and re.search(rewinds, code.text) is not None
    is_own = target.kind == "instance" and target.made_at.path == path
    written = [other.value for other in others if other.target is target and other.name == event.name]
    return is_own and all(value == event.value for value in written)


def who_sees(
    program: Program, event: SharedWrite, name: str, declared_at: Place | None, others: Iterable[SharedWrite]
) -> Onlookers:
    """Return who sees what is written.

    Args:
        program: the program.
        event: the write.
        name: how the source calls what is written.
        declared_at: where that is declared.
        others: all writes of the run.
    """
    if _is_job(event.value) or puts_back(event, others):
        return "nobody else"
    if declared_at is not None and _is_list(event):
        properties = looked_for(program, declared_at.path, name)
        if properties is not None and all(_is_own(event, each) for each in properties):
            return "nobody else"
    if is_put_back(program, event, others):
        return "nobody yet"
    state = _state_of(program, event, name, declared_at)
    if state is None:
        return "anybody"
    if _is_unseen_in(state, event, others):
        return "nobody else"
    return "who waits" if is_scratch(state) else "anybody"


def _is_unseen_in(state: PrivateState, event: SharedWrite, others: Iterable[SharedWrite]) -> bool:
    """Whether nobody gets what is written out of a variable or a field, or only he whose it is."""
    is_collection = isinstance(event.target, Object) and event.target.kind in _COLLECTIONS
    if is_collection and is_only_asked(state, tells_whose=tells_users_apart(event.key or event.value)):
        return True
    if is_collection and _holds_objects(event.value) and is_only_called(state):
        return True
    if is_only_compared(state):
        return tells_users_apart(event.value)
    guards = guards_of_entries(state) if is_collection and event.key is not None else guards_of(state)
    return guards is not None and all(_is_whose(guard, event, others) for guard in guards)


def _holds_objects(value: Value) -> bool:
    """Whether what is put into a collection are objects: a mere function may be the service that everybody calls."""
    return bool(value.atoms) and all(isinstance(atom, Object) for atom in value.atoms)


def _state_of(program: Program, event: SharedWrite, name: str, declared_at: Place | None) -> PrivateState | None:
    """Return what is written to if it is a variable of a module, a collection in one, or a private field."""
    match event.target:
        case Cell(declared_at=at, is_local=False, name=variable) if at is not None:
            return private_variable(program, at.path, variable)
        case Cell(declared_at=at, is_local=True, name=variable) if at is not None:
            return private_local(program, at.path, variable, at.start)
        case Object(definition=definition) if definition is not None:
            node, code = definition.definition, definition.home.code
            return private_field(node, code, event.name) if event.name is not None else None
        case Object() if declared_at is not None and event.name is None and name.isidentifier():
            return private_variable(program, declared_at.path, name)
        case Object(kind=kind) if declared_at is not None and event.name is None and kind in _COLLECTIONS:
            field = name.rpartition(".")[2]
            return private_field_made_at(program, declared_at.path, field, declared_at.start)
        case _:
            return None


def _is_whose(guard: str, event: SharedWrite, others: Iterable[SharedWrite]) -> bool:
    """Whether what must be equal tells for whom the state is: a property of the entry, or what is written beside it."""
    if guard.startswith(OF_ENTRY):
        entries = [atom for atom in event.value.atoms if isinstance(atom, Object) and is_of_a_request(atom)]
        return _tell_whose(entries, guard.removeprefix(OF_ENTRY))
    beside = [other for other in others if _name_beside(event, other) == guard]
    return bool(beside) and all(tells_users_apart(other.value) for other in beside)


def _name_beside(event: SharedWrite, other: SharedWrite) -> str | None:
    """Return the name of another variable of the same module, or of another field of the same object."""
    match event.target, other.target:
        case Cell(declared_at=mine), Cell(declared_at=theirs, name=name) if mine is not None and theirs is not None:
            return name if mine.path == theirs.path else None
        case Object() as mine, Object() as theirs:
            return other.name if mine is theirs else None
        case _:
            return None


def _is_own(event: SharedWrite, name: str) -> bool:
    """Whether a property of the entry that is put into a list tells whose it is, or is a random id."""
    entries = [atom for atom in objects_in(event.value) if atom.kind == "object" and is_of_a_request(atom)]
    return _tell_whose(entries, name)


def _tell_whose(entries: Sequence[Object], name: str) -> bool:
    """Whether a property of some entries tells whose they are, or is a random id."""
    values = [atom.properties.get(name) for atom in entries]
    return bool(values) and all(
        value is not None and (tells_users_apart(value) or RANDOM in value.origins) for value in values
    )


def _is_job(value: Value) -> bool:
    """Whether a value holds the function that settles a promise, and not the promise: what comes of it goes there."""
    held = [inner for atom in value.atoms if isinstance(atom, Object) for inner in atom.properties.values()]
    held += [cell.value for atom in value.atoms if isinstance(atom, Closure) for cell in captured_cells(atom)]
    atoms = [atom for each in held for atom in each.atoms]
    is_waited_for = any(isinstance(atom, NativeMethod) and _is_promise(atom.receiver) for atom in atoms)
    return is_waited_for and not any(_is_promise(atom) for atom in atoms)


def _is_promise(atom: Atom) -> bool:
    return isinstance(atom, Object) and atom.kind == "promise"


def _is_list(event: SharedWrite) -> bool:
    """Whether a write adds to an array, or puts another one in its place."""
    if isinstance(event.target, Cell):
        return any(isinstance(atom, Object) and atom.kind == "array" for atom in event.value.atoms)
    return isinstance(event.target, Object) and event.target.kind == "array" and event.name is None
