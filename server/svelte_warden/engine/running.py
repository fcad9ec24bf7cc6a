"""Running rules over one file, each on its own so that a crash of one leaves the others."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING, Final

from svelte_warden.engine.findings import Finding, in_order
from svelte_warden.engine.outcome import Crash
from svelte_warden.engine.rule import RuleContext
from svelte_warden.facts.immutable import immutable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from svelte_warden.engine.rule import Rule
    from svelte_warden.flow.analyse import FileFlow
    from svelte_warden.flow.program import Program

_TRACEBACK_FRAMES = 6


@immutable
class RulesRun:
    """What the rules gave for a file, before configuration and comments."""

    findings: tuple[Finding, ...] = ()
    crashes: tuple[Crash, ...] = ()


_NOTHING: Final = RulesRun()


def run_rules(rules: Iterable[Rule], program: Program, path: str, flow: FileFlow) -> RulesRun:
    """Run rules over the flow of one file."""
    findings: list[Finding] = []
    crashes: list[Crash] = []
    asked, is_of_use = None, True
    for rule in rules:
        if rule.applies is not asked:
            asked, is_of_use = rule.applies, _applies(rule, program, path, flow)
        if not is_of_use:
            continue
        result = _run(rule, RuleContext(rule, path, flow, program))
        if isinstance(result, Crash):
            crashes.append(result)
        else:
            findings.extend(result)
    return RulesRun(in_order(findings), tuple(crashes)) if findings or crashes else _NOTHING


def crash(path: str, rule: str | None, error: Exception) -> Crash:
    """Describe an exception that should not have been raised."""
    lines = traceback.format_exception(type(error), error, error.__traceback__, limit=-_TRACEBACK_FRAMES)
    return Crash(path, rule, traceback.format_exception_only(type(error), error)[-1].strip(), "".join(lines))


def _applies(rule: Rule, program: Program, path: str, flow: FileFlow) -> bool:
    """Ask a rule whether it may have anything to say; one that cannot even tell that is run, and crashes then."""
    try:
        return rule.applies is None or rule.applies(program, path, flow)
    except Exception:  # noqa: BLE001 - as below
        return True


def _run(rule: Rule, context: RuleContext) -> list[Finding] | Crash:
    """Run one rule to its end, so that a crash half-way gives no half list."""
    try:
        findings = list(rule.check(context))
    except Exception as error:  # noqa: BLE001 - a rule's own mistake must not take the others' findings away
        return crash(context.path, rule.name, error)
    for finding in findings:
        if finding.place.path != context.path or finding.rule != rule.name:
            return Crash(context.path, rule.name, f"it reported {finding.rule} in {finding.place.path}", "")
    return findings
