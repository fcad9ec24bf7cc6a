"""Memory of the server once it has read the workspace."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.editor import Editor
from tests.bench.measurement import Budget, Row, repeated
from tests.bench.programs import run, svelte_warden

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.bench.options import Options
    from tests.bench.subject import Subject

_LOOK_EVERY_SECONDS = 0.25
_STEADY_LOOKS = 8
_MOST_LOOKS = 960
_MEGABYTES = 1e6
_KIBIBYTE = 1024


def measure(subject: Subject, options: Options) -> Iterator[Row]:
    """Start servers and read their memory once they have nothing left to do."""
    settled, peaks = zip(*(server_memory(subject.root) for _ in range(min(options.rounds, 3))), strict=True)
    yield Row("memory of the server", "MB", repeated(settled), Budget(150) if subject.is_generated else None)
    if all(peaks):
        yield Row("memory of the server, most it ever had", "MB", repeated(peaks))


def server_memory(root: Path) -> tuple[float, float]:
    """Return the memory of a server that has checked the workspace, and the most it had, in MB; 0 if unknown."""
    with Editor([svelte_warden(), "lsp"], root) as editor:
        process = editor.client.process_id
        size, steady = 0, 0
        for _ in range(_MOST_LOOKS):
            time.sleep(_LOOK_EVERY_SECONDS)
            last, size = size, _resident_kibibytes(process, root)
            steady = steady + 1 if size == last else 0
            if steady == _STEADY_LOOKS:
                break
        return size * _KIBIBYTE / _MEGABYTES, _peak_kibibytes(process) * _KIBIBYTE / _MEGABYTES


def _resident_kibibytes(process: int, folder: Path) -> int:
    return int(run(["ps", "-o", "rss=", "-p", str(process)], folder))


def _peak_kibibytes(process: int) -> int:
    """Return the most memory a process had; 0 where the system does not say."""
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)
