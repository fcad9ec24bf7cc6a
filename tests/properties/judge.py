"""What must hold after a fix, judged on the texts that an analysis holds."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from svelte_warden.engine.applying import OverlappingEditsError, apply_edits, edits_by_path
from svelte_warden.text.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svelte_warden.engine.analysis import Analysis
    from svelte_warden.engine.findings import Edit, Finding, Fix

_MARK = b"\xef\xbb\xbf"


def problems_of_all(analysis: Analysis) -> list[str]:
    """Return what is wrong with any fix that is offered, each applied alone; the analysis is afterwards as it was."""
    state = _state(analysis)
    return [
        f"{finding.place.path}: [{finding.rule}] “{fix.title}”: {problem}"
        for finding, fix in offered(analysis)
        for problem in problems_of(analysis, finding, fix, state)
    ]


def offered(analysis: Analysis) -> list[tuple[Finding, Fix]]:
    """Return every fix that edits something, with its finding."""
    return [
        (finding, fix)
        for path in analysis.files()
        for finding in analysis.findings(path)
        for fix in analysis.fixes(finding)
        if fix.edits
    ]


def problems_of(analysis: Analysis, finding: Finding, fix: Fix, state: Counter[tuple[str, str]]) -> list[str]:
    """Return what is wrong with a fix applied alone; ``state`` counts the findings before.

    Its finding is gone and no other one has come, the files are read as well as before, edits do not overlap, split
    no character, keep a byte order mark and the line ends, lie in files of the project, and change something.
    """
    problems: list[str] = []
    texts: dict[str, tuple[bytes | None, bytes]] = {}
    for path, edits in edits_by_path(fix.edits).items():
        before = analysis.source(path).data if analysis.workspace.is_file(path) else None
        try:
            texts[path] = (before, apply_edits(before or b"", edits))
        except OverlappingEditsError as error:
            return [f"{path}: {error}"]
        problems += _damage(path, edits, *texts[path])
        if analysis.is_ignored(path) or not path.startswith(f"{analysis.project(finding.place.path).root}/"):
            problems.append(f"{path} is no file of the project")
    broken = _broken(analysis, texts)
    for path, (_, after) in texts.items():
        analysis.edit(path, Source(after))
    now = _state(analysis)
    own = (finding.place.path, finding.rule)
    if now[own] >= state[own]:
        problems.append(f"{own[0]}: [{own[1]}] is still there")
    problems += (f"{path}: new: [{rule}]" for (path, rule), number in now.items() if number > state[path, rule])
    problems += (f"{path} cannot be read any more" for path in sorted(_broken(analysis, texts) - broken))
    if (finding, fix) in offered(analysis):
        problems.append("it is offered again")
    for path, (before, _) in texts.items():
        if before is None:
            analysis.close(path)
        else:
            analysis.edit(path, Source(before))
    return problems


def _damage(path: str, edits: list[Edit], before: bytes | None, after: bytes) -> Iterator[str]:
    text = before or b""
    if before == after:
        yield f"{path} stays the same"
    if text.startswith(_MARK) and not after.startswith(_MARK):
        yield f"{path} loses its byte order mark"
    if after.count(_MARK) > text.count(_MARK):
        yield f"{path}: there is a byte order mark in the middle"
    if b"\r\n" in text and b"\n" not in text.replace(b"\r\n", b"") and b"\n" in after.replace(b"\r\n", b""):
        yield f"{path}: its line ends are mixed"
    yield from (f"{path}: an edit splits a character at byte {at}" for at in _split_at(text, edits))


def _split_at(text: bytes, edits: list[Edit]) -> Iterator[int]:
    """Yield the ends of edits that lie within a character."""
    for edit in edits:
        yield from (at for at in (edit.start, edit.end) if at < len(text) and 0x80 <= text[at] <= 0xBF)


def _state(analysis: Analysis) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for path in analysis.files():
        outcome = analysis.outcome(path)
        found.update((path, finding.rule) for finding in outcome.findings)
        found.update((path, "a crash") for _ in outcome.crashes)
    return found


def _broken(analysis: Analysis, texts: dict[str, tuple[bytes | None, bytes]]) -> set[str]:
    return {path for path in texts if (facts := analysis.facts(path)) is not None and facts.has_errors}
