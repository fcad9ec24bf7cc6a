"""The rules there are: ours and those of other packages, found through one entry-point group.

An entry point of the group ``svelte_warden.rules`` is a module with ``RULES: tuple[Rule, ...]``. A package that cannot
be loaded is told of and left out; the others still work.
"""

from __future__ import annotations

import difflib
from functools import cache
from importlib import metadata
from typing import TYPE_CHECKING

from svelte_warden.engine.rule import Rule
from svelte_warden.engine.suppression_rule import UNUSED_SUPPRESSION
from svelte_warden.facts.immutable import immutable

if TYPE_CHECKING:
    from collections.abc import Iterable

GROUP = "svelte_warden.rules"


@immutable
class BrokenPackage:
    """Rules that could not be loaded; ``entry_point`` is ``name = module``, ``distribution`` what to reinstall."""

    entry_point: str
    distribution: str
    reason: str


@immutable
class Registry:
    """All rules in a stable order, by family and name."""

    rules: tuple[Rule, ...]
    broken: tuple[BrokenPackage, ...] = ()

    @property
    def families(self) -> tuple[str, ...]:
        """The names of the families, sorted."""
        return tuple(sorted({rule.family for rule in self.rules}))

    def get(self, name: str) -> Rule | None:
        """Return the rule of that name."""
        return next((rule for rule in self.rules if rule.name == name), None)

    def selected_by(self, name: str) -> frozenset[str]:
        """Return the names of the rules that a rule's or a family's name stands for; empty if there is none."""
        return frozenset(rule.name for rule in self.rules if name in (rule.name, rule.family))

    def nearest(self, name: str) -> str | None:
        """Return the rule's or family's name that an unknown name was probably meant to be."""
        names = [*(rule.name for rule in self.rules), *self.families]
        return next(iter(difflib.get_close_matches(name, names, 1)), None)


def make_registry(rules: Iterable[Rule], broken: Iterable[BrokenPackage] = ()) -> Registry:
    """Put rules in order and add the engine's own; of several rules with one name the first stays."""
    unique: dict[str, Rule] = {UNUSED_SUPPRESSION.name: UNUSED_SUPPRESSION}
    for rule in rules:
        unique.setdefault(rule.name, rule)
    return Registry(tuple(sorted(unique.values(), key=lambda rule: (rule.family, rule.name))), tuple(broken))


@cache
def installed() -> Registry:
    """Load the rules of all installed packages, once for the process."""
    rules: list[Rule] = []
    broken: list[BrokenPackage] = []
    points = {(point.name, point.value): point for point in metadata.entry_points(group=GROUP)}
    for _, point in sorted(points.items()):
        loaded = _load(point)
        if isinstance(loaded, BrokenPackage):
            broken.append(loaded)
        else:
            rules.extend(loaded)
    return make_registry(rules, broken)


def _load(point: metadata.EntryPoint) -> tuple[Rule, ...] | BrokenPackage:
    try:
        return _rules_of(point)
    except Exception as error:  # noqa: BLE001 - whatever a foreign module raises when it is loaded
        distribution = point.dist.name if point.dist else point.module
        return BrokenPackage(f"{point.name} = {point.value}", distribution, f"{type(error).__name__}: {error}")


def _rules_of(point: metadata.EntryPoint) -> tuple[Rule, ...]:
    rules = getattr(point.load(), "RULES", None)
    if not isinstance(rules, tuple) or not all(isinstance(rule, Rule) for rule in rules):
        message = f"{point.value} has no RULES, a tuple of Rule"
        raise TypeError(message)
    return rules
