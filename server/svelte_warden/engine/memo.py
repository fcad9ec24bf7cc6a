"""A red-green memo: answers are computed when asked for, and again only when something they read has changed.

A *query* is a pure function of an owner and a key; while it runs, the queries it asks are recorded as its
dependencies. A query that asks nothing reads the outside world (a file, the set of files): it is an *input*, and
:meth:`Memo.invalidate` says that the world has changed there. That marks what depends on it as grey, at once and at
the price of those nodes only. The next question verifies grey nodes from the inputs up: a node runs again only if a
dependency really has another value, and an equal value ends the wave (early cut-off).

Queries may ask for each other in circles if the function has an attribute ``initial``, called with the key: the
circle then starts from those values and runs until nothing changes. For functions that grow with what they read the
result does not depend on which member was asked first. Without ``initial`` such a circle raises :class:`CycleError`.

A change marks all that depends on it however far away, which may be much. A query whose function has an attribute
``eager`` holds the mark up if its key is the one that changed: it is brought up to date before the next question is
answered, and who depends on it is marked only if its answer is another one. It is for the few answers through which
the rest of a program sees a file.

An exception is an answer like any other: remembered, and raised for everyone who asks. Only :class:`Cancelled`, what is
not an :class:`Exception` and the end of the stack leave no trace, so that the next question starts afresh.

A memo belongs to one thread, but for queries that nest deep: there it waits for another one.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from svelte_warden.engine.nodes import (
    GREEN,
    GREY,
    PROVISIONAL,
    RED,
    RUNNING,
    VERIFYING,
    Failure,
    Node,
    dissolve,
    mark_dependents,
    same,
    settle,
    settle_alone,
)
from svelte_warden.engine.stacks import call_on_a_new_stack

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator

Owner = TypeVar("Owner")
K = TypeVar("K")
V = TypeVar("V")

_ROUNDS = 16
"""How often a circle is run before its last values are taken as they are; growing functions settle far earlier."""
_NO_FRAME = 1 << 60
_FRAMES_OF_ONE_STACK = 100
"""So many queries that ask each other run on one stack of Python's, before the next goes on in a thread of its own."""


class Cancelled(BaseException):
    """The work was called off. Nothing half-done is remembered.

    Like asyncio's, no :class:`Exception`, so that no query mistakes it for a failure of its own.
    """


class CycleError(RuntimeError):
    """Queries without an initial value ask for each other in a circle."""


@dataclass(slots=True)
class Counters:
    """What the memo did since it was made."""

    run: int = 0
    """Calls of a query's function."""
    verified: int = 0
    """Grey answers that were found unchanged without running."""
    reused: int = 0
    """Questions answered at once."""
    unsettled: int = 0
    """Circles whose values were taken though they still changed; more than none is a mistake in a query."""


class _Frame:
    """A running query: what it has asked, and the lowest frame on whose assumed answer it rests."""

    __slots__ = ("asked", "low", "node")

    def __init__(self, node: Node) -> None:
        self.node = node
        self.asked: dict[Node, None] = {}
        self.low = _NO_FRAME


