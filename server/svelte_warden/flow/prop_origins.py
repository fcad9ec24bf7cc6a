"""Whose data a component is given in its props, by all who render it on the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.flow.analyse import analyse
from svelte_warden.flow.events import ANY_PROP
from svelte_warden.flow.interpreter.origins import A_PROP
from svelte_warden.flow.reach.outline import mentioned_by
from svelte_warden.flow.server_tree import runs_on_server

if TYPE_CHECKING:
    from svelte_warden.flow.events import HandedProp
    from svelte_warden.flow.program import Program


def user_data_in_prop(program: Program, key: tuple[str, str]) -> frozenset[HandedProp]:
    """Return where a component is given data of a user: ``key`` is its path and the prop.

    What a component hands on of its own props counts with what it was given itself.
    """
    component, prop = key
    found: set[HandedProp] = set()
    for path in program.query(mentioned_by, component):
        for handed in program.query(analyse, path).handed:
            if handed.component != component or handed.prop not in (prop, ANY_PROP):
                continue
            if handed.origin.kind == "request":
                if runs_on_server(program, path):
                    found.add(handed)
            elif handed.origin.label == A_PROP:
                found |= program.query(user_data_in_prop, (path, handed.origin.part))
    return frozenset(found)


def _nothing(_key: tuple[str, str]) -> frozenset[HandedProp]:
    return frozenset()


user_data_in_prop.initial = _nothing  # type: ignore[attr-defined]  # the memo's protocol for circles
