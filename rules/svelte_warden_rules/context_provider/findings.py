"""Diagnosed reads as findings: what the five rules of the family share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svelte_warden.engine.findings import Place, Related, Severity
from svelte_warden_rules.context_provider.wording import shown_file
from svelte_warden_rules.steps import words_of_call

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from svelte_warden.engine.findings import Finding, Fix
    from svelte_warden.engine.rule import RuleContext
    from svelte_warden.flow.analyse import FileFlow
    from svelte_warden.flow.program import Program
    from svelte_warden.flow.reach.diagnosis import Diagnosis, Pattern
    from svelte_warden.flow.reach.model import Spot
    from svelte_warden.flow.reach.outcome import Missing

_NAMED = 3


def applies(_program: Program, _path: str, flow: FileFlow) -> bool:
    """Whether a file reads context."""
    return bool(flow.tree.reads)


def unprovided_reads(context: RuleContext, pattern: Pattern) -> Iterator[Finding]:
    """Yield one finding for each read that a pattern describes."""
    from svelte_warden.flow.reach.diagnosis import diagnoses  # noqa: PLC0415 - only checking needs it

    for diagnosis in context.program.query(diagnoses, context.path):
        if diagnosis.pattern == pattern:
            yield context.finding(
                diagnosis.read.spot.start,
                diagnosis.read.spot.end,
                _MESSAGES[pattern](context, diagnosis),
                severity=_severity(diagnosis),
                related=_related(context, diagnosis),
            )


def fixes_of(context: RuleContext, finding: Finding, pattern: Pattern) -> tuple[Fix, ...]:
    """Return what can be done about a finding of :func:`unprovided_reads`."""
    # only fixing needs these: `rules` and `explain` must not wait for them
    from svelte_warden.flow.reach.diagnosis import diagnoses  # noqa: PLC0415
    from svelte_warden_rules.context_provider.fixes import fixes_for  # noqa: PLC0415

    for diagnosis in context.program.query(diagnoses, context.path):
        spot = diagnosis.read.spot
        is_there = (spot.start, spot.end) == (finding.place.start, finding.place.end)
        if diagnosis.pattern == pattern and is_there and _MESSAGES[pattern](context, diagnosis) == finding.message:
            return fixes_for(context, diagnosis)
    return ()


def _severity(diagnosis: Diagnosis) -> Severity | None:
    if diagnosis.pattern not in ("partial", "late"):
        return None
    return Severity.ERROR if _is_certain(diagnosis) else Severity.WARNING


def _is_certain(diagnosis: Diagnosis) -> bool:
    return diagnosis.read.is_certain and any(way.is_certain for way in diagnosis.missing)


# --- messages ---------------------------------------------------------------------------------------------------------


def _sibling(context: RuleContext, diagnosis: Diagnosis) -> str:
    provider = shown_file(diagnosis.elsewhere[0].component)
    cure = (
        f"Set it in {shown_file(diagnosis.ancestor)}, which is above both."
        if diagnosis.ancestor is not None
        else "Set it in a component above both."
    )
    return (
        f"{_nothing(diagnosis)}: the key is set by {provider}, which is not above "
        f"{shown_file(context.path)} {_ways(diagnosis.missing)}. {cure}"
    )


def _missing(_context: RuleContext, diagnosis: Diagnosis) -> str:
    package = diagnosis.read.key.package
    if package is not None:
        ways = _ways(diagnosis.missing)
        return f"{_nothing(diagnosis)} {ways}: no component above provides the context of {package}."
    near = f" Did you mean '{diagnosis.near}'?" if diagnosis.near is not None else ""
    return f"{_nothing(diagnosis)}: no component sets this key.{near}"


def _partial(_context: RuleContext, diagnosis: Diagnosis) -> str:
    provider = shown_file(diagnosis.provided[0].component)
    return (
        f"{_nothing(diagnosis)} {_ways(diagnosis.missing)}; on other ways {provider} sets the key. "
        "Set it above all of them, or allow for its absence."
    )


def _mismatched(context: RuleContext, diagnosis: Diagnosis) -> str:
    key = diagnosis.read.key
    from svelte_warden.flow.reach.diagnosis import text_at  # noqa: PLC0415 - only checking needs it

    made = text_at(context.program, key)
    if key.kind == "fresh":
        which = f"`{made}` makes a new key" if made else "the key is made anew"
        return (
            f"{_nothing(diagnosis)}: {which} for every component, and nothing else equals it. "
            "Make it once, in a module, and import it."
        )
    other = shown_file(diagnosis.elsewhere[0].component)
    return (
        f"{_nothing(diagnosis)}: {other} sets a key that looks the same and is another. "
        "Export one key and import it on both sides."
    )


def _late(context: RuleContext, diagnosis: Diagnosis) -> str:
    late = diagnosis.late
    if late is not None and late.path == context.path:
        return f"{_nothing(diagnosis)}: the component sets the key only after it. Read it afterwards."
    where = shown_file(late.path) if late is not None else "the provider"
    return (
        f"{_nothing(diagnosis)}: {where} sets the key after this component has initialised. "
        "Set it at the top level of the script."
    )


_MESSAGES = {"sibling": _sibling, "missing": _missing, "partial": _partial, "mismatched": _mismatched, "late": _late}


def _what(diagnosis: Diagnosis) -> str:
    read = diagnosis.read
    if read.function in ("getContext", "hasContext") and read.spot == read.call:
        return f"`{read.function}({read.label})`"
    return f"`{read.label}`"


def _nothing(diagnosis: Diagnosis) -> str:
    """Return the beginning of a sentence: what finds nothing, and for a function of the program under which key."""
    read = diagnosis.read
    is_named = read.spot != read.call and read.key.kind == "string"
    return f"{_what(diagnosis)} finds nothing" + (f" under '{read.key.text}'" if is_named else "")


def _ways(missing: tuple[Missing, ...]) -> str:
    named = [_way(way) for way in missing[:_NAMED]]
    more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
    return f"on the way from {', '.join(named)}{more}"


def _way(way: Missing) -> str:
    if way.kind == "route":
        return way.name
    if way.kind == "mount":
        return f"the mount in {way.name}"
    if way.kind == "entry point":
        return f"the entry point {way.name}"
    return f"the {way.kind} of {way.name}"


# --- related places ---------------------------------------------------------------------------------------------------


def _related(context: RuleContext, diagnosis: Diagnosis) -> Iterable[Related]:
    read = diagnosis.read
    for step in read.through:
        yield Related(Place(step.place.path, step.place.start, step.place.end), words_of_call(step))
    if read.call != read.spot:
        yield _note(read.call, f"{read.function} is called here")
    if diagnosis.late is not None:
        yield _note(diagnosis.late, "set here, too late")
    for provider in diagnosis.elsewhere:
        words = "a different key is set here" if diagnosis.pattern == "mismatched" else "the key is set here"
        yield _note(provider.set.spot, words)
    for provided in diagnosis.provided[:_NAMED]:
        yield Related(Place(provided.component, provided.start, provided.end), "the key is set here on other ways")
    if diagnosis.ancestor is not None and diagnosis.ancestor != context.path:
        yield Related(Place(diagnosis.ancestor, 0, 0), "the nearest component above both")
    for way in diagnosis.missing[:_NAMED]:
        if way.path != context.path:
            yield Related(Place(way.path, 0, 0), f"nothing sets the key on the way from {_way(way)}")


def _note(spot: Spot, words: str) -> Related:
    return Related(Place(spot.path, spot.start, spot.end), words)
