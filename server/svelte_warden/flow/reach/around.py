"""What a component provides around what it is given: between its own beginning and its slot or snippet.

Knows nothing of who renders the component, so it is answered once per component, content and key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from svelte_warden.facts.immutable import immutable
from svelte_warden.flow.reach.doubts import IS
from svelte_warden.flow.reach.model import EVERYTHING, LAZY_PART, Key, Within
from svelte_warden.flow.reach.outcome import Blocked, Flags, Local, NotHere, Provided
from svelte_warden.flow.reach.summary import sets_of, tree_of

if TYPE_CHECKING:
    from svelte_warden.flow.program import Program
    from svelte_warden.flow.reach.doubts import Doubt
    from svelte_warden.flow.reach.model import ContextSet, Outlet, Site, Summary

_SPREAD: Final = "..."
_DEEPEST_PART: Final = 3


# --- what a component sets itself -------------------------------------------------------------------------------------


def matching(sets: tuple[ContextSet, ...], key: Key) -> list[ContextSet]:
    """Return those of a component's sets that set a key, or may."""
    return [item for item in sets if item.key == key or (not item.key.is_known and key.kind not in ("context", "none"))]


def is_true(doubt: Doubt, flags: Flags) -> bool | None:
    """Return whether a test of a prop comes out as wanted, if the component is given these props."""
    if flags is None or doubt.prop is None:
        return None
    known = dict(flags)
    prop = doubt.prop
    name, is_text, _ = prop.partition(IS)
    if is_text and prop not in known and name in known:
        is_other = known[name] is False or any(flag.startswith(f"{name}{IS}") and known[flag] for flag in known)
        return (not doubt.outcome) if is_other else None
    if prop in known:
        value = known[prop]
        if doubt.is_default:
            return False if value else None  # what is false may be undefined
        return None if value is None else value is doubt.outcome
    root = _root_of(prop)
    if _SPREAD in known or (root in known and f"{root}." not in known):
        return None
    if doubt.is_default:
        return True
    return None if doubt.default is None else doubt.default is doubt.outcome


def _is_never_met(doubt: Doubt, flags: Flags) -> bool:
    """Whether a test of a prop fails as long as the component lives: it is never given that prop."""
    if flags is None or doubt.prop is None or is_true(doubt, flags) is not False:
        return False
    return all(_root_of(flag) != _root_of(doubt.prop) for flag, _ in flags)


def _root_of(prop: str) -> str:
    """Return the prop of which a part is named, or a comparison: ``options`` of ``options.kind='group'``."""
    return prop.partition(IS)[0].partition(".")[0]


def holds(item: ContextSet, flags: Flags) -> bool | None:
    """Return whether a set happens before anything is rendered; ``None`` when that depends on props.

    ``flags`` are the props that are known to be true or false; ``None`` when no prop is known.
    """
    if item.moment in ("late", "never"):
        return False
    if item.is_certain or item.condition is None:
        return True  # what may happen is given the benefit of the doubt
    return is_true(item.condition, flags)


def provided_by(component: str, item: ContextSet) -> Provided:
    """Return the outcome of a way on which a component sets the key."""
    return Provided(component, item.spot.start, item.spot.end, item.key.is_known)


# --- what a component provides around what it is given ----------------------------------------------------------------


@immutable
class Inside:
    """Where a component renders what it was given as ``name``: what does it provide there of the key?

    The answer leaves out the places that a test of the same part of the page's data may leave out, among ``tested``.
    """

    component: str
    name: str
    key: Key
    flags: Flags
    tested: frozenset[str] = frozenset()


def around(program: Program, site: Site, name: str, key: Key) -> frozenset[Local]:
    """Return what the component at a site provides around its content ``name``."""
    found: set[Local] = set(set_by_call(site, key))
    if found:
        return frozenset(found)
    for target in site.targets:
        flags = _used_flags(program, target, key, site)
        found |= program.query(inside, Inside(target, name, key, flags))
    if site.opaque is not None and not site.targets:
        found.add(_of_unreadable(site, key))
    return _answers(found, is_one=len(site.targets) == 1)


def set_by_call(site: Site, key: Key) -> tuple[Provided, ...]:
    """Return what the component at a site sets of a key by calling a function that it is given there."""
    sets = [item for item in matching(site.sets, key) if holds(item, None) is not False]
    return tuple(provided_by(item.spot.path, item) for item in sets[:1])


def _of_unreadable(site: Site, key: Key) -> Local:
    """Return what a component that cannot be read provides: nothing that only the program's own code can name."""
    if key.package is not None:
        if site.package is not None and _family(site.package) == _family(key.package):
            return Provided(site.spot.path, site.spot.start, site.spot.end)
        return NotHere()
    return NotHere() if key.is_private else Blocked(f"{site.opaque} cannot be read")


def _family(package: str) -> str:
    """Return the part of a package's name that it shares with those that work with it: its scope, or all of it."""
    return package.partition("/")[0]


