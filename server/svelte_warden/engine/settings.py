"""What a configuration says about one file, as the engine uses it."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING

from svelte_warden.facts.immutable import immutable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from svelte_warden.engine.findings import Finding, Severity
    from svelte_warden.project.shared_packages import SharedPackage


@immutable
class FileSettings:
    """Severities set for rules by name, ``None`` for off; rules that are not named keep their own."""

    severities: Mapping[str, Severity | None] = field(default_factory=dict)
    shared_packages: tuple[tuple[str, SharedPackage], ...] = ()
    """Packages whose exports live as long as the server, and what changes them."""
    lenses: bool = False
    """Whether editors show lines above the code that say what provides a context, who reads it, what is shared."""
    hints: bool = False
    """Whether editors show the same within the lines."""

    def is_on(self, rule: str) -> bool:
        """Whether the rule is to run."""
        return self.severities.get(rule, True) is not None

    def apply(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """Drop the findings of rules that are off and give the others the severity that was set."""
        applied: list[Finding] = []
        for finding in findings:
            if finding.rule not in self.severities:
                applied.append(finding)
            elif (severity := self.severities[finding.rule]) is not None:
                applied.append(replace(finding, severity=severity))
        return tuple(applied)
