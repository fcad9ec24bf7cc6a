"""Findings as workflow commands of GitHub Actions, which shows them beside the changed lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.engine.findings import Severity

if TYPE_CHECKING:
    from svelte_warden.engine.findings import Finding
    from svelte_warden.report.results import Results

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice", Severity.HINT: "notice"}


def render(results: Results) -> str:
    """Return one command a line."""
    return "".join(f"{_command(results, finding)}\n" for finding in results.findings)


def _command(results: Results, finding: Finding) -> str:
    place = results.place(finding.place)
    properties = {
        "title": f"svelte-warden ({finding.rule})",
        "file": results.relative(finding.place.path),
        "line": str(place.start.line),
        "endLine": str(place.end.line),
    }
    if place.start.line == place.end.line:  # GitHub ignores columns otherwise
        properties |= {"col": str(place.start.column), "endColumn": str(max(place.start.column, place.end.column - 1))}
    message = finding.message
    for number, related in enumerate(finding.related, 1):
        start = results.place(related.place).start
        where = f"{results.relative(related.place.path)}:{start.line}:{start.column}"
        message += f"\n{number}. {where}: {related.message}"
    listed = ",".join(f"{name}={_escaped_property(value)}" for name, value in properties.items())
    return f"::{_COMMANDS[finding.severity]} {listed}::{_escaped(message)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escaped_property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
