"""Looks a thousand times a second where a program is, and adds up the time by layer and by module.

Run as a program, it runs svelte-warden: `python -m tests.bench.sampler REPORT ARGUMENT…`, and writes what it saw into
the file REPORT when that ends. `SIGUSR1` lets it begin anew, `SIGUSR2` write at once. What counts is the processor's
time of the main thread, so that a busy machine spoils nothing; a look that comes late counts for all since the last
one. It needs a system with timers that tick so fast (not Windows).
"""

from __future__ import annotations

import json
import os
import re
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType

IMPORTS = "imports"
OTHER = "other"
_INTERVAL_SECONDS = 0.001
_OURS = re.compile(r"[/\\](svelte_warden(?:_rules)?)[/\\](.+)\.py$")


class Sampler:
    """Where the main thread spends its time.

    Args:
        report: The file into which it is written.
    """

    def __init__(self, report: Path) -> None:
        self._report = report
        self._seconds: dict[str, float] = {}
        self._modules: dict[str, str] = {}
        self._last = time.thread_time()

    def start(self) -> None:
        """Begin, and listen to signals."""
        signal.signal(signal.SIGALRM, self._look)
        signal.signal(signal.SIGUSR1, lambda _number, _frame: self._begin_anew())
        signal.signal(signal.SIGUSR2, lambda _number, _frame: self.write())
        self._begin_anew()
        signal.setitimer(signal.ITIMER_REAL, _INTERVAL_SECONDS, _INTERVAL_SECONDS)

    def stop(self) -> None:
        """Look no more."""
        signal.setitimer(signal.ITIMER_REAL, 0)

    def write(self) -> None:
        """Write module → seconds, in one step."""
        part = self._report.with_suffix(".part")
        part.write_text(json.dumps(self._seconds), encoding="utf-8")
        part.replace(self._report)

    def _begin_anew(self) -> None:
        self._seconds.clear()
        self._last = time.thread_time()

    def _look(self, _number: int, frame: FrameType | None) -> None:
        now = time.thread_time()
        module = self._module(frame)
        self._seconds[module] = self._seconds.get(module, 0.0) + now - self._last
        self._last = now

    def _module(self, frame: FrameType | None) -> str:
        """Return the module of ours that is at work, be it through others; what it imports is work of its own."""
        while frame is not None:
            code = frame.f_code
            if code.co_filename.startswith("<frozen importlib"):
                return IMPORTS
            module = self._modules.get(code.co_filename)
            if module is None:
                found = _OURS.search(code.co_filename)
                module = f"{found[1]}/{found[2]}".replace("\\", "/") if found else ""
                self._modules[code.co_filename] = module
            if module:
                return IMPORTS if code.co_name == "<module>" else module
            frame = frame.f_back
        return OTHER


def layer_of(module: str) -> str:
    """Return the layer of a module that a sampler tells of."""
    package, _, rest = module.partition("/")
    if package == "svelte_warden_rules":
        return "rules"
    return rest.partition("/")[0] if package == "svelte_warden" else module


def _main() -> None:
    sampler = Sampler(Path(sys.argv[1]))
    sampler.start()
    from svelte_warden.cli import main  # noqa: PLC0415  # loading it is part of what is looked at

    status = main(sys.argv[2:])
    sampler.stop()
    sampler.write()
    sys.stdout.flush()
    os._exit(status)


if __name__ == "__main__":
    _main()
