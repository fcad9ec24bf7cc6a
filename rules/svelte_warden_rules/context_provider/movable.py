"""What of a component can stand in another one: a statement, the declarations it needs, and their imports."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from svelte_warden.engine.editing.imports import written_imports
from svelte_warden.engine.editing.scripts import is_import
from svelte_warden.engine.editing.specifiers import specifier
from svelte_warden.facts import model
from svelte_warden.flow.names import declared_names, free_names, within_function

if TYPE_CHECKING:
    from svelte_warden.engine.editing.outline import Outline
    from svelte_warden.facts.code import Code

_OF_THE_COMPONENT = frozenset(("$props", "$bindable", "$host", "$$props", "$$restProps", "$$slots", "arguments"))
_RUNES = frozenset(("$state", "$derived", "$effect", "$inspect"))
_TYPE = re.compile(rb"(?:export\s+)?(?:declare\s+)?(?:type|interface)\s+([\w$]+)")
_DECLARATIONS = (model.VariableDeclaration, model.FunctionDeclaration, model.ClassDeclaration)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an imported name comes from, as the importing file writes it."""

    source: str
    imported: str


@dataclass(frozen=True)
class Movable:
    """A statement of a component's instance script with the declarations it needs, in their order."""

    outline: Outline
    piece: model.Placed[Code]
    declarations: tuple[model.Placed[Code], ...]
    origins: tuple[tuple[str, Origin], ...]

    @cached_property
    def declared(self) -> dict[str, model.Placed[Code]]:
        """The names that the declarations declare."""
        return {name: piece for piece in self.declarations for name in _declared(piece)}

    @property
    def uses_runes(self) -> bool:
        """Whether any of it is rune code, which makes its component one of rune mode."""
        return any(piece.item.names & _RUNES for piece in (self.piece, *self.declarations))

    def is_left(self, name: str, replacement: str = "") -> bool:
        """Whether what stays in the component, or what replaces some of it, may still use a name."""
        data = bytearray(self.outline.data)
        moved = (self.piece, *self.declarations)
        for piece in (*self.outline.module, *self.outline.instance):
            if is_import(piece) or piece in moved:
                data[piece.offset : piece.offset + len(piece.item.text)] = b" " * len(piece.item.text)
        word = re.compile(rb"(?<![\w$.])\$?%s(?![\w$])" % re.escape(name.encode()))
        return word.search(bytes(data) + replacement.encode()) is not None

    def source_for(self, importer: str, origin: Origin) -> str | None:
        """Return how another file imports what this one does; ``None`` if it cannot."""
        program, path = self.outline.program, self.outline.path
        here = program.resolve(path, origin.source) if origin.source else None
        target = getattr(here, "path", None) if origin.source else path
        if target is not None:
            return specifier(program, importer, target)
        return None if origin.source.startswith(".") else origin.source


def movable(outline: Outline, piece: model.Placed[Code]) -> Movable | None:
    """Find what a statement of the instance script needs to stand elsewhere; ``None`` if it cannot be taken along."""
    declarations: dict[int, model.Placed[Code]] = {}
    origins: dict[str, Origin] = {}
    waiting = [piece]
    while waiting:
        current = waiting.pop()
        if current.item.names & (_types(outline) | _OF_THE_COMPONENT) or _awaits(current):
            return None
        for name in frozenset().union(*(free_names(statement) for statement in current.item.statements)):
            found = _found(outline, name)
            if found is None:
                return None
            if isinstance(found, Origin):
                origins[name] = found
            elif isinstance(found, model.Placed) and found.offset not in declarations and found is not piece:
                declarations[found.offset] = found
                waiting.append(found)
    ordered = tuple(declarations[offset] for offset in sorted(declarations))
    if any(found.offset > piece.offset and not _is_hoisted(found) for found in ordered):
        return None
    names = list(_imported(outline))
    order = {name: names.index(name) if name in names else len(names) for name in origins}
    return Movable(
        outline, piece, ordered, tuple((name, origins[name]) for name in sorted(origins, key=order.__getitem__))
    )


def _found(outline: Outline, name: str) -> Origin | model.Placed[Code] | str | None:
    """Return what a name of the instance script is: imported, declared, a global word, or ``None``: bound to stay."""
    imported = _imported(outline)
    if name in imported:
        return imported[name]
    for placed in outline.instance:
        if name in _declared(placed):
            is_plain = len(placed.item.statements) == 1 and isinstance(placed.item.statements[0], _DECLARATIONS)
            return placed if is_plain else None
    for placed in outline.module:
        if name in _declared(placed):
            is_exported = any(isinstance(statement, model.ExportDeclaration) for statement in placed.item.statements)
            return Origin("", name) if is_exported else None
    return name


def _imported(outline: Outline) -> dict[str, Origin]:
    """Return what a component imports at run time, by its names there."""
    return {
        item.local: Origin(statement.source, item.imported)
        for placed in (*outline.module, *outline.instance)
        for statement in placed.item.statements
        if isinstance(statement, model.Import)
        for item in statement.specifiers
    }


def _declared(piece: model.Placed[Code]) -> frozenset[str]:
    return frozenset().union(*(declared_names(statement) for statement in piece.item.statements))


def _is_hoisted(piece: model.Placed[Code]) -> bool:
    return isinstance(piece.item.statements[0], model.FunctionDeclaration)


def _awaits(piece: model.Placed[Code]) -> bool:
    return any(
        isinstance(node, model.Await) for statement in piece.item.statements for node in within_function(statement)
    )


def _types(outline: Outline) -> frozenset[str]:
    """Return the names of types, which have no meaning to the program and would be lost on the way."""
    code = (*outline.module, *outline.instance)
    imported = {local for written in written_imports(code) for _, local in written.names} - _imported(outline).keys()
    declared = {match[1].decode() for placed in code if (match := _TYPE.match(placed.item.text)) is not None}
    return frozenset(imported | declared)
