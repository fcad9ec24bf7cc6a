"""Findings and problems as what JSON can say, and back: for keeping them between runs.

Nothing that is read is trusted: it becomes these dataclasses or an error, and none of it is run.
"""

from __future__ import annotations

from typing import Any

from svelte_warden.engine.findings import Edit, Finding, Fix, Place, Related, RuleDescription, Severity
from svelte_warden.project.problem import Problem

_SAFETIES = {"safe", "unsafe", "manual"}


def finding_to_json(finding: Finding) -> list[Any]:
    """Return a finding as a list."""
    return [
        finding.rule,
        finding.family,
        finding.severity.value,
        _place_to_json(finding.place),
        finding.message,
        [[_place_to_json(related.place), related.message] for related in finding.related],
        [_fix_to_json(fix) for fix in finding.fixes],
    ]


def finding_from_json(value: Any) -> Finding:  # noqa: ANN401 - whatever a file holds
    """Read what :func:`finding_to_json` gave.

    Raises:
        TypeError, ValueError: it is something else.
    """
    rule, family, severity, place, message, related, fixes = value
    return Finding(
        _text(rule),
        _text(family),
        Severity(severity),
        _place(place),
        _text(message),
        tuple(Related(_place(at), _text(said)) for at, said in related),
        tuple(_fix(fix) for fix in fixes),
    )


def problem_to_json(problem: Problem) -> list[Any]:
    """Return a problem as a list."""
    return [problem.path, problem.start, problem.end, problem.message, problem.cure]


def problem_from_json(value: Any) -> Problem:  # noqa: ANN401 - as above
    """Read what :func:`problem_to_json` gave.

    Raises:
        TypeError, ValueError: it is something else.
    """
    path, start, end, message, cure = value
    return Problem(_text(path), _offset(start), _offset(end), _text(message), _text(cure))


def rule_to_json(rule: RuleDescription) -> list[Any]:
    """Return what a report says about a rule as a list."""
    return [rule.name, rule.family, rule.severity.value, rule.summary, rule.url, rule.page]


def rule_from_json(value: Any) -> RuleDescription:  # noqa: ANN401 - as above
    """Read what :func:`rule_to_json` gave.

    Raises:
        TypeError, ValueError: it is something else.
    """
    name, family, severity, summary, url, page = value
    return RuleDescription(
        _text(name),
        _text(family),
        Severity(severity),
        _text(summary),
        None if url is None else _text(url),
        None if page is None else _text(page),
    )


def _place_to_json(place: Place) -> list[Any]:
    return [place.path, place.start, place.end]


def _place(value: Any) -> Place:  # noqa: ANN401 - as above
    path, start, end = value
    return Place(_text(path), _offset(start), _offset(end))


def _fix_to_json(fix: Fix) -> list[Any]:
    return [fix.title, fix.safety, [[edit.path, edit.start, edit.end, edit.text] for edit in fix.edits]]


def _fix(value: Any) -> Fix:  # noqa: ANN401 - as above
    title, safety, edits = value
    if safety not in _SAFETIES:
        raise ValueError(safety)
    return Fix(
        _text(title),
        safety,
        tuple(Edit(_text(path), _offset(start), _offset(end), _text(text)) for path, start, end, text in edits),
    )


def _text(value: Any) -> str:  # noqa: ANN401 - as above
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _offset(value: Any) -> int:  # noqa: ANN401 - as above
    if type(value) is not int or value < 0:
        raise TypeError(value)
    return value
