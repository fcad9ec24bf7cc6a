"""What a context read gets, and who reads what is set, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from svelte_warden.flow.reach.relations import head_of, read_at, set_at
from svelte_warden.lsp.explanations import Described

if TYPE_CHECKING:
    from collections.abc import Iterable

    from svelte_warden.flow.program import Program
    from svelte_warden.flow.reach.model import Spot
    from svelte_warden.flow.reach.outcome import Missing
    from svelte_warden.flow.reach.relations import ReadRelation, SetRelation
    from svelte_warden.lsp.session import Session

_MOST: Final = 5  # places that are named


def describe_relation(session: Session, path: str, offset: int) -> Described | None:
    """Say in Markdown what the read or set whose head holds a byte of a file has to do with others.

    ``None`` if there is neither.
    """

    def describe(program: Program) -> Described | None:
        read = read_at(program, path, offset)
        if read is not None:
            text = _read(session, path, read)
            head = head_of(program, path, read.read)
            return Described(text, head.start, head.end) if text else None
        found = set_at(program, path, offset)
        if found is None:
            return None
        head = head_of(program, path, found.set)
        return Described(_set(session, path, found), head.start, head.end)

    return session.ask(path, describe)


def _read(session: Session, path: str, relation: ReadRelation) -> str | None:
    lines = []
    if relation.provided:
        lines.append(f"Provided by {_places(session, path, relation.provided)}.")
    if relation.missing:
        lines.append(f"Nothing provides it {_ways(session, relation.missing)}.")
    if relation.unknown:
        lines.append(f"Not known on other ways: {'; '.join(dict.fromkeys(relation.unknown[:_MOST]))}.")
    return "\n\n".join(lines) or None


def _set(session: Session, path: str, relation: SetRelation) -> str:
    if not relation.readers:
        return "No component of the workspace is known to read it."
    return f"Read by {_places(session, path, relation.readers)}."


def _places(session: Session, path: str, spots: Iterable[Spot]) -> str:
    spots = tuple(spots)
    named = ", ".join(session.link(spot.path, spot.start, path) for spot in spots[:_MOST])
    return named if len(spots) <= _MOST else f"{named} and {len(spots) - _MOST} more"


def _ways(session: Session, missing: tuple[Missing, ...]) -> str:
    routes = [way.name for way in missing if way.kind in ("route", "error")]
    others = [session.relative(way.path) for way in missing if way.kind not in ("route", "error")]
    named = [*(f"on {route}" for route in routes), *(f"from {other}" for other in others)]
    unique = list(dict.fromkeys(named))
    text = ", ".join(unique[:_MOST])
    return text if len(unique) <= _MOST else f"{text} and {len(unique) - _MOST} other ways"
