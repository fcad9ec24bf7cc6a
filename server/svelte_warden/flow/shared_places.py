"""Shared state as something to be looked at: what a name stands for, who writes it, and who reads it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from svelte_warden.facts import model
from svelte_warden.facts.immutable import immutable
from svelte_warden.flow.analyse import analyse
from svelte_warden.flow.interpreter.effort import OutOfBudget
from svelte_warden.flow.interpreter.linking import module_of
from svelte_warden.flow.interpreter.machine import Machine
from svelte_warden.flow.interpreter.values import Object, Place
from svelte_warden.flow.reach.outline import outline
from svelte_warden.project.resolution import File

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from svelte_warden.facts.file import FileFacts
    from svelte_warden.flow.interpreter.scopes import Cell
    from svelte_warden.flow.program import Program
    from svelte_warden.flow.sharing import StateWrite

_NAME: Final = re.compile(rb"[\w$\x80-\xff]+")
_KINDS: Final = {
    "writable": "store",
    "readable": "store",
    "map": "map",
    "set": "set",
    "weakmap": "weak map",
    "array": "array",
    "object": "object",
    "data": "object",
    "instance": "instance of a class",
    "client": "client",
}


@immutable
class SharedState:
    """State that one server process has once.

    Attributes:
        name: As the file at hand calls it.
        kind: What it is, in words: ``store``, ``variable``, ``map``…
        start: Byte offset of the name that was asked about.
        end: Its end, exclusive.
        declared_at: The expression that makes it, or the variable that is reassigned.
        writes: Who writes it, on the server first.
        readers: The files that name it, sorted, without the one that declares it.
    """

    name: str
    kind: str
    start: int
    end: int
    declared_at: Place
    writes: tuple[StateWrite, ...]
    readers: tuple[str, ...]


def shared_state_at(program: Program, path: str, offset: int) -> SharedState | None:
    """Return the shared state that the name at a byte of a file stands for; ``None`` if it stands for none."""
    facts = program.facts(path)
    word = None if facts is None else _word_at(program.source(path).data, offset)
    if facts is None or word is None:
        return None
    name, start, end = word
    made = _made_by(program, path, name.removeprefix("$"))
    if made is None:
        return None
    kind, declared_at = made
    files = (declared_at.path, *program.query(importers, None).get(declared_at.path, ()))
    writes = [
        write
        for file in dict.fromkeys((*files, path))
        for write in program.query(analyse, file).state_writes
        if write.declared_at == declared_at
    ]
    if kind == "variable" and not writes:
        return None
    readers = tuple(sorted(file for file in files[1:] if name.removeprefix("$") in _names(program.facts(file))))
    ordered = sorted(writes, key=lambda write: (not write.on_server, write.place.path, write.place.start))
    return SharedState(name, kind, start, end, declared_at, tuple(dict.fromkeys(ordered)), readers)


def shared_states_in(program: Program, path: str) -> tuple[SharedState, ...]:
    """Return the shared state that the top level of a module declares and somebody writes, in order."""
    facts = program.facts(path)
    found: list[SharedState] = []
    for piece in facts.module if facts is not None else ():
        for name in _declared(piece.item.statements):
            state = shared_state_at(program, path, piece.offset + name.start)
            if state is not None and state.writes and state.declared_at.path == path:
                found.append(state)
    return tuple(found)


def declared_name(program: Program, state: SharedState) -> Place:
    """Return the name by which shared state is declared; the expression that makes it, if it is declared by none."""
    at = state.declared_at
    facts = program.facts(at.path)
    for piece in facts.module if facts is not None else ():
        if piece.offset <= at.start < piece.offset + len(piece.item.text):
            for name, end in _declared(piece.item.statements).items():
                if piece.offset + name.start <= at.start < piece.offset + end:
                    return Place(at.path, piece.offset + name.start, piece.offset + name.end)
    return at


def _declared(statements: Iterable[model.Statement]) -> dict[model.Name, int]:
    """Return the names that statements declare one by one, with the ends of their declarators."""
    found: dict[model.Name, int] = {}
    for statement in statements:
        match statement:
            case model.ExportDeclaration(declaration=model.VariableDeclaration(declarators=declarators)) | (
                model.VariableDeclaration(declarators=declarators)
            ):
                for declarator in declarators:
                    if isinstance(declarator.pattern, model.Name):
                        found[declarator.pattern] = declarator.end
    return found


def importers(program: Program, _key: None) -> dict[str, tuple[str, ...]]:
    """Return for every imported file the files that import it, directly or through files that only hand on."""
    direct: dict[str, dict[str, None]] = {}
    for path in program.files():
        for source in dict.fromkeys(source for _, source, _ in program.query(outline, path).imports):
            found = program.resolve(path, source)
            if isinstance(found, File):
                direct.setdefault(found.path, {})[path] = None
    return {path: _with_barrels(direct, path) for path in direct}


def _with_barrels(direct: dict[str, dict[str, None]], path: str) -> tuple[str, ...]:
    reached = dict(direct[path])
    for file in direct[path]:
        if file.rpartition("/")[2].startswith("index."):
            reached.update(direct.get(file, {}))
    return tuple(reached)


def _word_at(source: bytes, offset: int) -> tuple[str, int, int] | None:
    line = source.rfind(b"\n", 0, offset) + 1
    for match in _NAME.finditer(source, line, offset + 200):
        if match.start() <= offset <= match.end():
            return match[0].decode("utf-8", "replace"), match.start(), match.end()
    return None


def _made_by(program: Program, path: str, name: str) -> tuple[str, Place] | None:
    """Return what kind of state a module-level name of a file holds and where that is made."""
    machine = Machine(program, path)
    module = module_of(machine, path)
    try:
        cell = None if module is None else module.scope.find(name)
        if cell is None:
            return None
        value = machine.read(cell)
    except OutOfBudget:
        return None
    shared = [atom for atom in value.atoms if isinstance(atom, Object) and atom.shared and atom.kind in _KINDS]
    if len(shared) == 1:
        return _KINDS[shared[0].kind], shared[0].made_at
    return _variable(cell)


def _variable(cell: Cell) -> tuple[str, Place] | None:
    if cell.kind in ("let", "var") and cell.shared and cell.declared_at is not None:
        return "variable", cell.declared_at
    return None


def _names(facts: FileFacts | None) -> frozenset[str]:
    return frozenset().union(*_name_sets(facts)) if facts is not None else frozenset()


def _name_sets(facts: FileFacts) -> Iterator[frozenset[str]]:
    for placed in (*facts.module, *facts.instance):
        yield placed.item.names
