"""The ways on which SvelteKit and Svelte hand values from one file to another, looked at from the receiving end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.handover import Portable, Structure, context_key, is_constant, materialise
from svelte_warden.flow.kinds import kind_of
from svelte_warden.flow.static_imports import static_imports
from svelte_warden.project.resolution import File
from svelte_warden.project.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.interpreter.values import Value
    from svelte_warden.flow.program import Program

_WORD: Final = re.compile(r"\w{2,}")
_SEVERAL: Final = 2


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


def constant_data(program: Program, path: str) -> frozenset[str]:
    """Return the names in the data of a page, layout or load module under which every user is given the same.

    An inner load overrides what the outer ones give. Who gives more than is known may give anything.
    """
    constant: set[str] = set()
    for module in _loads_before(program, path):
        given = program.query(load_result, module)
        if given is None:
            continue
        structures = [atom for atom in given.atoms if isinstance(atom, Structure) and atom.kind == "object"]
        if given.partial or len(structures) != len(given.atoms):
            constant.clear()
            continue
        parts = [dict(structure.parts) for structure in structures]
        names = {name for each in parts for name in each}
        constant -= names
        constant |= {name for name in names if _is_constant_in(name, parts)}
    return frozenset(constant)


def _is_constant_in(name: str, results: list[dict[str, Portable]]) -> bool:
    """Whether all results of a load have the same constant under a name: which one it is may depend on the user."""
    first = results[0].get(name)
    return first is not None and is_constant(first) and all(each.get(name) == first for each in results)


def server_data(machine: Machine, path: str) -> Value | None:
    """Return what a universal load module is given as ``data``: the result of the server load beside it."""
    node = machine.program.routes(path).node_of(path)
    if node is None or node.server is None or path != node.universal:
        return None
    portable = machine.program.query(load_result, node.server)
    return None if portable is None else materialise(machine, portable)


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
        if program.role(path) is Role.HOOKS_SERVER and program.query(kind_of, path) is not None:
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
    found = _nearest_layout_context(machine, identity)
    if found is None:
        found = machine.program.query(layout_context, (machine.program.project(machine.path).root, identity))
    return values.join(materialise(machine, portable) for portable in found) if found else None


def _nearest_layout_context(machine: Machine, identity: tuple[str, ...]) -> tuple[Portable, ...] | None:
    """Return what the innermost layout that sets a context key around a page or layout puts there."""
    around = machine.program.routes(machine.path).layouts_around(machine.path)
    for layout in reversed(around):
        if layout.component is not None and layout.component != machine.path:
            found = machine.program.query(context_of_layout, (layout.component, identity))
            if found:
                return found
    return () if around else None


def context_of_layout(program: Program, key: tuple[str, tuple[str, ...]]) -> tuple[Portable, ...]:
    """Return what the layout ``key[0]`` puts under a context key; it is followed only if it may know the key."""
    from svelte_warden.flow.analyse import analyse  # noqa: PLC0415 - as above

    component, identity = key
    if not (program.query(may_know_key, key) or program.query(may_put_key_together, key)):
        return ()
    return tuple(portable for held, portable in program.query(analyse, component).contexts if held == identity)


def layout_context(program: Program, key: tuple[str, tuple[str, ...]]) -> tuple[Portable, ...]:
    """Return what the layouts of the project at ``key[0]`` put under one context key, as far as others may change it.

    Only the layouts that may know the key are followed.
    """
    root, identity = key
    found: set[Portable] = set()
    for layout in program.routes(f"{root}/package.json").layouts:
        if layout.node.component is not None:
            found.update(program.query(context_of_layout, (layout.node.component, identity)))
    return tuple(sorted(found, key=repr))


def _no_context(_key: tuple[str, tuple[str, ...]]) -> tuple[Portable, ...]:
    return ()


# A layout that reads a context asks for what the layouts set: the circle starts from nothing.
context_of_layout.initial = _no_context  # type: ignore[attr-defined]  # as below
layout_context.initial = _no_context  # type: ignore[attr-defined]  # the memo's protocol for circles


def may_know_key(program: Program, key: tuple[str, tuple[str, ...]]) -> bool:
    """Whether the code that the component ``key[0]`` runs mentions a context key; told from the text alone."""
    component, (kind, name, *_) = key
    files = program.query(code_behind, component)
    if kind in ("object", "class"):
        return name in files
    return any(name.encode() in program.source(file).data for file in files)


def may_put_key_together(program: Program, key: tuple[str, tuple[str, ...]]) -> bool:
    """Whether that code has all words of a string key, such as ``app`` and ``viewer`` of ``app.viewer``."""
    component, (kind, name, *_) = key
    words = [word.encode() for word in _WORD.findall(name)]
    if kind in ("object", "class") or len(words) < _SEVERAL:
        return False
    texts = [program.source(file).data for file in program.query(code_behind, component)]
    return all(any(word in text for text in texts) for word in words)


def code_behind(program: Program, path: str) -> frozenset[str]:
    """Return a file and all that it imports, through modules but not through components; told from the text alone."""
    found = {path}
    for specifier in program.query(static_imports, path).specifiers:
        resolution = program.resolve(path, specifier)
        if isinstance(resolution, File):
            found.add(resolution.path)
            if program.role(resolution.path) is Role.MODULE:
                found |= program.query(code_behind, resolution.path)
    return frozenset(found)


def _itself(path: str) -> frozenset[str]:
    return frozenset((path,))


code_behind.initial = _itself  # type: ignore[attr-defined]  # the memo's protocol for circles
