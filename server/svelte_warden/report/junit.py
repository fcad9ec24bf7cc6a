"""Findings as JUnit XML: a suite for each file with findings, a failed case for each finding."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from svelte_warden.engine.findings import Severity

if TYPE_CHECKING:
    from svelte_warden.engine.findings import Finding
    from svelte_warden.report.results import Results

# What XML 1.0 cannot hold, not even escaped.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}


def render(results: Results) -> str:
    """Return an XML document. Infos and hints are cases that passed, so that they fail no pipeline."""
    failures = results.count(Severity.ERROR) + results.count(Severity.WARNING)
    errors = len(results.crashes)
    tests = len(results.findings) + errors or 1
    counts = f'tests="{tests}" failures="{failures}" errors="{errors}" time="{results.seconds:.3f}"'
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<testsuites name="svelte-warden" {counts}>']
    for path, findings in groupby(results.findings, key=lambda finding: finding.place.path):
        lines += _suite(results, results.relative(path), list(findings))
    for crash in results.crashes:
        where = _escaped(results.relative(crash.path))
        lines += [
            f'  <testsuite name="{where}" tests="1" failures="0" errors="1">',
            f'    <testcase name="{_escaped(crash.rule or "analysis")}" classname="{where}">',
            f'      <error message="{_escaped(crash.error)}">{_escaped(crash.traceback)}</error>',
            "    </testcase>",
            "  </testsuite>",
        ]
    if not results.findings and not results.crashes:
        lines += [
            '  <testsuite name="svelte-warden" tests="1" failures="0" errors="0">',
            f'    <testcase name="no findings in {results.files} files" classname="svelte-warden" />',
            "  </testsuite>",
        ]
    lines.append("</testsuites>")
    return "".join(f"{line}\n" for line in lines)


def _suite(results: Results, path: str, findings: list[Finding]) -> list[str]:
    failed = sum(finding.severity.at_least(Severity.WARNING) for finding in findings)
    lines = [f'  <testsuite name="{_escaped(path)}" tests="{len(findings)}" failures="{failed}" errors="0">']
    for finding in findings:
        start = results.place(finding.place).start
        where = f"{path}:{start.line}:{start.column}"
        notes = [f"{where}: {finding.severity.value}: {finding.message}"]
        for related in finding.related:
            at = results.place(related.place).start
            notes.append(f"{results.relative(related.place.path)}:{at.line}:{at.column}: {related.message}")
        text = _escaped("\n".join(notes)).replace("&#10;", "\n")
        lines.append(
            f'    <testcase name="{_escaped(f"{finding.rule} at {start.line}:{start.column}")}" '
            f'classname="{_escaped(path)}" file="{_escaped(path)}" line="{start.line}">'
        )
        if finding.severity.at_least(Severity.WARNING):
            kind = finding.severity.value
            lines.append(f'      <failure type="{kind}" message="{_escaped(finding.message)}">{text}</failure>')
        else:
            lines.append(f"      <system-out>{text}</system-out>")
        lines.append("    </testcase>")
    lines.append("  </testsuite>")
    return lines


def _escaped(text: str) -> str:
    text = _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)
    text = "".join(_ESCAPES.get(character, character) for character in text)
    return text.encode("ascii", "xmlcharrefreplace").decode("ascii")  # whatever encoding the output gets
