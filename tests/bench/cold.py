"""A whole check, as a ratio to the time in which one process merely parses the same files.

*Cold* is a check that remembers nothing, *warm* one that finds everything as the last one left it.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from svelte_warden.project.cache_folder import VARIABLE
from tests.bench.measurement import Budget, Row, ratios, repeated
from tests.bench.programs import REPOSITORY, run, seconds_of, svelte_warden
from tests.bench.subject import middle_component

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.bench.options import Options
    from tests.bench.subject import Subject


@dataclass(slots=True)
class Times:
    """Seconds of each round.

    Attributes:
        parsed: Of the bare parse.
        cold: Of the check that remembers nothing.
        warm: Of the check that finds everything as it was.
        changed: Of the check that finds one file changed; empty if no file may be.
    """

    parsed: list[float] = field(default_factory=list)
    cold: list[float] = field(default_factory=list)
    warm: list[float] = field(default_factory=list)
    changed: list[float] = field(default_factory=list)


def measure(subject: Subject, options: Options) -> Iterator[Row]:
    """Run bare parse and checks in turn, so that they see the same machine; ratios are taken within a round."""
    times = take_times(subject, options.rounds)
    budgets = (Budget(2), Budget(0.5)) if subject.is_generated else (None, None)
    yield Row("bare parse", "s", repeated(times.parsed))
    yield Row("cold check", "s", repeated(times.cold))
    yield Row("cold check ÷ bare parse", "", ratios(times.cold, times.parsed), budgets[0])
    yield Row("warm check", "s", repeated(times.warm))
    yield Row("warm check ÷ bare parse", "", ratios(times.warm, times.parsed), budgets[1])
    if times.changed:
        yield Row("check after one file changed", "s", repeated(times.changed))
        yield Row("check after one file changed ÷ bare parse", "", ratios(times.changed, times.parsed))


def take_times(subject: Subject, rounds: int) -> Times:
    """Time every kind of check in every round, after one that is not timed."""
    times = Times()
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder, "files")
        listed.write_text("\n".join(subject.files), encoding="utf-8")
        environment = {VARIABLE: str(Path(folder, "cache"))}
        arguments = [svelte_warden(), "check", "--format", "json"]
        kept = partial(run, [*arguments, str(subject.root)], subject.root, (0, 1), environment)
        cold = partial(run, [*arguments, "--no-cache", str(subject.root)], subject.root, (0, 1))
        kept()
        for number in range(rounds):
            times.parsed.append(bare_parse(listed))
            times.cold.append(seconds_of(cold))
            times.warm.append(seconds_of(kept))
            if subject.is_generated:
                _change(subject.root / middle_component(subject), number)
                times.changed.append(seconds_of(kept))
    return times


def bare_parse(listed: Path) -> float:
    """Return the seconds in which one process reads and parses the files whose paths stand in a file."""
    return float(run([sys.executable, "-m", "tests.bench.bare_parse", str(listed)], REPOSITORY))


def _change(file: Path, number: int) -> None:
    """Say something new in the last line of a component."""
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = lines[:-1] if lines[-1].startswith("<!-- round") else lines
    file.write_text("".join((*kept, f"<!-- round {number} -->\n")), encoding="utf-8", newline="\n")
