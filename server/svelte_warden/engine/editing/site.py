"""The surroundings of an expression that is to be changed: the piece of code it stands in, and the names around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from svelte_warden.facts import model
from svelte_warden.flow.names import around, names_within, path_to

if TYPE_CHECKING:
    from svelte_warden.engine.editing.outline import Outline, Part
    from svelte_warden.facts.code import Code
    from svelte_warden.flow.interpreter.values import Place

_GETS = re.compile(r"(get|use|has|read|current)([A-Z]|\b)")
_WITH_BODY = (model.If, model.For, model.ForEach, model.While)


@dataclass(frozen=True)
class Site:
    """A call and what is around it. ``way`` leads from the piece's statement (or expression) down to the call."""

    file: Outline
    script: Part
    piece: model.Placed[Code]
    way: tuple[model.Node, ...]

    @property
    def path(self) -> str:
        """The file."""
        return self.file.path

    @property
    def call(self) -> model.Node:
        """The call itself."""
        return self.way[-1]

    def text(self, node: model.Node) -> str:
        """Return the source of a node of the piece."""
        return self.piece.item.text[node.start : node.end].decode()

    def span(self, node: model.Node) -> tuple[int, int]:
        """Return the absolute place of a node of the piece."""
        return self.piece.offset + node.start, self.piece.offset + node.end

    @cached_property
    def local_names(self) -> frozenset[str]:
        """The names at the call that are not those of the top level."""
        names = frozenset().union(*(self.file.about(node, names_within) for node in self.way[:-1]))
        return names | self.file.markup_names if self.script == "markup" else names

    @cached_property
    def taken_names(self) -> frozenset[str]:
        """The names that a new variable of the top level must not have."""
        return self.file.names() | self.local_names

    def taken_names_without(self, declaration: model.VariableDeclaration) -> frozenset[str]:
        """Return the names that mean something else where a declaration around the call would move to, and back."""
        scopes = [node for node in self.way[: self.way.index(declaration)] if self.file.about(node, names_within)]
        outer = frozenset().union(*(self.file.about(node, names_within) for node in scopes[:-1]))
        return self.file.names(self.piece if self.way[0] is declaration else None) | outer

    @property
    def statement(self) -> model.ExpressionStatement | None:
        """The statement that is nothing but the call."""
        above = self.way[-2:-1]
        if self.script == "markup" or not above or not isinstance(above[0], model.ExpressionStatement):
            return None
        return None if self.is_bare_body(above[0]) else above[0]

    def is_bare_body(self, statement: model.Node) -> bool:
        """Whether a statement is the body of an ``if`` or a loop without braces, or has a label."""
        position = self.way.index(statement)
        holder = self.way[position - 1] if position else None
        if isinstance(holder, model.Labeled):
            return True
        before = self.piece.item.text[: statement.start].rstrip()
        return isinstance(holder, _WITH_BODY) and not before.endswith((b"{", b"}", b";"))

    @property
    def is_for_effect(self) -> bool:
        """Whether nobody uses what the call gives, as far as one can tell.

        What an arrow function returns in a handler is lost; a name like ``getSession`` says that it is wanted.
        """
        above = self.way[-2] if len(self.way) > 1 else None
        if isinstance(above, model.ExpressionStatement):
            return self.script != "markup"
        returned = isinstance(above, model.Return) and (above.start, above.end) == (self.call.start, self.call.end)
        return returned and not _GETS.match(self.text(self.call).rpartition(".")[2])

    @property
    def declaration(self) -> model.VariableDeclaration | None:
        """The declaration ``const … = call`` that is nothing else."""
        match self.way:
            case (*_, model.VariableDeclaration(kind="const", declarators=(_,)) as statement, model.Declarator(), _):
                return statement
        return None


def site_of(file: Outline, place: Place) -> Site | None:
    """Find a call in a file; ``None`` if the place is not that of one expression there."""
    if place.path != file.path:
        return None
    for script, placed in file.pieces_at(place.start, place.end):
        if placed.item.form == "pattern":
            continue
        way = path_to(placed.item.statements, place.start - placed.offset, place.end - placed.offset)
        if way:
            return Site(file, script, placed, way)
    return None


def holders(site: Site, place: Place) -> tuple[model.Node, ...]:
    """Return the nodes of the call's piece that hold another place, from the outermost to the innermost."""
    start, end = place.start - site.piece.offset, place.end - site.piece.offset
    if place.path != site.path or start < 0 or end > len(site.piece.item.text):
        return ()
    return around(site.piece.item.statements, start, end)
