"""A file as its fixes see it: its style, its code, and the names of its top level."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, TypeVar

from svelte_warden.engine.editing.style import Style, style_of
from svelte_warden.facts import model
from svelte_warden.facts.embedded import markup_code, markup_names
from svelte_warden.flow.names import declared_names, markup_bindings, names_of, within_function

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from svelte_warden.facts.code import Code
    from svelte_warden.facts.file import FileFacts
    from svelte_warden.flow.program import Program

P = TypeVar("P")
V = TypeVar("V")
Part: TypeAlias = Literal["instance", "module", "markup"]
"""What a piece of code belongs to: one of the scripts, or the markup."""
_BLOCK: Final = 256
_TYPE: Final = re.compile(r"(?:export\s+)?(?:declare\b|(?:type|interface)\s+(?P<name>[\w$]+)\s*[={<\w])")


@dataclass(frozen=True, eq=False)
class Outline:
    """What there is to know about a file once, on demand. :func:`outline_of` gives all fixes of a file the same one."""

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

    def about(self, part: P, tell: Callable[[P], V]) -> V:
        """Return what a function says of a part of the file, a node or a piece; it is asked once for each."""
        known = self._told.get((tell, id(part)))
        if known is None:  # the part is kept too, so that no other one gets its number
            known = self._told[tell, id(part)] = (part, tell(part))
        return known[1]

    @cached_property
    def _told(self) -> dict[tuple[Callable[[Any], Any], int], tuple[Any, Any]]:
        return {}

    def names(self, left_out: model.Placed[Code] | None = None) -> frozenset[str]:
        """Return what the top level declares, and what is referred to from anywhere and declared there or nowhere."""
        if left_out is None:
            return self._names
        pieces = (placed for placed in (*self.module, *self.instance, *self.markup) if placed is not left_out)
        return self.markup_names.union(self.type_names, *(names_of(placed.item) for placed in pieces))

    @cached_property
    def _names(self) -> frozenset[str]:
        pieces = (*self.module, *self.instance, *self.markup)
        return self.markup_names.union(self.type_names, *(names_of(placed.item) for placed in pieces))

    @cached_property
    def type_names(self) -> frozenset[str]:
        """The names that the top level declares for types only, and what it says of things elsewhere."""
        found: set[str] = set()
        for placed in (*self.module, *self.instance):
            match = _TYPE.match(placed.item.text.decode("utf-8", "replace"))
            if match is not None:
                found |= {match["name"]} if match["name"] else placed.item.names
        return frozenset(found)

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

    @cached_property
    def declared_at(self) -> Mapping[str, int]:
        """The names that the instance script declares, each with the index of the last piece that does."""
        return {
            name: index
            for index, placed in enumerate(self.instance)
            for statement in placed.item.statements
            for name in declared_names(statement)
        }

    @cached_property
    def last_import(self) -> int:
        """The index of the last import of the instance script; -1 if there is none."""
        imports = (
            index
            for index, placed in enumerate(self.instance)
            if any(isinstance(statement, model.Import) for statement in placed.item.statements)
        )
        return max(imports, default=-1)

    @cached_property
    def first_await(self) -> int:
        """The index of the first piece of the instance script that awaits; that behind the last one if none does."""
        return next((index for index, placed in enumerate(self.instance) if _awaits(placed)), len(self.instance))

    @cached_property
    def constants(self) -> Mapping[bytes, str]:
        """The values of ``const name = value`` in the instance script as they are written, each with its first name."""
        found: dict[bytes, str] = {}
        for placed in self.instance:
            for statement in placed.item.statements:
                name, init = constant(statement)
                if init is not None:
                    found.setdefault(placed.item.text[init.start : init.end], name)
        return found

    def instance_index(self, offset: int) -> int:
        """Return the index of the piece of the instance script that holds a byte; -1 if none does."""
        index = bisect_right(self._instance_offsets, offset) - 1
        if index < 0:
            return -1
        placed = self.instance[index]
        return index if offset < placed.offset + len(placed.item.text) else -1

    @cached_property
    def _instance_offsets(self) -> list[int]:
        return [placed.offset for placed in self.instance]

    def pieces_at(self, start: int, end: int) -> Iterator[tuple[Part, model.Placed[Code]]]:
        """Yield the code that holds some bytes, with what it is part of."""
        for part, placed in self._pieces_by_block.get(start // _BLOCK, ()):
            if placed.offset <= start and end <= placed.offset + len(placed.item.text):
                yield part, placed

    @cached_property
    def _pieces_by_block(self) -> Mapping[int, list[tuple[Part, model.Placed[Code]]]]:
        """The code that begins in, reaches into or goes through each block of the file's bytes."""
        found: dict[int, list[tuple[Part, model.Placed[Code]]]] = {}
        for part, placed in pieces(self):
            for block in range(placed.offset // _BLOCK, (placed.offset + len(placed.item.text)) // _BLOCK + 1):
                found.setdefault(block, []).append((part, placed))
        return found

    def _statements(self) -> Iterator[model.Statement]:
        for placed in (*self.module, *self.instance):
            yield from placed.item.statements


def outline_of(program: Program, path: str) -> Outline:
    """Return a file as its fixes see it: one outline for all of them, until the file is another one."""
    return program.query(_outline_of, path)


def _outline_of(program: Program, path: str) -> Outline:
    outline = Outline(program, path)
    _ = outline.facts, outline.data  # read now, so that it is made anew after an edit
    return outline


def pieces(file: Outline) -> Iterator[tuple[Part, model.Placed[Code]]]:
    """Yield all code of a file with what it is part of."""
    yield from (("module", placed) for placed in file.module)
    yield from (("instance", placed) for placed in file.instance)
    yield from (("markup", placed) for placed in file.markup)


def constant(statement: model.Statement | None) -> tuple[str, model.Expression | None]:
    """Return the name and the value of ``const name = value``; for anything else no value."""
    match statement:
        case model.VariableDeclaration(
            kind="const", declarators=(model.Declarator(pattern=model.Name(name=name), init=init),)
        ):
            return name, init
    return "", None


def _awaits(placed: model.Placed[Code]) -> bool:
    if "await" not in placed.item.names:
        return False
    return any(
        isinstance(node, model.Await) for statement in placed.item.statements for node in within_function(statement)
    )
