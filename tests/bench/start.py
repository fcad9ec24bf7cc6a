"""Starts: of the command line, of the server, and of the first diagnostics it shows."""

from __future__ import annotations

import sys
import time
from functools import partial
from typing import TYPE_CHECKING

from tests.bench.editor import Editor
from tests.bench.measurement import Budget, Row, in_milliseconds, repeated
from tests.bench.programs import run, seconds_of, svelte_warden
from tests.bench.subject import middle_component

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.bench.options import Options
    from tests.bench.subject import Subject


def measure(subject: Subject, options: Options) -> Iterator[Row]:
    """Start each program a number of times."""
    program = svelte_warden()
    commands: tuple[tuple[str, Sequence[str], Budget | None], ...] = (
        ("python -c pass", [sys.executable, "-c", "pass"], None),
        ("svelte-warden --version", [program, "--version"], Budget(120)),
        ("svelte-warden explain", [program, "explain", "context-outside-init"], Budget(120)),
    )
    for name, command, budget in commands:
        times = [seconds_of(partial(run, command, subject.root)) for _ in range(options.rounds)]
        yield Row(name, "ms", repeated(in_milliseconds(times)), budget)
    answers, diagnostics = zip(*(_start_server(subject) for _ in range(options.rounds)), strict=True)
    yield Row("server start to initialize answer", "ms", repeated(in_milliseconds(answers)), Budget(500))
    yield Row("didOpen to first diagnostics", "ms", repeated(in_milliseconds(diagnostics)), Budget(50))


def _start_server(subject: Subject) -> tuple[float, float]:
    """Return the seconds until the server has answered, and from opening a file to its diagnostics."""
    path = middle_component(subject)
    start = time.perf_counter()
    with Editor([svelte_warden(), "lsp"], subject.root) as editor:
        answered = time.perf_counter()
        editor.open(path)
        return answered - start, time.perf_counter() - answered
