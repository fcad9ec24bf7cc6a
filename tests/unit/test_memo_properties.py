"""The memo against a plain evaluation from scratch, on random graphs with circles and random changes."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from svelte_warden.engine.memo import Cancelled, Memo

INPUTS = 4
DERIVED = 8
BITS = 4

# A derived query reads some inputs, and other queries only if a bit of its first input is set, so that the
# dependencies themselves change. It may keep only some of the bits, so that its value often stays equal.
Reads = tuple[tuple[int, ...], tuple[tuple[int, int], ...], int]


@dataclass
class Graph:
    inputs: list[int]
    reads: list[Reads]
    memo: Memo[Graph] = field(init=False)
    run: list[int] = field(default_factory=list)
    runs_left: int = 1 << 60

    def __post_init__(self) -> None:
        self.memo = Memo(self, self.is_cancelled)

    def is_cancelled(self) -> bool:
        self.runs_left -= 1
        return self.runs_left < 0


def leaf(graph: Graph, index: int) -> int:
    return graph.inputs[index]


class Derived:
    """The union of what is read, under a mask: it grows with what it reads, so the least solution is unique."""

    def __call__(self, graph: Graph, index: int) -> int:
        graph.run.append(index)
        inputs, others, mask = graph.reads[index]
        value = 1 << index % BITS
        for source in inputs:
            value |= graph.memo.query(leaf, source)
        for bit, other in others:
            if graph.memo.query(leaf, inputs[0]) >> bit & 1:
                value |= graph.memo.query(self, other)
        return value & mask

    def initial(self, _: int) -> int:
        return 0


class EagerDerived(Derived):
    """The same, brought up to date as soon as the input of the same number changes."""

    eager = True


derived = Derived()
eager_derived = EagerDerived()


def from_scratch(inputs: list[int], reads: list[Reads]) -> list[int]:
    """Solve the same equations by plain iteration from zero."""
    values = [0] * DERIVED
    while True:
        new = []
        for index, (sources, others, mask) in enumerate(reads):
            value = 1 << index % BITS
            for source in sources:
                value |= inputs[source]
            for bit, other in others:
                if inputs[sources[0]] >> bit & 1:
                    value |= values[other]
            new.append(value & mask)
        if new == values:
            return values
        values = new


def reads_of(acyclic: bool) -> st.SearchStrategy[list[Reads]]:  # noqa: FBT001 - a strategy's only choice
    def one(index: int) -> st.SearchStrategy[Reads]:
        last = index - 1 if acyclic else DERIVED - 1
        others = st.tuples(st.integers(0, BITS - 1), st.integers(0, max(last, 0)))
        return st.tuples(
            st.lists(st.integers(0, INPUTS - 1), min_size=1, max_size=2).map(tuple),
            st.lists(others, max_size=4 if last >= 0 else 0).map(tuple),
            st.integers(0, (1 << BITS) - 1),
        )

    return st.tuples(*(one(index) for index in range(DERIVED))).map(list)


values = st.integers(0, (1 << BITS) - 1)
questions = st.lists(st.integers(0, DERIVED - 1), max_size=4)
# Each step: new inputs, then questions that are called off after some runs.
steps = st.lists(
    st.tuples(st.dictionaries(st.integers(0, INPUTS - 1), values, max_size=2), questions, st.integers(0, 12)),
    max_size=6,
)


def play(
    inputs: list[int],
    reads: list[Reads],
    changes: list[tuple[dict[int, int], list[int], int]],
    derived: Derived = derived,
) -> None:
    graph = Graph(inputs, reads)
    for change, asked, patience in changes:
        for index, value in change.items():
            graph.inputs[index] = value
            graph.memo.invalidate(leaf, index)
        expected = from_scratch(graph.inputs, reads)
        graph.runs_left = patience
        with suppress(Cancelled):
            for index in asked:
                assert graph.memo.query(derived, index) == expected[index]
    graph.runs_left = 1 << 60
    expected = from_scratch(graph.inputs, reads)
    assert [graph.memo.query(derived, index) for index in range(DERIVED)] == expected
    graph.run.clear()
    assert [graph.memo.query(derived, index) for index in range(DERIVED)] == expected
    assert graph.run == [], "nothing changed, so nothing ran"


@settings(max_examples=400, deadline=None)
@given(st.lists(values, min_size=INPUTS, max_size=INPUTS), reads_of(acyclic=True), steps)
def test_incremental_equals_from_scratch(
    inputs: list[int], reads: list[Reads], changes: list[tuple[dict[int, int], list[int], int]]
) -> None:
    play(inputs, reads, changes)


@settings(max_examples=800, deadline=None)
@given(st.lists(values, min_size=INPUTS, max_size=INPUTS), reads_of(acyclic=False), steps)
def test_incremental_equals_from_scratch_with_circles(
    inputs: list[int], reads: list[Reads], changes: list[tuple[dict[int, int], list[int], int]]
) -> None:
    play(inputs, reads, changes)


def test_a_circle_within_a_circle_is_settled_with_it() -> None:
    """2 reads 5 and 4; 5 reads 2 and 6, 6 reads 5: what 4 finds in 6 is settled when 2 is, not before."""
    quiet: Reads = ((0,), (), 0)
    reads = [quiet] * DERIVED
    reads[2] = ((0,), ((1, 5), (1, 4)), 0)
    reads[5] = ((0,), ((1, 2), (1, 6)), 2)
    reads[6] = ((3,), ((0, 5),), 2)
    reads[4] = ((3,), ((0, 6),), 2)
    play([2, 0, 0, 1], reads, [({}, [2], 1 << 60)])


@settings(max_examples=400, deadline=None)
@given(st.lists(values, min_size=INPUTS, max_size=INPUTS), reads_of(acyclic=True), steps)
def test_eager_queries_answer_the_same(
    inputs: list[int], reads: list[Reads], changes: list[tuple[dict[int, int], list[int], int]]
) -> None:
    play(inputs, reads, changes, eager_derived)


@settings(max_examples=800, deadline=None)
@given(st.lists(values, min_size=INPUTS, max_size=INPUTS), reads_of(acyclic=False), steps)
def test_eager_queries_answer_the_same_with_circles(
    inputs: list[int], reads: list[Reads], changes: list[tuple[dict[int, int], list[int], int]]
) -> None:
    play(inputs, reads, changes, eager_derived)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(values, min_size=INPUTS, max_size=INPUTS),
    reads_of(acyclic=True),
    st.integers(0, INPUTS - 1),
    values,
)
def test_a_query_runs_again_only_if_something_it_read_has_another_value(
    inputs: list[int], reads: list[Reads], changed: int, value: int
) -> None:
    graph = Graph(inputs, reads)
    before = [graph.memo.query(derived, index) for index in range(DERIVED)]
    guards = [inputs[sources[0]] for sources, _, _ in reads]
    old = graph.inputs[changed]
    graph.inputs[changed] = value
    graph.memo.invalidate(leaf, changed)
    graph.run.clear()
    after = [graph.memo.query(derived, index) for index in range(DERIVED)]
    assert after == from_scratch(graph.inputs, reads)
    assert len(set(graph.run)) == len(graph.run), "at most once"
    for index in graph.run:
        sources, others, _ = reads[index]
        read_the_input = changed in sources and old != value
        read_a_change = any(before[o] != after[o] for bit, o in others if guards[index] >> bit & 1)
        assert read_the_input or read_a_change
