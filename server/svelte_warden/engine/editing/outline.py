"""A file as its fixes see it: its style, its code, and the names of its top level."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from svelte_warden.engine.editing.style import Style, style_of
from svelte_warden.facts import model
from svelte_warden.facts.embedded import markup_code, markup_names
from svelte_warden.flow.names import declared_names, markup_bindings, names_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svelte_warden.facts.code import Code
    from svelte_warden.facts.file import FileFacts
    from svelte_warden.flow.program import Program


@dataclass(frozen=True)
class Outline:
    """What there is to know about a file once, on demand."""

    program: Program
    path: str

    @cached_property
    def facts(self) -> FileFacts | None:
        """What the file says."""
        return self.program.facts(self.path)

    @cached_property
    def data(self) -> bytes:
        """The text of the file."""
        return self.program.source(self.path).data

    @cached_property
    def style(self) -> Style:
        """How the file is written."""
        return style_of(self.data, [placed.item.text for placed in (*self.module, *self.instance)])

    @property
    def module(self) -> tuple[model.Placed[Code], ...]:
        """The statements of the module, or of the module script."""
        return self.facts.module if self.facts is not None else ()

    @property
    def instance(self) -> tuple[model.Placed[Code], ...]:
        """The statements of the instance script."""
        return self.facts.instance if self.facts is not None else ()

    @cached_property
    def markup(self) -> tuple[model.Placed[Code], ...]:
        """The code in the markup."""
        return tuple(markup_code(self.facts)) if self.facts is not None else ()

    @cached_property
    def markup_names(self) -> frozenset[str]:
        """The names that the markup declares, anywhere in it."""
        words = markup_names(self.facts) if self.facts is not None else ()
        return frozenset(words).union(*(markup_bindings(placed.item) for placed in self.markup))

    def names(self, left_out: model.Placed[Code] | None = None) -> frozenset[str]:
        """Return what the top level declares, and what is referred to from anywhere and declared there or nowhere."""
        if left_out is None:
            return self._names
        pieces = (placed for placed in (*self.module, *self.instance, *self.markup) if placed is not left_out)
        return self.markup_names.union(*(names_of(placed.item) for placed in pieces))

    @cached_property
    def _names(self) -> frozenset[str]:
        pieces = (*self.module, *self.instance, *self.markup)
        return self.markup_names.union(*(names_of(placed.item) for placed in pieces))

    @cached_property
    def variable_names(self) -> frozenset[str]:
        """The names of the top level whose value may be another one later: ``let``, ``var`` and ``$: name = …``."""
        names: set[str] = set()
        for statement in self._statements():
            match statement.declaration if isinstance(statement, model.ExportDeclaration) else statement:
                case model.Labeled() | model.VariableDeclaration(kind="let" | "var"):
                    names |= declared_names(statement)
        return frozenset(names)

    @cached_property
    def prop_names(self) -> frozenset[str]:
        """The names of the component's props: they have their value from the start, though it may change."""
        names: set[str] = set()
        for statement in self._statements():
            match statement:
                case model.ExportDeclaration(declaration=model.VariableDeclaration()):
                    names |= declared_names(statement)
                case model.VariableDeclaration(declarators=(model.Declarator(init=model.Call(callee=callee)),)):
                    if isinstance(callee, model.Name) and callee.name == "$props":
                        names |= declared_names(statement)
        return frozenset(names)

    def _statements(self) -> Iterator[model.Statement]:
        for placed in (*self.module, *self.instance):
            yield from placed.item.statements
