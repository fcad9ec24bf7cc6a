from __future__ import annotations

import pytest

from svelte_warden.engine.findings import Edit, Finding, Fix, Place, Related, Severity
from svelte_warden.lsp.carrying import carry

HERE, THERE = "/a.svelte", "/b.svelte"


def finding(start: int, end: int, *related: Related) -> Finding:
    fix = Fix("fix", "safe", (Edit(HERE, start, end, ""),))
    return Finding("rule", "family", Severity.ERROR, Place(HERE, start, end), "message", related, (fix,))


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        (b"one two three", b"one two three", (4, 7)),
        (b"one two three", b"zero one two three", (9, 12)),
        (b"one two three", b"two three", (0, 3)),
        (b"one two three", b"one two four", (4, 7)),
        (b"one two three", b"one two", (4, 7)),
        (b"one two three", b"one 2 three", None),
        (b"one two three", b"one twoo three", (4, 7)),
        (b"one two three", b"", None),
    ],
)
def test_a_finding_stays_with_its_code(before: bytes, after: bytes, place: tuple[int, int] | None) -> None:
    carried = carry([finding(4, 7)], before, after)
    assert [(f.place.start, f.place.end) for f in carried] == ([place] if place else [])
    assert all(f.fixes == () for f in carried)


def test_related_places_move_in_this_file_only() -> None:
    related = (
        Related(Place(HERE, 8, 13), "moves"),
        Related(Place(HERE, 0, 3), "is gone"),
        Related(Place(THERE, 8, 13), "stays"),
    )
    (carried,) = carry([finding(4, 7, *related)], b"one two three", b"two three")
    assert [(other.message, other.place.start) for other in carried.related] == [("moves", 4), ("stays", 8)]
