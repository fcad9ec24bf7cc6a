"""Applying fixes to the texts that an analysis holds, one after the other, each looked at again before it stays.

A fix is made for the text as it is; two fixes may choose the same name or move the same line. So the next one is asked
for only when the one before is in. A fix whose finding stays, or that brings another one, is taken back. Nothing is
written here: the new texts lie over the disk like an editor's documents.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from svelte_warden.engine.applying import OverlappingEditsError, apply_edits, edits_by_path
from svelte_warden.facts.immutable import immutable
from svelte_warden.text.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from svelte_warden.engine.analysis import Analysis
    from svelte_warden.engine.findings import Finding, Fix, Safety

_MOST_ROUNDS: Final = 10
"""So often the files are gone through again, since a fix in one may bring up another in a file that was done."""
_LONGEST_CHAIN: Final = 4
"""So many fixes may be needed together: the line behind one that threw may throw too."""


@immutable
class Applied:
    """A fix that was applied, and the finding it resolved; their places speak of the text at that time."""

    finding: Finding
    fix: Fix

    @property
    def paths(self) -> frozenset[str]:
        """The files that it changed."""
        return frozenset(edit.path for edit in self.fix.edits)


@immutable
class Refused:
    """A fix that was not applied, and why: words that complete "… is not fixed: "."""

    finding: Finding
    fix: Fix
    reason: str


@immutable
class TextChange:
    """The whole text of a file before and after all fixes; ``before`` is ``None`` for a new file."""

    path: str
    before: bytes | None
    after: bytes


@immutable
class Repairs:
    """What was done to the texts of an analysis, and what was not."""

    applied: tuple[Applied, ...]
    refused: tuple[Refused, ...]
    changes: tuple[TextChange, ...]


def repair(
    analysis: Analysis,
    safeties: frozenset[Safety],
    why_not: Callable[[str], str | None] = lambda _path: None,
    *,
    only: Sequence[str] | None = None,
) -> Repairs:
    """Apply fixes until there is none left.

    Args:
        analysis: Holds the new texts afterwards, as open documents.
        safeties: How safe a fix must be said to be.
        why_not: Tells of a path why it must not be changed; ``None`` if it may be.
        only: The files whose findings are fixed, and that are looked at again after a fix; by default all.
    """
    return _Repair(analysis, safeties, why_not, only).run()


@dataclass(slots=True)
class _Repair:
    """The state while fixes are applied."""

    analysis: Analysis
    safeties: frozenset[Safety]
    why_not: Callable[[str], str | None]
    only: Sequence[str] | None
    applied: list[Applied] = field(default_factory=list)
    refused: dict[tuple[str, str, str, str], Refused] = field(default_factory=dict)
    originals: dict[str, bytes | None] = field(default_factory=dict)

    def run(self) -> Repairs:
        for _ in range(_MOST_ROUNDS):
            before = len(self.applied)
            for path in self._paths():
                self._file(path)
            if len(self.applied) == before:
                break
        left = {_name(finding, fix) for path in self._paths() for finding, fix in self._offers(path)}
        return Repairs(
            tuple(self.applied),
            tuple(refused for name, refused in self.refused.items() if name in left),
            tuple(
                TextChange(path, before, self._text(path) or b"")
                for path, before in sorted(self.originals.items())
                if self._text(path) != before
            ),
        )

    def _paths(self) -> Sequence[str]:
        return self.analysis.files() if self.only is None else self.only

    def _offers(self, path: str) -> Iterator[tuple[Finding, Fix]]:
        """Yield the first acceptable fix of each finding of a file."""
        for finding in self.analysis.findings(path):
            try:
                fixes = self.analysis.fixes(finding)
            except Exception:  # noqa: BLE001, S112 - a rule's own mistake; who shows the finding asks again and tells of it
                continue
            fix = next((fix for fix in fixes if fix.edits and fix.safety in self.safeties), None)
            if fix is not None:
                yield finding, fix

    def _file(self, path: str) -> None:
        """Mend one file's findings while there are fixes; each removes a finding, so they come to an end."""
        while offer := next((offer for offer in self._offers(path) if _name(*offer) not in self.refused), None):
            reason = self._mend(*offer)
            if reason is not None:
                self.refused[_name(*offer)] = Refused(*offer, reason)

    def _mend(self, finding: Finding, fix: Fix) -> str | None:
        """Apply a fix, and fixes of what it brings up, if it is better then; else leave all as it was and say why."""
        attempt = _Attempt(self._findings())
        chain = [(finding, fix)]
        reasons: list[str] = []
        known: set[tuple[str, str, str, str]] = set()
        while reason := self._change(chain[-1][1], attempt) or self._setback(finding, attempt):
            if not reasons:
                known = self._offered_before(finding, fix, attempt)
            reasons.append(reason)
            brought_up = (offer for offer in self._offers(finding.place.path) if _name(*offer) not in known)
            further = next(brought_up, None) if len(chain) < _LONGEST_CHAIN else None
            if further is None:
                self._take_back(attempt)
                return reasons[0]
            known.add(_name(*further))
            chain.append(further)
        self.applied.extend(Applied(*offer) for offer in chain)
        self.originals = {**attempt.former, **self.originals}
        return None

    def _offered_before(self, finding: Finding, fix: Fix, attempt: _Attempt) -> set[tuple[str, str, str, str]]:
        """Return what was offered in the file before the first change of an attempt.

        It takes the time of all fixes of the file, so it is asked only of a change that is not enough by itself.
        """
        self._take_back(attempt)
        offered = {_name(*offer) for offer in self._offers(finding.place.path)}
        self._change(fix, attempt)
        return offered

    def _take_back(self, attempt: _Attempt) -> None:
        for path, text in attempt.former.items():
            self._show(path, text)

    def _change(self, fix: Fix, attempt: _Attempt) -> str | None:
        """Change the texts as a fix says, all or none; return why not."""
        texts: dict[str, bytes] = {}
        for path, edits in edits_by_path(fix.edits).items():
            reason = self.why_not(path)
            if reason is not None:
                return reason
            try:
                texts[path] = apply_edits(self._text(path) or b"", edits)
            except OverlappingEditsError as error:
                return str(error)
        for path, text in texts.items():
            if path not in attempt.former:
                attempt.former[path] = self._text(path)
                attempt.broken |= {path} if self._is_broken(path) else set()
            self._show(path, text)
        return None

    def _setback(self, finding: Finding, attempt: _Attempt) -> str | None:
        """Return in what the present texts are no better than those before, if they are not."""
        before, after = attempt.findings, self._findings()
        own = (finding.place.path, finding.rule)
        if any(self._is_broken(path) and path not in attempt.broken for path in attempt.former):
            return "the fix leaves code that cannot be read"
        if after[own] >= before[own]:
            return "the finding stays with the fix"
        worse = sorted(key for key, number in after.items() if number > before[key])
        return f"the fix brings another finding: {worse[0][1]}" if worse else None

    def _text(self, path: str) -> bytes | None:
        return self.analysis.source(path).data if self.analysis.workspace.is_file(path) else None

    def _show(self, path: str, text: bytes | None) -> None:
        if text is None:
            self.analysis.close(path)
        else:
            self.analysis.edit(path, Source(text))

    def _is_broken(self, path: str) -> bool:
        facts = self.analysis.facts(path)
        return facts is not None and facts.has_errors

    def _findings(self) -> Counter[tuple[str, str]]:
        """Count the findings of each file and rule."""
        found: Counter[tuple[str, str]] = Counter()
        for path in self._paths():
            outcome = self.analysis.outcome(path)
            found.update((path, finding.rule) for finding in outcome.findings)
            found.update((path, "crash") for _ in outcome.crashes)
        return found


@dataclass(slots=True)
class _Attempt:
    """The findings of each file and rule before some changes, the texts they changed, and what was half-typed."""

    findings: Counter[tuple[str, str]]
    former: dict[str, bytes | None] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)


def _name(finding: Finding, fix: Fix) -> tuple[str, str, str, str]:
    """Return what of an offer stays the same when lines move."""
    return finding.place.path, finding.rule, finding.message, fix.title
