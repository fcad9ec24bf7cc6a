"""What a component sees of a context key, on every way from the roots of the render tree down to it.

Contexts flow down only. Upwards from a component there are the sites that render it; a site in the content of another
component sees what that component provides around its slot or snippet, and then what its author sees. Each question is
answered once per component and key, so neither recursion nor a component that is rendered a hundred times multiplies.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from svelte_warden.facts.immutable import immutable
from svelte_warden.flow.reach.around import (
    Inside,
    around,
    holds,
    inside,
    is_true,
    matching,
    provided_by,
    set_by_call,
    settled,
    within,
)
from svelte_warden.flow.reach.doubts import BY_CONTEXT
from svelte_warden.flow.reach.model import CHILDREN, Key
from svelte_warden.flow.reach.outcome import Blocked, Flags, Local, Missing, NotHere, Outcome, Provided
from svelte_warden.flow.reach.renderers import renderers
from svelte_warden.flow.reach.summary import sets_of, tree_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from svelte_warden.flow.program import Program
    from svelte_warden.flow.reach.doubts import Doubt
    from svelte_warden.flow.reach.model import ContextRead, ContextSet, Hop, Mount, Site, Within
    from svelte_warden.flow.reach.renderers import Chain

_MOST: Final = 16
"""So many providers and so many roots are told apart for one component and key."""
_TABLE: Final = 4
"""From a table of so many components, which one is rendered where depends on data."""
_NO_KEY: Final = Key("none")
"""A key that nobody sets: on the ways to a component that is rendered at all it is missing."""


@immutable
class Question:
    """What a component sees of a key.

    ``with_own`` counts what it sets itself; ``is_deferred`` says that something on the way is created only after the
    first rendering. The answer leaves out the ways on which the ``conditions`` do not hold; with ``is_strict`` it is
    unknown on those where they may.
    """

    component: str
    key: Key
    with_own: bool
    is_deferred: bool
    conditions: tuple[Doubt, ...] = ()
    is_strict: bool = False


def outcomes(program: Program, component: str, read: ContextRead) -> frozenset[Outcome]:
    """Return what a read of a component may see."""
    if read.own is not None:
        return frozenset((Provided(component, read.own.start, read.own.end),))
    if read.inside:
        return _inside_hops(program, component, read)
    with_own = read.location is not None or read.sees_own
    question = Question(component, read.key, with_own, read.is_later, read.conditions, is_strict=True)
    seen = _with(read.found, read.key, _at(program, read.location, question))
    for key in read.lacking:
        seen = _where_missing(seen, _at(program, read.location, replace(question, key=key)))
    return seen


def _where_missing(seen: frozenset[Outcome], other: frozenset[Outcome]) -> frozenset[Outcome]:
    """Leave out the ways on which another key is set, that is only looked for behind the first."""
    roots = {(outcome.kind, outcome.path) for outcome in other if isinstance(outcome, Missing)}
    return frozenset(
        outcome for outcome in seen if not isinstance(outcome, Missing) or (outcome.kind, outcome.path) in roots
    )


def _with(keys: tuple[Key, ...], key: Key, outcomes: frozenset[Outcome]) -> frozenset[Outcome]:
    """Leave out the ways that nobody goes when some keys are known to be set."""
    if key not in keys:
        return outcomes
    return frozenset(outcome for outcome in outcomes if not isinstance(outcome, Missing))


def look(program: Program, question: Question) -> frozenset[Outcome]:
    """Return what the components that this one renders see of a key, or without its own sets what itself sees."""
    component, key = question.component, question.key
    sets = matching(program.query(sets_of, component), key) if question.with_own else []
    if always := [item for item in sets if holds(item, None) is True]:
        return _limited(provided_by(component, item) for item in always)
    found: set[Outcome] = set()
    ways = program.query(renderers, component)
    for path, site in ways.sites:
        if (taken := _taken(question, site.given)) is not None:
            set_here = _conditional(component, sets, site.given) or set(set_by_call(site, key))
            found |= taken or set_here or _above(program, path, site, question)
    for path, mount in ways.mounts:
        if (taken := _taken(question, None)) is not None:
            found |= taken or _conditional(component, sets, None) or _from_mount(program, path, mount, question)
    for chain in ways.chains:
        if (taken := _taken(question, ())) is not None:
            found |= taken or _conditional(component, sets, ()) or _from_chain(program, chain, question)
    found |= {Blocked(reason) for reason in ways.unknown}
    return _limited(_with_late(found, sets, is_deferred=question.is_deferred))


def _nobody(_question: Question) -> frozenset[Outcome]:
    return frozenset()


look.initial = _nobody  # type: ignore[attr-defined]  # the memo's protocol for circles


def _limited(found: Iterable[Outcome]) -> frozenset[Outcome]:
    """Keep the first few of each kind: a growing set of bounded size."""
    every = frozenset(found)
    if len(every) <= _MOST:
        return every
    kept: list[Outcome] = []
    for kind in (Provided, Missing, Blocked):
        kept.extend(sorted((outcome for outcome in every if isinstance(outcome, kind)), key=repr)[:_MOST])
    return frozenset(kept)


def _taken(question: Question, flags: Flags) -> set[Outcome] | None:
    """Return ``None`` for a way on which the conditions do not hold, an answer where nobody can tell, else nothing."""
    given = {flag for flag, _ in flags or ()}
    if any(f"{doubt.prop}{BY_CONTEXT}" in given for doubt in question.conditions):
        return {Blocked("it depends on a context whether it is read")}
    answers = {is_true(doubt, flags) for doubt in question.conditions if doubt.prop is not None}
    if False in answers:
        return None
    if None in answers and question.is_strict:
        return {Blocked("it depends on a prop whether it is read")}
    return set()


def _conditional(component: str, sets: list[ContextSet], flags: Flags) -> set[Outcome]:
    return {provided_by(component, item) for item in sets if holds(item, flags) is not False}


def _with_late(found: set[Outcome], sets: list[ContextSet], *, is_deferred: bool) -> set[Outcome]:
    """Mark the ways on which the component itself sets the key too late for what it renders."""
    late = next((item for item in sets if item.moment in ("late", "never")), None)
    if late is None:
        return found
    return {_too_late(outcome, late, is_deferred=is_deferred) for outcome in found}


def _too_late(outcome: Outcome, late: ContextSet, *, is_deferred: bool) -> Outcome:
    if not isinstance(outcome, Missing):
        return outcome
    if late.moment == "late" and is_deferred:
        return Blocked("the key is set after the first rendering, and this is created after it")
    spot = late.spot
    return replace(outcome, late=(spot.path, spot.start, spot.end))


# --- sites ------------------------------------------------------------------------------------------------------------


def _above(program: Program, path: str, site: Site, question: Question) -> frozenset[Outcome]:
    """Return what is seen where a file renders a component; nothing if that place itself is rendered nowhere."""
    is_deferred = question.is_deferred or not site.is_certain
    if question.key is not _NO_KEY:
        rendered = Question(path, _NO_KEY, with_own=True, is_deferred=False, conditions=site.conditions)
        if not _at(program, site.location, rendered):
            return frozenset()
    outer = Question(path, question.key, with_own=True, is_deferred=is_deferred, conditions=site.conditions)
    seen = _chosen(_at(program, site.location, outer), path, site)
    return _with(site.found, question.key, _uncertain(seen, site))


def _uncertain(found: frozenset[Outcome], site: Site) -> frozenset[Outcome]:
    return found if site.is_certain else _doubtful(found)


def _doubtful(found: Iterable[Outcome]) -> frozenset[Outcome]:
    """Return what is found on ways that nobody may go."""
    return frozenset(
        replace(outcome, is_certain=False) if isinstance(outcome, Missing) else outcome for outcome in found
    )


def _chosen(found: frozenset[Outcome], path: str, site: Site) -> frozenset[Outcome]:
    """Note the site if it is one at which data choose among many components."""
    if len(site.targets) < _TABLE:
        return found
    at = (path, site.spot.start)
    return frozenset(
        replace(outcome, chosen_at=at) if isinstance(outcome, (Missing, Provided)) else outcome for outcome in found
    )


def _at(program: Program, location: Within | None, question: Question) -> frozenset[Outcome]:
    """Return what is seen at a location of the component that a question is about."""
    if location is None:
        return program.query(look, question)
    found: set[Outcome] = set()
    is_deferred = question.is_deferred
    for site in _owners(program, question.component, location):
        outer = question if is_deferred or site.is_certain else replace(question, is_deferred=True)
        inner = around(program, site, location.name, question.key)
        for local in inner:
            if isinstance(local, NotHere):
                above = _at(program, site.location, outer)
                marked = {_marked(outcome, local, is_deferred=is_deferred) for outcome in above}
                found |= _doubtful(marked) if len(inner) > 1 else marked
            else:
                found.add(local)
    return frozenset(found)


def _marked(outcome: Outcome, local: NotHere, *, is_deferred: bool) -> Outcome:
    if local.late is None or not isinstance(outcome, Missing):
        return outcome
    if is_deferred:
        return Blocked("the key is set after the first rendering, and this is created after it")
    return replace(outcome, late=local.late)


def _owners(program: Program, path: str, location: Within) -> list[Site]:
    summary = program.query(tree_of, path)
    return [site for site in summary.sites_at(location.site, location.outer) if not site.is_passed]


# --- roots ------------------------------------------------------------------------------------------------------------


def _from_chain(program: Program, chain: Chain, question: Question) -> frozenset[Outcome]:
    late: tuple[str, int, int] | None = None
    known: set[Outcome] = set()
    for layout in reversed(chain.layouts):
        found = _in_layout(program, layout, question)
        if not found:
            return frozenset()  # a layout that renders no page
        known |= {local for local in found if not isinstance(local, NotHere)}
        elsewhere = [local for local in found if isinstance(local, NotHere)]
        if not elsewhere:
            return frozenset(known)
        for local in elsewhere:
            late = late or local.late
    if late is not None and question.is_deferred:
        return frozenset((Blocked("the key is set after the first rendering, and this is created after it"),))
    root = chain.root
    return frozenset((*known, Missing(root.kind, root.name, root.path, is_certain=not known, late=late)))


def _in_layout(program: Program, layout: str, question: Question) -> frozenset[Local]:
    """Return what a layout provides around its pages, as far as the conditions of a question go with its own."""
    asked = Inside(layout, CHILDREN, question.key, None)
    found = program.query(inside, asked)
    tested = frozenset(doubt.data for doubt in question.conditions if doubt.data is not None)
    if tested and len({type(local) for local in found}) > 1:
        return program.query(inside, replace(asked, tested=tested))
    return found


def _from_mount(program: Program, path: str, mount: Mount, question: Question) -> frozenset[Outcome]:
    key = question.key
    if key in mount.keys:
        return frozenset((Provided(mount.spot.path, mount.spot.start, mount.spot.end),))
    if mount.inherits is None:
        return frozenset((Blocked("it is created with contexts that cannot be followed"),))
    if mount.inherits:
        return program.query(look, Question(path, key, with_own=True, is_deferred=question.is_deferred))
    return frozenset((Missing("mount", path.rpartition("/")[2], path, is_certain=True),))


# --- functions that another component calls ---------------------------------------------------------------------------


def _inside_hops(program: Program, component: str, read: ContextRead) -> frozenset[Outcome]:
    """Look upwards from a function that a component below calls: first through those it was handed down."""
    for position in range(len(read.inside) - 1, -1, -1):
        hop = read.inside[position]
        sets = [item for item in matching(program.query(sets_of, hop.component), read.key) if item.moment != "never"]
        if sets:
            return frozenset((provided_by(hop.component, sets[0]),))
        if position == 0:
            return _at(program, hop.location, Question(component, read.key, with_own=True, is_deferred=read.is_later))
        found = _around_hop(program, read.inside[position - 1].component, hop, read.key)
        if found is not None:
            return frozenset(found)
    return frozenset()


def _around_hop(program: Program, parent: str, hop: Hop, key: Key) -> set[Outcome] | None:
    """Return what lies around a site within its component; ``None`` if nothing does, so that one looks further up."""
    summary = program.query(tree_of, parent)
    sites = [site for site in summary.sites if site.spot.start == hop.site and hop.component in site.targets]
    if not sites:
        return {Blocked("it is called from a component that cannot be followed")}
    found: set[Local] = set()
    for site in sites:
        found |= within(program, summary, site.location, Inside(parent, CHILDREN, key, None))
    answers = settled(found)
    if any(isinstance(local, NotHere) for local in answers):
        return None
    return {local for local in answers if not isinstance(local, NotHere)}
