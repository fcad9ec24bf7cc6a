"""The analysis of one file: what runs when its entry points run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.facts.immutable import EMPTY_SET, immutable
from svelte_warden.flow.cleared import outlasting
from svelte_warden.flow.events import ContextCall
from svelte_warden.flow.interpreter import (  # noqa: F401 - importing registers what each construct means
    conditions,
    expressions,
    loops,
    operators,
    statements,
)
from svelte_warden.flow.interpreter.effort import OutOfBudget
from svelte_warden.flow.interpreter.entries import run_entries
from svelte_warden.flow.interpreter.handover import context_key, export, source_names
from svelte_warden.flow.interpreter.legacy import uses_no_runes
from svelte_warden.flow.interpreter.machine import Machine
from svelte_warden.flow.natives import (  # noqa: F401 - and what each native function does
    arrays,
    contexts,
    emitters,
    javascript,
    legacy_events,
    patterns,
    promises,
    query_clients,
    requests,
    runes,
    stores,
    streams,
    sveltekit,
)
from svelte_warden.flow.natives.shared_packages import described
from svelte_warden.flow.reach import mounting  # noqa: F401 - as above
from svelte_warden.flow.reach.model import Summary
from svelte_warden.flow.reach.summary import summarise
from svelte_warden.flow.sharing import StateWrite, state_writes
from svelte_warden.flow.timing import TimedCall, timed_calls
from svelte_warden.project.roles import Role

if TYPE_CHECKING:
    from svelte_warden.facts.file import FileFacts
    from svelte_warden.flow.events import HandedProp, RenderSite
    from svelte_warden.flow.interpreter.handover import Portable
    from svelte_warden.flow.interpreter.values import Place, Side
    from svelte_warden.flow.program import Program


_NO_SUMMARY = Summary("")


@immutable
class FileFlow:
    """What happens from one file's entry points on: plain data, equal when nothing that matters changed.

    ``sites``, ``given_calls`` and ``forwards`` describe a component to those who render it; ``handed``,
    ``load_result``, ``locals_result`` and ``contexts`` are what other files receive. ``complete`` is false when the
    run met its bounds. ``late_calls`` are the functions of modules that it calls while no component is current,
    ``acting_contexts`` the keys under which it hands down what can act. ``given_out`` are the places where
    collections are made of which whoever asks is given all, each with the function that does.
    """

    path: str
    timed_calls: tuple[TimedCall, ...] = ()
    state_writes: tuple[StateWrite, ...] = ()
    sites: tuple[RenderSite, ...] = ()
    given_calls: frozenset[tuple[str, frozenset[Side]]] = EMPTY_SET
    forwards: frozenset[tuple[str, str, str]] = EMPTY_SET
    handed: frozenset[HandedProp] = EMPTY_SET
    contexts: tuple[tuple[tuple[str, ...], Portable], ...] = ()
    load_result: Portable | None = None
    locals_result: Portable | None = None
    complete: bool = True
    tree: Summary = _NO_SUMMARY
    late_calls: frozenset[Place] = EMPTY_SET
    acting_contexts: frozenset[tuple[str, ...]] = EMPTY_SET
    given_out: frozenset[tuple[Place, Place]] = EMPTY_SET


def analyse(program: Program, path: str) -> FileFlow:
    """Return the flow of one file; it depends on every file it reached."""
    facts = program.facts(path)
    if facts is None:
        return _no_flow(path)
    machine = Machine(program, path)
    try:
        return _flow_of(machine, facts)
    finally:
        machine.dismantle()


def _flow_of(machine: Machine, facts: FileFacts) -> FileFlow:
    program, path = machine.program, machine.path
    complete = True
    try:
        run_entries(machine)
    except OutOfBudget:
        complete = False
    project = program.project(path)
    context_calls = [event for event in machine.events if isinstance(event, ContextCall)]
    return FileFlow(
        path,
        timed_calls(
            context_calls,
            path,
            svelte_majors=project.svelte_majors,
            async_mode=project.async_mode,
            legacy=uses_no_runes(facts, project.runes),
            is_installed=program.is_installed,
            told_by=lambda other: program.query(analyse, other).timed_calls,
        ),
        state_writes(
            program,
            outlasting(machine.events, async_mode=project.async_mode),
            path,
            _private_variables(machine),
            lambda: source_names(machine),
            lambda external: described(machine, external) is not None,
        ),
        tuple(sorted(machine.sites, key=lambda site: (site.place.start, site.component, site.within, site.on_server))),
        frozenset(machine.given_calls) or EMPTY_SET,
        frozenset(machine.forwards) or EMPTY_SET,
        frozenset(machine.handed) or EMPTY_SET,
        _contexts(machine, context_calls),
        machine.load_result,
        machine.locals_result,
        complete,
        summarise(machine, is_complete=complete),
        _late_calls(machine),
        machine.acting_contexts or EMPTY_SET,
        frozenset(machine.noticed.given_out.items()) or EMPTY_SET,
    )


def _no_flow(path: str) -> FileFlow:
    return FileFlow(path, tree=Summary(path))


# What a layout reads from context may be what it, or another layout, puts there: the circle starts from nothing.
analyse.initial = _no_flow  # type: ignore[attr-defined]  # the memo's protocol for circles


def _late_calls(machine: Machine) -> frozenset[Place]:
    """Return the functions of other modules that the file calls while no component is current."""
    program, path = machine.program, machine.path
    found = (place for place in machine.noticed.late_calls if place.path != path)
    return frozenset(place for place in found if program.role(place.path) is Role.MODULE) or EMPTY_SET


def _private_variables(machine: Machine) -> frozenset[str]:
    """Return the module variables of a SvelteKit module with a single entry point: nothing else can read them."""
    module = machine.modules.get(machine.path)
    if module is None:
        return frozenset()
    variables = frozenset(name for name, cell in module.scope.cells.items() if cell.kind in ("let", "var"))
    if not variables:
        return variables
    exports = set(module.export_names(range(len(module.pieces))))
    return variables - exports if len(exports & machine.framework_calls) == 1 else frozenset()


def _contexts(machine: Machine, calls: list[ContextCall]) -> tuple[tuple[tuple[str, ...], Portable], ...]:
    """Return what the file puts into context, where it is more than unknown data."""
    found = []
    for call in calls:
        key = context_key(call.key) if call.operation == "set" else None
        if key is not None and call.value is not None:
            portable = export(machine, call.value)
            if portable.atoms:
                found.append((key, portable))
    return tuple(sorted(set(found), key=repr))
