"""Which writes to shared state concern who uses an installed package, and which are its own matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.flow.interpreter.reactivity import is_rune_field, is_rune_state
from svelte_warden.flow.interpreter.scopes import Cell
from svelte_warden.flow.interpreter.values import ClassDefinition, Closure, External, Native, Object

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from svelte_warden.flow.events import SharedWrite, WriteTarget

_STORES = frozenset(("writable", "readable", "derived"))


def not_of_packages(
    events: Iterable[SharedWrite], is_installed: Callable[[str], bool], names: Callable[[], Mapping[int, str]]
) -> Iterator[SharedWrite]:
    """Leave out what installed packages write to variables, objects and caches of their own.

    Parsers keep where they are in a variable, loggers what they have warned of, libraries what they have computed
    before. Who uses them can neither see nor mend that. Stores and rune state are there to be seen by components. An
    object that the project makes for a package and has no name for, such as its options, is the package's from then on.

    Args:
        events: the writes of a run.
        is_installed: whether a file belongs to an installed package.
        names: gives for the identity of an object how the source calls it; asked for if it matters.
    """
    for event in events:
        if not is_installed(event.place.path) or _is_seen(event) or not _is_own(event.target, is_installed, names):
            yield event


def _is_seen(event: SharedWrite) -> bool:
    target = event.target
    match target:
        case Cell():
            return target.reactive
        case Object():
            return target.kind in _STORES or is_rune_state(target)
        case ClassDefinition():
            return is_rune_field(target, event.name or "")
        case External():
            return True
        case _:
            return False


def _is_own(target: WriteTarget, is_installed: Callable[[str], bool], names: Callable[[], Mapping[int, str]]) -> bool:
    match target:
        case Cell():
            return target.declared_at is None or is_installed(target.declared_at.path)
        case Object():
            return is_installed(target.made_at.path) or id(target) not in names()
        case ClassDefinition() | Closure():
            return is_installed(target.home.path)
        case Native():
            return True
        case _:
            return False
