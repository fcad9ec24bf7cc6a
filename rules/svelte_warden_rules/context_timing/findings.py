"""Timed calls as findings: what the four rules of the family share."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from svelte_warden.engine.findings import Severity
from svelte_warden.flow.moments import Phase, Verdict
from svelte_warden_rules.context_timing.messages import message, related

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from svelte_warden.engine.findings import Finding, Fix
    from svelte_warden.engine.rule import RuleContext
    from svelte_warden.flow.analyse import FileFlow
    from svelte_warden.flow.interpreter.values import Place
    from svelte_warden.flow.program import Program
    from svelte_warden.flow.timing import TimedCall

_Belongs: TypeAlias = "Callable[[TimedCall], bool]"
_CAUSES_AFTER_AWAIT = ("after-await", "after-top-level-await", "after-await-in-derived")
_SEVERITIES = {
    Verdict.THROWS: Severity.ERROR,
    Verdict.MAY_THROW: Severity.WARNING,
    Verdict.UNSEEN: Severity.WARNING,
    Verdict.IGNORED: Severity.WARNING,
}


def is_after_await(call: TimedCall) -> bool:
    """Whether it is an ``await`` that took the component away."""
    return call.moment.cause in _CAUSES_AFTER_AWAIT


def has_no_component(call: TimedCall) -> bool:
    """Whether there is no component at all: a module or a SvelteKit function."""
    return call.moment.phase in (Phase.MODULE, Phase.REQUEST)


def applies(_program: Program, _path: str, flow: FileFlow) -> bool:
    """Whether a file leads to a context or lifecycle function."""
    return bool(flow.timed_calls)


def misplaced_calls(context: RuleContext, belongs: _Belongs) -> Iterator[Finding]:
    """Yield one finding for each place at which a call that belongs to the rule does not do what it should."""
    for span, call in _worst_calls(context.program, context.path, context.flow, belongs).items():
        yield context.finding(*span, message(call), severity=_severity(call), related=related(call))


def fixes_of(context: RuleContext, finding: Finding, belongs: _Belongs) -> tuple[Fix, ...]:
    """Return what can be done about a finding of :func:`misplaced_calls`."""
    worst = context.program.query(_fixable_calls, (context.path, belongs))
    call = worst.get((finding.place.start, finding.place.end))
    if call is None:
        return ()
    # only fixing needs these: `rules` and `explain` must not wait for them
    from svelte_warden.engine.editing.outline import outline_of  # noqa: PLC0415
    from svelte_warden_rules.context_timing.fixes import fixes_for  # noqa: PLC0415

    return fixes_for(context, outline_of(context.program, context.path), call)


def _fixable_calls(program: Program, asked: tuple[str, _Belongs]) -> dict[tuple[int, int], TimedCall]:
    """Return the calls of a file that belong to a rule: once for the fixes of all of them."""
    from svelte_warden.flow.analyse import analyse  # noqa: PLC0415 - as above

    path, belongs = asked
    return _worst_calls(program, path, program.query(analyse, path), belongs)


def _worst_calls(program: Program, path: str, flow: FileFlow, belongs: _Belongs) -> dict[tuple[int, int], TimedCall]:
    worst: dict[tuple[int, int], TimedCall] = {}
    for call in flow.timed_calls:
        if call.verdict not in _SEVERITIES or not belongs(call) or _is_told_elsewhere(program, path, call):
            continue
        span = (call.place.start, call.place.end)
        if span not in worst or _severity(call).rank < _severity(worst[span]).rank:
            worst[span] = call
    return worst


def _is_told_elsewhere(program: Program, path: str, call: TimedCall) -> bool:
    """Whether all of it happens in another file, which has a finding of its own: who calls it does not matter."""
    if call.changed is None or path in (call.changed.place.path, call.call.path):
        return False
    return (call.call, call.verdict) in program.query(_told, call.changed.place.path)


def _told(program: Program, path: str) -> frozenset[tuple[Place, Verdict]]:
    """Return the context calls that a file leads to and whether they work."""
    from svelte_warden.flow.analyse import analyse  # noqa: PLC0415 - only checking needs it

    return frozenset((call.call, call.verdict) for call in program.query(analyse, path).timed_calls)


def _severity(call: TimedCall) -> Severity:
    # A callback that works at first and throws when its store changes: nobody may ever change it.
    return Severity.INFO if call.moment.phase is Phase.SOMETIMES else _SEVERITIES[call.verdict]
