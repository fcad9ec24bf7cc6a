"""What a check tells the user: findings, their related places and their fixes.

Every place is a half-open range of 0-based UTF-8 byte offsets in a file; only a report or the language server turns
it into lines and columns.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Literal, TypeAlias

from svelte_warden.facts.immutable import immutable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Severity(str, Enum):
    """How bad a finding is; ``rank`` orders severities, the worst first."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    HINT = "hint"

    @property
    def rank(self) -> int:
        """0 for an error, 3 for a hint."""
        return _RANKS[self]

    def at_least(self, other: Severity) -> bool:
        """Whether this severity is as bad as ``other`` or worse."""
        return self.rank <= other.rank


_RANKS = {severity: rank for rank, severity in enumerate(Severity)}

# safe: behaviour is kept and the bug is gone; unsafe: needs a look; manual: explains, edits nothing
Safety: TypeAlias = Literal["safe", "unsafe", "manual"]


@immutable
class Place:
    """Bytes ``start`` to ``end`` (exclusive) of the file at ``path``, an absolute path with ``/``."""

    path: str
    start: int
    end: int


@immutable
class Related:
    """Another place that helps to understand a finding, and what is to be seen there."""

    place: Place
    message: str


@immutable
class Edit:
    """Put ``text`` in the place of bytes ``start`` to ``end`` (exclusive) of the file at ``path``."""

    path: str
    start: int
    end: int
    text: str


@immutable
class Fix:
    """One way to resolve a finding. The edits of one fix never overlap and are applied together."""

    title: str
    safety: Safety
    edits: tuple[Edit, ...]


@immutable
class Finding:
    """Something a rule found.

    ``related`` is in the order in which a reader should follow it. ``fixes`` are those that cost nothing to find;
    :meth:`~svelte_warden.engine.analysis.Analysis.fixes` gives all, and the findings of a report have them.
    """

    rule: str
    family: str
    severity: Severity
    place: Place
    message: str
    related: tuple[Related, ...] = ()
    fixes: tuple[Fix, ...] = ()

    def paths(self) -> Iterator[str]:
        """Yield the files that it points into, some more than once."""
        yield self.place.path
        yield from (related.place.path for related in self.related)
        yield from (edit.path for fix in self.fixes for edit in fix.edits)


@immutable
class RuleDescription:
    """What a report says about a rule.

    Attributes:
        url: The address of the page; ``None`` where it is no file.
        page: The page in Markdown; ``None`` if there is none.
    """

    name: str
    family: str
    severity: Severity
    summary: str
    url: str | None = None
    page: str | None = None


def sort_key(finding: Finding) -> tuple[str, int, int, int, str, str]:
    """Order findings by file, then place, then severity, then rule and message; total for distinct findings."""
    place = finding.place
    return (place.path, place.start, place.end, finding.severity.rank, finding.rule, finding.message)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Put findings into their one stable order, each rule's message at a place only once.

    Where two findings differ only in what is related or how they are fixed, the first one given stays.
    """
    unique: dict[tuple[str, int, int, int, str, str], Finding] = {}
    for finding in findings:
        unique.setdefault(sort_key(finding), finding)
    return tuple(unique[key] for key in sorted(unique))
