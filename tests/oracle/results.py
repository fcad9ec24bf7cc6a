"""RESULTS.md: what came of every case, as a table for readers that the tests hold true."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.oracle.cases import Case, Subject

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

Every example of a rule's page was run as it is shown, and in every better version of it: `fixed` is what the page says
that the first fix makes of it, `instead` was written by hand, `fix:` is what another fix that is offered makes of it.
`python -m tests.oracle` runs them and writes this table, and `tests/oracle/test_oracle.py` fails when it is no longer
true. What is run and how is told in [README.md](README.md).
"""


def table(summaries: Mapping[Case, str]) -> str:
    """Return the text of RESULTS.md.

    Args:
        summaries: What came of each case, in the order of the rows.
    """
    rows: dict[tuple[str, str, str], dict[str, str]] = {}
    for case, summary in summaries.items():
        rows.setdefault(_row(case), {})[_column(case.subject)] = summary
    head = ("page", "example", "version", *_COLUMNS.values())
    lines = [head, ("---",) * len(head)]
    lines += ((*row, *(cells.get(column, _NOTHING) for column in _COLUMNS.values())) for row, cells in rows.items())
    return _INTRODUCTION + "\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines)


def recorded(text: str, case: Case) -> str | None:
    """Return what a text like RESULTS.md says of a case, `None` if it says nothing."""
    head, *rows = _lines(text)
    row = next((row for row in rows if row[:3] == _row(case)), None)
    cell = row[head.index(_column(case.subject))] if row else _NOTHING
    return None if cell == _NOTHING else cell


def versions(text: str, subject: Subject) -> set[str]:
    """Return the versions of an example that a text like RESULTS.md speaks of, on the frameworks of the subject."""
    head, *rows = _lines(text)
    column = head.index(_column(subject))
    return {row[2] for row in rows if row[:2] == (subject.page, subject.example.name) and row[column] != _NOTHING}


def examples(text: str) -> set[tuple[str, str]]:
    """Return the page and the name of each example that a text like RESULTS.md speaks of."""
    return {(row[0], row[1]) for row in _lines(text)[2:]}


def _lines(text: str) -> list[tuple[str, ...]]:
    """Return the cells of the table in a text, line by line, the head first."""
    lines = [line.removeprefix("| ").removesuffix(" |") for line in text.splitlines() if line.startswith("| ")]
    return [tuple(line.split(" | ")) for line in lines]


def _row(case: Case) -> tuple[str, str, str]:
    return case.subject.page, case.subject.example.name, case.version


def _column(subject: Subject) -> str:
    return _COLUMNS[subject.frameworks.svelte, subject.frameworks.kit]
