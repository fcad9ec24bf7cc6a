"""Findings as a GitLab code-quality report (Code Climate issues)."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING, Any

from svelte_warden.engine.findings import Severity
from svelte_warden.report.json_text import json_text

if TYPE_CHECKING:
    from svelte_warden.engine.findings import Finding
    from svelte_warden.report.results import Results

_SEVERITIES = {
    Severity.ERROR: "critical",
    Severity.WARNING: "major",
    Severity.INFO: "minor",
    Severity.HINT: "info",
}


def render(results: Results) -> str:
    """Return a JSON array of issues."""
    seen: Counter[str] = Counter()
    return json_text([_issue(results, finding, seen) for finding in results.findings])


def _issue(results: Results, finding: Finding, seen: Counter[str]) -> dict[str, Any]:
    place = results.place(finding.place)
    path = results.relative(finding.place.path)
    return {
        "description": finding.message,
        "check_name": finding.rule,
        "fingerprint": _fingerprint(path, finding, seen),
        "severity": _SEVERITIES[finding.severity],
        "location": {
            "path": path,
            "positions": {
                "begin": {"line": place.start.line, "column": place.start.column},
                "end": {"line": place.end.line, "column": place.end.column},
            },
        },
    }


def _fingerprint(path: str, finding: Finding, seen: Counter[str]) -> str:
    """Identify a finding without its line, so that it stays the same when code above it moves."""
    identity = f"{path}\0{finding.rule}\0{finding.message}"
    seen[identity] += 1
    return hashlib.sha256(f"{identity}\0{seen[identity]}".encode(errors="surrogatepass")).hexdigest()
