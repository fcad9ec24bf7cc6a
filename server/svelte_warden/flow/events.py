"""What the analysis reports while it follows a program: the raw material of rules and hovers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from svelte_warden.facts.immutable import immutable

if TYPE_CHECKING:
    from svelte_warden.facts.code import Code
    from svelte_warden.flow.interpreter.scopes import Cell
    from svelte_warden.flow.interpreter.values import (
        ClassDefinition,
        Closure,
        External,
        Namespace,
        Native,
        Object,
        Origin,
        Place,
        Side,
        Value,
    )
    from svelte_warden.flow.moments import ContextOperation, Moment
    from svelte_warden.flow.trail import Trail


@immutable
class ContextCall:
    """A call of one of Svelte's context or lifecycle functions.

    ``function`` is the name Svelte documents (``getContext``, ``onMount``; ``createContext`` getters and setters are
    called ``get`` and ``set`` of it). ``key`` is ``None`` for lifecycle functions and ``getAllContexts``.
    ``value`` is what a setter is given.
    """

    operation: ContextOperation
    function: str
    place: Place
    key: Value | None
    value: Value | None
    moment: Moment
    sides: frozenset[Side]
    trail: Trail | None


WriteTarget: TypeAlias = "Cell | Object | ClassDefinition | Closure | Native | Namespace | External"


@immutable
class SharedWrite:
    """A write to a variable or object that outlives the request, at a moment other than module start.

    ``conditions`` are the origins of the tests that decided whether it happens. ``is_overwritten`` tells that every
    request makes this write before it reads the state or waits for anything: nobody reads what another request wrote.
    ``is_tested`` tells that the state is looked at first in a test, as ``if (!ready) { ready = true; … }`` does.
    ``is_standing`` tells that the value is a constant, or something that was made when the server started.
    ``origins`` are those of all that is in the value at the time, ``choice`` those of the data by which it was picked,
    as far as that has not picked what it is written to. ``code`` is the piece of code that writes. ``in_place_of`` is
    the prop of the file's component without which nothing is written: what writes stands in for it. ``is_aside`` says
    that it happens in a component which is followed for the contexts above it alone, ``in_doubt`` that the target may
    be another object, which nobody shares.
    """

    target: WriteTarget
    name: str | None
    how: str
    place: Place
    value: Value
    origins: frozenset[Origin]
    choice: frozenset[Origin]
    key: Value | None
    before: Value | None
    conditions: frozenset[Origin]
    is_overwritten: bool
    is_tested: bool
    is_standing: bool
    moment: Moment
    sides: frozenset[Side]
    trail: Trail | None
    code: Code | None
    in_place_of: str | None = None
    is_aside: bool = False
    in_doubt: bool = False


@immutable
class RenderSite:
    """A place in a component's markup where another component may be rendered.

    ``within`` holds the components whose content it lies in, the outermost first: path and name of the slot or snippet.
    """

    component: str
    place: Place
    on_server: bool
    within: tuple[tuple[str, str], ...]


_RECEIVED: Final = "\0"
ANY_PROP: Final = "*"
"""The name of what is spread over a component's props."""


def received(path: str, prop: str) -> str:
    """Return what stands for whatever component a component is given in a prop, among the paths of components."""
    return f"{path}{_RECEIVED}{prop}"


def receiver(component: str) -> str | None:
    """Return the component that is given another one and renders it; ``None`` if a component is told by its path."""
    path, is_received, _ = component.partition(_RECEIVED)
    return path if is_received else None


@immutable
class HandedProp:
    """Data of some origin that a component is given in a prop, by the element at ``place``, on the server."""

    component: str
    prop: str
    origin: Origin
    place: Place


Event: TypeAlias = ContextCall | SharedWrite
