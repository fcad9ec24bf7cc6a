"""What checking one file gave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.facts.immutable import immutable

if TYPE_CHECKING:
    from svelte_warden.engine.findings import Finding


@immutable
class Crash:
    """A mistake of ours, or of a rule's author, that the rest of the check survived.

    ``rule`` is the rule that crashed, ``None`` if the analysis of the file did. ``traceback`` is the end of Python's,
    for the report of the mistake; two crashes that differ only there are the same.
    """

    path: str
    rule: str | None
    error: str
    traceback: str

    def __eq__(self, other: object) -> bool:
        """Compare what crashed and why."""
        if not isinstance(other, Crash):
            return NotImplemented
        return (self.path, self.rule, self.error) == (other.path, other.rule, other.error)

    def __hash__(self) -> int:
        """Hash what is compared."""
        return hash((self.path, self.rule, self.error))


@immutable
class FileOutcome:
    """The findings of a file in order, what comments silenced, and the crashes on the way."""

    path: str
    findings: tuple[Finding, ...] = ()
    suppressed: tuple[Finding, ...] = ()
    crashes: tuple[Crash, ...] = ()
