"""Writes to state that outlives the call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from svelte_warden.flow.events import SharedWrite
from svelte_warden.flow.interpreter.by_side import on_server
from svelte_warden.flow.interpreter.globals import is_of_the_browser
from svelte_warden.flow.interpreter.origins import beyond, content_origins, deciding
from svelte_warden.flow.interpreter.values import (
    BOTH_SIDES,
    BROWSER,
    NO_ORIGINS,
    ClassDefinition,
    Closure,
    Native,
    Object,
    Primitive,
)
from svelte_warden.flow.moments import Phase
from svelte_warden.flow.names import waits
from svelte_warden.project.roles import Role

if TYPE_CHECKING:
    from svelte_warden.facts import model
    from svelte_warden.flow.events import WriteTarget
    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.interpreter.values import Atom, Origin, Side, Value


_COMPOUND: Final = frozenset(("++", "--", "+=", "-=", "*=", "/=", "%=", "**="))


def note_write(  # noqa: PLR0913 - all there is to say about a write, by name where it is not always said
    machine: Machine,
    target: WriteTarget,
    name: str | None,
    value: Value,
    node: model.Node,
    how: str,
    *,
    key: Value | None = None,
    before: Value | None = None,
    within: frozenset[Origin] = NO_ORIGINS,
) -> None:
    """Report a write to something shared, unless the module itself is only being set up.

    Args:
        machine: the run.
        target: the variable, object, class, function or global that is written.
        name: the property, ``None`` for a variable or an unknown key.
        value: what is written.
        node: the writing expression.
        how: an operator, ``delete`` or the name of a mutating method.
        key: the value of a computed key or the first argument of ``map.set``.
        before: what was there.
        within: the origins of what is written to; what is made from the same is nothing new in it.
    """
    sides, value = _where_it_counts(machine, target, value)
    if machine.moment.phase is not Phase.MODULE and sides:
        machine.events.append(
            SharedWrite(
                target=target,
                name=name,
                how=how,
                place=machine.place(node),
                value=value,
                origins=(origins := _origins_of_change(value, how, before, within)),
                choice=deciding(origins) - deciding(within),
                key=key,
                before=before,
                conditions=machine.conditions,
                is_overwritten=_is_overwritten(machine, target),
                is_tested=target in machine.tested or (target, name) in machine.tested,
                is_standing=all(_is_standing(atom) for atom in value.atoms),
                moment=machine.moment,
                sides=sides,
                trail=machine.trail,
                code=machine.home.code,
                is_aside=machine.instance is not None and machine.instance.is_aside,
                in_place_of=next((doubt.prop for doubt in machine.doubts if doubt.is_default), None),
            )
        )


def _origins_of_change(value: Value, how: str, before: Value | None, within: frozenset[Origin]) -> frozenset[Origin]:
    """Return the origins of what a write brings in, which what was there before, or holds it, does not have."""
    if how == "update" and before is not None and value.atoms.isdisjoint(before.atoms):
        return beyond(content_origins(value, beside=before), within)
    origins = beyond(content_origins(value), within)
    if how not in _COMPOUND:
        return origins
    origins -= {origin for origin in origins if origin.aspect == "outcome"}  # a sum of lengths tells of nobody
    known = within if before is None else within | before.origins
    return origins - {origin for origin in known if origin.kind == "given"}


def _where_it_counts(machine: Machine, target: WriteTarget, value: Value) -> tuple[frozenset[Side], Value]:
    """Return the sides on which there is something to write to, and what is written: on the server if that is one."""
    sides = machine.sides & _sides_of(target)
    return sides, on_server(value) if "server" in sides else value


def _is_standing(atom: Atom) -> bool:
    if isinstance(atom, Object):
        return atom.shared and "made_late" not in atom.internal
    return isinstance(atom, Primitive) or (isinstance(atom, (Closure, ClassDefinition)) and atom.shared)


def _sides_of(target: WriteTarget) -> frozenset[Side]:
    """Return the sides on which there is such a thing."""
    if isinstance(target, Object):
        return target.sides
    return BROWSER if isinstance(target, Native) and is_of_the_browser(target) else BOTH_SIDES


def _is_overwritten(machine: Machine, target: WriteTarget) -> bool:
    """Whether every request makes this write before it reads the variable or waits for anything."""
    entry = machine.entry
    return (
        machine.uncertainty == 0
        and entry is not None
        and not _may_wait(machine, entry.function)
        and target not in machine.read_by_entry
    )


def _may_wait(machine: Machine, function: model.Function) -> bool:
    """Whether an entry point waits itself: what it calls does not make it wait, but for the ``resolve`` of a hook."""
    if function.is_async and machine.program.role(machine.path) is Role.HOOKS_SERVER:
        return True
    return function.is_async and any(map(waits, function.body))
