"""Where each write is shown: at the line that must change, which may be in another file than the one that leads to it.

A helper that only the server uses must itself change, and is told of once however many lead to it. One that the browser
uses too may be right there: then the call from server code is what must change.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from svelte_warden.flow.analyse import analyse
from svelte_warden.flow.interpreter.origins import A_PROP
from svelte_warden.flow.prop_origins import is_never_given_data, user_data_in_prop
from svelte_warden.flow.reach.around import is_true
from svelte_warden.flow.reach.doubts import Doubt
from svelte_warden.flow.reach.renderers import renderers
from svelte_warden.flow.server_code import imported_files, is_server_code, server_entries_of, starts_on_server
from svelte_warden.flow.server_tree import runs_on_server
from svelte_warden.flow.sharing import gravest_first
from svelte_warden.flow.trail import Step

if TYPE_CHECKING:
    from svelte_warden.flow.events import HandedProp
    from svelte_warden.flow.interpreter.values import Place
    from svelte_warden.flow.program import Program
    from svelte_warden.flow.sharing import StateWrite


def shown_writes(program: Program, path: str) -> tuple[StateWrite, ...]:
    """Return the writes on the server that are to be shown in a file, by place and then the gravest first."""
    found = [write for write in program.query(server_writes, path) if write.place.path == path]
    if program.query(is_server_code, path):
        for entry in program.query(server_entries_of, path):
            found.extend(write for write in program.query(server_writes, entry) if write.place.path == path)
    return gravest_first(found)


def server_writes(program: Program, path: str) -> tuple[StateWrite, ...]:
    """Return the writes to which a file's entry points lead on the server, each with the place where it is shown."""
    found = [write for write in program.query(analyse, path).state_writes if write.on_server]
    writes = [write for each in found if (write := _listed(program, each)).concern != "forgotten"]
    if not writes or not runs_on_server(program, path):
        return ()
    if not starts_on_server(program, path):
        return tuple(
            _traced(program, path, write)
            for write in writes
            if write.in_place_of is None or not program.query(is_always_given, (path, write.in_place_of))
        )
    return tuple(_moved(program, path, write) for write in writes)


def _listed(program: Program, write: StateWrite) -> StateWrite:
    """Look whether somebody is given all that a collection holds, under whatever key: who is online, who did most."""
    at = write.declared_at
    if write.concern == write.concern_if_listed or at is None or not write.name:
        return write
    for entry in program.query(server_entries_of, at.path):
        giver = dict(program.query(analyse, entry).given_out).get(at)
        if giver is not None:
            steps = (*write.steps, Step("call", giver, "gives all of it to whoever asks"))
            return replace(write, concern=write.concern_if_listed, origins=write.origins_if_listed, steps=steps)
    return write


def is_always_given(program: Program, key: tuple[str, str]) -> bool:
    """Whether all who render the component ``key[0]`` are known, and give it the prop ``key[1]``."""
    path, prop = key
    ways = program.query(renderers, path)
    if not ways.sites or ways.mounts or ways.chains or ways.unknown:
        return False
    is_missing = Doubt(prop, is_default=True)
    return all(is_true(is_missing, site.given) is False for _, site in ways.sites)


def _traced(program: Program, path: str, write: StateWrite) -> StateWrite:
    """Look whose data the props are that a component writes."""
    if write.concern != "given-data":
        return write
    handed: set[HandedProp] = set()
    for origin in write.origins:
        if origin.label == A_PROP:
            handed |= program.query(user_data_in_prop, (path, origin.part))
    if not handed:
        props = {origin.part if origin.label == A_PROP else "" for origin in write.origins}
        is_given_none = all(prop and program.query(is_never_given_data, (path, prop)) for prop in props)
        return replace(write, concern="none") if is_given_none else write
    first = min(handed, key=lambda given: (given.place.path, given.place.start, given.origin.label))
    step = Step("render", first.place, "hands down a user's data")
    return replace(write, concern="user-data", steps=(step, *write.steps))


def _moved(program: Program, path: str, write: StateWrite) -> StateWrite:
    """Show a write of the server's entry points where it must change: as near to it as there is server code.

    That is code which the entry point ``path`` imports: what it is only handed belongs to whoever hands it over.

    A function that is handed the state may be right for others, so that the call which hands it over counts; and so may
    be the methods of what a class or a factory made.
    """
    calls = [step.place for step in reversed(write.steps) if step.kind != "moment"]
    outside = [place for place in calls if place.path != write.write.path]
    places = (write.write, *calls) if not write.is_made else (*outside, write.place)
    for place in places:
        is_near = program.query(is_server_code, place.path) and _knows(program, place.path, write.declared_at)
        if is_near and _is_told(program, place.path, path):
            return replace(write, place=place)
    return write


def _is_told(program: Program, path: str, entry: str) -> bool:
    """Whether a file shows the writes of an entry point: its own, and those of the entry points that import it."""
    return path == entry or entry in program.query(server_entries_of, path)


def _knows(program: Program, path: str, declared_at: Place | None) -> bool:
    """Whether a file declares the state or imports it, perhaps through one file that hands it on."""
    if declared_at is None or declared_at.path == path:
        return True
    imported = program.query(imported_files, path)
    return declared_at.path in imported or any(
        declared_at.path in program.query(imported_files, between) for between in imported
    )
