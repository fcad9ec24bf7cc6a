"""Writes that are undone before the next request can see them: what a component sets, and clears in ``onDestroy``.

The server runs ``onDestroy`` as soon as everything is rendered (Svelte 4, 5), and rendering waits for nothing, but for
Svelte's asynchronous mode. ``tests/rules/suites/shared-state/kept_but_not_shown.md`` shows it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from svelte_warden.flow import moments
from svelte_warden.flow.events import SharedWrite
from svelte_warden.flow.interpreter.values import Primitive

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PUTS: Final = ("=", "set")
_TAKES_OUT: Final = ("delete", "clear")


def outlasting(events: Iterable[object], *, async_mode: bool) -> Iterator[SharedWrite]:
    """Yield the writes of a run without those that are undone when everything is rendered.

    Args:
        events: what happened in the run.
        async_mode: whether rendering may wait, so that another request comes in between.
    """
    writes = [event for event in events if isinstance(event, SharedWrite)]
    cleared = {_what(write) for write in writes if not async_mode and _clears(write)}
    for write in writes:
        is_undone = _what(write) in cleared and (write.moment.has_component or _clears(write))
        if not is_undone or write.moment == moments.AFTER_TOP_LEVEL_AWAIT:
            yield write


def _what(write: SharedWrite) -> tuple[int, str | None]:
    return id(write.target), write.name


def _clears(write: SharedWrite) -> bool:
    """Whether a write takes something out, or puts a constant in its place, when the component goes on the server."""
    if write.moment != moments.TEARDOWN or "server" not in write.sides or write.conditions:
        return False
    is_constant = write.value is not None and all(isinstance(atom, Primitive) for atom in write.value.atoms)
    return write.how in _TAKES_OUT or (write.how in _PUTS and is_constant)
