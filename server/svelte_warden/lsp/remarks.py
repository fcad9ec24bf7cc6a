"""What is to be said beside the code without being asked: what provides a context, who reads it, what is shared.

Lenses and hints show it, each if the configuration asks for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from svelte_warden.engine.findings import Place
from svelte_warden.flow.reach.relations import head_of, readers, relation_of, set_at
from svelte_warden.flow.reach.summary import sets_of, summary_of
from svelte_warden.flow.shared_places import declared_name, shared_states_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from svelte_warden.flow.program import Program
    from svelte_warden.flow.reach.model import ContextRead, Key, Spot

SHARED: Final = "one per server process"


class Remark(NamedTuple):
    """Something about a call or a declaration.

    Attributes:
        start: Its first byte.
        end: The end of its head, exclusive: what is called or declared.
        parts: What is to be said, the most important first.
        places: Where that is, the most important first.
    """

    start: int
    end: int
    parts: tuple[str, ...]
    places: tuple[Place, ...]


def remarks(program: Program, path: str) -> tuple[Remark, ...]:
    """Return what is to be said about a file, in its order."""
    found = {
        remark.start: remark for remark in (*_shared(program, path), *_sets(program, path), *_reads(program, path))
    }
    return tuple(found[start] for start in sorted(found))


def _reads(program: Program, path: str) -> Iterator[Remark]:
    for read in program.query(summary_of, path).reads:
        if not read.key.is_known:
            continue
        relation = relation_of(program, path, read)
        if relation.provided:
            parts = [f"provided by {_named(relation.provided)}"]
        elif relation.missing:
            parts = ["nothing provides it"]
        else:
            continue
        head = head_of(program, path, read)
        yield Remark(head.start, head.end, (*parts, _reader_count(program, read.key)), _places(relation.provided))


def _sets(program: Program, path: str) -> Iterator[Remark]:
    for item in program.query(sets_of, path):
        relation = set_at(program, path, item.spot.start) if item.key.is_known else None
        if relation is not None:
            head = head_of(program, path, item)
            text = _counted(len(relation.readers), "reader") if relation.readers else "no reader is known"
            yield Remark(head.start, head.end, (text,), _places(relation.readers))


def _shared(program: Program, path: str) -> Iterator[Remark]:
    for state in shared_states_in(program, path):
        name = declared_name(program, state)
        writes = tuple(dict.fromkeys(Place(w.write.path, w.write.start, w.write.end) for w in state.writes))
        yield Remark(name.start, name.end, (SHARED, f"written in {_counted(len(writes), 'place')}"), writes)


def _reader_count(program: Program, key: Key) -> str:
    reads: Sequence[tuple[str, ContextRead]] = program.query(readers, None).get(key, ())
    return _counted(len({read.spot for _, read in reads}), "reader")


def _named(spots: Sequence[Spot]) -> str:
    first = spots[0].path.rpartition("/")[2]
    return first if len(spots) == 1 else f"{first} and {_counted(len(spots) - 1, 'other')}"


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _places(spots: Sequence[Spot]) -> tuple[Place, ...]:
    return tuple(Place(spot.path, spot.start, spot.end) for spot in spots)
