"""Work that is dealt out to processes."""

from __future__ import annotations

import os
import signal
import sys
from functools import partial
from typing import TYPE_CHECKING

import pytest

from svelte_warden.cli.processes import WorkerDiedError, deal_out

if TYPE_CHECKING:
    from collections.abc import Callable


def squaring() -> Callable[[int], int]:
    """Return the work of squaring, told apart from that of this process."""
    first_process = os.getppid()
    return lambda number: number * number if os.getppid() == first_process else -1


def dying(at: int) -> Callable[[int], int]:
    """Return work that ends its process at one piece."""

    def work(number: int) -> int:
        if number == at:
            os.kill(os.getpid(), signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
        return number

    return work


@pytest.mark.parametrize("jobs", [1, 2, 5])
@pytest.mark.parametrize("pieces", [0, 1, 3, 40])
def test_every_piece_is_done_once(pieces: int, jobs: int) -> None:
    done = sorted(deal_out(range(pieces), jobs, squaring))
    assert done == [(number, number * number) for number in range(pieces)]


def test_a_process_that_dies_is_told_of() -> None:
    with pytest.raises(WorkerDiedError, match="ended early"):
        list(deal_out(range(20), 2, partial(dying, 7)))


def test_whoever_stops_listening_leaves_no_process_behind() -> None:
    from multiprocessing import active_children  # noqa: PLC0415 - only here

    results = deal_out(range(10_000), 2, squaring)
    next(results)
    results.close()  # type: ignore[attr-defined]  # it is a generator
    for child in active_children():
        child.join(10)
    assert not active_children()
