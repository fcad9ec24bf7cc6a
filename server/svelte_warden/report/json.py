"""Findings as JSON, for programs. The keys are a contract; others may be added."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from svelte_warden.engine.findings import Severity
from svelte_warden.report.json_text import json_text
from svelte_warden.report.results import url_of

if TYPE_CHECKING:
    from svelte_warden.engine.findings import Finding, Fix
    from svelte_warden.engine.outcome import Crash
    from svelte_warden.project.problem import Problem
    from svelte_warden.report.results import Range, Repaired, Results


def render(results: Results) -> str:
    """Return one JSON object; see DESIGN in the repository's documentation for its shape."""
    summary = {
        "projects": results.projects,
        "files": results.files,
        "errors": results.count(Severity.ERROR),
        "warnings": results.count(Severity.WARNING),
        "infos": results.count(Severity.INFO),
        "hints": results.count(Severity.HINT),
        "suppressed": results.suppressed,
        "seconds": round(results.seconds, 3),
    }
    urls = {rule: url_of(results, rule) for rule in {finding.rule for finding in results.findings}}
    document: dict[str, Any] = {
        "version": results.version,
        "summary": summary,
        "diagnostics": [_diagnostic(results, finding, urls[finding.rule]) for finding in results.findings],
        "problems": [_problem(results, problem) for problem in results.problems]
        + [_crash(results, crash) for crash in results.crashes],
    }
    if results.repaired is not None:
        document["repaired"] = _repaired(results, results.repaired)
    return json_text(document)


def _repaired(results: Results, repaired: Repaired) -> dict[str, Any]:
    return {
        "fixed": repaired.fixed,
        "files": [results.relative(path) for path in repaired.files],
        "refused": [
            {
                "file": results.relative(finding.place.path),
                "range": _range(results.place(finding.place)),
                "rule": finding.rule,
                "reason": reason,
            }
            for finding, reason in repaired.refused
        ],
        "unsafe": repaired.unsafe,
    }


def _diagnostic(results: Results, finding: Finding, url: str | None) -> dict[str, Any]:
    place = finding.place
    return {
        "file": results.relative(place.path),
        "range": _range(results.place(place)),
        "severity": finding.severity.value,
        "family": finding.family,
        "rule": finding.rule,
        "message": finding.message,
        "url": url,
        "related": [
            {
                "file": results.relative(related.place.path),
                "range": _range(results.place(related.place)),
                "message": related.message,
            }
            for related in finding.related
        ],
        "fixes": [_fix(results, fix) for fix in finding.fixes],
    }


def _fix(results: Results, fix: Fix) -> dict[str, Any]:
    return {
        "title": fix.title,
        "safety": fix.safety,
        "edits": [
            {
                "file": results.relative(edit.path),
                "range": _range(results.range(edit.path, edit.start, edit.end)),
                "text": edit.text,
            }
            for edit in fix.edits
        ],
    }


def _problem(results: Results, problem: Problem) -> dict[str, Any]:
    return {
        "file": results.relative(problem.path),
        "range": _range(results.range(problem.path, problem.start, problem.end)),
        "message": problem.message,
        "cure": problem.cure,
        "internal": False,
    }


def _crash(results: Results, crash: Crash) -> dict[str, Any]:
    return {
        "file": results.relative(crash.path),
        "range": _range(results.range(crash.path, 0, 0)),
        "rule": crash.rule,
        "message": crash.error,
        "cure": "report this with the traceback",
        "traceback": crash.traceback,
        "internal": True,
    }


def _range(range_: Range) -> dict[str, Any]:
    return {
        "start": {"line": range_.start.line, "column": range_.start.column},
        "end": {"line": range_.end.line, "column": range_.end.column},
    }
