"""The state of one abstract run.

The machine follows a program the way the runtime would: it knows the current moment, the sides (server, browser) on
which the line may run, the trail that led here, and a queue of callbacks that run later. What each kind of expression
and statement means is registered by the modules beside this one.
"""

from __future__ import annotations

import sys
from collections import Counter, deque
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from svelte_warden.flow import moments
from svelte_warden.flow.interpreter.activations import Activation, Attempt, Noticed, Task
from svelte_warden.flow.interpreter.dispatch import EVALUATORS, EXECUTORS
from svelte_warden.flow.interpreter.effort import Effort, OutOfBudget, aside
from svelte_warden.flow.interpreter.outliving import share
from svelte_warden.flow.interpreter.own_state import read_for_test
from svelte_warden.flow.interpreter.scopes import Cell, Scope
from svelte_warden.flow.interpreter.starting import read_in_entry
from svelte_warden.flow.interpreter.values import (
    BOTH_SIDES,
    BROWSER,
    NO_ORIGINS,
    NO_SIDES,
    UNKNOWN,
    Closure,
    Home,
    Object,
    Origin,
    Place,
    Side,
    Value,
    sides_when,
)
from svelte_warden.flow.moments import Moment, Phase
from svelte_warden.flow.natives.requests import event_for
from svelte_warden.flow.reach.recording import TreeRecorder
from svelte_warden.flow.trail import Step, Trail

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from svelte_warden.facts import model
    from svelte_warden.flow.events import Event, HandedProp, RenderSite
    from svelte_warden.flow.interpreter.activations import PlaceToFill
    from svelte_warden.flow.interpreter.components import Instance
    from svelte_warden.flow.interpreter.handover import Portable
    from svelte_warden.flow.interpreter.linking import Module
    from svelte_warden.flow.interpreter.slicing import Slice
    from svelte_warden.flow.program import Program
    from svelte_warden.flow.reach.doubts import Doubt

# Bounds that keep a run finite on any input. A run that meets one stays silent about what it did not reach.
STEP_BUDGET = 60_000
_STEPS_WITHOUT_PAUSE = 250  # a millisecond or two
CALL_DEPTH = 60
RECURSION_DEPTH = 2


class _Restoring:
    """Puts the state of a machine back as it was; a generator in its place is three times as slow."""

    __slots__ = ("_machine", "_saved")

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._saved = (machine.moment, machine.sides, machine.trail, machine.home, machine.activation)

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_raised: object) -> None:
        machine = self._machine
        machine.moment, machine.sides, machine.trail, machine.home, machine.activation = self._saved


