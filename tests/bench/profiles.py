"""Where the time goes, by layer: of a cold check in one process, and of a keystroke in the server."""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.editor import Editor
from tests.bench.keystroke import statements
from tests.bench.measurement import Row, repeated
from tests.bench.programs import REPOSITORY, run
from tests.bench.sampler import layer_of
from tests.bench.subject import places

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tests.bench.options import Options
    from tests.bench.subject import Place, Subject

_LAYERS = ("imports", "text", "syntax", "facts", "project", "flow", "engine", "rules", "report", "lsp", "cli", "other")
_MODULES = 12
_WARM_UP = 20
_MOST_ROUNDS = 3
_COLD = "cold check, one process"
_KEY = "keystroke, 500 lines"


def measure(subject: Subject, options: Options) -> Iterator[Row]:
    """Return the time in each layer itself, what it calls in others left out."""
    for work, unit, rounds in _both(subject, options):
        layers = [_added(seconds, layer_of) for seconds in rounds]
        for layer in _LAYERS:
            yield from _rows(work, unit, layer, layers)
        yield Row(work, unit, repeated([sum(it.values()) for it in layers]), subject="all")


def measure_modules(subject: Subject, options: Options) -> Iterator[Row]:
    """Return the modules with the most time in them, likewise."""
    for work, unit, rounds in _both(subject, options):
        modules = [_added(seconds, lambda module: module) for seconds in rounds]
        most = sum(map(Counter, modules), Counter[str]()).most_common(_MODULES)
        for module, _ in most:
            yield from _rows(work, unit, module, modules)


def _both(subject: Subject, options: Options) -> Iterator[tuple[str, str, list[dict[str, float]]]]:
    """Return what was done, its unit, and the time in each module for every round."""
    rounds = min(options.rounds, _MOST_ROUNDS)
    place = places(subject)[0]
    yield _COLD, "ms", [_cold(subject.root) for _ in range(rounds)]
    yield _KEY, "ms", [_keystroke(subject.root, place, options.keystrokes) for _ in range(rounds)]


def _rows(work: str, unit: str, subject: str, rounds: list[dict[str, float]]) -> Iterator[Row]:
    yield Row(work, unit, repeated([it.get(subject, 0.0) for it in rounds]), subject=subject)
    shares = [100 * it.get(subject, 0.0) / sum(it.values()) for it in rounds]
    yield Row(f"share of the {work.partition(',')[0]}", "%", repeated(shares), subject=subject)


def _added(seconds: Mapping[str, float], name: Callable[[str], str]) -> dict[str, float]:
    """Add up by another name, in milliseconds."""
    added: dict[str, float] = {}
    for module, value in seconds.items():
        added[name(module)] = added.get(name(module), 0.0) + value * 1000
    return added


def _cold(root: Path) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report")
        arguments = ["check", "--no-cache", "--jobs", "1", "--format", "json", str(root)]
        run([*_sampled(report), *arguments], REPOSITORY, (0, 1))
        return _read(report)


def _keystroke(root: Path, place: Place, keystrokes: int) -> dict[str, float]:
    """Type as `keystroke` does, with no pauses: what is done in these is no part of a keystroke."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report")
        with Editor([*_sampled(report), "lsp"], root, pull=True) as editor:
            document = editor.open(place.path, place.text)
            for typed, character in enumerate(statements(_WARM_UP + keystrokes, is_mistake=place.is_handler)):
                if typed == _WARM_UP:
                    os.kill(editor.client.process_id, signal.SIGUSR1)
                position = {"line": place.line, "character": place.character + typed}
                editor.change(document, {"range": {"start": position, "end": position}, "text": character})
                editor.diagnostics(document)
                if typed == _WARM_UP + keystrokes - 1:
                    break
            os.kill(editor.client.process_id, signal.SIGUSR2)
            while not report.exists():
                time.sleep(0.01)
        return {module: value / keystrokes for module, value in _read(report).items()}


def _sampled(report: Path) -> list[str]:
    return [sys.executable, str(REPOSITORY / "tests" / "bench" / "sampler.py"), str(report)]


def _read(report: Path) -> dict[str, float]:
    seconds: dict[str, float] = json.loads(report.read_text(encoding="utf-8"))
    return seconds
