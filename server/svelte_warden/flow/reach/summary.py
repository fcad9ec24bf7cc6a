"""From what a run recorded to the summary of a file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from svelte_warden.facts.immutable import EMPTY_SET
from svelte_warden.flow.eager import eager
from svelte_warden.flow.reach.model import ContextRead, ContextSet, Site, Summary
from svelte_warden.flow.reach.optional import throws_if_missing
from svelte_warden.flow.reach.recording import on_props

if TYPE_CHECKING:
    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.program import Program
    from svelte_warden.flow.reach.recording import ReadRecord, SetRecord, SiteRecord, TreeRecorder


def summarise(machine: Machine, *, is_complete: bool) -> Summary:
    """Return the summary of a finished run."""
    tree = machine.tree
    if is_complete and tree.is_dynamic and tree.render_again is not None:
        with machine.attempt():
            tree.render_again()
    sites = [
        Site(
            record.spot, record.name, record.location, frozenset(record.targets), record.opaque, record.is_certain,
            tuple(sorted(record.given.items())), record.is_passed, record.package, on_props(record.doubts),
            tree.found_by(record.doubts), _sets_at(tree, record),
        )
        for record in tree.sites.values()
    ]  # fmt: skip
    return Summary(
        tree.path,
        tuple(sorted(sites, key=repr)),
        tuple(sorted(tree.outlets, key=repr)),
        tuple(dict.fromkeys(_set(record) for record in tree.sets)),
        _reads(tree),
        tuple(dict.fromkeys(tree.mounts)),
        frozenset(tree.escapes) or EMPTY_SET,
        is_complete,
    )


def summary_of(program: Program, path: str) -> Summary:
    """Return the summary of a file."""
    from svelte_warden.flow.analyse import analyse  # noqa: PLC0415 - the analysis makes the summary

    return program.query(analyse, path).tree


@eager
def tree_of(program: Program, path: str) -> Summary:
    """Return the part of a file's summary that says who is rendered where, and which contexts that depends on."""
    return replace(program.query(summary_of, path), sets=(), reads=())


@eager
def sets_of(program: Program, path: str) -> tuple[ContextSet, ...]:
    """Return the part of a file's summary that says which contexts it sets."""
    return program.query(summary_of, path).sets


def _no_sets(_path: str) -> tuple[ContextSet, ...]:
    return ()


def _empty(path: str) -> Summary:
    return Summary(path)


summary_of.initial = _empty  # type: ignore[attr-defined]  # the memo's protocol for circles
tree_of.initial = _empty  # type: ignore[attr-defined]  # as above
sets_of.initial = _no_sets  # type: ignore[attr-defined]  # as above


def _sets_at(tree: TreeRecorder, site: SiteRecord) -> tuple[ContextSet, ...]:
    """Return what is set in a component, or below it, by a function that is given to it at a site."""
    at = (site.spot.start, site.location)
    found = (_set(record) for hop, record in tree.sets_below if (hop.site, hop.location) == at)
    return tuple(dict.fromkeys(found))


def _set(record: SetRecord) -> ContextSet:
    condition = record.doubts[0] if _is_on_prop(record) else None
    return ContextSet(record.key, record.spot, record.call, record.moment, record.words, not record.doubts, condition)


def _is_on_prop(record: SetRecord) -> bool:
    """Whether it depends on a prop of the component, and on nothing else, whether a set happens."""
    return len(record.doubts) == 1 and record.doubts[0].prop is not None


def _reads(tree: TreeRecorder) -> tuple[ContextRead, ...]:
    direct = {(read.spot, read.key) for read in tree.reads if not read.inside}
    found: dict[ContextRead, ContextRead] = {}
    for record in tree.reads:
        if record.inside and (record.spot, record.key) in direct:
            continue
        read = _read(tree, record)
        name = replace(read, label="", optional=None, is_certain=True, own_later=None, through=())
        known = found.get(name)
        if known is None or (known.optional is None and read.optional is not None):
            found[name] = read
    return tuple(found.values())


def _allowance(tree: TreeRecorder, record: ReadRecord) -> str | None:
    """Return why a missing value is expected, as far as the whole run tells."""
    place = (record.spot, record.call)
    if (record.key, record.call.path) in tree.guarded:
        return "`hasContext` guards it"
    if place in tree.demanded:
        return None
    if place in tree.tested and not throws_if_missing(record.function):
        return "the program looks whether it is there"
    return record.optional


def _read(tree: TreeRecorder, record: ReadRecord) -> ContextRead:
    optional = _allowance(tree, record)
    insists = throws_if_missing(record.function)
    own = own_later = None
    sees_own = False
    if record.location is None and not record.inside:
        for candidate in tree.sets:
            if candidate.key == record.key or not candidate.key.is_known:
                if candidate.order < record.order and candidate.moment != "never":
                    if _is_on_prop(candidate) and candidate.doubts[0] not in record.doubts:
                        sees_own = True
                    else:
                        own = candidate.spot
                elif candidate.key == record.key and candidate.spot == record.spot and not insists:
                    optional = optional or "the wrapper sets the key itself: it looks for one of its kind above"
                elif candidate.key == record.key:
                    own_later = candidate.spot
    return ContextRead(
        record.key, record.label, record.function, record.spot, record.call, record.is_later, record.is_certain,
        optional, record.location, record.inside, own, own_later, on_props(record.doubts), tree.found_by(record.doubts),
        (record.spot, record.call) in tree.demanded, tree.lacked_by(record.doubts),
        record.through, sees_own,
    )  # fmt: skip
