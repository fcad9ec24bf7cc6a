"""RESULTS.md: what came of every case, as a table for readers that the tests hold true."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tests.oracle.cases import Case

RESULTS = Path(__file__).with_name("RESULTS.md")

_COLUMNS = {
    ("4", "none"): "Svelte 4",
    ("5", "none"): "Svelte 5",
    ("4", "2"): "SvelteKit 2 with Svelte 4",
    ("5", "2"): "SvelteKit 2",
    ("5", "3"): "SvelteKit 3",
}
_NOTHING = "—"
_INTRODUCTION = """# What the real frameworks do with the examples

Every example of a rule's page was run as it is shown, and in every better version that the page has; `fixed` is what
the fix of the rule makes of it, to the letter. `python -m tests.oracle` runs them and writes this table, and
`tests/oracle/test_oracle.py` fails when it is no longer true. What is run and how is told in [README.md](README.md).
"""


def table(summaries: Mapping[Case, str]) -> str:
    """Return the text of RESULTS.md.

    Args:
        summaries: What came of each case, in the order of the rows.
    """
    rows: dict[tuple[str, str, str], dict[str, str]] = {}
    for case, summary in summaries.items():
        rows.setdefault(_row(case), {})[_column(case)] = summary
    head = ("page", "example", "version", *_COLUMNS.values())
    lines = [head, ("---",) * len(head)]
    lines += ((*row, *(cells.get(column, _NOTHING) for column in _COLUMNS.values())) for row, cells in rows.items())
    return _INTRODUCTION + "\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines)


def recorded(text: str, case: Case) -> str | None:
    """Return what a text like RESULTS.md says of a case, `None` if it says nothing."""
    lines = [tuple(cell.strip() for cell in line.strip().strip("|").split(" | ")) for line in text.splitlines()]
    head = next(line for line in lines if line[0] == "page")
    row = next((line for line in lines if line[:3] == _row(case)), None)
    cell = row[head.index(_column(case))] if row else _NOTHING
    return None if cell == _NOTHING else cell


def count(text: str) -> int:
    """Return how many cases a text like RESULTS.md speaks of."""
    rows = [line.strip().strip("|").split(" | ")[3:] for line in text.splitlines() if line.startswith("| ")]
    return sum(cell.strip() != _NOTHING for row in rows[2:] for cell in row)


def differences(text: str, cases: Iterable[Case]) -> list[str]:
    """Return the cases that a text like RESULTS.md says nothing of, and a line if it speaks of others."""
    listed = list(cases)
    missing = [str(case) for case in listed if recorded(text, case) is None]
    others = count(text) - (len(listed) - len(missing))
    return [*missing, *([f"{others} cases that are no more"] if others else [])]


def _row(case: Case) -> tuple[str, str, str]:
    return case.page, case.example, case.version


def _column(case: Case) -> str:
    return _COLUMNS[case.frameworks.svelte, case.frameworks.kit]
