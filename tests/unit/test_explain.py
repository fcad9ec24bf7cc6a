"""What is said about a context call or a function that somebody points at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from svelte_warden.engine.analysis import Analysis
from tests.rules.project import write_project

if TYPE_CHECKING:
    from pathlib import Path

    from svelte_warden.flow.explain import Explanation

PACKAGE = '{ "name": "app", "devDependencies": { "svelte": "^5.57.0" } }'
APP = """<script>
  import { getContext, onMount, setContext } from 'svelte';
  import { useSession } from './session.js';
  const session = getContext('session');
  function save() {
    useSession().save();
  }
  const unused = () => {};
  const api = {
    load() {
      return getContext('k');
    }
  };
  onMount(() => {
    setContext('late', 1);
    api.load();
  });
</script>
<button onclick={save}>save</button>
<button onclick={() => setTimeout(save)}>later</button>
"""
SESSION = """import { getContext } from 'svelte';
export const useSession = () => getContext('session');
"""


@pytest.fixture
def analysis(tmp_path: Path) -> Analysis:
    write_project(tmp_path, {"package.json": PACKAGE, "src/App.svelte": APP, "src/session.js": SESSION})
    return Analysis([tmp_path.resolve().as_posix()])


def explained(analysis: Analysis, text: str, file: str = "App.svelte", content: str = APP) -> Explanation | None:
    (path,) = (path for path in analysis.files() if path.endswith(file))
    return analysis.explain(path, content.encode().index(text.encode()))


def test_call_that_works(analysis: Analysis) -> None:
    found = explained(analysis, "getContext('session')")
    assert found is not None
    assert found.title == "`getContext()` runs while the component initialises"
    assert found.sentences == (
        "It reads what the nearest component above has set for this key.",
        "It runs while the component initialises: it works, because a component is initialising.",
    )
    assert APP.encode()[found.start : found.end] == b"getContext"


def test_call_that_leads_to_one_and_throws(analysis: Analysis) -> None:
    found = explained(analysis, "useSession().save")
    assert found is not None
    assert found.title == "This leads to `getContext()`"
    assert "It runs when the click handler runs: no component is current then, so Svelte throws." in found.sentences
    assert found.steps[0].words == "runs when the click handler runs"


def test_call_that_comes_too_late(analysis: Analysis) -> None:
    found = explained(analysis, "setContext('late'")
    assert found is not None
    assert found.sentences[-1].endswith("the children that exist already never see the value.")


@pytest.mark.parametrize(
    ("text", "title", "sentence"),
    [
        ("save() {", "`save()` runs when the click handler runs", "context and lifecycle functions throw"),
        ("load() {", "`load()` runs in onMount, after the component has mounted", "context functions work"),
        ("unused", "`unused()` is not seen to run", "Nothing that is known calls it."),
    ],
)
def test_function(analysis: Analysis, text: str, title: str, sentence: str) -> None:
    found = explained(analysis, text)
    assert found is not None
    assert found.title == title
    assert sentence in found.sentences[0]


def test_function_tells_all_its_moments(analysis: Analysis) -> None:
    found = explained(analysis, "save() {")
    assert found is not None
    assert [sentence.partition(":")[0] for sentence in found.sentences] == [
        "It runs when the click handler runs",
        "It runs when a timer fires",
    ]


def test_exported_function_runs_when_its_caller_does(analysis: Analysis) -> None:
    found = explained(analysis, "useSession", "session.js", SESSION)
    assert found is not None
    assert found.title == "`useSession()` runs when its caller does"


@pytest.mark.parametrize("text", ["<button", "session.js", "'late'", "const api", ">save<"])
def test_nothing_is_said_of_other_places(analysis: Analysis, text: str) -> None:
    assert explained(analysis, text) is None


def test_every_byte_can_be_asked_about(analysis: Analysis) -> None:
    (path,) = (path for path in analysis.files() if path.endswith("App.svelte"))
    for offset in range(-1, len(APP) + 2):
        analysis.explain(path, offset)
    assert analysis.explain("/nowhere.svelte", 0) is None
