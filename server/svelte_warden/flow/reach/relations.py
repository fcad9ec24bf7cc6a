"""Contexts as relations between places: what a read gets and from where, who reads what is set.

Everything here is a pure function of the program and a place, for hovers, definitions and references.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from svelte_warden.facts.immutable import immutable
from svelte_warden.flow.call_heads import head_end
from svelte_warden.flow.reach.model import ContextRead, Spot
from svelte_warden.flow.reach.outcome import Blocked, Missing, Provided
from svelte_warden.flow.reach.outline import outline
from svelte_warden.flow.reach.providers import modules_behind, providers
from svelte_warden.flow.reach.summary import sets_of, summary_of
from svelte_warden.flow.reach.ways import outcomes
from svelte_warden.project.roles import Role

if TYPE_CHECKING:
    from svelte_warden.flow.program import Program
    from svelte_warden.flow.reach.model import ContextSet, Key

_DEVELOPMENT: Final = frozenset((Role.TEST, Role.STORY, Role.CONFIG))
_READING: Final = frozenset(("getContext", "hasContext", "createContext", "*"))


@immutable
class ReadRelation:
    """What a read gets.

    Attributes:
        read: The read.
        provided: The calls that set its key, on the ways that have one.
        missing: Where the ways begin that have none.
        unknown: Why other ways cannot be followed.
    """

    read: ContextRead
    provided: tuple[Spot, ...]
    missing: tuple[Missing, ...]
    unknown: tuple[str, ...]


@immutable
class SetRelation:
    """Who may read what a call sets: the reads whose ways upward lead to the call."""

    set: ContextSet
    readers: tuple[Spot, ...]


def read_at(program: Program, path: str, offset: int) -> ReadRelation | None:
    """Return what the read gets whose head holds a byte of a file, the innermost one; ``None`` if there is none."""
    reads = [read for read in program.query(summary_of, path).reads if _holds(program, path, read, offset)]
    if not reads:
        return None
    spot = min((read.spot for read in reads), key=_length)
    return relation_of(program, path, next(read for read in reads if read.spot == spot))


def set_at(program: Program, path: str, offset: int) -> SetRelation | None:
    """Return who reads what the call sets whose head holds a byte of a file; ``None`` if there is none."""
    found = [item for item in program.query(sets_of, path) if _holds(program, path, item, offset)]
    if not found:
        return None
    inner = min(found, key=lambda item: _length(item.spot))
    spots = []
    for reader, read in program.query(readers, None).get(inner.key, ()):
        relation = relation_of(program, reader, read)
        if inner.spot in relation.provided:
            spots.append(read.spot)
    return SetRelation(inner, tuple(dict.fromkeys(spots)))


def _length(spot: Spot) -> int:
    return spot.end - spot.start


def relation_of(program: Program, path: str, read: ContextRead) -> ReadRelation:
    """Return what a read of a component gets on all its ways."""
    seen = outcomes(program, path, read)
    return ReadRelation(
        read,
        tuple(
            sorted(
                {Spot(item.component, item.start, item.end) for item in seen if isinstance(item, Provided)}, key=repr
            )
        ),
        tuple(sorted((item for item in seen if isinstance(item, Missing)), key=repr)),
        tuple(sorted(item.reason for item in seen if isinstance(item, Blocked))),
    )


def definitions(program: Program, path: str, offset: int) -> tuple[Spot, ...]:
    """Return the calls that set what the call reads whose head holds a byte of a file; for a wrapper of a set the set.

    For ``setContext`` itself there is nothing to lead to.
    """
    found = _call_at(program, path, offset)
    if found is None:
        return ()
    if isinstance(found, ContextRead):
        return relation_of(program, path, found).provided
    return (found.call,) if found.call != found.spot else ()


def references(program: Program, path: str, offset: int) -> tuple[Spot, ...]:
    """Return every call that sets or reads the key of the call whose head holds a byte, in the order of their files."""
    found = _call_at(program, path, offset)
    if found is None:
        return ()
    spots = {item.set.spot for item in program.query(providers, None).get(found.key, ())}
    spots |= {read.spot for _, read in program.query(readers, None).get(found.key, ())}
    return tuple(sorted(spots, key=lambda spot: (spot.path, spot.start, spot.end)))


def in_file(program: Program, path: str, offset: int) -> tuple[ContextRead | ContextSet, ...]:
    """Return the calls of a file that set or read the key of the call whose head holds a byte, that one included."""
    found = _call_at(program, path, offset)
    if found is None:
        return ()
    return tuple({call.spot: call for call in _calls(program, path) if call.key == found.key}.values())


def head_of(program: Program, path: str, call: ContextRead | ContextSet) -> Spot:
    """Return what is called, with the key if Svelte's own function is."""
    start, end = call.spot.start, call.spot.end
    return Spot(path, start, head_end(program, path, start, end, with_argument=call.spot == call.call))


def _holds(program: Program, path: str, call: ContextRead | ContextSet, offset: int) -> bool:
    """Whether a byte belongs to the head of a call."""
    spot = call.spot
    return spot.start <= offset <= spot.end and offset <= head_of(program, path, call).end


def _calls(program: Program, path: str) -> tuple[ContextRead | ContextSet, ...]:
    return (*program.query(summary_of, path).reads, *program.query(sets_of, path))


def _call_at(program: Program, path: str, offset: int) -> ContextRead | ContextSet | None:
    found = [call for call in _calls(program, path) if call.key.is_known and _holds(program, path, call, offset)]
    return min(found, key=lambda call: _length(call.spot)) if found else None


def readers(program: Program, _key: None) -> dict[Key, tuple[tuple[str, ContextRead], ...]]:
    """Return every key that a component of the program reads, with the components and the reads."""
    found: dict[Key, list[tuple[str, ContextRead]]] = {}
    for path in program.files():
        if program.role(path) in _DEVELOPMENT or not program.query(outline, path).is_component:
            continue
        if any(program.query(_mentions_reading, file) for file in (path, *program.query(modules_behind, path))):
            for read in program.query(summary_of, path).reads:
                found.setdefault(read.key, []).append((path, read))
    return {key: tuple(items) for key, items in found.items() if key.is_known}


def _mentions_reading(program: Program, path: str) -> bool:
    said = program.query(outline, path)
    return any(source == "svelte" and imported in _READING for _, source, imported in said.imports)
