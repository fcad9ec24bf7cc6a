"""Context and lifecycle calls with the moment each runs at: what the context-timing rules read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.facts.immutable import immutable
from svelte_warden.flow.interpreter.values import SERVER
from svelte_warden.flow.moments import ContextOperation, Moment, Verdict, verdict
from svelte_warden.flow.trail import READS_STORE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from svelte_warden.flow.events import ContextCall
    from svelte_warden.flow.interpreter.values import Place
    from svelte_warden.flow.trail import Step

_NEWEST = frozenset((5,))
_IN_VAIN = frozenset((Verdict.IGNORED, Verdict.UNSEEN))


@immutable
class TimedCall:
    """One way on which a context or lifecycle call is made.

    ``place`` is where it is best shown: in the file at hand, the call itself or the call that leads to it. ``call`` is
    the context call. ``majors`` are those versions of Svelte that the project may use in which the call does not do
    what it should. ``steps`` is the whole way; ``changed`` the step after which no component was current any more.
    """

    operation: ContextOperation
    function: str
    place: Place
    call: Place
    moment: Moment
    verdict: Verdict
    majors: tuple[int, ...]
    steps: tuple[Step, ...]
    changed: Step | None


def timed_calls(
    events: Iterable[ContextCall],
    path: str,
    *,
    svelte_majors: frozenset[int],
    async_mode: bool,
    legacy: bool,
    is_installed: Callable[[str], bool],
    told_by: Callable[[str], tuple[TimedCall, ...]],
) -> tuple[TimedCall, ...]:
    """Return the calls that belong to a file, one per place and verdict, the shortest way first.

    With several possible versions of Svelte a call throws only if it does in all of them. ``legacy`` says that the
    file is a component that uses no runes. What a package does at a moment of its own choice, and does in vain, is
    left to its authors. ``told_by`` gives the calls that belong to another file.
    """
    found: dict[tuple[Place, str, Moment], TimedCall] = {}
    for event in events:
        steps = event.trail.steps() if event.trail is not None else ()
        answer, majors = _judge(event, svelte_majors or _NEWEST, async_mode=async_mode, legacy=legacy)
        position = _last_change(steps)
        place = _shown_at(event.place, steps, position, path)
        if place is None:
            place = _handed_down_at(event, steps, position, path, is_installed, told_by)
        if place is None:
            continue
        if answer in _IN_VAIN and is_installed(event.place.path) and not _is_chosen_in(path, steps, position):
            continue
        call = TimedCall(
            event.operation, event.function, place, event.place, event.moment, answer, majors, steps,
            steps[position] if position is not None else None,
        )  # fmt: skip
        key = (place, event.function, event.moment)
        if key not in found or len(found[key].steps) > len(steps):
            found[key] = call
    return tuple(sorted(found.values(), key=lambda call: (call.place.start, call.place.end, len(call.steps))))


def _handed_down_at(
    event: ContextCall,
    steps: tuple[Step, ...],
    changed: int | None,
    path: str,
    is_installed: Callable[[str], bool],
    told_by: Callable[[str], tuple[TimedCall, ...]],
) -> Place | None:
    """Return where a file renders a component that calls what only this file hands down to it.

    What that component does whoever renders it is told of the component itself.
    """
    first = next((step.place for step in _after(steps, changed) if step.kind == "call"), event.place)
    rendered = next((step for step in reversed(steps) if step.kind == "render" and step.place.path == path), None)
    if rendered is None or is_installed(first.path):
        return None
    told = any(call.place == first and call.function == event.function for call in told_by(first.path))
    return None if told or _is_told_below(event, steps, rendered, told_by) else rendered.place


def _is_told_below(
    event: ContextCall, steps: tuple[Step, ...], rendered: Step, told_by: Callable[[str], tuple[TimedCall, ...]]
) -> bool:
    """Whether a component further down hands the call down as well, so that it is told of there."""
    below = steps[steps.index(rendered) + 1 :]
    files = {step.place.path for step in below if step.kind == "render"} - {rendered.place.path}
    return any(
        call.call == event.place and call.moment == event.moment and call.place.path != event.place.path
        for file in files
        for call in told_by(file)
    )


def _judge(
    event: ContextCall, svelte_majors: frozenset[int], *, async_mode: bool, legacy: bool
) -> tuple[Verdict, tuple[int, ...]]:
    """Return what the call does in the versions that may be in use, and those in which it does not work."""
    answers = {
        major: verdict(
            event.moment,
            event.operation,
            major,
            async_mode=async_mode,
            legacy=legacy,
            only_on_server=event.sides <= SERVER,
            function=event.function,
        )
        for major in sorted(svelte_majors)
    }
    failing = {major: answer for major, answer in answers.items() if answer not in (Verdict.WORKS, Verdict.UNKNOWN)}
    different = set(answers.values())
    if len(different) > 1 and Verdict.THROWS not in different:
        different = set(failing.values())
    return (different.pop() if len(different) == 1 else Verdict.MAY_THROW), tuple(failing)


def _is_chosen_in(path: str, steps: tuple[Step, ...], changed: int | None) -> bool:
    """Whether code of the file makes the call, by itself or by way of others, after the moment has changed."""
    return any(step.kind == "call" and step.place.path == path for step in _after(steps, changed))


def _after(steps: tuple[Step, ...], changed: int | None) -> tuple[Step, ...]:
    return steps if changed is None else steps[changed + 1 :]


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
    for step in _after(steps, changed):
        reads_only = step.words == READS_STORE and call.path == path  # the callback itself says more than who reads it
        if step.kind == "call" and step.place.path == path and not reads_only:
            return step.place
    if call.path == path:
        return call
    before = steps[: changed + 1] if changed is not None else ()
    for step in reversed(before):
        if step.kind != "render" and step.place.path == path:
            return step.place
    return None