class Memo(Generic[Owner]):
    """Remembered answers to queries about ``owner``.

    Args:
        owner: What the queries are about.
        cancelled: Asked before each run of a query.
        is_final: Nothing will ever change: who depends on what is not even noted.
        is_traced: It is noted all the same, for :meth:`leaves`.
    """

    def __init__(
        self,
        owner: Owner,
        cancelled: Callable[[], bool] = lambda: False,
        *,
        is_final: bool = False,
        is_traced: bool = False,
    ) -> None:
        self.counters = Counters()
        self.is_final = is_final
        self._notes_dependencies = is_traced or not is_final
        self._traces: dict[Node, tuple[Node, ...]] = {}
        """What final answers read, where that is wanted: edges in both directions would take twice the memory."""
        self.cancelled = cancelled
        self._owner = owner
        self._nodes: dict[Callable[[Any, Any], Any], dict[Hashable, Node]] = defaultdict(dict)
        self._frames: list[_Frame] = []
        self._provisional: list[Node] = []
        self._assumptions: dict[Node, Any] = {}
        self._unannounced: dict[Node, Any] = {}
        """Eager nodes that may have changed, with the outcome that those who depend on them know."""

    def __len__(self) -> int:
        """Return the number of queries known."""
        return sum(map(len, self._nodes.values()))

    def query(self, function: Callable[[Owner, K], V], key: K) -> V:
        """Return ``function(owner, key)``, computed only if it never was or if something it read has changed.

        Raises:
            Cancelled: ``cancelled`` said so.
            CycleError: the query asks for itself and has no initial value.
        """
        if self._unannounced and not self._frames:
            self._announce()
        nodes = self._nodes[function]
        node = nodes.get(key)
        if node is None:
            node = nodes[key] = Node(function, key)
        if self._frames and self._notes_dependencies:
            self._frames[-1].asked[node] = None
        if node.colour == GREEN:
            self.counters.reused += 1
        elif node.colour == RED:
            self._run(node)
        outcome = node.outcome if node.colour == GREEN else self._up_to_date(node)
        if isinstance(outcome, Failure):
            outcome.raise_again()
        return outcome  # type: ignore[no-any-return]  # a memo holds answers of every type; a cast costs 1 % of a check

    def invalidate(self, function: Callable[[Owner, K], V], key: K) -> None:
        """Say that what an input reads may have changed. Never allowed while a query runs, or of what is final."""
        self._must_be_idle()
        if self.is_final:
            message = "the memo was changed though it was said to be final"
            raise RuntimeError(message)
        node = self._nodes[function].get(key)
        if node is not None:
            node.colour = RED
            self._mark_dependents(node, key)

    def adopt(self, function: Callable[[Owner, K], V], key: K, answer: V) -> None:
        """Take an answer over that was found elsewhere, of the very same world. It counts until the query is red again.

        It depends on nothing here: only for those who change nothing afterwards. Never allowed while a query runs.
        """
        self._must_be_idle()
        nodes = self._nodes[function]
        node = nodes.get(key)
        if node is None:
            node = nodes[key] = Node(function, key)
        if node.colour == RED:
            node.pending = answer
            settle((node,))

    def peek(self, function: Callable[[Owner, K], V], key: K) -> V | None:
        """Return an answer that is known and up to date, and nothing otherwise; nobody comes to depend on it."""
        node = self._nodes[function].get(key)
        if node is None or node.colour != GREEN or self._unannounced or isinstance(node.outcome, Failure):
            return None
        return node.outcome  # type: ignore[no-any-return]  # as in query

    def known(self, function: Callable[[Owner, K], Any]) -> list[K]:
        """Return the keys for which a query was asked and is still known."""
        return list(self._nodes[function])  # type: ignore[arg-type]  # the keys of a query are of its type

    def leaves(self, asked: Iterable[tuple[Callable[[Any, Any], Any], Any]]) -> Iterator[Node]:
        """Yield what some answers rest on in the end: inputs, and answers that were adopted. Each once, in no order."""
        waiting = [node for function, key in asked if (node := self._nodes[function].get(key)) is not None]
        reached = set(waiting)
        while waiting:
            node = waiting.pop()
            dependencies = self._traces.get(node) or node.dependencies
            if not dependencies:
                yield node
            for dependency in dependencies:
                if dependency not in reached:
                    reached.add(dependency)
                    waiting.append(dependency)

    def collect(self, keep: Callable[[Callable[[Any, Any], Any], Any], bool]) -> None:
        """Forget every query that none of those for which ``keep(function, key)`` holds depends on."""
        self._must_be_idle()
        reached: set[Node] = set()
        waiting = [node for nodes in self._nodes.values() for node in nodes.values() if keep(node.function, node.key)]
        while waiting:
            node = waiting.pop()
            if node not in reached:
                reached.add(node)
                waiting.extend(node.dependencies)
        for nodes in self._nodes.values():
            for key, node in list(nodes.items()):
                if node not in reached:
                    node.unlink()
                    del nodes[key]
                    self._unannounced.pop(node, None)

    def _must_be_idle(self) -> None:
        if self._frames:
            message = "the memo was changed while a query ran"
            raise RuntimeError(message)

    def _mark_dependents(self, node: Node, key: Hashable) -> None:
        for stopped in mark_dependents(node, key):
            self._unannounced.setdefault(stopped, stopped.outcome)

    def _announce(self) -> None:
        """Bring eager nodes up to date, and mark who depends on one whose answer is another one now."""
        while self._unannounced:
            node = next(iter(self._unannounced))
            self._up_to_date(node)
            known = self._unannounced.pop(node)
            if not same(known, node.outcome):
                self._mark_dependents(node, node.key)
                for dependent in node.dependents:
                    dependent.colour = RED

    def _up_to_date(self, node: Node) -> Any:  # noqa: ANN401 - a memo holds answers of every type
        """Bring a node that is not green up to date and return its outcome."""
        if node.colour == RUNNING:
            return self._assume(node)
        if node.colour == GREY:
            self._verify(node)
        if node.colour == VERIFYING:  # asked for by one of its own former dependencies: that is for a run to settle
            dissolve(node.cycle or (node,))
        if node.colour in (RED, GREY):
            self._run(node)
        if node.colour == PROVISIONAL:
            frame = self._frames[-1]
            frame.low = min(frame.low, node.low)
            return node.pending
        return node.outcome

    def _verify(self, node: Node) -> None:
        """Make a grey node green if nothing it read has changed, red otherwise. Members of a cycle go together."""
        cycle = node.cycle or (node,)
        grey = [member for member in cycle if member.colour == GREY]
        if any(member.colour == RED for member in cycle):
            dissolve(cycle)
            return
        for member in grey:
            member.colour = VERIFYING
        try:
            unchanged = all(self._is_unchanged(member) for member in grey)
        except BaseException:
            for member in grey:
                if member.colour == VERIFYING:
                    member.colour = GREY
            raise
        if not unchanged:
            dissolve(cycle)
            return
        self.counters.verified += len(grey)
        for member in grey:
            member.colour = GREEN
            member.suspects = None

    def _is_unchanged(self, node: Node) -> bool:
        """Whether all that a node read still has its value. In the order of reading: a later one may be obsolete."""
        for dependency in node.suspected():
            if dependency.colour == GREEN or (node.cycle is not None and dependency.cycle is node.cycle):
                continue
            if dependency.colour in (GREY, RED):
                self._up_to_date(dependency)
            if dependency.colour != GREEN or node.colour != VERIFYING:
                return False
        return node.colour == VERIFYING

    def _run(self, node: Node) -> None:
        """Run a red node, which settles it unless it rests on an assumption about a query that still runs."""
        if node.cycle is not None:
            dissolve(node.cycle)
        depth = len(self._frames)
        bottom = len(self._provisional)
        self._call(node)
        if node.low > depth:
            settle_alone(node)
        else:
            self._run_circle(node, depth, bottom)

    def _run_circle(self, node: Node, depth: int, bottom: int) -> None:
        """Run a node that has just run again until nothing changes, if it is the entry to a circle.

        Args:
            node: It rests on an assumption about itself or about somebody below it on the stack.
            depth: Where it stood on the stack.
            bottom: The number of provisional nodes before it ran.
        """
        heads: set[Node] = set()
        for rounds in range(1, _ROUNDS + 1):
            node.colour = PROVISIONAL
            self._provisional.append(node)
            if node.low < depth:  # somebody below on the stack will settle it, and those who assumed its answer
                for member in self._provisional[bottom:]:
                    member.low = min(member.low, node.low)
                return
            members = tuple(self._provisional[bottom:])
            del self._provisional[bottom:]
            assumed = [member for member in members if member.assumed]
            is_settled = all(same(self._assumptions[head], head.pending) for head in assumed)
            if is_settled or rounds == _ROUNDS:
                self.counters.unsettled += not is_settled
                settle(members)
                break
            heads.update(assumed)
            self._assumptions.update((head, head.pending) for head in assumed)
            for member in members:
                member.colour = RED
            self._call(node)
            if node.low > depth:
                settle((node,))
                break
        for head in (node, *heads):
            self._assumptions.pop(head, None)

    def _call(self, node: Node) -> None:
        """Call the node's function; leaves the outcome in ``pending``, the dependencies in ``asked``."""
        if self.cancelled():
            self._abandon(node)
            raise Cancelled
        self.counters.run += 1
        frame = _Frame(node)
        node.assumed = False
        node.low = len(self._frames)
        node.colour = RUNNING
        self._frames.append(frame)
        try:
            if len(self._frames) % _FRAMES_OF_ONE_STACK:
                node.pending = node.function(self._owner, node.key)
            else:
                node.pending = call_on_a_new_stack(node.function, self._owner, node.key)
        except RecursionError:  # of whoever asked first, not of this query: asked by itself it may well have an answer
            self._abandon(node)
            raise
        except Exception as error:  # noqa: BLE001 - it is given to whoever asked
            node.pending = Failure(error)
        except BaseException:
            self._abandon(node)
            raise
        finally:
            self._frames.pop()
        if not self.is_final:
            node.asked = tuple(frame.asked)
        elif frame.asked:
            self._traces[node] = tuple(frame.asked)
        node.low = frame.low

    def _abandon(self, node: Node) -> None:
        """Forget what rested on assumptions after a cancellation; everything up to the first question follows."""
        node.colour = RED
        for member in self._provisional:
            member.colour = RED
        self._provisional.clear()
        self._assumptions.clear()

    def _assume(self, node: Node) -> Any:  # noqa: ANN401 - as in _up_to_date
        """Answer a question for a query that is still running."""
        frame = self._frames[-1]
        frame.low = min(frame.low, node.low)
        if node not in self._assumptions:
            initial = getattr(node.function, "initial", None)
            if initial is None:
                return Failure(CycleError(" → ".join(self._circle(node))))
            self._assumptions[node] = initial(node.key)
        node.assumed = True
        return self._assumptions[node]

    def _circle(self, node: Node) -> list[str]:
        """Name the running queries from ``node`` up to the one that asks for it again."""
        running = [frame.node for frame in self._frames]
        circle = [*running[running.index(node) :], node]
        return [f"{getattr(member.function, '__name__', member.function)}({member.key!r})" for member in circle]
