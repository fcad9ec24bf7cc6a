"""What a benchmark gives: rows of one table."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    Attributes:
        work: What was done.
        figures: What was measured, ready to be read; `p50` and `p95` where it was done many times.
        budget: What it should be, `""` if nothing is promised.
    """

    work: str
    figures: str
    budget: str = ""


def milliseconds(seconds: Sequence[float]) -> str:
    """Show the median and the 95th percentile of times in seconds."""
    return f"p50 {statistics.median(seconds) * 1000:.1f} ms, p95 {percentile(seconds, 95) * 1000:.1f} ms"


def percentile(values: Sequence[float], percent: int) -> float:
    """Return the smallest of the values that at least `percent` percent of them do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


def seconds_of(work: Callable[[], object]) -> float:
    """Return the wall time of a call in seconds."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def svelte_warden() -> str:
    """Return the path of the program that is installed beside the running interpreter."""
    return str(Path(sys.executable).with_name("svelte-warden" + (".exe" if os.name == "nt" else "")))


def run(arguments: Sequence[str], folder: Path, accepted: tuple[int, ...] = (0,)) -> str:
    """Run a program to its end and return what it printed.

    Raises:
        RuntimeError: Its exit status is not one of those accepted.
    """
    done = subprocess.run(arguments, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode not in accepted:
        message = f"{' '.join(arguments)} ended with {done.returncode}: {done.stderr[-2000:]}"
        raise RuntimeError(message)
    return done.stdout


def as_table(rows: Sequence[Row]) -> str:
    """Lay the rows out as a Markdown table."""
    header = Row("work", "measured", "budget")
    widths = [
        max(len(cell) for cell in column)
        for column in zip(*((row.work, row.figures, row.budget) for row in (header, *rows)), strict=True)
    ]

    def line(row: Row) -> str:
        cells = (row.work, row.figures, row.budget)
        return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) + " |"

    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join((line(header), rule, *(line(row) for row in rows)))
