"""Demands: a program that throws where a context is missing insists on it, whatever a type or a later test says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.facts.immutable import immutable
from svelte_warden.flow.reach.doubts import found_by

if TYPE_CHECKING:
    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.interpreter.values import Value
    from svelte_warden.flow.moments import Moment
    from svelte_warden.flow.reach.doubts import Doubt


@immutable
class Standpoint:
    """Where a run is before it tests something: when, on which doubts, and how many tests of contexts it has seen."""

    moment: Moment
    doubts: tuple[Doubt, ...]
    tests: int


def standpoint(machine: Machine, tests: int) -> Standpoint | None:
    """Return where a run is, ``None`` if it has read no context so far.

    ``tests`` is the length of ``machine.tree.tested`` before the test was evaluated.
    """
    return Standpoint(machine.moment, machine.doubts, tests) if machine.tree.reads else None


def insist(machine: Machine, before: Standpoint | None, test: Value, *, outcome: bool) -> None:
    """Notice that the program goes on only if a test has an outcome.

    It insists on the context that this tells of if it does so whenever it has read it, if nobody catches what it
    throws, and if it has not looked before whether the context is there: something else may stand in for it by now.
    """
    found, tree = found_by(test, outcome=outcome), machine.tree
    if before is None or found is None or tree.is_caught:
        return
    record = tree.reads[found]
    place = (record.spot, record.call)
    if (record.moment, record.doubts) == (before.moment, before.doubts) and (
        tree.tested.get(place, before.tests) >= before.tests
    ):
        tree.demanded.add(place)
