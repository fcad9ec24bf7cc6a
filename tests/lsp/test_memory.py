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
    Knot()
    gc.freeze()
    gc.collect()
    assert Knot.count == 1, "what is frozen is not looked through"
    [[] for _ in range(200_000)]  # until some collections have been due
    collector.away()
    assert Knot.count == 0
    assert gc.get_freeze_count() > 0


def test_the_pause_is_as_long_as_the_work_is_much(collector: Collector, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gc, "get_freeze_count", lambda: 0)
    monkeypatch.setattr(gc, "get_count", lambda: (0, 0, 1))
    assert collector.patience == 1.0, "a small workspace"
    monkeypatch.setattr(gc, "get_freeze_count", lambda: 10_000_000)
    assert collector.patience == 60.0, "a large one"
