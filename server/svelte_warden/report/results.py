"""What a check gave, and the places in it as lines and columns: the input of every report."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from svelte_warden.text.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from svelte_warden.engine.findings import Finding, Place, RuleDescription, Severity
    from svelte_warden.engine.outcome import Crash
    from svelte_warden.project.problem import Problem

_NO_TEXT = Source(b"")


@dataclass(frozen=True, slots=True)
class Position:
    """A place between characters; ``line`` and ``column`` count from 1, columns in characters (code points)."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Range:
    """A half-open range of characters."""

    start: Position
    end: Position


@dataclass(frozen=True, slots=True)
class Repaired:
    """What was fixed before the check that is reported.

    Attributes:
        fixed: The number of findings that fixes resolved.
        files: The files that were changed, absolute with ``/``.
        refused: Findings whose fix was not applied, each with the reason.
        unsafe: The number of findings left whose fix is unsafe, when only safe ones were asked for.
    """

    fixed: int
    files: tuple[str, ...]
    refused: tuple[tuple[Finding, str], ...] = ()
    unsafe: int = 0


@dataclass(frozen=True, slots=True)
class Results:
    """All that a report may tell.

    Attributes:
        version: The version of this program.
        base: The folder to which paths are shown, absolute with ``/``.
        findings: In order, those that are to be shown.
        sources: The text of every file that a finding, a related place, an edit or a problem lies in.
        rules: At least the rules that found something.
        projects: How many projects were looked at.
        files: How many files were checked.
        suppressed: How many findings comments silenced.
        seconds: How long it took, wall-clock.
        problems: Files and configurations that something is wrong with.
        crashes: Mistakes of ours or of a rule's author.
        repaired: What fixes did, if they were asked for.
    """

    version: str
    base: str
    findings: tuple[Finding, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)
    rules: tuple[RuleDescription, ...] = ()
    projects: int = 0
    files: int = 0
    suppressed: int = 0
    seconds: float = 0.0
    problems: tuple[Problem, ...] = ()
    crashes: tuple[Crash, ...] = ()
    repaired: Repaired | None = None

    def count(self, severity: Severity) -> int:
        """Return the number of findings of one severity."""
        return sum(finding.severity is severity for finding in self.findings)

    def source(self, path: str) -> Source:
        """Return the text of a file, empty if it is not known."""
        return self.sources.get(path, _NO_TEXT)

    def range(self, path: str, start: int, end: int) -> Range:
        """Turn bytes of a file into lines and columns."""
        return Range(self._position(path, start), self._position(path, end))

    def place(self, place: Place) -> Range:
        """Turn a place into lines and columns."""
        return self.range(place.path, place.start, place.end)

    def _position(self, path: str, offset: int) -> Position:
        line, column = self.source(path).position(offset, "utf-32")
        return Position(line + 1, column + 1)

    def relative(self, path: str) -> str:
        """Return a path as seen from ``base``, with ``/``; absolute where they share nothing."""
        return relative_path(path, self.base)


def paths_shown(findings: Iterable[Finding], problems: Iterable[Problem]) -> set[str]:
    """Return the files of which a report needs the text: those that something has a place in."""
    paths = {path for finding in findings for path in finding.paths()}
    return paths.union(problem.path for problem in problems if problem.end > 0)


def relative_path(path: str, base: str) -> str:
    """Return an absolute path as seen from the folder ``base``; absolute if they share no folder but the root."""
    base = base.rstrip("/")
    if path.startswith(base + "/"):
        return path[len(base) + 1 :]
    here, there = base.split("/"), path.split("/")
    shared = 0
    while shared < min(len(here), len(there)) and here[shared] == there[shared]:
        shared += 1
    if shared <= 1:
        return path
    return "/".join([".."] * (len(here) - shared) + there[shared:]) or "."


def url_of(results: Results, rule: str) -> str | None:
    """Return the address of the page of a rule that ran."""
    return next((known.url for known in results.rules if known.name == rule), None)
