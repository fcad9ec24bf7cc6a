"""Memory of the server once it has read the workspace."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tests.bench.client import LanguageClient
from tests.bench.measurement import Row, run, svelte_warden

if TYPE_CHECKING:
    from pathlib import Path

_LOOK_EVERY_SECONDS = 0.25
_STEADY_LOOKS = 8
_MOST_LOOKS = 240


def measure(root: Path) -> list[Row]:
    """Start a server, wait until its memory no longer grows, and read it."""
    with LanguageClient([svelte_warden(), "lsp"], root) as client:
        client.initialize()
        size, steady = 0, 0
        for _ in range(_MOST_LOOKS):
            time.sleep(_LOOK_EVERY_SECONDS)
            last, size = size, _resident_kibibytes(client.process_id, root)
            steady = steady + 1 if size == last else 0
            if steady == _STEADY_LOOKS:
                break
        return [Row("memory of the server", f"{size / 1024:.0f} MiB", "≤ 150 MB")]


def _resident_kibibytes(process_id: int, folder: Path) -> int:
    return int(run(["ps", "-o", "rss=", "-p", str(process_id)], folder))
