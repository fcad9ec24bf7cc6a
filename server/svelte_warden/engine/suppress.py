"""Comments that silence findings, and the findings about comments that silence nothing.

A comment alone on its line is about the next line that is not such a comment too; one beside code is about its own
line. A comment that names no rule silences every rule.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from svelte_warden.engine.findings import Edit, Finding, Fix, Place
from svelte_warden.engine.suppression_rule import UNUSED_SUPPRESSION
from svelte_warden.facts.immutable import immutable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from svelte_warden.engine.registry import Registry
    from svelte_warden.facts.model import Suppression
    from svelte_warden.text.source import Source

_BLANK = b" \t\f{}"  # {/* … */} is how markup writes a script's comment


@immutable
class CommentedFile:
    """A file and its comments, in order."""

    path: str
    source: Source
    suppressions: Sequence[Suppression]

    def line(self, offset: int) -> int:
        """Return the 0-based line of a byte."""
        return self.source.position(offset, "utf-8")[0]

    def around(self, start: int, end: int) -> tuple[bytes, bytes]:
        """Return what stands before and after a range on its lines."""
        line_start, _ = self.source.line_span(self.line(start))
        _, line_end = self.source.line_span(self.line(end))
        return self.source.data[line_start:start], self.source.data[end:line_end]


@immutable
class Suppressed:
    """Findings that stay, those that were silenced, and those about the comments themselves."""

    kept: tuple[Finding, ...]
    silenced: tuple[Finding, ...]
    about_comments: tuple[Finding, ...]


@immutable
class _Name:
    """One name in a comment, or the whole comment if it names none, with the rules and lines it is about."""

    suppression: Suppression
    index: int | None
    rules: frozenset[str] | None  # None: every rule
    lines: range | None  # None: the whole file; 0-based

    def silences(self, finding: Finding) -> bool:
        """Whether it is about the rule of a finding on its lines."""
        return self.rules is None or finding.rule in self.rules


def suppress(
    file: CommentedFile, findings: Iterable[Finding], registry: Registry, active: frozenset[str]
) -> Suppressed:
    """Apply the comments of a file to its findings.

    ``active`` names the rules that ran; of a comment about others nobody can say whether it silences anything.
    """
    if not file.suppressions:
        return Suppressed(tuple(findings), (), ())
    alone = {file.line(comment.start): comment for comment in file.suppressions if _is_alone(file, comment)}
    targets = _targets(file, alone)
    names = [name for comment in file.suppressions for name in _names(file, comment, registry, targets)]
    by_line: dict[int | None, list[int]] = defaultdict(list)
    for number, name in enumerate(names):
        for line in (None,) if name.lines is None else name.lines:
            by_line[line].append(number)
    used: set[int] = set()
    kept: list[Finding] = []
    silenced: list[Finding] = []
    for finding in findings:
        line = file.line(finding.place.start)
        near = (*by_line.get(line, ()), *by_line.get(None, ()))
        by = [number for number in near if names[number].silences(finding)]
        used.update(by)
        (silenced if by else kept).append(finding)
    about = [
        _about(file, name, registry)
        for number, name in enumerate(names)
        if number not in used and (name.rules is None or not name.rules or name.rules & active)
    ]
    return Suppressed(tuple(kept), tuple(silenced), tuple(about))


def _names(
    file: CommentedFile, suppression: Suppression, registry: Registry, targets: dict[int, int]
) -> Iterator[_Name]:
    lines = None if suppression.whole_file else _lines(file, suppression, targets)
    if not suppression.rules:
        yield _Name(suppression, None, None, lines)
    for index, (name, _, _) in enumerate(suppression.rules):
        yield _Name(suppression, index, registry.selected_by(name), lines)


def _lines(file: CommentedFile, suppression: Suppression, targets: dict[int, int]) -> range:
    """Return the lines of a comment, with the one below it that it is about if it stands alone."""
    first = file.line(suppression.start)
    return range(first, targets.get(suppression.start, file.line(suppression.end)) + 1)


def _targets(file: CommentedFile, alone: dict[int, Suppression]) -> dict[int, int]:
    """Return, by where it starts, the line that each comment alone on its line is about: the next that is none."""
    found: dict[int, int] = {}
    for comment in reversed(alone.values()):
        below = file.line(comment.end) + 1
        found[comment.start] = found[alone[below].start] if below in alone else below
    return found


def _is_alone(file: CommentedFile, suppression: Suppression) -> bool:
    """Whether nothing else stands on the comment's lines."""
    before, after = file.around(suppression.start, suppression.end)
    return not before.strip(_BLANK) and not after.strip(_BLANK)


def _about(file: CommentedFile, name: _Name, registry: Registry) -> Finding:
    """Say that a name in a comment silences nothing."""
    where = "in this file" if name.lines is None else "here"
    if name.index is None:
        start, end = name.suppression.start, name.suppression.end
        message = f"This comment silences nothing: no rule reports anything {where}."
    else:
        word, start, end = name.suppression.rules[name.index]
        message = f"This comment silences nothing: `{word}` reports nothing {where}."
        if not name.rules:
            nearest = registry.nearest(word)
            message = f"There is no rule or family called `{word}`"
            message += f"; did you mean `{nearest}`?" if nearest else "; `svelte-warden rules` lists them."
    return Finding(
        rule=UNUSED_SUPPRESSION.name,
        family=UNUSED_SUPPRESSION.family,
        severity=UNUSED_SUPPRESSION.severity,
        place=Place(file.path, start, end),
        message=message,
        fixes=(Fix("Remove what silences nothing", "safe", (_removal(file, name),)),),
    )


def _removal(file: CommentedFile, name: _Name) -> Edit:
    """Remove one name of several with its comma, or the whole comment, with its line if nothing else is there."""
    rules = name.suppression.rules
    if name.index is not None and len(rules) > 1:
        if name.index:
            return Edit(file.path, rules[name.index - 1][2], rules[name.index][2], "")
        return Edit(file.path, rules[0][1], rules[1][1], "")
    start, end = name.suppression.start, name.suppression.end
    before, after = file.around(start, end)
    if before.endswith(b"{") and after.startswith(b"}"):
        start, end = start - 1, end + 1
        before, after = before[:-1], after[1:]
    if before.strip() or after.strip():
        return Edit(file.path, start - (len(before) - len(before.rstrip())), end, "")
    start -= len(before)
    end += len(after)
    if file.source.data[end : end + 2] == b"\r\n":
        end += 2
    elif end < len(file.source.data):
        end += 1
    return Edit(file.path, start, end, "")
