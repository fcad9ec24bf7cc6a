"""Rows as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bench.measurement import describe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.bench.measurement import Row

_VERDICTS = {None: "", True: "yes", False: "**no**"}


def table(rows: Sequence[Row]) -> str:
    """Lay rows out as a table: one line each, or where they have subjects, one line for each of these."""
    return _compared(rows) if any(row.subject for row in rows) else _listed(rows)


def _listed(rows: Sequence[Row]) -> str:
    return _layout(
        ("work", "measured", "budget", "met"),
        [
            (row.work, describe(row), row.budget.describe(row.unit) if row.budget else "", _VERDICTS[row.is_met])
            for row in rows
        ],
    )


def _compared(rows: Sequence[Row]) -> str:
    works = list(dict.fromkeys(row.work for row in rows))
    cells = {(row.subject, row.work): _cell(row) for row in rows}
    lines = [
        (subject, *(cells.get((subject, work), "—") for work in works))
        for subject in dict.fromkeys(row.subject for row in rows)
    ]
    return _layout(("", *works), lines)


def _cell(row: Row) -> str:
    if row.budget is None:
        return describe(row)
    verdict = "met" if row.is_met else "**not met**"
    return f"{describe(row)}; budget {row.budget.describe(row.unit)}: {verdict}"


def _layout(head: tuple[str, ...], lines: Sequence[tuple[str, ...]]) -> str:
    widths = [max(map(len, column)) for column in zip(head, *lines, strict=True)]

    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) + " |"

    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join((line(head), rule, *map(line, lines)))
