"""Events that a component dispatches while it is created or mounted, when their handlers find a component, too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from svelte_warden.facts import model
from svelte_warden.flow import moments
from svelte_warden.flow.interpreter.values import Component
from svelte_warden.flow.names import children

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svelte_warden.facts.file import FileFacts
    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.interpreter.values import Value
    from svelte_warden.flow.moments import Moment

_DISPATCHER: Final = "createEventDispatcher"
_MOUNTS: Final = "onMount"
_SVELTE_5: Final = 5


def moment_of_event(machine: Machine, component: Value, event: str) -> Moment:
    """Return when a handler of a component's event runs; nobody can tell of one that is dispatched early as well.

    What ``onMount`` dispatches finds a component in Svelte 5 only.
    """
    majors = machine.program.project(machine.path).svelte_majors
    in_mount = not majors or min(majors) >= _SVELTE_5
    for atom in component.atoms:
        facts = machine.program.facts(atom.path) if isinstance(atom, Component) else None
        if facts is not None and event in set(_dispatched_early(facts, in_mount=in_mount)):
            return moments.UNKNOWN
    return moments.component_event(event)


def _dispatched_early(facts: FileFacts, *, in_mount: bool) -> Iterator[str]:
    statements = [
        statement
        for placed in facts.instance
        if not placed.item.text.startswith(b"import")
        for statement in placed.item.statements
    ]
    dispatchers = {
        declarator.pattern.name
        for statement in statements
        if isinstance(statement, model.VariableDeclaration)
        for declarator in statement.declarators
        if isinstance(declarator.pattern, model.Name) and _is_call_of(declarator.init, _DISPATCHER)
    }
    waiting: list[model.Node] = list(statements) if dispatchers else []
    while waiting:
        node = waiting.pop()
        match node:
            case model.Call(callee=model.Name(name=name), arguments=(model.Constant(value=str(event)), *_)) if (
                name in dispatchers
            ):
                yield event
            case model.Call(callee=model.Name(name=name), arguments=(model.Function(body=body), *_)) if name == _MOUNTS:
                waiting.extend(body if in_mount else ())
                continue
            case model.Function() | model.FunctionDeclaration() | model.Class() | model.ClassDeclaration():
                continue
            case _:
                pass
        waiting.extend(children(node))


def _is_call_of(node: model.Expression | None, name: str) -> bool:
    return isinstance(node, model.Call) and isinstance(node.callee, model.Name) and node.callee.name == name
