"""State of a module as its source has it: the statement that makes it, and all that cannot be without it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from svelte_warden.engine.editing.outline import outline_of
from svelte_warden.facts import model
from svelte_warden.flow.exported_names import resolve_name
from svelte_warden.flow.names import around, declared_names, free_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svelte_warden.engine.editing.outline import Outline
    from svelte_warden.facts.code import Code
    from svelte_warden.flow.program import Program
    from svelte_warden_rules.shared_state.fixes.case import Case


_CONTEXT_FUNCTIONS: Final = frozenset(("getContext", "setContext", "hasContext", "getAllContexts", "createContext"))


@dataclass(frozen=True)
class ModuleState:
    """A variable of a module that holds shared state.

    Attributes:
        outline: The module.
        name: The variable.
        placed: The statement that declares it.
        declaration: What the statement declares, without ``export``.
        declarator: The variable's part of it.
        is_exported: Whether the statement itself exports it.
    """

    outline: Outline
    name: str
    placed: model.Placed[Code]
    declaration: model.VariableDeclaration
    declarator: model.Declarator
    is_exported: bool

    @property
    def path(self) -> str:
        """The file of the module."""
        return self.outline.path

    @property
    def is_listed(self) -> bool:
        """Whether the module exports it elsewhere: in ``export { … }``, or by default."""
        return self.name in self.outline.about(self.outline, _listed_names)

    def text(self, node: model.Node) -> str:
        """Return the source of a node of the statement."""
        return self.placed.item.text[node.start : node.end].decode()


def state_of(case: Case) -> ModuleState | None:
    """Return the module variable whose state a write changes, or whose value it is part of."""
    declared_at = case.write.declared_at
    if declared_at is not None:
        found = _declared_around(outline_of(case.program, declared_at.path), declared_at.start, declared_at.end)
        if found is not None:
            return found
    name = _root_name(case.site.way[-1]) if case.site is not None else None
    resolved = resolve_name(case.program, case.path, name) if name is not None else None
    return declared_state(case.program, *resolved) if resolved is not None else None


def declared_state(program: Program, path: str, name: str) -> ModuleState | None:
    """Return the variable that a module declares under a name at its top level, alone in its statement."""
    outline = outline_of(program, path)
    return outline.about(outline, _states_by_name).get(name)


def _declared_around(outline: Outline, start: int, end: int) -> ModuleState | None:
    """Return the variable in whose declaration some bytes lie, outside of functions and classes."""
    for part, placed in outline.pieces_at(start, end):
        for state in _states(outline, placed) if part == "module" else ():
            way = around(placed.item.statements, start - placed.offset, end - placed.offset)
            return None if any(isinstance(node, (model.Function, model.Class)) for node in way) else state
    return None


def _states_by_name(outline: Outline) -> dict[str, ModuleState]:
    states = [state for placed in outline.module for state in _states(outline, placed)]
    return {state.name: state for state in reversed(states)}


def _states(outline: Outline, placed: model.Placed[Code]) -> Iterator[ModuleState]:
    for statement in placed.item.statements:
        is_exported = isinstance(statement, model.ExportDeclaration)
        match statement.declaration if isinstance(statement, model.ExportDeclaration) else statement:
            case (
                model.VariableDeclaration(
                    declarators=(model.Declarator(pattern=model.Name(name=name)) as declarator,)
                ) as declaration
            ):
                yield ModuleState(outline, name, placed, declaration, declarator, is_exported)


def _listed_names(outline: Outline) -> frozenset[str]:
    """Return what a module names in ``export { … }`` and ``export default``."""
    return frozenset().union(
        *(
            free_names(statement)
            for placed in outline.module
            for statement in placed.item.statements
            if isinstance(statement, (model.ExportNamed, model.ExportDefault))
        )
    )


def _root_name(node: model.Node) -> str | None:
    """Return the variable at which an expression that writes begins: ``cart`` of ``cart.items.push(item)``."""
    while True:
        match node:
            case model.Name(name=name):
                return name.removeprefix("$")
            case model.Member(object=inner) | model.Index(object=inner):
                node = inner
            case model.Call(callee=inner) | model.Await(argument=inner):
                node = inner
            case model.Assignment(target=inner) | model.Update(target=inner) | model.Unary(operand=inner):
                node = inner
            case _:
                return None


@dataclass(frozen=True, slots=True)
class Group:
    """A state and the statements of its module that need it, directly or not, in their order.

    Attributes:
        statements: The statements.
        names: What they declare.
        exported: Those of the names that the module exports, under the same name.
        trouble: Why they cannot be taken out of the module, in words; ``None`` if they can.
    """

    statements: tuple[model.Placed[Code], ...]
    names: frozenset[str]
    exported: frozenset[str]
    trouble: str | None


def group_of(state: ModuleState) -> Group:
    """Return a state with everything in its module that needs it."""
    names = frozenset((state.name,))
    while True:
        members = [placed for placed in state.outline.module if _belongs(placed, names)]
        more = names.union(*(declared_names(statement) for placed in members for statement in placed.item.statements))
        if more == names:
            break
        names = more
    exported: set[str] = set()
    troubles = []
    for placed in state.outline.module:
        trouble = _exports(placed, names, exported)
        if trouble is not None:
            troubles.append(trouble)
    if any(not placed.item.names.isdisjoint(_CONTEXT_FUNCTIONS) for placed in members):
        troubles.append("what needs it uses contexts itself")
    return Group(tuple(members), names, frozenset(exported), troubles[0] if troubles else None)


def _belongs(placed: model.Placed[Code], names: frozenset[str]) -> bool:
    return any(
        bool((declared_names(statement) | free_names(statement)) & names)
        for statement in placed.item.statements
        if not isinstance(statement, (model.Import, model.ExportNamed, model.ExportDefault))
    )


def _exports(placed: model.Placed[Code], names: frozenset[str], exported: set[str]) -> str | None:
    """Add the names that a statement exports; return what is in the way."""
    if not placed.item.statements and not placed.item.names.isdisjoint(names) and b"typeof" in placed.item.text:
        return "a type of the module is made from it"
    for statement in placed.item.statements:
        match statement:
            case model.ExportDeclaration(declaration=declaration):
                declared = declared_names(statement) & names
                if declared and isinstance(declaration, model.VariableDeclaration) and declaration.kind != "const":
                    return f"`{min(declared)}` is exported and may be another value later"
                exported |= declared
            case model.ExportDefault() if free_names(statement) & names:
                return "the module exports it by default"
            case model.ExportNamed(specifiers=specifiers, source=None):
                for specifier in specifiers:
                    if specifier.local in names and specifier.local != specifier.exported:
                        return f"the module exports `{specifier.local}` under another name"
                    exported |= {specifier.local} & names
    return None
