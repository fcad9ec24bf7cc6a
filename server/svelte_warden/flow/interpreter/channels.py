"""The ways on which SvelteKit and Svelte hand values from one file to another, looked at from the receiving end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.handover import Portable, context_key, materialise
from svelte_warden.project.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.interpreter.values import Value
    from svelte_warden.flow.program import Program


def load_result(program: Program, path: str) -> Portable | None:
    """Return what the ``load`` of a module hands on, ``None`` when it hands on nothing that can be followed."""
    from svelte_warden.flow.analyse import analyse  # noqa: PLC0415 - the analysis of one file asks for others'

    return program.query(analyse, path).load_result


def page_data(machine: Machine, path: str) -> Value | None:
    """Return what the loads above (and beside) a page, layout or load module hand to it."""
    parts = []
    for module in _loads_before(machine.program, path):
        portable = machine.program.query(load_result, module)
        if portable is not None:
            parts.append(materialise(machine, portable))
    return values.join(parts) if parts else None


def _loads_before(program: Program, path: str) -> Iterator[str]:
    """Yield the modules whose ``load`` runs before a part of a page or layout: the layouts' first, then its own."""
    tree = program.routes(path)
    node = tree.node_of(path)
    if node is None:
        return
    parts = [part for layout in tree.layouts_around(path) for part in (layout.server, layout.universal)]
    if path != node.server:
        parts.append(node.server)
    if path == node.component:
        parts.append(node.universal)
    yield from dict.fromkeys(part for part in parts if part is not None)


def handed_locals(program: Program, root: str) -> Portable | None:
    """Return what the server hooks of a project put into ``event.locals``."""
    from svelte_warden.flow.analyse import analyse  # noqa: PLC0415 - as above

    project = program.project(f"{root}/package.json")
    for ending in (*project.module_extensions, *(f"/index{extension}" for extension in project.module_extensions)):
        path = project.hooks_server + ending
        if program.role(path) is Role.HOOKS_SERVER and program.facts(path) is not None:
            return program.query(analyse, path).locals_result
    return None


def context_value(machine: Machine, key: Value) -> Value | None:
    """Return what a context key holds, as far as a component of this run or a layout puts it there."""
    identity = context_key(key)
    if identity is None:
        return None
    instance = machine.instance
    while instance is not None:
        if identity in instance.contexts:
            return instance.contexts[identity]
        instance = instance.parent
    found = machine.program.query(layout_context, (machine.program.project(machine.path).root, identity))
    return values.join(materialise(machine, portable) for portable in found) if found else None


def layout_context(program: Program, key: tuple[str, tuple[str, ...]]) -> tuple[Portable, ...]:
    """Return what the layouts of the project at ``key[0]`` put under one context key.

    Whoever reads one key need not look again when another changes.
    """
    root, identity = key
    return tuple(portable for held, portable in program.query(layout_contexts, root) if held == identity)


def _no_context(_key: tuple[str, tuple[str, ...]]) -> tuple[Portable, ...]:
    return ()


layout_context.initial = _no_context  # type: ignore[attr-defined]  # the memo's protocol for circles


def layout_contexts(program: Program, root: str) -> tuple[tuple[tuple[str, ...], Portable], ...]:
    """Return what the layouts of a project put into context that other files may change: key and value."""
    from svelte_warden.flow.analyse import analyse  # noqa: PLC0415 - as above

    found: list[tuple[tuple[str, ...], Portable]] = []
    for layout in program.routes(f"{root}/package.json").layouts:
        if layout.node.component is not None:
            found.extend(program.query(analyse, layout.node.component).contexts)
    return tuple(sorted(set(found), key=repr))


def _no_contexts(_root: str) -> tuple[tuple[tuple[str, ...], Portable], ...]:
    return ()


# A layout that reads a context asks for what the layouts set: the circle starts from nothing.
layout_contexts.initial = _no_contexts  # type: ignore[attr-defined]  # the memo's protocol for circles
