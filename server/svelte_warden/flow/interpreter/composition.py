"""A component used by another: whether it has to be followed into, and what happens when it is.

Following every component into every other would be quadratic and pointless: each is analysed by itself. It matters
only when the parent hands down something that can act — a function, a snippet or shared state — and then only if that
does something worth reporting.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from svelte_warden.flow import moments
from svelte_warden.flow.events import ANY_PROP, HandedProp, RenderSite, received
from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.acting_contexts import reads_acting_context
from svelte_warden.flow.interpreter.bindings import SETTERS
from svelte_warden.flow.interpreter.components import Instance, run_component
from svelte_warden.flow.interpreter.effort import aside
from svelte_warden.flow.interpreter.handed_back import may_hand_back_functions
from svelte_warden.flow.interpreter.handed_components import note_handed_components
from svelte_warden.flow.interpreter.handed_functions import functions_in
from svelte_warden.flow.interpreter.origins import content_origins, data_in
from svelte_warden.flow.interpreter.values import UNKNOWN, Component, Given, Object, Snippet, Value
from svelte_warden.flow.natives.registry import call_now, run_callback
from svelte_warden.flow.reach.model import Hop
from svelte_warden.flow.reach.recording import note_site
from svelte_warden.flow.trail import Step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svelte_warden.facts import model
    from svelte_warden.flow.interpreter.machine import Machine

DEEPEST_NESTING = 8
_DEEPEST_FOR_CONTEXTS = 4
_MOST_FOR_CONTEXTS = 16
"""How deep, and how many components of one run, are followed only since a context above them can act."""
_DATA = frozenset(("array", "object"))
_DEEPEST_DATA = 3
_MOST_PARTS = 20
"""How many parts of a list or object are looked at, and how many functions of one prop are tried."""


def consider_component(
    machine: Machine, component: Value, props: Object, contents: dict[str, Snippet], node: model.Node, name: str
) -> None:
    """Render what a component is given; follow it into its own source where that decides when the given code runs."""
    found = [atom for atom in component.atoms if isinstance(atom, Component)]
    _note_sites(machine, component, found, props, node)
    note_site(machine, component, props, contents, node, name)
    if machine.trying:
        _act(machine, found, props, contents, node)
        machine.noticed.worth_following += _may_hand_back(machine, found, props, contents)
        return
    parent = machine.instance
    is_potent = _is_potent(machine, found, props, contents, node)
    if not is_potent and not _reads_acting_context(machine, found, props, contents, node):
        return
    if not found or (parent is not None and parent.nesting >= DEEPEST_NESTING):
        _render_contents(machine, found, props, contents, node)
        return
    for atom in found:
        key = hash(atom.path)
        if machine.stack.count(key) >= 2:  # noqa: PLR2004 - a recursive component is followed once
            continue
        instance = Instance(atom.path, values.of(props), contents, known_parent=True, parent=parent)
        instance.hop = Hop(atom.path, machine.place(node).start, machine.tree.location)
        instance.is_aside = not is_potent or (parent is not None and parent.is_aside)
        machine.stack.append(key)
        trail = machine.extended(Step("render", machine.place(node), f"renders <{name}>"))
        with machine.at(trail=trail), aside(machine, instance):
            run_component(machine, instance)
        machine.stack.pop()


def _note_sites(machine: Machine, component: Value, found: list[Component], props: Object, node: model.Node) -> None:
    """Note where the file at hand renders other components, and which of its own props it hands on to them."""
    if machine.instance is None or machine.instance.path != machine.path or machine.home.path != machine.path:
        return
    for prop in (atom.name for atom in component.atoms if isinstance(atom, Given)):
        machine.given_calls.add((prop, machine.sides))
        if "server" in machine.sides:
            _note_handed(machine, received(machine.path, prop), props, node)
    if not found:
        for value in props.properties.values():
            note_handed_components(machine, value, machine.place(node), machine.within)
    for atom in found:
        machine.sites.add(RenderSite(atom.path, machine.place(node), "server" in machine.sides, machine.within))
        for name, value in props.properties.items():
            note_handed_components(machine, value, machine.place(node), (*machine.within, (atom.path, name)))
            for given in value.atoms:
                if isinstance(given, Given):
                    machine.forwards.add((given.name, atom.path, name))
        if props.open:
            machine.forwards.add(("*", atom.path, "*"))
        if "server" in machine.sides:
            _note_handed(machine, atom.path, props, node)


def _note_handed(machine: Machine, component: str, props: Object, node: model.Node) -> None:
    """Note whose data a component is given in which prop."""
    given = [*props.properties.items(), *([] if props.rest is None else [(ANY_PROP, props.rest)])]
    for name, value in given:
        for origin in data_in(content_origins(value, follow_shared=False)):
            machine.handed.add(HandedProp(component, name, origin, machine.place(node)))


def _render_contents(
    machine: Machine, found: list[Component], props: Object, contents: dict[str, Snippet], node: model.Node
) -> None:
    from svelte_warden.flow.interpreter.markup import render_snippet  # noqa: PLC0415 - markup renders components

    outer, tree, place = machine.within, machine.tree, machine.place(node)
    for name, snippet in _given_snippets(props, contents):
        machine.within = (*outer, *((atom.path, name.partition(".")[0]) for atom in found[:1]))
        with tree.in_content(place.start, name) if place.path == machine.path else tree.in_callback():
            parameters = () if snippet.parameters is None else snippet.parameters.parameters
            render_snippet(machine, snippet, [UNKNOWN] * len(parameters), node)
    machine.within = outer


def _given_snippets(props: Object, contents: dict[str, Snippet]) -> list[tuple[str, Snippet]]:
    """Return what a component is given to render, with the names: ``columns.head`` for a part of a prop."""
    given = list(contents.items())
    known = {id(snippet) for snippet in contents.values()}
    for name, value in props.properties.items():
        given.extend((part, snippet) for part, snippet in _snippets_in(name, value) if id(snippet) not in known)
    return given


def _snippets_in(name: str, value: Value, depth: int = 0) -> Iterator[tuple[str, Snippet]]:
    for atom in value.atoms:
        if isinstance(atom, Snippet):
            yield name, atom
        elif isinstance(atom, Object) and atom.kind in _DATA and depth < _DEEPEST_DATA:
            for key, held in list(atom.properties.items())[:_MOST_PARTS]:
                yield from _snippets_in(name if key.isdigit() else f"{name}.{key}", held, depth + 1)
            if atom.rest is not None:
                yield from _snippets_in(name, atom.rest, depth + 1)


def _is_potent(
    machine: Machine, found: list[Component], props: Object, contents: dict[str, Snippet], node: model.Node
) -> bool:
    """Return whether something that is handed down does anything worth reporting: try it, and undo the try."""
    with machine.attempt() as attempt:
        _act(machine, found, props, contents, node)
        machine.drain()
    if attempt.eventful or _hands_down_shared_state(props):
        return True
    return _may_hand_back(machine, found, props, contents)


def _may_hand_back(machine: Machine, found: list[Component], props: Object, contents: dict[str, Snippet]) -> bool:
    given = [snippet for _, snippet in _given_snippets(props, contents)]
    return any(may_hand_back_functions(machine, atom.path, given) for atom in found)


def _reads_acting_context(
    machine: Machine, found: list[Component], props: Object, contents: dict[str, Snippet], node: model.Node
) -> bool:
    """Return whether components are worth following for the contexts above them, and count it if they are."""
    parent = machine.instance
    is_deep = parent is not None and parent.nesting >= _DEEPEST_FOR_CONTEXTS
    if is_deep or machine.noticed.followed >= _MOST_FOR_CONTEXTS:
        return False
    has_contents = bool(_given_snippets(props, contents))
    reads = reads_acting_context(machine, found, has_contents=has_contents, node=node)
    machine.noticed.followed += reads
    return reads


def _hands_down_shared_state(props: Object) -> bool:
    return any(
        isinstance(atom, Object) and atom.shared and atom.kind != "symbol"
        for value in props.properties.values()
        for atom in value.atoms
    )


def _act(
    machine: Machine, found: list[Component], props: Object, contents: dict[str, Snippet], node: model.Node
) -> None:
    """Run everything that is handed down, at no particular moment."""
    with machine.at(moment=moments.UNKNOWN, activation=machine.new_activation()):
        for value in [*props.properties.values(), *props.internal.get(SETTERS, {}).values()]:
            for function, this in list(islice(functions_in(machine, value, node), _MOST_PARTS)):
                with machine.tree.in_callback():
                    if this is None:
                        run_callback(machine, function, [UNKNOWN], node)
                    else:
                        call_now(machine, function, [UNKNOWN], node, this=this)
        _render_contents(machine, found, props, contents, node)
