"""Writes that are undone: what a component sets and clears in ``onDestroy``, listeners that are taken off again.

The next request cannot see the former. A listener is called while somebody waits for events, and gone afterwards. The
server runs ``onDestroy`` as soon as everything is rendered (Svelte 4, 5), and rendering waits for nothing, but for
Svelte's asynchronous mode. ``tests/rules/suites/shared-state/kept_but_not_shown.md`` shows it.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

from svelte_warden.flow import moments
from svelte_warden.flow.events import SharedWrite
from svelte_warden.flow.interpreter.properties import LISTENING, SILENCING
from svelte_warden.flow.interpreter.values import Closure, Primitive

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from svelte_warden.flow.interpreter.values import Place

_PUTS: Final = ("=", "set")
_TAKES_OUT: Final = ("delete", "clear")
_LISTENS: Final = frozenset(("add", "push", "set", *LISTENING))
_STOPS: Final = frozenset(("delete", *SILENCING))


def outlasting(events: Iterable[object], *, async_mode: bool) -> Iterator[SharedWrite]:
    """Yield the writes of a run without those that are undone.

    Args:
        events: what happened in the run.
        async_mode: whether rendering may wait, so that another request comes in between.
    """
    writes = [event for event in events if isinstance(event, SharedWrite)]
    silenced = set(chain.from_iterable(map(_silenced, writes)))
    cleared = {_what(write) for write in writes if not async_mode and _clears(write)}
    for write in writes:
        listeners = _listeners(write)
        if (listeners and listeners <= silenced) or any(_silenced(write)) or write.how in SILENCING:
            continue
        is_undone = _what(write) in cleared and (write.moment.has_component or _clears(write))
        if not is_undone or write.moment == moments.AFTER_TOP_LEVEL_AWAIT:
            yield write


def _listeners(write: SharedWrite) -> frozenset[tuple[int, Place]]:
    """Return the functions that a write adds to a collection or an emitter, if it adds nothing else."""
    added = [atom for atom in write.value.atoms if not isinstance(atom, Primitive)]
    closures = [atom for atom in added if isinstance(atom, Closure)]
    if write.how not in _LISTENS or len(closures) != len(added):
        return frozenset()
    return frozenset((id(write.target), _made_at(closure)) for closure in closures)


def _silenced(write: SharedWrite) -> Iterator[tuple[int, Place]]:
    """Yield the functions that a write takes out of a collection or off an emitter."""
    if write.how in _STOPS and write.key is not None:
        for atom in write.key.atoms:
            if isinstance(atom, Closure):
                yield id(write.target), _made_at(atom)


def _made_at(closure: Closure) -> Place:
    return closure.home.place(closure.function)


def _what(write: SharedWrite) -> tuple[int, str | None]:
    return id(write.target), write.name


def _clears(write: SharedWrite) -> bool:
    """Whether a write takes something out, or puts a constant in its place, when the component goes on the server."""
    if write.moment != moments.TEARDOWN or "server" not in write.sides or write.conditions:
        return False
    is_constant = write.value is not None and all(isinstance(atom, Primitive) for atom in write.value.atoms)
    return write.how in _TAKES_OUT or (write.how in _PUTS and is_constant)
