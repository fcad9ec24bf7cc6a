"""Whose data a component is given in its props, by all who render it on the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.flow.analyse import analyse
from svelte_warden.flow.events import ANY_PROP, received, receiver
from svelte_warden.flow.interpreter.origins import A_PROP
from svelte_warden.flow.reach.outline import mentioned_by
from svelte_warden.flow.reach.renderers import renderers
from svelte_warden.flow.server_tree import runs_on_server

if TYPE_CHECKING:
    from svelte_warden.flow.events import HandedProp
    from svelte_warden.flow.program import Program


def user_data_in_prop(program: Program, key: tuple[str, str]) -> frozenset[HandedProp]:
    """Return where a component is given data of a user: ``key`` is its path and the prop.

    What a component hands on of its own props counts with what it was given itself.
    """
    component, prop = key
    owner = receiver(component)
    found: set[HandedProp] = set()
    for path in program.query(mentioned_by, component) if owner is None else (owner,):
        flow = program.query(analyse, path)
        for handed in flow.handed:
            if handed.component == component and handed.prop in (prop, ANY_PROP):
                found |= _traced(program, path, handed)
        for site in flow.sites:
            if site.component == component and site.within:
                found |= program.query(user_data_in_prop, (received(*site.within[-1]), prop))
    return frozenset(found)


def _traced(program: Program, path: str, handed: HandedProp) -> frozenset[HandedProp]:
    """Return where data of a user comes from that a component in a file is given; nothing if it is none."""
    if handed.origin.kind == "request":
        return frozenset((handed,)) if runs_on_server(program, path) else frozenset()
    if handed.origin.label == A_PROP:
        return program.query(user_data_in_prop, (path, handed.origin.part))
    return frozenset()


def _nothing(_key: tuple[str, str]) -> frozenset[HandedProp]:
    return frozenset()


user_data_in_prop.initial = _nothing  # type: ignore[attr-defined]  # the memo's protocol for circles


def is_never_given_data(program: Program, key: tuple[str, str]) -> bool:
    """Whether all who render the component ``key[0]`` are known, and none gives it any data in the prop ``key[1]``."""
    component, prop = key
    ways = program.query(renderers, component)
    if not ways.sites or ways.mounts or ways.chains or ways.unknown:
        return False
    return all(
        handed.origin.label == A_PROP
        and bool(handed.origin.part)
        and program.query(is_never_given_data, (giver, handed.origin.part))
        for giver in {giver for giver, _ in ways.sites}
        for handed in program.query(analyse, giver).handed
        if handed.component == component and handed.prop in (prop, ANY_PROP)
    )


def _assumed(_key: tuple[str, str]) -> bool:
    return True


is_never_given_data.initial = _assumed  # type: ignore[attr-defined]  # as above
