"""From findings, in bytes, to what the protocol calls diagnostics, in lines and columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from svelte_warden.engine.findings import Severity

if TYPE_CHECKING:
    from svelte_warden.engine.findings import Finding, Place
    from svelte_warden.lsp.session import Session
    from svelte_warden.project.problem import Problem
    from svelte_warden.text.source import Encoding, Source

SOURCE = "svelte-warden"
PROBLEM = "project"
_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
    Severity.HINT: types.DiagnosticSeverity.Hint,
}
_UNNECESSARY = frozenset({"unused-suppression"})


def range_of(source: Source, start: int, end: int, encoding: Encoding) -> types.Range:
    """The range from one byte offset to another, the end exclusive."""
    return types.Range(
        types.Position(*source.position(start, encoding)), types.Position(*source.position(end, encoding))
    )


def offset_of(source: Source, position: types.Position, encoding: Encoding) -> int:
    """The byte offset of a position; one out of range is clamped."""
    return source.offset(position.line, position.character, encoding)


def location_of(session: Session, place: Place) -> types.Location:
    """The location of a place in any file."""
    source = session.source(place.path)
    return types.Location(session.uri(place.path), range_of(source, place.start, place.end, session.encoding))


def diagnostic_of(session: Session, finding: Finding) -> types.Diagnostic:
    """A finding with as much of it as the client can show."""
    client = session.client
    place = finding.place
    related = None
    message = finding.message
    if finding.related and client.related_information:
        related = [
            types.DiagnosticRelatedInformation(location_of(session, other.place), other.message)
            for other in finding.related
        ]
    elif finding.related:
        message = "\n".join([message, *_folded(session, finding)])
    page = session.page_address(finding.rule) if client.code_descriptions else None
    return types.Diagnostic(
        range=range_of(session.source(place.path), place.start, place.end, session.encoding),
        message=message,
        severity=_SEVERITIES[finding.severity],
        code=finding.rule,
        code_description=types.CodeDescription(page) if page else None,
        source=SOURCE,
        tags=_tags(finding, client.diagnostic_tags),
        related_information=related,
        data={"family": finding.family, "fixable": session.may_fix(finding)} if client.diagnostic_data else None,
    )


def diagnostic_of_problem(session: Session, problem: Problem) -> types.Diagnostic:
    """What is wrong with a configuration or with a file that cannot be analysed, and what would cure it."""
    return types.Diagnostic(
        range=range_of(session.source(problem.path), problem.start, problem.end, session.encoding),
        message=f"{problem.message}; {problem.cure}",
        severity=types.DiagnosticSeverity.Warning,
        code=PROBLEM,
        source=SOURCE,
    )


def _folded(session: Session, finding: Finding) -> list[str]:
    """The related places as lines of the message, for a client that shows nothing else; lines count from 1."""
    lines = []
    for other in finding.related:
        line, column = session.source(other.place.path).position(other.place.start, "utf-32")
        where = f"{line + 1}:{column + 1}"
        if other.place.path != finding.place.path:
            where = f"{session.relative(other.place.path)}:{where}"
        lines.append(f"  {where} {other.message}")
    return lines


def _tags(finding: Finding, known: frozenset[int]) -> list[types.DiagnosticTag] | None:
    if finding.rule in _UNNECESSARY and types.DiagnosticTag.Unnecessary.value in known:
        return [types.DiagnosticTag.Unnecessary]
    return None