class Machine:
    """One abstract run, from one entry file."""

    thrown: list[Value] | None = None
    throws_on: frozenset[Side] = NO_SIDES
    """The sides on which something was thrown in the ``try`` at hand."""
    trying = False
    testing = 0
    """How many tests of conditions are being evaluated, one within the other."""
    receiver_origins: frozenset[Origin] = NO_ORIGINS
    """Whose data an object is of which nothing else is known, while a method of it is called."""

    def __init__(self, program: Program, path: str) -> None:
        self.program = program
        self.path = path
        self.moment = moments.MODULE
        self.sides = BOTH_SIDES
        self.trail: Trail | None = None
        self.home = Home(path, 0)
        self.activation = Activation(0)
        self.stack: list[int] = []
        self.events: list[Event] = []
        self.modules: dict[str, Module] = {}
        self.steps = 0
        self.follow_until = sys.maxsize
        self._pause_at = _STEPS_WITHOUT_PAUSE
        self.met_uninitialised = False
        self.instance: Instance | None = None
        self.conditions: frozenset[Origin] = NO_ORIGINS
        self.page_data: Value | None = None
        self.constant_data: frozenset[str] = frozenset()
        self.load_result: Portable | None = None
        self.locals_result: Portable | None = None
        self.acting_contexts: frozenset[tuple[str, ...]] = frozenset()
        self.framework_calls: set[str] = set()
        self.sites: set[RenderSite] = set()
        self.given_calls: set[tuple[str, frozenset[Side]]] = set()
        self.handed: set[HandedProp] = set()
        self.forwards: set[tuple[str, str, str]] = set()
        self.within: tuple[tuple[str, str], ...] = ()
        self.tree = TreeRecorder(path)
        self.doubts: tuple[Doubt, ...] = ()
        self.queued: Counter[tuple[Place, str, tuple[int, ...]]] = Counter()
        self.uncertainty = 0
        self.global_values: dict[str, Value] = {}
        self.effort = Effort()
        self.filled: set[PlaceToFill] = set()
        self.noticed = Noticed()
        self.entry: Closure | None = None
        self.read_by_entry: set[object] = set()
        self.tested: set[object] = set()
        """Shared variables and stores, and pairs of object and property, that the entry has looked at in tests."""
        self.slices: dict[str, Slice] = {}
        self.followed: set[int] | None = set()
        """The identities of the markup that is followed, of the components met so far; ``None`` for all markup."""
        self.runs: dict[tuple[int, int, Moment], Trail | None] | None = None
        """When the file's own functions run, by their places, if somebody wants to know."""
        self._journal: list[Callable[[], None]] | None = None
        self._captured: list[Scope] = []
        self._activations = 0
        self._soon: deque[Task] = deque()
        self._later: deque[Task] = deque()

    @cached_property
    def current_event(self) -> Value:
        """The request event that is being handled: one for the whole run."""
        return event_for(self)

    def dismantle(self) -> None:
        """Let go of everything, for when the run is over.

        Functions hold scopes that hold functions, so that all would wait for Python's collector: half as much memory
        again in a check of many files.
        """
        for scope in (*self._captured, *(module.scope for module in self.modules.values())):
            scope.cells.clear()
            scope.resolver = None
        self.__dict__.clear()

    # --- running ----------------------------------------------------------------------------------------------------

    def evaluate(self, node: model.Expression, scope: Scope) -> Value:
        """Return what an expression may be, and do what it does."""
        self.steps += 1
        if self.steps > self._pause_at:
            self._pause()
        return EVALUATORS[type(node)](self, node, scope)

    def execute(self, statements: tuple[model.Statement, ...], scope: Scope) -> bool:
        """Run statements in order; return whether control always leaves them (return, throw, break)."""
        for statement in statements:
            self.steps += 1
            if self.steps > self._pause_at:
                self._pause()
            if EXECUTORS[type(statement)](self, statement, scope) or not self.sides:
                return True
        return False

    def _pause(self) -> None:
        """See whether to go on: the run may have been called off, or have used up its steps."""
        if self.steps > STEP_BUDGET:
            raise OutOfBudget
        self._pause_at = min(self.steps + _STEPS_WITHOUT_PAUSE, STEP_BUDGET)
        self.program.pause()

    def place(self, node: model.Node) -> Place:
        """Return the absolute place of a node of the piece that is running."""
        return self.home.place(node)

    # --- moments ----------------------------------------------------------------------------------------------------

    def at(
        self,
        *,
        moment: Moment | None = None,
        sides: frozenset[Side] | None = None,
        trail: Trail | None = None,
        home: Home | None = None,
        activation: Activation | None = None,
    ) -> _Restoring:
        """Replace some of the state for the ``with`` block that this begins; all of it is put back after that."""
        restoring = _Restoring(self)
        self.moment = moment or self.moment
        self.sides = self.sides if sides is None else sides
        self.trail = trail or self.trail
        self.home = home or self.home
        self.activation = activation or self.activation
        return restoring

    def new_activation(
        self, function: model.Function | None = None, *, keeps_context_over_await: bool = False
    ) -> Activation:
        """Return a fresh activation record."""
        self._activations += 1
        return Activation(
            self._activations,
            function,
            is_async=function is not None and function.is_async,
            keeps_context_over_await=keeps_context_over_await,
        )

    def extended(self, step: Step) -> Trail:
        """Return the trail with one more step."""
        return Trail(self.trail, step)

    def suspend(self, node: model.Node) -> None:
        """Note that the running function has awaited: no component is current now, unless the compiler keeps it."""
        if self.activation.keeps_context_over_await:
            if self.moment.phase is Phase.CURRENT:
                self.moment = moments.AFTER_AWAIT_IN_DERIVED
            return
        if self.moment.phase in (Phase.REQUEST, Phase.MODULE):
            return
        if self.moment is not moments.AFTER_AWAIT:
            self.moment = moments.AFTER_AWAIT
            self.trail = self.extended(Step("moment", self.place(node), moments.AFTER_AWAIT.words, moments.AFTER_AWAIT))
        self.activation.awaited = (self.moment, self.trail)

    def note_run(self, closure: Closure) -> None:
        """Note that a function runs now."""
        place = closure.home.place(closure.function)
        self.noticed.invoked.add(place)
        if not self.trying and closure.home.path == self.path and self.runs is not None:
            self.runs.setdefault((place.start, place.end, self.moment), self.trail)
        elif not self.trying and self.moment.phase is Phase.LATER:
            self.noticed.late_calls.add(place)

    def evaluate_test(self, node: model.Expression, scope: Scope) -> Value:
        """Evaluate a condition, noting the shared state that it looks at."""
        self.testing += 1
        value = self.evaluate(node, scope)
        self.testing -= 1
        return value

    def possible(self, test: Value, outcome: bool) -> frozenset[Side]:  # noqa: FBT001 - the outcome of a test
        """Return the sides on which control may go on when the test comes out as ``outcome``."""
        self.tree.note_test(test)
        return self.sides & sides_when(test, outcome)

    def follows(self, part: model.MarkupNode | model.AttributeNode) -> bool:
        """Whether a part of some markup could do anything that matters."""
        return self.followed is None or id(part) in self.followed

    # --- callbacks that run later -------------------------------------------------------------------------------------

    def schedule(
        self,
        run: Callable[[], None],
        moment: Moment,
        place: Place,
        *,
        sides: frozenset[Side] = BOTH_SIDES,
        soon: bool = False,
        words: str = "",
    ) -> None:
        """Queue a callback; effects and mount callbacks (``soon``) run before handlers and timers."""
        sides = self.sides & sides
        if not sides:
            return
        trail = self.extended(Step("moment", place, words or moment.words, moment))
        run = self.tree.resuming(self, run)
        (self._soon if soon else self._later).append(Task(run, moment, sides, trail, self.conditions, self.instance))

    def drain(self) -> None:
        """Run everything that was queued, effects first."""
        conditions, instance = self.conditions, self.instance
        while self._soon or self._later:
            task = self._soon.popleft() if self._soon else self._later.popleft()
            then = self.at(moment=task.moment, sides=task.sides, trail=task.trail, activation=self.new_activation())
            with then, aside(self, task.instance):
                self.conditions, self.instance = task.conditions, task.instance
                self.uncertainty += 1
                task.run()
                self.uncertainty -= 1
        self.conditions, self.instance = conditions, instance

    @contextmanager
    def attempt(self) -> Iterator[Attempt]:
        """Try something out: afterwards events, tasks, variables and objects are as they were before."""
        tasks = (self._soon, self._later)
        self._soon, self._later = deque(), deque()
        queued, self.queued = self.queued, Counter()
        outer, self._journal = self._journal, []
        before, worth = len(self.events), self.noticed.worth_following
        result = Attempt()
        was_trying, self.trying = self.trying, True
        try:
            yield result
        finally:
            result.eventful = len(self.events) > before or self.noticed.worth_following > worth
            del self.events[before:]
            for undo in reversed(self._journal):
                undo()
            self._journal = outer
            self._soon, self._later = tasks
            self.queued = queued
            self.trying = was_trying

    def remember_cell(self, cell: Cell) -> None:
        """Note a variable's value before it changes, in case this is only an attempt."""
        if self._journal is not None:
            value, initialised, shared = cell.value, cell.initialised, cell.shared

            def undo() -> None:
                cell.value, cell.initialised, cell.shared = value, initialised, shared

            self._journal.append(undo)

    def remember_object(self, held: Object) -> None:
        """Note an object's contents before they change, likewise."""
        if self._journal is not None:
            properties, rest, internal = dict(held.properties), held.rest, dict(held.internal)
            shared, reactive = held.shared, held.reactive

            def undo() -> None:
                held.properties, held.rest, held.internal = properties, rest, internal
                held.shared, held.reactive = shared, reactive

            self._journal.append(undo)

    # --- the heap -----------------------------------------------------------------------------------------------------

    @property
    def makes_shared(self) -> bool:
        """Whether what is made now outlives the request: a module is being evaluated."""
        return self.moment.phase is Phase.MODULE

    def allocate(self, kind: str, node: model.Node, **details: object) -> Object:
        """Return a new heap object made by this node."""
        made = Object(kind, self.place(node), shared=self.makes_shared, sides=self.sides)
        if made.shared and self.trail is not None:
            made.internal["made_by"] = self.trail  # a factory makes many objects at one place
        if details:
            made.internal.update(details)
        return made

    def closure(self, function: model.Function, scope: Scope) -> Closure:
        """Return a function value."""
        self._captured.append(scope)
        return Closure(function, scope, self.home, shared=self.makes_shared, sides=self.sides)

    def declare(self, scope: Scope, name: str, kind: str, node: model.Node | None = None) -> Cell:
        """Declare a variable (again: a ``var`` keeps its cell) and return its cell."""
        cell = scope.cells.get(name)
        if cell is None or (cell.pending is None and kind in ("const", "let", "class")):
            cell = Cell(
                name,
                kind,  # type: ignore[arg-type]  # callers pass literals
                self.place(node) if node is not None else None,
                shared=self.makes_shared,
                activation=self.activation.number,
                depth=self.activation.depth,
                is_local=scope.parent is not None,
            )
            scope.cells[name] = cell
        return cell

    def read(self, cell: Cell) -> Value:
        """Return what a variable may hold."""
        if cell.pending is not None:
            cell.settle()
        if not cell.initialised and not cell.value.atoms:
            self.met_uninitialised = True
            return UNKNOWN
        value = read_in_entry(self, cell) if cell.shared and self.entry is not None else cell.value
        if self.testing:
            value = read_for_test(self, cell, value)
        if not cell.constant and (cell.kind != "parameter"):
            volatile = BOTH_SIDES if cell.shared else BROWSER
            if not volatile <= value.volatile:
                value = Value(value.atoms, value.origins, value.volatile | volatile, value.test, value.on_server)
        return value

    def share(self, value: Value, *, functions: bool = False, own: bool = False) -> None:
        """Mark everything reachable from a value as shared: it was stored into something that outlives the request.

        ``functions`` tells that a function in the value is kept as a service, with the variables it closes over, and
        not only as a callback; ``own`` that it is kept under a key that tells users apart.
        """
        share(self, value, functions=functions, own=own)
