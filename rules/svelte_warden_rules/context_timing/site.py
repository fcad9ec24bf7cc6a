"""The surroundings of a call that is to be moved: the piece of code it stands in, and the names around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from svelte_warden.engine.editing import Style, style_of
from svelte_warden.facts import model
from svelte_warden.facts.embedded import all_code, markup_code, markup_names
from svelte_warden.flow.hoisting import bound_names
from svelte_warden.flow.names import around, declared_names, free_names, names_within, path_to

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svelte_warden.engine.rule import RuleContext
    from svelte_warden.facts.code import Code
    from svelte_warden.facts.file import FileFacts
    from svelte_warden.flow.values import Place

_GETS = re.compile(r"(get|use|has|read|current)([A-Z]|\b)")
_WITH_BODY = (model.If, model.For, model.ForEach, model.While)


@dataclass(frozen=True)
class Site:
    """A call and what is around it. ``way`` leads from the piece's statement (or expression) down to the call."""

    path: str
    data: bytes
    facts: FileFacts
    script: Literal["instance", "module", "markup"]
    piece: model.Placed[Code]
    way: tuple[model.Node, ...]

    @property
    def call(self) -> model.Node:
        """The call itself."""
        return self.way[-1]

    @cached_property
    def style(self) -> Style:
        """How the file is written."""
        return style_of(self.data, [placed.item.text for placed in (*self.facts.module, *self.facts.instance)])

    def text(self, node: model.Node) -> str:
        """Return the source of a node of the piece."""
        return self.piece.item.text[node.start : node.end].decode()

    def span(self, node: model.Node) -> tuple[int, int]:
        """Return the absolute place of a node of the piece."""
        return self.piece.offset + node.start, self.piece.offset + node.end

    @cached_property
    def local_names(self) -> frozenset[str]:
        """The names at the call that are not those of the top level."""
        names = frozenset().union(*(names_within(node) for node in self.way[:-1]))
        return names | self._markup_names if self.script == "markup" else names

    @cached_property
    def _markup_names(self) -> frozenset[str]:
        names = set(markup_names(self.facts))
        for placed in markup_code(self.facts):
            if placed.item.form == "pattern":
                names.update(name.name for name in bound_names(placed.item.pattern))
            elif placed.item.form == "parameters" and isinstance(placed.item.expression, model.Function):
                names |= names_within(placed.item.expression)
            elif placed.item.form == "statement":
                names.update(*(declared_names(statement) for statement in placed.item.statements))
        return frozenset(names)

    @cached_property
    def taken_names(self) -> frozenset[str]:
        """The names that a new variable of the top level must not have."""
        return self._names_of(None) | self.local_names

    def taken_names_without(self, declaration: model.VariableDeclaration) -> frozenset[str]:
        """Return the names that mean something else where a declaration around the call would move to, and back."""
        scopes = [node for node in self.way[: self.way.index(declaration)] if names_within(node)]
        outer = frozenset().union(*(names_within(node) for node in scopes[:-1]))
        return self._names_of(declaration if self.way[0] is declaration else None) | outer

    def _names_of(self, left_out: model.Statement | None) -> frozenset[str]:
        """Return what the top level declares, and what is referred to from anywhere and declared there or nowhere."""
        names = set(self._markup_names)
        for placed in all_code(self.facts):
            if placed.item.form == "pattern":
                names |= free_names(placed.item.pattern)
                continue
            for statement in placed.item.statements:
                if statement is not left_out:
                    names |= declared_names(statement) | free_names(statement)
        return frozenset(names)

    @cached_property
    def variable_names(self) -> frozenset[str]:
        """The names of the top level whose value may be another one later: ``let``, ``var`` and ``$: name = …``."""
        names: set[str] = set()
        for placed in (*self.facts.module, *self.facts.instance):
            for statement in placed.item.statements:
                match statement.declaration if isinstance(statement, model.ExportDeclaration) else statement:
                    case model.Labeled() | model.VariableDeclaration(kind="let" | "var"):
                        names |= declared_names(statement)
        return frozenset(names)

    @cached_property
    def prop_names(self) -> frozenset[str]:
        """The names of the component's props: they have their value from the start, though it may change."""
        names: set[str] = set()
        for placed in self.facts.instance:
            for statement in placed.item.statements:
                match statement:
                    case model.ExportDeclaration(declaration=model.VariableDeclaration()):
                        names |= declared_names(statement)
                    case model.VariableDeclaration(declarators=(model.Declarator(init=model.Call(callee=callee)),)):
                        if isinstance(callee, model.Name) and callee.name == "$props":
                            names |= declared_names(statement)
        return frozenset(names)

    @property
    def statement(self) -> model.ExpressionStatement | None:
        """The statement that is nothing but the call."""
        above = self.way[-2:-1]
        if self.script == "markup" or not above or not isinstance(above[0], model.ExpressionStatement):
            return None
        return None if self._is_bare_body(above[0]) else above[0]

    def _is_bare_body(self, statement: model.Node) -> bool:
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


def site_of(context: RuleContext, place: Place) -> Site | None:
    """Find a call in the file at hand; ``None`` if the place is not that of one expression."""
    facts = context.program.facts(context.path)
    if facts is None or place.path != context.path:
        return None
    for script, placed in _pieces(facts):
        start, end = place.start - placed.offset, place.end - placed.offset
        if start < 0 or end > len(placed.item.text):
            continue
        way = path_to(placed.item.statements, start, end)
        if way:
            return Site(context.path, context.program.source(context.path).data, facts, script, placed, way)
    return None


def _pieces(facts: FileFacts) -> Iterator[tuple[Literal["instance", "module", "markup"], model.Placed[Code]]]:
    yield from (("module", placed) for placed in facts.module)
    yield from (("instance", placed) for placed in facts.instance)
    yield from (("markup", placed) for placed in markup_code(facts) if placed.item.form != "pattern")


def holders(site: Site, place: Place) -> tuple[model.Node, ...]:
    """Return the nodes of the call's piece that hold another place, from the outermost to the innermost."""
    start, end = place.start - site.piece.offset, place.end - site.piece.offset
    if place.path != site.path or start < 0 or end > len(site.piece.item.text):
        return ()
    return around(site.piece.item.statements, start, end)