def _used_flags(program: Program, target: str, key: Key, site: Site) -> Flags:
    """Return the flags that the component's sets of a key and its outlets depend on; so few questions differ."""
    sets = matching(program.query(sets_of, target), key)
    doubts = [item.condition for item in sets if item.condition is not None]
    doubts += [doubt for outlet in program.query(tree_of, target).outlets for doubt in outlet.conditions]
    props = {doubt.prop for doubt in doubts if doubt.prop is not None}
    if not props:
        return ()
    roots = {prop.partition(".")[0] for prop in props if "." in prop}
    compared = {prop.partition(IS)[0] for prop in props if IS in prop}
    props |= {_SPREAD, *roots, *(f"{root}." for root in roots), *compared}
    return tuple(flag for flag in site.given if flag[0] in props or flag[0].partition(IS)[0] in compared)


def _answers(found: set[Local], *, is_one: bool) -> frozenset[Local]:
    """Keep the ways apart that one component renders in one place: it takes each of them at some time."""
    is_known = is_one and all(local.is_certain for local in found if isinstance(local, Provided))
    return frozenset(found) if is_known and not any(isinstance(local, Blocked) for local in found) else settled(found)


def settled(found: set[Local]) -> frozenset[Local]:
    """Of several ways within one component, which nobody can tell apart, the one that provides counts."""
    provided = frozenset(local for local in found if isinstance(local, Provided))
    blocked = frozenset(local for local in found if isinstance(local, Blocked))
    return provided or blocked or frozenset(found)


def inside(program: Program, question: Inside) -> frozenset[Local]:
    """Return what a component provides where it renders what it was given; nothing if it renders it nowhere."""
    summary = program.query(tree_of, question.component)
    named: set[Local] = set()
    perhaps: set[Local] = set()
    for outlet in summary.outlets:
        if _is_where(outlet, question.name):
            named |= _at_outlet(program, summary, outlet, question)
        elif outlet.name == EVERYTHING:
            perhaps |= within(program, summary, outlet.location, question)
    is_named = bool(named) and all(isinstance(local, NotHere) for local in perhaps)
    return _answers(named if is_named else named | perhaps, is_one=is_named)


def _is_where(outlet: Outlet, name: str) -> bool:
    """Whether something of a name may be rendered at an outlet; what a function gives is not where it is called."""
    if outlet.is_called and LAZY_PART in name:
        return False
    return is_part(outlet.name, name) or is_part(name, outlet.name)


def is_part(name: str, of: str) -> bool:
    """Whether a name of what a component is given is another, or leads to a part of it: ``slots.header``."""
    return name == of or name.startswith(f"{of}.")


def _at_outlet(program: Program, summary: Summary, outlet: Outlet, question: Inside) -> frozenset[Local]:
    """Return what a component provides at one of its outlets; nothing if it is one that the props leave out."""
    if question.key in outlet.found:
        return frozenset((Blocked("it is rendered there only if the key is set"),))
    part = question.name[len(outlet.name) :] if is_part(question.name, outlet.name) else ""
    if any(_is_never_met(doubt, question.flags) for doubt in outlet.conditions):
        return frozenset()
    found = within(program, summary, outlet.location, question, part)
    if not any(doubt.data in question.tested or is_true(doubt, question.flags) is False for doubt in outlet.conditions):
        return found
    return frozenset(local for local in found if not isinstance(local, NotHere))  # a prop may change later


def _no_place(_question: Inside) -> frozenset[Local]:
    return frozenset()


inside.initial = _no_place  # type: ignore[attr-defined]  # the memo's protocol for circles


def within(
    program: Program, summary: Summary, location: Within | None, question: Inside, part: str = ""
) -> frozenset[Local]:
    """Return what a component provides at one of its locations, or around a ``part`` of what is handed on there."""
    if location is None:
        sets = matching(program.query(sets_of, summary.path), question.key)
        flags = question.flags
        for item in sets:
            if holds(item, flags) is not False:
                return frozenset((provided_by(summary.path, item),))
        late = next((item.spot for item in sets if item.moment in ("late", "never")), None)
        return frozenset((NotHere((late.path, late.start, late.end) if late is not None else None),))
    found: set[Local] = set()
    name = question.name if location.name == EVERYTHING else _joined(location.name, part)
    sites = [site for site in summary.sites_at(location.site, location.outer) if not site.is_passed]
    for site in sites:
        for local in around(program, site, name, question.key):
            if isinstance(local, NotHere):
                outer = within(program, summary, site.location, question)
                found |= {local if isinstance(item, NotHere) and local.late is not None else item for item in outer}
            else:
                found.add(local)
    return _answers(found, is_one=len(sites) == 1)


def _joined(name: str, part: str) -> str:
    """Return the name of a part of what is given; only so far down, or a recursive component would go on for ever."""
    return f"{name}{part}" if name.count(".") + part.count(".") <= _DEEPEST_PART else name
