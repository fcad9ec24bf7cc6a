"""Recording, during the run of a file, what it does to the render tree: the raw material of its summary."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from svelte_warden.flow.interpreter import values
from svelte_warden.flow.interpreter.stand_ins import forget_written_out
from svelte_warden.flow.reach.doubts import BY_CONTEXT, IS
from svelte_warden.flow.reach.keys import KeyRing
from svelte_warden.flow.reach.lazy import imported_component
from svelte_warden.flow.reach.model import CHILDREN, EVERYTHING, Outlet, Spot, Within, lazy_part
from svelte_warden.flow.reach.optional import is_demand

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from svelte_warden.facts import model
    from svelte_warden.flow.interpreter.machine import Machine
    from svelte_warden.flow.interpreter.values import Object, Place, Snippet, Value
    from svelte_warden.flow.moments import Moment
    from svelte_warden.flow.reach.doubts import Doubt
    from svelte_warden.flow.reach.model import Hop, Key, Mount, SetMoment
    from svelte_warden.flow.trail import Step

_DEEPEST: Final = 3
_MOST_PARTS: Final = 20
NOWHERE: Final = Within(-1, "", None)
"""The location of code whose caller is not known."""
_SVELTE_5: Final = 5


@dataclass(slots=True)
class SiteRecord:
    """A render site while the run goes on."""

    spot: Spot
    name: str
    location: Within | None
    is_certain: bool
    targets: set[str] = field(default_factory=set)
    opaque: str | None = None
    package: str | None = None
    given: dict[str, bool | None] = field(default_factory=dict)
    is_passed: bool = False
    doubts: tuple[Doubt, ...] = ()


@dataclass(slots=True)
class ReadRecord:
    """A context read while the run goes on; ``order`` numbers reads and sets together."""

    key: Key
    label: str
    function: str
    spot: Spot
    call: Spot
    is_later: bool
    is_certain: bool
    optional: str | None
    location: Within | None
    inside: tuple[Hop, ...]
    order: int
    doubts: tuple[Doubt, ...]
    moment: Moment
    through: tuple[Step, ...]


@dataclass(slots=True)
class SetRecord:
    """A context set while the run goes on."""

    key: Key
    spot: Spot
    call: Spot
    moment: SetMoment
    words: str
    doubts: tuple[Doubt, ...]
    order: int


class TreeRecorder:
    """What one run has recorded so far, and where in the tree it is."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.location: Within | None = None
        self.keys = KeyRing(path)
        self.sites: dict[tuple[int, Within | None], SiteRecord] = {}
        self.outlets: set[Outlet] = set()
        self.reads: list[ReadRecord] = []
        self.sets: list[SetRecord] = []
        self.sets_below: list[tuple[Hop, SetRecord]] = []
        self.mounts: list[Mount] = []
        self.escapes: set[str] = set()
        self.last_read: Value = values.NOTHING
        self.is_dynamic = False
        self.render_again: Callable[[], None] | None = None
        self.tested: dict[tuple[Spot, Spot], int] = {}
        self.demanded: set[tuple[Spot, Spot]] = set()
        self.guarded: set[tuple[Key, str]] = set()
        self._demands = 0
        self._caught = 0
        self._answered = 0
        self._declaring = 0

    # --- where the run is -------------------------------------------------------------------------------------------

    @contextmanager
    def in_content(self, site: int, name: str) -> Iterator[None]:
        """Record what follows as lying in the content ``name`` of the site at byte ``site``."""
        outer = self.location
        if outer is not NOWHERE:
            self.location = Within(site, CHILDREN if name == "default" else name, outer)
        try:
            yield
        finally:
            self.location = outer

    @contextmanager
    def in_callback(self) -> Iterator[None]:
        """Record nothing of what follows: nobody knows who calls it."""
        outer, self.location = self.location, NOWHERE
        try:
            yield
        finally:
            self.location = outer

    def resuming(self, machine: Machine, run: Callable[[], None]) -> Callable[[], None]:
        """Return a callback that runs ``run`` later as if it were here."""
        location, doubts = self.location, machine.doubts

        def resume() -> None:
            outer = (self.location, machine.doubts)
            self.location, machine.doubts = location, doubts
            try:
                run()
            finally:
                self.location, machine.doubts = outer

        return resume

    # --- what depends on tests --------------------------------------------------------------------------------------

    def add_outlet(
        self, name: str, location: Within | None, doubts: tuple[Doubt, ...], *, is_called: bool = False
    ) -> None:
        """Record that the component renders something it was given."""
        self.outlets.add(Outlet(name, location, on_props(doubts), self.found_by(doubts), is_called))

    def found_by(self, doubts: tuple[Doubt, ...]) -> tuple[Key, ...]:
        """Return the keys that are known to be set where a line has these doubts."""
        return tuple(dict.fromkeys(self.reads[doubt.found].key for doubt in doubts if doubt.found is not None))

    def lacked_by(self, doubts: tuple[Doubt, ...]) -> tuple[Key, ...]:
        """Return the keys that are known to be missing where a line has these doubts."""
        return tuple(dict.fromkeys(self.reads[doubt.lacking].key for doubt in doubts if doubt.lacking is not None))

    # --- tests of what was read -------------------------------------------------------------------------------------

    @contextmanager
    def overlooking(self, is_overlooked: bool) -> Iterator[None]:  # noqa: FBT001 - what it is about is its name
        """Take no notice of tests that put nothing in the place of a context that is missing."""
        self._demands += is_overlooked
        try:
            yield
        finally:
            self._demands -= is_overlooked

    def testing(self, node: model.If) -> AbstractContextManager[None]:
        """Take no notice of the test of an ``if`` that throws when the context is missing."""
        return self.overlooking(is_demand(node))

    @contextmanager
    def catching(self, *, caught: bool, answered: bool) -> Iterator[None]:
        """Take reads in a ``try`` for optional; ``answered`` says that it is all right if they throw."""
        self._caught += caught
        self._answered += answered
        try:
            yield
        finally:
            self._caught -= caught
            self._answered -= answered

    @contextmanager
    def declaring(self) -> Iterator[None]:
        """Run a declaration tag."""
        self._declaring += 1
        try:
            yield
        finally:
            self._declaring -= 1

    @property
    def is_caught(self) -> bool:
        """Whether a ``catch`` takes what is thrown here."""
        return self._caught > 0

    @property
    def is_answered(self) -> bool:
        """Whether a ``catch`` gives something else where a read throws."""
        return self._answered > 0

    @property
    def is_declaring(self) -> bool:
        """Whether a ``{@const}`` tag is being evaluated."""
        return self._declaring > 0

    def note_test(self, test: Value) -> None:
        """Notice that the program looks whether a context is there."""
        if not self.reads or self._demands:
            return
        for atom in test.atoms:
            if isinstance(atom, values.Held):
                read = self.reads[atom.read]
                if read.function == "hasContext":
                    self.guarded.add((read.key, read.call.path))
                self.tested.setdefault((read.spot, read.call), len(self.tested))


