"""Findings as SARIF 2.1.0, for code-scanning services."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from svelte_warden.engine.findings import Severity
from svelte_warden.report.json_text import json_text

if TYPE_CHECKING:
    from svelte_warden.engine.findings import Finding, Fix, Place, RuleDescription
    from svelte_warden.report.results import Range, Results

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note", Severity.HINT: "note"}


def render(results: Results) -> str:
    """Return a SARIF log with one run. Columns are counted in Unicode code points, as the log says."""
    reported = {finding.rule for finding in results.findings}
    rules = [rule for rule in results.rules if rule.name in reported]
    run = {
        "tool": {
            "driver": {
                "name": "svelte-warden",
                "semanticVersion": results.version,
                "rules": [_rule(rule) for rule in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"SRCROOT": {"uri": f"file://{_encoded(_slashed(results.base))}/"}},
        "invocations": [
            {
                "executionSuccessful": not results.crashes,
                "toolExecutionNotifications": _notifications(results),
            }
        ],
        "results": [_result(results, finding, [rule.name for rule in rules]) for finding in results.findings],
    }
    return json_text({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _slashed(base: str) -> str:
    base = base.rstrip("/")
    return base if base.startswith("/") or not base else f"/{base}"


def _rule(rule: RuleDescription) -> dict[str, Any]:
    described: dict[str, Any] = {
        "id": rule.name,
        "shortDescription": {"text": f"{rule.summary}."},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": [rule.family]},
    }
    if rule.page is not None:
        described["help"] = {"text": rule.summary, "markdown": rule.page}
    return described


def _result(results: Results, finding: Finding, rules: list[str]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [_location(results, finding.place)],
    }
    if finding.rule in rules:
        result["ruleIndex"] = rules.index(finding.rule)
    if finding.related:
        result["relatedLocations"] = [
            {"id": number, **_location(results, related.place), "message": {"text": related.message}}
            for number, related in enumerate(finding.related)
        ]
    fixes = [_fix(results, fix) for fix in finding.fixes if fix.edits]
    if fixes:
        result["fixes"] = fixes
    return result


def _location(results: Results, place: Place) -> dict[str, Any]:
    return {
        "physicalLocation": {
            "artifactLocation": _artifact(results, place.path),
            "region": _region(results.place(place)),
        }
    }


def _artifact(results: Results, path: str) -> dict[str, Any]:
    relative = results.relative(path)
    if relative.startswith("/"):
        return {"uri": f"file://{_encoded(relative)}"}
    return {"uri": _encoded(relative), "uriBaseId": "SRCROOT"}


def _encoded(path: str) -> str:
    """Return a path as part of a URI: its very bytes, be they UTF-8 or not."""
    return quote(path.encode("utf-8", "surrogateescape"))


def _region(range_: Range) -> dict[str, Any]:
    return {
        "startLine": range_.start.line,
        "startColumn": range_.start.column,
        "endLine": range_.end.line,
        "endColumn": range_.end.column,
    }


def _fix(results: Results, fix: Fix) -> dict[str, Any]:
    changes: dict[str, list[dict[str, Any]]] = {}
    for edit in fix.edits:
        replacement = {
            "deletedRegion": _region(results.range(edit.path, edit.start, edit.end)),
            "insertedContent": {"text": edit.text},
        }
        changes.setdefault(edit.path, []).append(replacement)
    return {
        "description": {"text": fix.title},
        "artifactChanges": [
            {"artifactLocation": _artifact(results, path), "replacements": replacements}
            for path, replacements in changes.items()
        ],
    }


def _notifications(results: Results) -> list[dict[str, Any]]:
    notifications: list[dict[str, Any]] = [
        {
            "level": "warning",
            "message": {"text": f"{problem.message}; {problem.cure}"},
            "locations": [{"physicalLocation": {"artifactLocation": _artifact(results, problem.path)}}],
        }
        for problem in results.problems
    ]
    notifications += [
        {
            "level": "error",
            "message": {"text": f"{crash.rule or 'the analysis'} crashed: {crash.error}"},
            "locations": [{"physicalLocation": {"artifactLocation": _artifact(results, crash.path)}}],
        }
        for crash in results.crashes
    ]
    return notifications
