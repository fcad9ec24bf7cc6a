"""The same on published packages: what people write is not what `workspace` generates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bench.cold import take_times
from tests.bench.keystroke import type_at
from tests.bench.measurement import Row, in_milliseconds, ratios, repeated, sessions
from tests.bench.subject import existing, places
from tests.ecosystem.packages import fetch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.bench.options import Options

# The largest ones of the ecosystem tests, for Svelte 5 and 4.
_PACKAGES = ("bits-ui@2.21.0", "carbon-components-svelte@0.112.1", "flowbite-svelte@1.33.1")
_MOST_ROUNDS = 3


def measure(options: Options) -> Iterator[Row]:
    """Type into the component nearest to 500 lines and into the longest one, and check the whole package."""
    for package in _PACKAGES:
        subject = existing(fetch(package).resolve())
        middle, longest = places(subject)[:2]
        yield Row("files", "", repeated([len(subject.files)]), subject=package)
        for work, place in (("keystroke, component nearest to 500 lines", middle), ("keystroke, longest", longest)):
            runs = [in_milliseconds(type_at(subject.root, place, options, pull=False)) for _ in range(options.sessions)]
            yield Row(work, "ms", sessions(runs), subject=package)
            yield Row(f"{work.partition(', ')[2]}, lines", "", repeated([place.text.count("\n")]), subject=package)
        times = take_times(subject, min(options.rounds, _MOST_ROUNDS))
        yield Row("cold check", "s", repeated(times.cold), subject=package)
        yield Row("cold check ÷ bare parse", "", ratios(times.cold, times.parsed), subject=package)
        yield Row("warm check", "s", repeated(times.warm), subject=package)
