"""Pages that a layout hands down functions to: what they do with them is followed in the run of the layout.

Only that run knows the functions. State that all users share is another matter: the runs of the pages know of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from svelte_warden.facts import model
from svelte_warden.flow.events import SharedWrite
from svelte_warden.flow.interpreter.acting_contexts import knows_key, needs_component
from svelte_warden.flow.interpreter.components import Instance, run_component, unknown_props
from svelte_warden.flow.interpreter.effort import aside
from svelte_warden.flow.interpreter.origins import objects_in
from svelte_warden.flow.interpreter.values import Place
from svelte_warden.flow.trail import Step, Trail

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svelte_warden.flow.interpreter.machine import Machine

_MOST: Final = 8
"""So many pages of one layout are followed."""


def follow_pages(machine: Machine, layout: Instance) -> None:
    """Follow the pages within a layout that may know functions which it hands down and which need a component.

    Args:
        machine: the run of the layout, with nothing left to do.
        layout: the instance of the layout.
    """
    node = model.Node(0, 0)
    handed = {key: layout.contexts[key] for key in machine.acting_contexts if key in layout.contexts}
    keys = frozenset(key for key, value in handed.items() if needs_component(machine, value, node))
    place = _where_pages_stand(machine) if keys else None
    if place is None:
        return
    for value in layout.contexts.values():  # what they hold may be filled by the time a page has them act
        machine.noticed.handed.update(objects_in(value))
    before = len(machine.events)
    trail = Trail(None, Step("render", place, "renders the page"))
    for path in list(_pages_within(machine, keys))[:_MOST]:
        page = Instance(path, unknown_props(path), known_parent=True, parent=layout, is_aside=True)
        with machine.at(trail=trail), aside(machine, page):
            run_component(machine, page)
    machine.drain()
    machine.events[before:] = [event for event in machine.events[before:] if not isinstance(event, SharedWrite)]


def _pages_within(machine: Machine, keys: frozenset[tuple[str, ...]]) -> Iterator[str]:
    """Yield the components of the pages within the layout at hand that may know one of some context keys."""
    program = machine.program
    routes = program.routes(machine.path)
    node = routes.node_of(machine.path)
    for page in () if node is None else routes.within(node).pages:
        path = page.node.component
        if path is not None and any(program.query(knows_key, (path, key)) for key in keys):
            yield path


def _where_pages_stand(machine: Machine) -> Place | None:
    """Return the place of ``{@render children()}`` or ``<slot>`` in the file at hand, the first of them."""
    facts = machine.program.facts(machine.path)
    found = None if facts is None else next(_outlets(facts.markup, 0), None)
    return None if found is None else Place(machine.path, *found)


def _outlets(fragment: model.Fragment, start: int) -> Iterator[tuple[int, int]]:
    for placed in fragment:
        at, node = start + placed.offset, placed.item
        match node:
            case model.Tag(kind="render", length=length) | model.Element(name="slot", length=length):
                yield at, at + length
            case model.Element(children=inner) | model.EachBlock(body=inner) | model.KeyBlock(body=inner):
                yield from _outlets(inner, at)
            case model.IfBlock(branches=branches):
                for _, body in branches:
                    yield from _outlets(body, at)
            case _:
                pass
