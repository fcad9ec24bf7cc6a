"""The machine on which something was measured."""

from __future__ import annotations

import os
import platform
import subprocess
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from tests.bench.programs import REPOSITORY


@dataclass(frozen=True, slots=True)
class Machine:
    """What a reader has to know to compare figures with his own.

    Attributes:
        processor: Its name.
        cores: How many of its cores this process may use.
        system: The operating system.
        python: The interpreter.
        date: The day of the measurement, UTC.
        commit: The commit that was measured; with `+` if files differed from it.
        load: The load of the machine, averaged over the minute before.
    """

    processor: str
    cores: int
    system: str
    python: str
    date: str
    commit: str
    load: float

    def describe(self) -> str:
        """Say it in one line."""
        return (
            f"{self.processor}, {self.cores} cores, {self.system}, {self.python}, {self.date}, commit {self.commit}, "
            f"load before {self.load:.1f}"
        )


def this_machine() -> Machine:
    """Describe the machine that this runs on, now."""
    return Machine(
        processor=_processor(),
        cores=len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        system=f"{platform.system()} {platform.machine()}",
        python=f"{platform.python_implementation()} {platform.python_version()}",
        date=datetime.now(timezone.utc).date().isoformat(),
        commit=_commit(),
        load=os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0,
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or "unknown processor"
    return next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown processor"
    )


def _commit() -> str:
    try:
        done = subprocess.run(
            ["git", "describe", "--always", "--dirty=+", "--exclude=*"],
            cwd=REPOSITORY,
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:
        return "unknown"
    return done.stdout.strip() or "unknown"
