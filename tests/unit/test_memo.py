"""The red-green memo: what runs again, what does not, and what is remembered."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import pytest

from svelte_warden.engine.memo import Cancelled, CycleError, Memo


@dataclass
class World:
    """Cells of text behind the queries, and how often each query ran."""

    cells: dict[str, str] = field(default_factory=dict)
    runs: Counter[str] = field(default_factory=Counter)
    memo: Memo[World] = field(init=False)
    cancel: bool = False

    def __post_init__(self) -> None:
        self.memo = Memo(self, lambda: self.cancel)

    def write(self, cell: str, text: str) -> None:
        self.cells[cell] = text
        self.memo.invalidate(read, cell)


def read(world: World, cell: str) -> str:
    world.runs[f"read {cell}"] += 1
    return world.cells[cell]


def length(world: World, cell: str) -> int:
    world.runs[f"length {cell}"] += 1
    return len(world.memo.query(read, cell))


def total(world: World, cells: tuple[str, ...]) -> int:
    world.runs["total"] += 1
    return sum(world.memo.query(length, cell) for cell in cells)


def width(world: World, cell: str) -> int:
    world.runs[f"width {cell}"] += 1
    return len(world.memo.query(read, cell))


width.eager = True  # type: ignore[attr-defined]  # the memo's protocol


def total_width(world: World, cells: tuple[str, ...]) -> int:
    world.runs["total width"] += 1
    return sum(world.memo.query(width, cell) for cell in cells)


def follow(world: World, cell: str) -> str:
    """Read the cell that the given cell names."""
    world.runs[f"follow {cell}"] += 1
    return world.memo.query(read, world.memo.query(read, cell))


def test_second_question_runs_nothing() -> None:
    world = World({"a": "x"})
    assert world.memo.query(length, "a") == 1
    assert world.memo.query(length, "a") == 1
    assert world.runs == {"read a": 1, "length a": 1}
    assert world.memo.counters.reused == 1


def test_only_what_read_the_change_runs_again() -> None:
    world = World({"a": "x", "b": "yy"})
    world.memo.query(total, ("a", "b"))
    world.runs.clear()
    world.write("a", "xxx")
    assert world.memo.query(total, ("a", "b")) == 5
    assert world.runs == {"read a": 1, "length a": 1, "total": 1}


def test_equal_value_stops_the_wave() -> None:
    world = World({"a": "x", "b": "yy"})
    world.memo.query(total, ("a", "b"))
    world.runs.clear()
    world.write("a", "z")
    assert world.memo.query(total, ("a", "b")) == 3
    assert world.runs == {"read a": 1, "length a": 1}
    assert world.memo.counters.verified == 1


def test_nobody_beyond_an_eager_query_hears_of_a_change_that_it_does_not_show() -> None:
    world = World({"a": "x", "b": "yy"})
    assert world.memo.query(total_width, ("a", "b")) == 3
    world.runs.clear()
    world.write("a", "z")
    verified = world.memo.counters.verified
    assert world.memo.query(total_width, ("a", "b")) == 3
    assert world.runs == {"read a": 1, "width a": 1}
    assert world.memo.counters.verified == verified, "it was not even marked"
    world.write("a", "zzz")
    assert world.memo.peek(total_width, ("a", "b")) is None, "nobody has looked yet"
    assert world.memo.query(total_width, ("a", "b")) == 5


def test_a_change_that_was_taken_back_was_none() -> None:
    world = World({"a": "x"})
    assert world.memo.query(total_width, ("a",)) == 1
    world.write("a", "zzz")
    world.write("a", "x")
    world.runs.clear()
    assert world.memo.query(total_width, ("a",)) == 1
    assert world.runs == {"read a": 1}


def test_an_eager_query_that_is_called_off_is_caught_up_with_later() -> None:
    world = World({"a": "x"})
    assert world.memo.query(total_width, ("a",)) == 1
    world.write("a", "zzz")
    world.cancel = True
    with pytest.raises(Cancelled):
        world.memo.query(total_width, ("a",))
    world.cancel = False
    assert world.memo.query(total_width, ("a",)) == 3


def test_equal_input_runs_nothing_but_the_input() -> None:
    world = World({"a": "x"})
    world.memo.query(total, ("a",))
    world.runs.clear()
    world.write("a", "x")
    world.memo.query(total, ("a",))
    assert world.runs == {"read a": 1}


def test_equal_but_of_another_type_is_a_change() -> None:
    world = World()
    answers: list[object] = [1, True]

    def raw(_: World, key: int) -> object:
        return answers[key]

    def shown(world: World, key: int) -> str:
        return repr(world.memo.query(raw, key))

    assert world.memo.query(shown, 0) == "1"
    answers[0] = True
    world.memo.invalidate(raw, 0)
    assert world.memo.query(shown, 0) == "True"


def test_obsolete_dependency_is_not_read_again() -> None:
    world = World({"a": "b", "b": "text", "c": "other"})
    assert world.memo.query(follow, "a") == "text"
    world.runs.clear()
    del world.cells["b"]
    world.memo.invalidate(read, "b")
    world.write("a", "c")
    assert world.memo.query(follow, "a") == "other"
    assert world.runs == {"read a": 1, "follow a": 1, "read c": 1}


def test_unrelated_change_marks_nothing() -> None:
    world = World({"a": "x", "b": "y"})
    world.memo.query(length, "a")
    world.memo.query(length, "b")
    world.write("b", "yy")
    before = world.memo.counters.reused
    world.memo.query(length, "a")
    assert world.memo.counters.reused == before + 1


def test_exception_is_remembered_and_forgotten_with_its_cause() -> None:
    world = World()
    with pytest.raises(KeyError):
        world.memo.query(length, "a")
    with pytest.raises(KeyError):
        world.memo.query(length, "a")
    assert world.runs == {"length a": 1, "read a": 1}
    world.write("a", "x")
    assert world.memo.query(length, "a") == 1


def test_exception_raised_twice_keeps_its_traceback_short() -> None:
    world = World()
    depths = []
    for _ in range(5):
        with pytest.raises(KeyError) as caught:
            world.memo.query(read, "a")
        depths.append(len(caught.traceback))
    assert depths[1:] == depths[1:2] * 4


def test_query_that_survives_a_failure_runs_again_when_the_failure_ends() -> None:
    world = World()

    def guarded(world: World, cell: str) -> int:
        try:
            return world.memo.query(length, cell)
        except KeyError:
            return -1

    assert world.memo.query(guarded, "a") == -1
    world.write("a", "x")
    assert world.memo.query(guarded, "a") == 1


def test_cancellation_leaves_no_trace() -> None:
    world = World({"a": "x", "b": "y"})

    def stop(world: World, cell: str) -> int:
        world.memo.query(read, cell)
        world.cancel = True
        return world.memo.query(length, "b")

    with pytest.raises(Cancelled):
        world.memo.query(stop, "a")
    world.cancel = False
    world.runs.clear()
    assert world.memo.query(total, ("a", "b")) == 2
    assert world.runs["read a"] == 0, "what was finished stays"
    assert world.runs["length b"] == 1


def test_cancellation_while_verifying() -> None:
    world = World({"a": "x"})
    world.memo.query(total, ("a",))
    world.write("a", "xx")
    world.cancel = True
    with pytest.raises(Cancelled):
        world.memo.query(total, ("a",))
    world.cancel = False
    assert world.memo.query(total, ("a",)) == 2


def test_change_while_a_query_runs_is_refused() -> None:
    world = World({"a": "x"})

    def meddle(world: World, cell: str) -> None:
        world.memo.invalidate(read, cell)

    with pytest.raises(RuntimeError, match="while a query ran"):
        world.memo.query(meddle, "a")


def test_circle_without_initial_value_is_named() -> None:
    world = World()

    def there(world: World, key: str) -> str:
        return world.memo.query(back, key)

    def back(world: World, key: str) -> str:
        return world.memo.query(there, key)

    with pytest.raises(CycleError, match="there\\('k'\\) → back\\('k'\\) → there\\('k'\\)"):
        world.memo.query(there, "k")


def test_collect_forgets_what_nobody_kept_needs() -> None:
    world = World({"a": "x", "b": "y"})
    world.memo.query(length, "a")
    world.memo.query(length, "b")
    assert len(world.memo) == 4
    world.memo.collect(lambda function, key: function is length and key == "a")
    assert len(world.memo) == 2
    world.runs.clear()
    world.memo.query(length, "a")
    assert not world.runs
    world.memo.query(length, "b")
    assert world.runs == {"length b": 1, "read b": 1}


def test_deep_chain_is_marked_without_recursion() -> None:
    world = World({"0": "x"})
    world.memo.query(read, "0")

    def link(world: World, index: int) -> str:
        return world.memo.query(link, index - 1) if index else world.memo.query(read, "0")

    for index in range(5000):
        world.memo.query(link, index)
    world.write("0", "y")
    for index in range(5000):
        assert world.memo.query(link, index) == "y"


def test_adopted_answer_counts_until_its_query_is_invalidated() -> None:
    world = World({"a": "four"})
    world.memo.adopt(length, "a", 4)
    assert world.memo.query(total, ("a",)) == 4
    assert world.runs["length a"] == 0
    world.memo.invalidate(length, "a")
    world.write("a", "eleven")
    assert world.memo.query(total, ("a",)) == 6


def test_known_answer_is_not_replaced_by_an_adopted_one() -> None:
    world = World({"a": "four"})
    assert world.memo.query(length, "a") == 4
    world.memo.adopt(length, "a", 5)
    assert world.memo.query(length, "a") == 4


def test_final_memo_answers_as_any_other_and_refuses_change() -> None:
    world = World({"a": "x", "b": "yy"})
    world.memo = Memo(world, is_final=True)
    assert world.memo.query(total, ("a", "b")) == 3
    assert world.memo.query(total, ("a", "b")) == 3
    assert world.runs == {"read a": 1, "read b": 1, "length a": 1, "length b": 1, "total": 1}
    with pytest.raises(RuntimeError, match="said to be final"):
        world.write("a", "xx")


def countdown(world: World, cell: str) -> int:
    """Ask for the answer to one less, as files ask for what they import."""
    world.runs["countdown"] += 1
    return 0 if cell == "0" else 1 + world.memo.query(countdown, str(int(cell) - 1))


def test_queries_nest_deeper_than_the_stack() -> None:
    world = World()
    assert world.memo.query(countdown, "3000") == 3000
    assert world.runs["countdown"] == 3001


def too_deep(world: World, cell: str) -> int:
    world.runs[cell] += 1

    def nest(depth: int) -> int:
        return 1 + nest(depth + 1)

    return nest(0) if world.cells["deep"] else 0


def test_the_end_of_the_stack_is_no_answer() -> None:
    world = World(cells={"deep": "yes"})
    with pytest.raises(RecursionError):
        world.memo.query(too_deep, "a")
    world.cells["deep"] = ""
    assert world.memo.query(too_deep, "a") == 0
