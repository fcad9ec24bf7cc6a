"""The commands ``explain`` and ``rules``."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from svelte_warden.cli.output import UsageError, palette_for, write
from svelte_warden.engine.registry import installed
from svelte_warden.report.page import render_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from svelte_warden.engine.registry import Registry
    from svelte_warden.report.terminal import Palette


def run_explain(name: str, *, no_color: bool) -> int:
    """Show the page of a rule, or list the rules of a family."""
    registry = installed()
    palette = palette_for(sys.stdout, no_color=no_color)
    if name in registry.families:
        write(_table(registry, [name], palette))
        return 0
    rule = registry.get(name)
    if rule is None:
        raise UsageError(unknown_rule(name, registry))
    try:
        page = rule.page
    except OSError:
        page = f"# {rule.name}\n\n{rule.summary}.\n"
    write(render_page(page, palette))
    return 0


def run_rules(format_: str, *, no_color: bool) -> int:
    """List the rules."""
    registry = installed()
    if format_ == "json":
        listed = [
            {
                "name": rule.name,
                "family": rule.family,
                "severity": rule.severity.value,
                "summary": rule.summary,
                "url": rule.url,
            }
            for rule in registry.rules
        ]
        write(json.dumps(listed, indent=2) + "\n")
    else:
        write(_table(registry, registry.families, palette_for(sys.stdout, no_color=no_color)))
    for package in registry.broken:
        sys.stderr.write(f"svelte-warden: the rules of {package.distribution} cannot be loaded: {package.reason}\n")
    return 0


def unknown_rule(name: str, registry: Registry) -> str:
    """Say that there is no such rule, and which one was probably meant."""
    nearest = registry.nearest(name)
    cure = f"did you mean {nearest}?" if nearest else "`svelte-warden rules` lists them"
    return f"there is no rule called {name!r}; {cure}"


def _table(registry: Registry, families: Sequence[str], palette: Palette) -> str:
    name_width = max(len(rule.name) for rule in registry.rules)
    lines: list[str] = []
    for family in families:
        if lines:
            lines.append("")
        lines.append(palette.paint(family, "bold"))
        for rule in registry.rules:
            if rule.family == family:
                severity = palette.severity(rule.severity, rule.severity.value.ljust(7))
                lines.append(f"  {rule.name.ljust(name_width)}  {severity}  {rule.summary}")
    return "".join(f"{line}\n" for line in lines)
