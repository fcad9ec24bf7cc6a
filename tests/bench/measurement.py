"""What a benchmark gives: rows of figures that can be read, kept and drawn."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Budget:
    """What a figure should be, in the unit of its row; what is `None` is not promised.

    Attributes:
        median: The median may be no greater.
        p95: Nor may the 95th percentile.
        at_least: The median may be no smaller.
    """

    median: float | None = None
    p95: float | None = None
    at_least: float | None = None

    def describe(self, unit: str) -> str:
        """Say the budget in words."""
        word = "p50 " if self.p95 is not None else ""
        parts = [(f"{word}≤ ", self.median), ("p95 ≤ ", self.p95), ("≥ ", self.at_least)]
        return ", ".join(f"{sign}{value:g}{_after(unit)}" for sign, value in parts if value is not None)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that was measured several times.

    Attributes:
        median: Median of all values.
        low: The smallest value; of values that were taken in several sessions, the smallest median of a session.
        high: The greatest, likewise.
        count: Number of values.
        p95: 95th percentile of all values; `None` if each session gave only one.
    """

    median: float
    low: float
    high: float
    count: int
    p95: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table.

    Attributes:
        work: What was done.
        unit: Unit of the figures: `ms`, `s` or `MB`; `""` for ratios and for what was counted.
        figure: What was measured.
        budget: What it should be; `None` if nothing is promised.
        subject: What did it, or on what it was done, where one table compares several.
    """

    work: str
    unit: str
    figure: Figure
    budget: Budget | None = None
    subject: str = ""

    @property
    def is_met(self) -> bool | None:
        """Whether the figure is what it should be; `None` if nothing is promised."""
        budget, figure = self.budget, self.figure
        if budget is None:
            return None
        return (
            (budget.median is None or figure.median <= budget.median)
            and (budget.p95 is None or (figure.median if figure.p95 is None else figure.p95) <= budget.p95)
            and (budget.at_least is None or figure.median >= budget.at_least)
        )


def sessions(runs: Sequence[Sequence[float]]) -> Figure:
    """Sum up many values of each of several sessions, such as the times of keystrokes in several processes."""
    values = [value for run in runs for value in run]
    medians = [statistics.median(run) for run in runs]
    return Figure(statistics.median(values), min(medians), max(medians), len(values), percentile(values, 95))


def repeated(values: Sequence[float]) -> Figure:
    """Sum up a value that was taken several times."""
    return Figure(statistics.median(values), min(values), max(values), len(values))


def ratios(values: Sequence[float], others: Sequence[float]) -> Figure:
    """Sum up what each value is to the other one of its pair, which saw the same machine."""
    return repeated([value / other for value, other in zip(values, others, strict=True)])


def in_milliseconds(seconds: Sequence[float]) -> list[float]:
    """Turn seconds into milliseconds."""
    return [value * 1000 for value in seconds]


def percentile(values: Sequence[float], percent: int) -> float:
    """Return the smallest of the values that at least `percent` percent of them do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


def describe(row: Row) -> str:
    """Say what was measured: the median with its spread, and the 95th percentile where there is one."""
    figure, after = row.figure, _after(row.unit)
    spread = "" if figure.low == figure.high else f" ({_number(figure.low)} to {_number(figure.high)})"
    if figure.p95 is None:
        return f"{_number(figure.median)}{after}{spread}"
    return f"p50 {_number(figure.median)}{after}{spread}, p95 {_number(figure.p95)}{after}"


def _after(unit: str) -> str:
    return "" if not unit else f" {unit}"


def _number(value: float) -> str:
    """Show three digits, as far as they say something."""
    if value == int(value) and value < 1000:  # a count
        return str(int(value))
    if value >= 100:  # three digits before the point
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"  # and two
