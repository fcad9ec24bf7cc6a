"""The collector of cycles waits for a pause that is worth it."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest

from svelte_warden.lsp.memory import Collector

if TYPE_CHECKING:
    from collections.abc import Iterator


class Knot:
    """Something that only a collector of cycles can get rid of."""

    count = 0

    def __init__(self) -> None:
        self.itself = self
        Knot.count += 1

    def __del__(self) -> None:
        Knot.count -= 1


@pytest.fixture
def collector() -> Iterator[Collector]:
    threshold = gc.get_threshold()
    collector = Collector()
    collector.start()
    yield collector
    gc.set_threshold(*threshold)
    gc.unfreeze()


def test_what_was_left_behind_goes_while_nobody_asks(collector: Collector) -> None:
    gc.collect()
    assert collector.paused(60.0) is None, "nothing has been done"
    Knot()
    gc.freeze()
    gc.collect()
    assert Knot.count == 1, "what is set aside is not looked through"
    young: list[list[int]] = [[] for _ in range(20_000)]
    collector.between()
    assert gc.get_count()[0] < len(young), "what is young was looked through"
    more = collector.paused(1.0)
    assert more is None or collector.paused(1.0 + more) is None
    assert Knot.count == 0
    assert gc.get_freeze_count() > 0
    assert collector.paused(60.0) is None


def test_much_that_is_young_is_set_aside(collector: Collector) -> None:
    collections = gc.get_stats()[0]["collections"]
    Knot()
    young: list[list[int]] = [[] for _ in range(200_000)]
    collector.between()
    assert gc.get_stats()[0]["collections"] == collections
    assert gc.get_freeze_count() > len(young)
    assert Knot.count == 1
    assert collector.paused(60.0) is None
    assert Knot.count == 0


def test_nothing_is_looked_through_in_the_middle_of_the_work(collector: Collector) -> None:
    gc.collect()
    collections = gc.get_stats()[0]["collections"]
    young: list[list[int]] = [[] for _ in range(30_000)]
    assert gc.get_stats()[0]["collections"] == collections
    collector.between()
    assert gc.get_stats()[0]["collections"] == collections + 1
    collector.between()
    assert gc.get_stats()[0]["collections"] == collections + 1, "there is nothing young any more"
    del young


def test_the_pause_is_as_long_as_the_work_is_much(collector: Collector, monkeypatch: pytest.MonkeyPatch) -> None:
    collections: list[int] = []
    monkeypatch.setattr(gc, "get_count", lambda: (50_000, 0, 0))
    monkeypatch.setattr(gc, "get_freeze_count", lambda: 10_000_000)
    monkeypatch.setattr(gc, "collect", lambda: collections.append(1))
    collector.between()
    more = collector.paused(1.0)
    assert more is not None
    assert more > 30.0
    assert collections == []
    assert collector.paused(60.0) is None
    assert collections == [1]
    collector.between()
    assert collector.paused(1.0) is None, "by now it is known to take no time at all"
    assert collections == [1, 1]