def on_props(doubts: tuple[Doubt, ...]) -> tuple[Doubt, ...]:
    """Return the doubts that the component's own props decide, or the page's data."""
    return tuple(dict.fromkeys(doubt for doubt in doubts if doubt.prop is not None or doubt.data is not None))


# --- what the interpreter tells ---------------------------------------------------------------------------------------


def is_recording(machine: Machine) -> bool:
    """Whether the run is in the file's own component, not in one that it follows."""
    instance = machine.instance
    return instance is not None and instance.parent is None and machine.tree.location is not NOWHERE


def note_site(
    machine: Machine, component: Value, props: Object, contents: dict[str, Snippet], node: model.Node, name: str
) -> None:
    """Record a component tag: what it may be, and what it is given."""
    place = _shown_place(machine, node) if is_recording(machine) else None
    if place is None:
        return
    tree = machine.tree
    spot = spot_of(place)
    record = tree.sites.setdefault(
        (spot.start, tree.location),
        SiteRecord(spot, name, tree.location, is_certain=not machine.doubts, doubts=machine.doubts),
    )
    _add_targets(tree, record, component)
    if component.volatile and not any(isinstance(atom, values.Given) for atom in component.atoms):
        tree.is_dynamic = True
    for prop, value in props.properties.items():
        if prop == "this" and name == "svelte:component":
            continue
        for part, truth in _truths(prop, value):
            if record.given.setdefault(part, truth) is not truth:
                record.given[part] = None
            _note_others(record, part)
        given = Within(spot.start, CHILDREN if prop == "default" else prop, tree.location)
        _note_given(machine, given, value, record, 0)
    for content in contents:
        record.given.setdefault(CHILDREN if content == "default" else content, True)
    if props.open:
        record.given["..."] = True
    if "props_of" in props.internal:
        tree.add_outlet(EVERYTHING, Within(spot.start, EVERYTHING, tree.location), machine.doubts)


def _note_others(record: SiteRecord, part: str) -> None:
    """Forget which text a prop is, if it is another one in the next turn of a loop."""
    prop, is_text, _ = part.partition(IS)
    same = [each for each in record.given if is_text and each.startswith(f"{prop}{IS}")]
    if len(same) > 1:
        record.given.update(dict.fromkeys(same))


