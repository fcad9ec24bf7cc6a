"""The same project in several sizes: a keystroke should cost the same in all, the rest grow with the files."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.cold import take_times
from tests.bench.keystroke import type_at
from tests.bench.measurement import Budget, Row, in_milliseconds, repeated, sessions
from tests.bench.memory import server_memory
from tests.bench.subject import generated, places

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.bench.options import Options

_MOST_ROUNDS = 3


def measure(options: Options) -> Iterator[Row]:
    """Generate a workspace of each size and measure on it."""
    for size in options.sizes:
        with tempfile.TemporaryDirectory() as folder:
            yield from _measure(
                Path(folder).resolve(), size, replace(options, rounds=min(options.rounds, _MOST_ROUNDS))
            )


def _measure(root: Path, size: int, options: Options) -> Iterator[Row]:
    subject = generated(root, size)
    name = f"{size:,} files"
    place = places(subject)[0]
    runs = [in_milliseconds(type_at(root, place, options, pull=False)) for _ in range(options.sessions)]
    yield Row("keystroke to publish, 500 lines", "ms", sessions(runs), Budget(5, 12), name)
    times = take_times(subject, options.rounds)
    yield Row("bare parse", "s", repeated(times.parsed), subject=name)
    yield Row("cold check", "s", repeated(times.cold), subject=name)
    yield Row("cold check of 1,000 files", "s", repeated([taken / size * 1000 for taken in times.cold]), subject=name)
    yield Row("warm check", "s", repeated(times.warm), subject=name)
    settled, _ = server_memory(root)
    yield Row("memory of the server", "MB", repeated([settled]), subject=name)
    yield Row("memory of 1,000 files", "MB", repeated([settled / size * 1000]), subject=name)
