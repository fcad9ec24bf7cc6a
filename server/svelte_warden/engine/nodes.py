"""The graph of remembered answers on which the memo works: nodes, their colours and the edges between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from svelte_warden.facts.immutable import EMPTY_SET

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable
    from types import TracebackType

GREEN: Final = 0
"""Up to date: every dependency is green too (or in the same cycle)."""
GREY: Final = 1
"""Something it depends on, however far away, may have changed."""
RED: Final = 2
"""Never computed, or a dependency of its own has changed."""
VERIFYING: Final = 3
"""Grey, and its dependencies are being looked at right now."""
RUNNING: Final = 4
"""Its function is on the call stack."""
PROVISIONAL: Final = 5
"""Computed on an assumption about a running query, for as long as that assumption stands."""

_WORTH_SORTING: Final = 8
_FEW: Final = 16
"""As many dependents are kept in a tuple."""
NOTHING: Final[Any] = object()
"""The outcome of a query that never ran."""


class Failure:
    """The outcome of a query that raised: remembered, and raised again for everyone who asks."""

    __slots__ = ("error", "traceback")

    def __init__(self, error: Exception) -> None:
        self.error = error
        self.traceback: TracebackType | None = error.__traceback__

    def raise_again(self) -> None:
        """Raise the error with the traceback of its first time, which would otherwise grow with every raise."""
        raise self.error.with_traceback(self.traceback)


class Node:
    """One query and what is known about its answer."""

    __slots__ = ("asked", "assumed", "colour", "cycle", "dependencies", "dependents", "function", "key", "low",
                 "outcome", "pending", "suspects")  # fmt: skip

    def __init__(self, function: Callable[[Any, Any], Any], key: Hashable) -> None:
        self.function = function
        self.key = key
        self.colour = RED
        self.outcome: Any = NOTHING
        self.dependencies: tuple[Node, ...] = ()
        self.dependents: tuple[Node, ...] | set[Node] = ()
        self.suspects: Node | set[Node] | None = None
        """Of a grey node: the dependency, or those, for which it became grey. The others are as they were."""
        self.cycle: tuple[Node, ...] | None = None
        # only while the query runs or is provisional:
        self.pending: Any = NOTHING
        self.asked: tuple[Node, ...] = ()
        self.low = 0  # the lowest frame of the call stack on which the answer rests
        self.assumed = False  # somebody was given an assumption in the place of the answer

    def link(self) -> None:
        """Replace the edges by those to what was asked last, of which there is nothing twice."""
        if not self.dependencies and self not in self.asked:
            for dependency in self.asked:
                dependency.add_dependent(self)
            self.dependencies, self.asked = self.asked, ()
            return
        wanted = dict.fromkeys(self.asked)
        wanted.pop(self, None)
        for dependency in self.dependencies:
            if dependency not in wanted:
                dependency.remove_dependent(self)
        for dependency in wanted:
            dependency.add_dependent(self)
        self.dependencies = tuple(wanted)
        self.asked = ()

    def suspected(self) -> Iterable[Node]:
        """Return what has to be looked at before the answer of a grey node counts again, in the order of reading."""
        suspects = self.suspects
        if isinstance(suspects, Node):
            return (suspects,)
        if suspects is None or len(suspects) * _WORTH_SORTING > len(self.dependencies):
            return self.dependencies
        return sorted(suspects, key=self.dependencies.index)

    def suspect(self, dependency: Node) -> None:
        """Note that a dependency may have changed."""
        suspects = self.suspects
        if isinstance(suspects, set):
            suspects.add(dependency)
        elif suspects is not dependency and suspects is not None:
            self.suspects = {suspects, dependency}

    def unlink(self) -> None:
        """Remove the edges to the dependencies."""
        for dependency in self.dependencies:
            dependency.remove_dependent(self)
        self.dependencies = ()

    def add_dependent(self, dependent: Node) -> None:
        """Note who depends on the answer: most often one or two, for whom a set would be four times as large."""
        known = self.dependents
        if isinstance(known, set):
            known.add(dependent)
        elif dependent not in known:
            self.dependents = (*known, dependent) if len(known) < _FEW else {*known, dependent}

    def remove_dependent(self, dependent: Node) -> None:
        """Forget that somebody depends on the answer."""
        known = self.dependents
        if isinstance(known, set):
            known.discard(dependent)
        else:
            self.dependents = tuple([other for other in known if other is not dependent])


def same(old: object, new: object) -> bool:
    """Whether two outcomes are equal, so that nobody who saw the old one needs to look at the new one."""
    if old is new:
        return True
    if isinstance(old, Failure) and isinstance(new, Failure):
        return type(old.error) is type(new.error) and old.error.args == new.error.args
    return type(old) is type(new) and bool(old == new)


def mark_dependents(node: Node, key: Hashable) -> list[Node]:
    """Make everything grey that depends on the node. What is not green has marked its own dependents before.

    Returns:
        The nodes at which the marking stopped, grey themselves: those of eager queries of this key.
    """
    reached = [node]
    stopped: list[Node] = []
    while reached:
        suspect = reached.pop()
        for dependent in suspect.dependents:
            if dependent.colour == GREEN:
                dependent.colour = GREY
                dependent.suspects = suspect
                if dependent.key == key and dependent.cycle is None and getattr(dependent.function, "eager", False):
                    stopped.append(dependent)
                else:
                    reached.append(dependent)
            else:
                dependent.suspect(suspect)
    return stopped


def dissolve(cycle: tuple[Node, ...]) -> None:
    """Make every member of a cycle run again, so that its values are rebuilt from the initial ones.

    Starting from the old values instead could let a cycle support itself for ever.
    """
    for member in cycle:
        if member.colour in (GREY, VERIFYING):
            member.colour = RED
        if member.cycle is cycle:
            member.cycle = None


def settle(members: tuple[Node, ...]) -> None:
    """Make the pending answers of nodes that rest on nothing but each other final."""
    for node in members:
        settle_alone(node)
    for node in members:
        node.assumed = False
        node.cycle = members if len(members) > 1 else None


def settle_alone(node: Node) -> None:
    """Make the pending answer final of a node that rests on nothing that still runs."""
    if node.asked or node.dependencies:
        node.link()
    pending = node.pending
    if node.outcome is NOTHING or not same(node.outcome, pending):
        node.outcome = EMPTY_SET if type(pending) is frozenset and not pending else pending
        for dependent in node.dependents:
            if dependent.colour in (GREY, VERIFYING):
                dependent.colour = RED
    node.pending = NOTHING
    node.colour = GREEN
    node.suspects = None
