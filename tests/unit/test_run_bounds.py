"""A run of the interpreter ends soon whatever it follows, and what it had no time for costs no true finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from svelte_warden.engine.analysis import Analysis
from svelte_warden.flow.analyse import analyse
from svelte_warden.flow.interpreter import machine, origins
from svelte_warden.flow.interpreter.values import Object, Origin, Place, Value
from tests.unit.projects import svelte_project

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DOUBLINGS = 18
# Each function calls the next one twice: 2 to the power of 18 calls, none of which does anything that matters.
DOUBLING = (
    "\n".join(f"export function f{i}(x) {{ f{i + 1}(x + 1); return f{i + 1}(x); }}" for i in range(DOUBLINGS))
    + f"\nexport function f{DOUBLINGS}(x) {{ return x; }}\n"
)
CALLER = """<script>
  import { getContext } from 'svelte';
  import { f0 } from './doubling.js';
  const n = f0(1);
  setTimeout(() => getContext('k'));
</script>
{n}
"""
WRITER = """let last;
export async function store(x) {
  await x;
  last = x;
  return f0(last);
}
"""


def analysis_of(tmp_path: Path, files: dict[str, str]) -> Analysis:
    return Analysis([svelte_project(tmp_path, files)])


def rules_reported(analysis: Analysis) -> list[str]:
    return [finding.rule for path in analysis.files() for finding in analysis.findings(path)]


def test_functions_that_call_each_other_again_and_again_leave_steps_for_the_rest(tmp_path: Path) -> None:
    analysis = analysis_of(tmp_path, {"src/App.svelte": CALLER, "src/doubling.js": DOUBLING})
    assert rules_reported(analysis) == ["context-outside-init"]
    assert all(analysis.query(analyse, path).complete for path in analysis.files())


def test_a_function_that_is_called_often_is_followed_as_often_if_it_takes_little(tmp_path: Path) -> None:
    calls = "\n".join("  session();" for _ in range(400))
    text = f"""<script>
  import {{ session }} from './session.js';
{calls}
  setTimeout(() => session());
</script>
"""
    session = "import { getContext } from 'svelte';\nexport const session = () => getContext('session') ?? {};\n"
    analysis = analysis_of(tmp_path, {"src/App.svelte": text, "src/session.js": session})
    assert "context-outside-init" in rules_reported(analysis)


def test_writes_of_an_unknown_caller_are_forgotten_where_the_steps_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {"src/lib/store.js": WRITER + DOUBLING}
    assert rules_reported(analysis_of(tmp_path, files)) == []
    monkeypatch.setattr(machine, "STEP_BUDGET", 60)
    analysis = analysis_of(tmp_path, files)
    (path,) = analysis.files()
    assert not analysis.query(analyse, path).complete
    assert analysis.query(analyse, path).state_writes == ()
    assert rules_reported(analysis) == []


@pytest.fixture
def looked_into(monkeypatch: pytest.MonkeyPatch) -> list[Object]:
    objects: list[Object] = []
    held_by = origins._held_by  # noqa: SLF001 - counting what is looked into

    def counted(atom: Object) -> Iterator[Value]:
        objects.append(atom)
        return held_by(atom)

    monkeypatch.setattr(origins, "_held_by", counted)
    return objects


def heap(width: int, depth: int, at_the_bottom: Value) -> Value:
    """Make layers of objects of which each holds all of the layer below."""
    held = at_the_bottom
    for layer in range(depth):
        objects = [Object("object", Place("a.js", layer, number), {"next": held}) for number in range(width)]
        held = Value(frozenset(objects))
    return held


def test_an_object_that_many_hold_is_looked_into_once(looked_into: list[Object]) -> None:
    secret = Origin("request", "the request's cookies")
    value = heap(20, 4, Value(frozenset(), frozenset((secret,))))
    assert origins.content_origins(value) == {secret}
    assert len(looked_into) == len(set(looked_into)) == 80


def test_what_lies_too_deep_is_not_looked_into() -> None:
    secret = Origin("request", "the request's cookies")
    assert origins.content_origins(heap(2, 5, Value(frozenset(), frozenset((secret,))))) == frozenset()


def test_an_object_is_looked_into_as_deep_as_the_shortest_way_allows() -> None:
    secret = Origin("request", "the request's cookies")
    low = heap(1, 2, Value(frozenset(), frozenset((secret,))))
    long = Value(frozenset((Object("object", Place("a.js", 9, 9), {"next": low}),)))
    top = Object("object", Place("a.js", 8, 8), {"long": long, "short": low})
    longer = Object("object", Place("a.js", 7, 7), {"top": Value(frozenset((top,))), "low": long})
    assert origins.content_origins(Value(frozenset((longer,)))) == {secret}
