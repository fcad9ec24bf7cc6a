"""A whole check, as a ratio to the time in which one process merely parses the same files."""

from __future__ import annotations

import statistics
import sys
from functools import partial
from pathlib import Path

from tests.bench.measurement import Row, run, seconds_of, svelte_warden

_REPOSITORY = Path(__file__).parents[2]


def measure(root: Path, rounds: int) -> list[Row]:
    """Run check and bare parse in turn, so that both see the same machine; ratios are taken within a pair."""
    check = partial(run, [svelte_warden(), "check", "--format", "json", str(root)], root, accepted=(0, 1))
    parse = partial(run, [sys.executable, "-m", "tests.bench.bare_parse", str(root)], _REPOSITORY)
    pairs = [(seconds_of(check), float(parse())) for _ in range(rounds)]
    ratios = [checked / parsed for checked, parsed in pairs]
    checked, parsed = (statistics.median(times) for times in zip(*pairs, strict=True))
    return [
        Row("bare parse", f"{parsed:.2f} s"),
        Row("cold check", f"{checked:.2f} s"),
        Row(
            "cold check ÷ bare parse",
            f"{statistics.median(ratios):.1f} (from {min(ratios):.1f} to {max(ratios):.1f})",
            "≤ 2",
        ),
    ]
