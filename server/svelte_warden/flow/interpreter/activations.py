"""What runs in an abstract run: functions that were called, and tasks that run later."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from svelte_warden.facts.immutable import immutable
from svelte_warden.flow.interpreter.values import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable

    from svelte_warden.facts import model
    from svelte_warden.flow.interpreter.components import Instance
    from svelte_warden.flow.interpreter.scopes import Cell
    from svelte_warden.flow.interpreter.values import Closure, Object, Origin, Place, Side, Value
    from svelte_warden.flow.moments import Moment
    from svelte_warden.flow.trail import Trail


PlaceToFill: TypeAlias = "Cell | tuple[Object, str]"
"""A variable, or a property of an object."""


@dataclass(eq=False, slots=True)
class Activation:
    """One running function (or component script, or template expression).

    ``returned`` holds what each ``return`` gave, with the sides on which it was met. ``returns_on`` holds the sides on
    which one was, or a jump to somewhere further on in the function.
    """

    number: int
    function: model.Function | None = None
    is_async: bool = False
    keeps_context_over_await: bool = False
    depth: int = 0
    returned: list[tuple[Value, frozenset[Side]]] = field(default_factory=list)
    throws: int = 0
    yielded: list[Value] = field(default_factory=list)
    sent: Value = UNKNOWN
    """What ``yield`` gives a generator: what ``next`` is called with."""
    returns_on: frozenset[Side] = frozenset()
    awaited: tuple[Moment, Trail | None] | None = None
    """The moment after an ``await``, since somebody last began to look, even if control has left that way."""
    resumed: tuple[Moment, Trail | None] | None = None
    """When a generator goes on behind its ``yield``, if it was begun at another moment."""
    known: set[PlaceToFill] = field(default_factory=set)
    """Places that were certainly empty, or certainly full, when the function looked."""


@immutable
class Task:
    """Something that runs later: a callback with the moment it runs at and the trail that scheduled it."""

    run: Callable[[], None]
    moment: Moment
    sides: frozenset[Side]
    trail: Trail | None
    conditions: frozenset[Origin]
    instance: Instance | None


@dataclass(slots=True)
class Attempt:
    """The outcome of trying something: whether it did anything that would have been reported."""

    eventful: bool = False


@dataclass(slots=True)
class Noticed:
    """What a run has noticed of functions and collections.

    ``kept`` are those of the file's component that something keeps which outlives it, ``invoked`` those that have run,
    ``late_calls`` those of other files that have run while no component was current. ``listings`` are the collections
    all of whose entries were listed, by the origin that what comes from the list has; ``given_out`` tells where those
    are made of which somebody is given all, and by which function. ``mounted`` are the places that are filled once the
    component has mounted, which it never does on the server. ``emptied`` are those that are set to false before anybody
    can use the component. ``handed`` are the objects that other files' runs have handed over, ``started`` the variables
    that other entry points fill. ``worth_following`` counts what makes the components around worth it, beside events:
    what ``bind:this`` holds, and functions that content is handed. ``followed`` counts those that were followed for the
    contexts above them alone, ``aside`` their steps, ``called_back`` the steps of functions that only packages call.
    """

    kept: list[Closure] = field(default_factory=list)
    invoked: set[Place] = field(default_factory=set)
    late_calls: set[Place] = field(default_factory=set)
    listings: dict[Origin, list[Object]] = field(default_factory=dict)
    given_out: dict[Place, Place] = field(default_factory=dict)
    mounted: set[PlaceToFill] = field(default_factory=set)
    emptied: set[PlaceToFill] = field(default_factory=set)
    handed: set[Object] = field(default_factory=set)
    started: set[Cell] = field(default_factory=set)
    worth_following: int = 0
    followed: int = 0
    aside: int = 0
    called_back: int = 0
