"""Writes to state that outlives the request, judged: what is shared, whose data reaches it, and on which way."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from svelte_warden.facts.immutable import immutable
from svelte_warden.flow.concern import CONCERNS, HAND_OVER, Concern, concern
from svelte_warden.flow.interpreter.origins import (
    A_PROP,
    may_live_for_one_request,
)
from svelte_warden.flow.interpreter.reactivity import is_rune_field, is_rune_state
from svelte_warden.flow.interpreter.scopes import Cell
from svelte_warden.flow.interpreter.values import (
    STORES,
    ClassDefinition,
    Closure,
    External,
    Namespace,
    Native,
    Object,
    Origin,
    Place,
)
from svelte_warden.flow.moments import BY_PACKAGE, Phase
from svelte_warden.flow.natives.responses import is_for_all
from svelte_warden.flow.trail import READS_STORE
from svelte_warden.flow.unseen.judgement import is_never_read, leaves_nothing, who_sees

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from svelte_warden.flow.events import SharedWrite, WriteTarget
    from svelte_warden.flow.interpreter.values import Value
    from svelte_warden.flow.moments import Moment
    from svelte_warden.flow.program import Program
    from svelte_warden.flow.trail import Step

StateKind: TypeAlias = Literal["variable", "object", "store", "rune-state", "instance", "cache", "global"]
# What says most about a write that is one of several things: ``$user.name = name`` changes a store and an object.
_TELLING: tuple[StateKind, ...] = ("store", "rune-state", "instance", "cache", "variable", "object", "global")
_MILD: tuple[Concern, ...] = ("overwritten", "put-back", "survives", "none", "forgotten")
"""What the file that writes tells of itself."""
_GLOBAL_MODULES = ("global", "process", "node:process", "$env/dynamic/private", "$env/dynamic/public")


@immutable
class StateWrite:
    """One write to state that all users of the server share, on the server or in the browser.

    ``write`` is the writing expression; ``place`` where it is best shown in the file at hand; ``declared_at`` where the
    state is declared, if a file declares it. ``also_in_browser`` tells that the same way runs there too. ``is_made``
    says that a class or a factory made the state, so that the code that writes may be right for what else they make.
    ``may_keep_apart`` says that the state is a thing of which nothing is known, such as what a package made: perhaps it
    keeps what it is given apart for each request. ``in_place_of`` is the prop that a component must lack to do it,
    ``called_by`` when a package
    must call what writes. ``in_doubt`` says that what is written to may be another object, which nobody shares.
    ``concern_if_listed`` and ``origins_if_listed`` are what counts if anybody is given all that a collection holds.
    """

    kind: StateKind
    name: str
    declared_at: Place | None
    write: Place
    place: Place
    how: str
    concern: Concern
    origins: tuple[Origin, ...]
    moment: Moment
    steps: tuple[Step, ...]
    on_server: bool
    also_in_browser: bool
    is_made: bool
    may_keep_apart: bool
    in_place_of: str | None
    called_by: Moment | None
    in_doubt: bool
    concern_if_listed: Concern
    origins_if_listed: tuple[Origin, ...]

    @property
    def is_only_possible(self) -> bool:
        """Whether it takes a package to do what nobody here can read for the next user to see anything."""
        return self.may_keep_apart or self.in_doubt or self.called_by is not None


def state_writes(
    program: Program,
    events: Iterable[SharedWrite],
    path: str,
    private: frozenset[str],
    names: Callable[[], Mapping[int, str]],
    is_described: Callable[[External], bool],
) -> tuple[StateWrite, ...]:
    """Return the writes that belong to a file, one per place, the gravest and shortest first.

    Args:
        program: the program.
        events: all writes of the run.
        path: the file.
        private: the file's variables that only one entry point of it can reach.
        names: gives for the identity of an object how the source calls it; asked for if there is anything to name.
        is_described: whether it is known what a package does with what it exports.
    """
    found: dict[tuple[Place, Place], StateWrite] = {}
    counted = [event for event in events if _counts(event)]
    called = names() if counted else {}
    counted = [event for event in counted if not _is_matter_of_a_package(event, called, program.is_installed)]
    changed = {id(event.target) for event in counted if event.how != HAND_OVER}
    for event in counted:
        if event.how == HAND_OVER and id(event.target) not in changed:
            continue  # a client that nobody signs in may serve everybody
        steps = event.trail.steps() if event.trail is not None else ()
        place = _shown_at(event, steps, path)
        if place is None:
            continue
        write = _judged(event, place, steps, called)
        if event.is_aside and write.concern in _MILD:
            continue
        write = replace(write, concern=_by_who_sees(program, event, write, called, counted))
        if isinstance(event.target, External) and not is_described(event.target):
            write = replace(write, may_keep_apart=True)
        is_overwritten = isinstance(event.target, Cell) and event.is_overwritten and event.target.name in private
        if is_overwritten or _is_promise(event.value):
            judged = _by_who_looks(program, write.concern, event, is_overwritten=is_overwritten)
            write = replace(write, concern=judged)
        reads_only = any(step.place == place and step.words == READS_STORE for step in steps)
        key = (event.place if reads_only else place, event.place)  # every read of a store leads to the same write
        if key not in found or _is_better(write, found[key]):
            found[key] = write
    return gravest_first(found.values())


def _by_who_looks(program: Program, judged: Concern, event: SharedWrite, *, is_overwritten: bool) -> Concern:
    """Return the concern of a write that is overwritten before anybody reads it, or of a promise."""
    if judged == "user-data" and is_never_read(program, event):
        return "none"
    if is_overwritten:
        return "overwritten" if judged in ("user-data", "overwritten") else "none"
    return judged


def _by_who_sees(
    program: Program, event: SharedWrite, write: StateWrite, called: Mapping[int, str], others: list[SharedWrite]
) -> Concern:
    """Return the concern of a write, which is less if nobody else sees what is written, or knows where it lies."""
    if write.concern in ("none", "forgotten"):
        return write.concern
    if write.concern == "survives":
        is_told = _is_named(event.target, called) and not leaves_nothing(event, write.place.path, write.name, others)
        return write.concern if is_told else "none"
    if is_for_all(write.origins, event.conditions, event.code, write.name):
        return "none"
    match who_sees(program, event, write.name, write.declared_at, others):
        case "anybody":
            return "none" if _lies_unseen(program, event, called, others) else write.concern
        case "who waits" if write.concern == "user-data":
            return "overwritten"
        case "nobody yet":
            return "put-back"
        case _:
            return "none"


def _lies_unseen(program: Program, event: SharedWrite, called: Mapping[int, str], others: list[SharedWrite]) -> bool:
    """Whether what is written to is an entry of a map that nobody is given but whose it is: ``job.result = report``."""
    if not isinstance(event.target, Object) or id(event.target) in called:
        return False
    holders = [other for other in others if other.key is not None and event.target in other.value.atoms]
    seen_by = (who_sees(program, other, *_described(other, called)[1:], others) for other in holders)
    return bool(holders) and all(onlookers == "nobody else" for onlookers in seen_by)


def _is_promise(value: Value) -> bool:
    """Whether a value is a promise for certain: others may wait for it and never look at what it gives."""
    return bool(value.atoms) and all(isinstance(atom, Object) and atom.kind == "promise" for atom in value.atoms)


def _is_matter_of_a_package(event: SharedWrite, called: Mapping[int, str], is_installed: Callable[[str], bool]) -> bool:
    """Whether an installed package writes to a variable, an object or a cache of its own.

    Parsers keep where they are in a variable, loggers what they have warned of, libraries what they have computed
    before. Who uses them can neither see nor mend that. Stores and rune state are there to be seen by components. An
    object that the project makes for a package and has no name for, such as its options, is the package's from then on.
    """
    if not is_installed(event.place.path) or isinstance(event.target, External):
        return False
    kind, _, declared_at = _described(event, called)
    if kind in ("store", "rune-state"):
        return False
    is_nameless = isinstance(event.target, Object) and id(event.target) not in called
    return is_nameless or declared_at is None or is_installed(declared_at.path)


def _is_named(target: WriteTarget, called: Mapping[int, str]) -> bool:
    """Whether the source names the state; an entry that lies under some key belongs to whoever knows the key."""
    return not isinstance(target, Object) or target.kind == "writable" or id(target) in called


def gravest_first(writes: Iterable[StateWrite]) -> tuple[StateWrite, ...]:
    """Return writes of one file by the place where they are shown, and at each place the gravest and nearest first."""
    return tuple(
        sorted(
            writes,
            key=lambda write: (write.place.start, write.place.end, _gravity(write), _content(write)),
        )
    )


def _is_better(write: StateWrite, other: StateWrite) -> bool:
    """Whether one of two ways to the same write is to be told of: one on the server rather than one in the browser."""
    mine, others = (not write.on_server, _gravity(write)), (not other.on_server, _gravity(other))
    return mine < others if mine != others else _content(write) < _content(other)


def _gravity(write: StateWrite) -> tuple[int, bool, int]:
    return CONCERNS.index(write.concern), write.is_only_possible, len(write.steps)


def _content(write: StateWrite) -> tuple[object, ...]:
    """Order writes of the same gravity; what a value may be comes in no order, so that they are told apart by this."""
    steps = tuple((_order(step.place), step.kind, step.words) for step in write.steps)
    return _TELLING.index(write.kind), write.name, _order(write.declared_at), steps


def _order(place: Place | None) -> tuple[str, int, int]:
    return ("", 0, 0) if place is None else (place.path, place.start, place.end)


def _counts(event: SharedWrite) -> bool:
    if event.moment.phase in (Phase.MODULE, Phase.UNKNOWN):
        return False
    if isinstance(event.target, (Native, Namespace)) and not _is_global(event.target):
        return False
    return not _keyed_by_request(event)


def _is_global(target: Native | Namespace) -> bool:
    return isinstance(target, Native) and target.module in _GLOBAL_MODULES


def _keyed_by_request(event: SharedWrite) -> bool:
    """Whether a weak collection holds the value under an object that lives for one request."""
    target = event.target
    is_weak = isinstance(target, Object) and target.kind in ("weakmap", "weakset")
    return is_weak and event.key is not None and may_live_for_one_request(event.key)


def _shown_at(event: SharedWrite, steps: tuple[Step, ...], path: str) -> Place | None:
    """Choose the place to underline: the write, or the last call in this file that leads to it."""
    if event.place.path == path:
        return event.place
    for step in reversed(steps):
        if step.place.path == path and step.kind != "moment":
            return step.place
    for step in reversed(steps):
        if step.place.path == path:
            return step.place
    return None


def _judged(event: SharedWrite, place: Place, steps: tuple[Step, ...], called: Mapping[int, str]) -> StateWrite:
    kind, name, declared_at = _described(event, called)
    grave, origins = concern(event)
    # only of what lies under a key it matters whether somebody is given all
    graver, more_origins = (grave, origins) if event.key is None else concern(event, is_listed=True)
    return StateWrite(
        kind=kind,
        name=name,
        declared_at=declared_at,
        write=event.place,
        place=place,
        how=event.how,
        concern=grave,
        origins=_told(origins),
        moment=event.moment,
        steps=steps,
        on_server="server" in event.sides,
        also_in_browser="browser" in event.sides,
        is_made=_is_made(event.target),
        may_keep_apart=isinstance(event.target, Object) and event.target.kind in ("unknown", "external"),
        in_place_of=event.in_place_of,
        called_by=next((moment for step in steps if (moment := step.moment) and moment.cause == BY_PACKAGE), None),
        in_doubt=event.in_doubt,
        concern_if_listed=graver,
        origins_if_listed=_told(more_origins),
    )


def _told(origins: frozenset[Origin]) -> tuple[Origin, ...]:
    """Return the origins as they are told: of the parts only which prop it is."""
    told = {Origin(origin.kind, origin.label, origin.part if origin.label == A_PROP else "") for origin in origins}
    return tuple(sorted(told, key=lambda origin: (origin.kind, origin.label, origin.part)))


def _described(event: SharedWrite, called: Mapping[int, str]) -> tuple[StateKind, str, Place | None]:
    target = event.target
    if isinstance(target, Cell):
        return ("rune-state" if target.reactive else "variable"), target.name, target.declared_at
    if isinstance(target, Object):
        holder = called.get(id(target))
        name = ".".join(part for part in (holder, _property(event)) if part) if holder else ""
        return _kind_of(target), name, target.made_at
    if isinstance(target, ClassDefinition):
        return (
            "rune-state" if is_rune_field(target, event.name or "") else "variable",
            f"{target.definition.name or 'class'}.{event.name or '…'}",
            target.home.place(target.definition),
        )
    if isinstance(target, Closure):
        return (
            "variable",
            f"{target.function.name or 'function'}.{event.name or '…'}",
            target.home.place(target.function),
        )
    if isinstance(target, External):
        return "instance", f"{target.name.partition('.')[0]} of {target.specifier}", None
    if isinstance(target, Native):
        return "global", f"{target.name}.{event.name}" if event.name else target.name, None
    return "object", event.name or "", None


def _is_made(target: WriteTarget) -> bool:
    if isinstance(target, Object):
        return target.kind == "instance" or "made_by" in target.internal
    return isinstance(target, Cell) and target.is_local


def _property(event: SharedWrite) -> str | None:
    """Return the property that is written, where the source names one; a method that is called is none."""
    is_named = event.name is not None and event.name.isidentifier() and event.how != "call"
    return event.name if is_named else None


def _kind_of(target: Object) -> StateKind:
    if target.kind in STORES:
        return "store"
    if is_rune_state(target):
        return "rune-state"
    if target.kind in ("instance", "client"):
        return "instance"
    if target.kind in ("map", "weakmap"):
        return "cache"
    return "object"
