"""What a component's script exports that is no prop, for who holds the component or runs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.facts import model
from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.components import Instance, run_script
from svelte_warden.flow.interpreter.values import BROWSER, Component, Object, Snippet, Value
from svelte_warden.flow.names import declared_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svelte_warden.facts.file import FileFacts
    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.interpreter.scopes import Scope

_EXPORT = b"export"
_DEEPEST_NESTING = 8


def bound_component(
    machine: Machine, component: Value, props: Object, contents: dict[str, Snippet], node: model.Node
) -> Value:
    """Return what ``bind:this`` of a component holds: anything, and the functions that its script exports."""
    held = [values.UNKNOWN]
    nesting = 0 if machine.instance is None else machine.instance.nesting
    for atom in component.atoms:
        if not isinstance(atom, Component) or nesting >= _DEEPEST_NESTING or not machine.sides & BROWSER:
            continue
        facts = machine.program.facts(atom.path)
        if facts is not None and _has_exports(facts):
            instance = Instance(atom.path, values.of(props), contents, known_parent=True, parent=machine.instance)
            made = machine.allocate("component", node)
            made.open = True
            made.properties = _functions_of(machine, instance, facts)
            held.append(values.of(made))
    return values.join(held)


def _has_exports(facts: FileFacts) -> bool:
    return any(piece.item.text.startswith(_EXPORT) and _exports_of(piece.item.statements) for piece in facts.instance)


def _functions_of(machine: Machine, instance: Instance, facts: FileFacts) -> dict[str, Value]:
    """Return what an instance exports; what its script does is told where the component is rendered, not here."""
    with machine.attempt(), machine.tree.in_callback(), machine.at(sides=machine.sides & BROWSER):
        scope = run_script(machine, instance, facts)
    return {} if scope is None else dict(exported_values(facts, scope))


def exported_values(facts: FileFacts, scope: Scope) -> Iterator[tuple[str, Value]]:
    """Yield the names and values that an instance script exports, from the scope it has run in."""
    for piece in facts.instance:
        if piece.item.text.startswith(_EXPORT):
            for exported, local in _exports_of(piece.item.statements):
                cell = scope.cells.get(local)
                if cell is not None and cell.kind in ("const", "function", "class"):
                    yield exported, cell.value


def _exports_of(statements: tuple[model.Statement, ...]) -> list[tuple[str, str]]:
    """Return pairs of an exported name and the variable it stands for, without those that can only be props."""
    found: list[tuple[str, str]] = []
    for statement in statements:
        match statement:
            case model.ExportDeclaration(declaration=model.VariableDeclaration(kind="let" | "var")):
                pass
            case model.ExportDeclaration(declaration=declaration):
                found.extend((name, name) for name in sorted(declared_names(declaration)))
            case model.ExportNamed(specifiers=specifiers, source=None):
                found.extend((specifier.exported, specifier.local) for specifier in specifiers)
            case _:
                pass
    return found
