"""The way the analysis took to a line: the path that proves a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from svelte_warden.facts.immutable import immutable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svelte_warden.flow.interpreter.values import Place
    from svelte_warden.flow.moments import Moment


READS_STORE = "reads the store"
"""What a step says that is no call in the source: a store of one's own runs code when it is read."""


@immutable
class Step:
    """One step: a call, a change of moment (a callback that runs later, an ``await``) or a rendered component.

    ``words`` is a phrase such as ``calls save`` or ``runs when the click handler runs``.
    """

    kind: Literal["call", "moment", "render"]
    place: Place
    words: str
    moment: Moment | None = None


@immutable
class Trail:
    """A linked list of steps, the newest first."""

    parent: Trail | None
    step: Step

    def steps(self) -> tuple[Step, ...]:
        """Return the steps, oldest first."""
        return tuple(reversed(list(self._backwards())))

    def _backwards(self) -> Iterator[Step]:
        trail: Trail | None = self
        while trail is not None:
            yield trail.step
            trail = trail.parent
