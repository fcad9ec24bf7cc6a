"""Context and lifecycle calls with the moment each runs at: what the context-timing rules read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from svelte_warden.flow.moments import ContextOperation, Moment, Verdict, verdict
from svelte_warden.flow.trail import Step

if TYPE_CHECKING:
    from collections.abc import Iterable

    from svelte_warden.flow.events import ContextCall
    from svelte_warden.flow.values import Place


@dataclass(frozen=True, slots=True)
class TimedCall:
    """One way on which a context or lifecycle call is made.

    ``place`` is where it is best shown: in the file at hand, the call itself or the call that leads to it. ``call`` is
    the context call. ``steps`` is the whole way; ``changed`` the step after which no component was current any more.
    """

    operation: ContextOperation
    function: str
    place: Place
    call: Place
    moment: Moment
    verdict: Verdict
    steps: tuple[Step, ...]
    changed: Step | None


def timed_calls(
    events: Iterable[ContextCall], path: str, *, svelte_majors: frozenset[int], async_mode: bool
) -> tuple[TimedCall, ...]:
    """Return the calls that belong to a file, one per place and verdict, the shortest way first.

    With several possible versions of Svelte a call throws only if it does in all of them.
    """
    found: dict[tuple[Place, str, Moment], TimedCall] = {}
    for event in events:
        steps = event.trail.steps() if event.trail is not None else ()
        answers = {verdict(event.moment, event.operation, major, async_mode=async_mode) for major in svelte_majors or {5}}
        answer = answers.pop() if len(answers) == 1 else Verdict.MAY_THROW
        position = _last_change(steps)
        place = _shown_at(event.place, steps, position, path)
        if place is None:
            continue
        call = TimedCall(
            event.operation, event.function, place, event.place, event.moment, answer, steps,
            steps[position] if position is not None else None,
        )  # fmt: skip
        key = (place, event.function, event.moment)
        if key not in found or len(found[key].steps) > len(steps):
            found[key] = call
    return tuple(sorted(found.values(), key=lambda call: (call.place.start, call.place.end, len(call.steps))))


def _last_change(steps: tuple[Step, ...]) -> int | None:
    for position in range(len(steps) - 1, -1, -1):
        if steps[position].kind == "moment":
            return position
    return None


def shown_at(call: Place, steps: tuple[Step, ...], path: str) -> Place | None:
    """Return where a call is best shown in a file: the call itself or one that leads to it; ``None`` if neither is."""
    return _shown_at(call, steps, _last_change(steps), path)


def _shown_at(call: Place, steps: tuple[Step, ...], changed: int | None, path: str) -> Place | None:
    """Choose the place to underline: the first call in this file after the moment changed, else the last before it."""
    after = steps[changed + 1 :] if changed is not None else steps
    for step in after:
        if step.kind == "call" and step.place.path == path:
            return step.place
    if call.path == path:
        return call
    before = steps[: changed + 1] if changed is not None else ()
    for step in reversed(before):
        if step.kind != "render" and step.place.path == path:
            return step.place
    return None
