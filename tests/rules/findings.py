"""Findings as the tests of pages see them, and the one place where they are taken from the engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    # From the folder of a project to all its findings.
    Analyse = Callable[[Path], tuple["Found", ...]]


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file: POSIX path relative to the project's folder, 1-based line."""

    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the bytes `start` to `end` (0-based, end exclusive) of a file; `path` is relative to the project."""

    path: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A fix that was offered; a `manual` one only explains and has no edits."""

    title: str
    safety: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """One finding.

    Attributes:
        place: Where it starts.
        severity: `error`, `warning`, `info` or `hint`.
        rule: Name of the rule.
        message: What it says.
        notes: The related places with what is said of them.
        fixes: The fixes offered, the preferred one first.
    """

    place: Place
    severity: str
    rule: str
    message: str
    notes: tuple[tuple[Place, str], ...] = ()
    fixes: tuple[Fix, ...] = ()


def analyse(root: Path) -> tuple[Found, ...]:
    """Return all findings of the project in a folder, by path and line.

    Raises:
        RuntimeError: A rule, or the analysis of a file, crashed.
    """
    from svelte_warden.engine.analysis import Analysis  # noqa: PLC0415  # the runner's own tests need no engine

    analysis = Analysis([root.resolve().as_posix()])
    prefix = root.resolve().as_posix() + "/"

    def place(path: str, offset: int) -> Place:
        line, _ = analysis.source(path).position(offset, "utf-8")
        return Place(path.removeprefix(prefix), line + 1)

    outcomes = [analysis.outcome(path) for path in analysis.files()]
    for crash in (crash for outcome in outcomes for crash in outcome.crashes):
        raise RuntimeError(crash.traceback)
    found = [
        Found(
            place(finding.place.path, finding.place.start),
            finding.severity.value,
            finding.rule,
            finding.message,
            tuple((place(note.place.path, note.place.start), note.message) for note in finding.related),
            tuple(
                Fix(
                    fix.title,
                    fix.safety,
                    tuple(Edit(edit.path.removeprefix(prefix), edit.start, edit.end, edit.text) for edit in fix.edits),
                )
                for fix in analysis.fixes(finding)
            ),
        )
        for outcome in outcomes
        for finding in outcome.findings
    ]
    return tuple(sorted(found, key=lambda item: (item.place.path, item.place.line, item.rule, item.message)))