def _truths(prop: str, value: Value) -> Iterator[tuple[str, bool | None]]:
    """Yield whether a prop is true or false, and the parts of an object that is written out."""
    yield prop, _lasting_truth(value)
    if any(isinstance(atom, values.Held) for atom in value.atoms):
        yield f"{prop}{BY_CONTEXT}", True
    text = _constant_text(value)
    if text:
        yield f"{prop}{IS}{text}", True
    if len(value.atoms) != 1:
        return
    (atom,) = value.atoms
    if isinstance(atom, values.Object) and atom.kind == "object" and not (atom.open or atom.shared or atom.reactive):
        if atom.rest is None and atom.definition is None and not atom.internal:
            yield f"{prop}.", True
        for name, held in list(atom.properties.items())[:_MOST_PARTS]:
            yield f"{prop}.{name}", _lasting_truth(held)


def _constant_text(value: Value) -> str | None:
    """Return the text that a value is, if no assignment may change that."""
    atom = next(iter(value.atoms)) if len(value.atoms) == 1 and not value.volatile else None
    return str(atom.value) if isinstance(atom, values.Primitive) and atom.kind == "string" else None


def _lasting_truth(value: Value) -> bool | None:
    """Return whether a value is true or false in a test, if no assignment may change that."""
    return None if value.volatile else values.truthiness(value)


def _shown_place(machine: Machine, node: model.Node) -> Place | None:
    """Return the place in the file at hand where something is rendered: a tag, or the tag of an imported snippet."""
    place = machine.place(node)
    return place if place.path == machine.path else rendered_at(machine)


def rendered_at(machine: Machine) -> Place | None:
    """Return the tag in the file at hand that renders what runs."""
    steps = machine.trail.steps() if machine.trail is not None else ()
    rendered = (step.place for step in reversed(steps) if step.kind == "render" and step.place.path == machine.path)
    return next(rendered, None)


def _add_targets(tree: TreeRecorder, record: SiteRecord, component: Value) -> None:
    is_given = False
    for atom in component.atoms:
        match atom:
            case values.Component(path):
                record.targets.add(path)
            case values.Given(name, path):
                is_given = True
                tree.add_outlet(f"{name}{path}", record.location, record.doubts)
            case _:
                pass
    packages = [(atom.specifier, atom.name) for atom in component.atoms if isinstance(atom, values.External)]
    if packages:
        specifier, name = min(packages)  # what a value may be comes in no order
        record.opaque, record.package = f"`{name}` of {specifier}", specifier
    unknown = any(isinstance(atom, values.Unknown) for atom in component.atoms)
    if unknown and record.opaque is None:
        record.opaque = "a component that is handed in" if is_given else "a component that is chosen at run time"


def _note_given(machine: Machine, location: Within, value: Value, site: SiteRecord, depth: int) -> None:
    """Record what a prop hands on: what the component itself was given, and other components."""
    tree = machine.tree
    for atom in value.atoms:
        match atom:
            case values.Given(name, path):
                tree.add_outlet(f"{name}{path}", location, site.doubts)
            case values.Component(path):
                _note_passed(tree, location, path, site)
            case values.Closure() if (imported := imported_component(machine.program, atom)) is not None:
                prop, _, path = location.name.partition(".")
                _note_passed(tree, replace(location, name=f"{prop}{lazy_part(path)}"), imported, site)
            case values.Object() if depth < _DEEPEST and atom.kind != "props":
                for name, held in atom.properties.items():
                    part = location if name.isdigit() else replace(location, name=f"{location.name}.{name}")
                    _note_given(machine, part, held, site, depth + 1)
                if atom.rest is not None:
                    _note_given(machine, location, atom.rest, site, depth + 1)
            case _:
                pass


def _note_passed(tree: TreeRecorder, location: Within, component: str, site: SiteRecord) -> None:
    record = tree.sites.setdefault(
        (site.spot.start, location),
        SiteRecord(site.spot, site.name, location, is_certain=False, is_passed=True, doubts=site.doubts),
    )
    record.targets.add(component)


def note_outlet(machine: Machine, name: str) -> None:
    """Record that the component renders (or calls) here what it is given under a name."""
    if is_recording(machine):
        tree = machine.tree
        tree.add_outlet(CHILDREN if name == "default" else name, tree.location, machine.doubts, is_called=True)


def note_escape(machine: Machine, given: list[Value]) -> None:
    """Record components that are handed to something nobody can read, and objects that it may give properties."""
    for value in given:
        forget_written_out(value)
        for atom in value.atoms:
            if isinstance(atom, values.Component):
                machine.tree.escapes.add(atom.path)
            elif isinstance(atom, values.Object) and atom.kind in ("object", "array"):
                for held in atom.properties.values():
                    forget_written_out(held)
                    machine.tree.escapes.update(
                        inner.path for inner in held.atoms if isinstance(inner, values.Component)
                    )


def spot_of(place: Place) -> Spot:
    """Return a place as plain data of this package."""
    return Spot(place.path, place.start, place.end)
