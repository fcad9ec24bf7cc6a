"""``check`` goes on from what it learnt the last time, and says what it would say if it had learnt nothing before."""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import time
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from svelte_warden.cli import processes
from svelte_warden.cli.checking import check, make_analysis
from svelte_warden.cli.remembered_files import recall_files
from svelte_warden.cli.remembering import Memory
from svelte_warden.project.cache_folder import VARIABLE, read_entry, write_entry
from svelte_warden.project.witness import Witness

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from svelte_warden.report.results import Results

FILES = {
    "package.json": '{"devDependencies": {"svelte": "^5.0.0", "@sveltejs/kit": "^2.0.0"}}',
    "svelte.config.js": "export default { kit: { alias: { $parts: 'src/parts' } } };\n",
    "src/hooks.server.js": (
        "import { cart } from '$lib/cart.js';\n"
        "export async function handle({ event, resolve }) {\n"
        "  event.locals.cart = cart;\n"
        "  return resolve(event);\n"
        "}\n"
    ),
    "src/lib/cart.js": "export const cart = { items: [] };\n",
    "src/lib/Reader.svelte": (
        "<script>\n  import { getContext } from 'svelte';\n  const user = getContext('user');\n</script>\n{user.name}\n"
    ),
    "src/parts/Button.svelte": (
        "<script>\n  import { onMount } from 'svelte';\n</script>\n"
        "<!-- svelte-warden-ignore lifecycle-outside-init -- later -->\n"
        "<button onclick={() => onMount(() => {})}>x</button>\n"
    ),
    "src/routes/+layout.svelte": (
        "<script>\n  import { setContext } from 'svelte';\n  let { children } = $props();\n"
        "  setContext('user', { name: 'Ada' });\n</script>\n{@render children()}\n"
    ),
    "src/routes/+page.svelte": (
        "<script>\n  import Reader from '$lib/Reader.svelte';\n  import Button from '$parts/Button.svelte';\n"
        "</script>\n<Reader /><Button />\n"
    ),
    "src/routes/+page.server.js": (
        "export function load({ locals }) {\n  locals.cart.items.push(locals.user);\n  return {};\n}\n"
    ),
    "src/routes/about/+page.svelte": "<h1>About</h1>\n",
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project with mistakes of every family, beside a cache of its own."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    root = tmp_path / "app"
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return root


def memory_of(project: Path) -> Memory:
    return Memory((project.as_posix(),), ())


def checked(project: Path, *, cached: bool = True, jobs: int = 1) -> Results:
    """Check a project as the command does."""
    memory = memory_of(project) if cached else None
    remembered = memory and memory.recall(project.as_posix(), time.perf_counter())
    options = argparse.Namespace(rule=[], jobs=jobs, quiet=True)
    return remembered or check((project.as_posix(),), project.as_posix(), options, time.perf_counter(), memory)


def told(results: Results) -> object:
    """Return what a report tells but for how long it took."""
    return (
        results.findings,
        results.problems,
        results.crashes,
        results.projects,
        results.files,
        results.suppressed,
        {path: text.data for path, text in results.sources.items()},
        {rule.name for rule in results.rules},
    )


def still_known(project: Path) -> set[str] | None:
    """Return the files that need not be followed again; ``None`` if nothing is taken over at all."""
    memory = memory_of(project)
    assert memory.recall(project.as_posix(), 0.0) is None
    remembered = recall_files(memory, make_analysis((project.as_posix(),), (), Witness(), is_final=True))
    return (
        None
        if remembered is None
        else {kept.path.removeprefix(f"{project.as_posix()}/") for kept in remembered.records}
    )


def edit(path: str, old: str, new: str) -> Callable[[Path], object]:
    def change(project: Path) -> object:
        text = (project / path).read_text()
        assert old in text
        return (project / path).write_text(text.replace(old, new))

    return change


def replace_by_another(project: Path) -> None:
    """Do as editors and git do, which put a new file in the place of the old one."""
    (project / "new").write_text("<h1>Ours</h1>\n")
    (project / "new").replace(project / "src/routes/about/+page.svelte")


def touch(project: Path) -> None:
    os.utime(project / "src/lib/Reader.svelte")


def remove_layout(project: Path) -> None:
    (project / "src/routes/+layout.svelte").unlink()


def add_page(project: Path) -> None:
    (project / "src/routes/new").mkdir()
    (project / "src/routes/new/+page@.svelte").write_text("<script>import R from '$lib/Reader.svelte'</script><R />\n")


def break_file(project: Path) -> None:
    (project / "src/lib/Reader.svelte").write_bytes(b"<script>\xff</script>")


SOURCES = FILES.keys() - {"package.json"}
# Each with the files that need not be followed again; empty where that is of no interest.
CHANGES: dict[str, tuple[Callable[[Path], object], set[str]]] = {
    "a page that nobody uses": (
        edit("src/routes/about/+page.svelte", "About", "About us"),
        SOURCES - {"src/routes/about/+page.svelte"},
    ),
    "a component that is rendered": (
        edit("src/lib/Reader.svelte", "user.name", "user.id"),
        SOURCES - {"src/lib/Reader.svelte", "src/routes/+page.svelte"},
    ),
    "what a layout sets": (
        edit("src/routes/+layout.svelte", "'user'", "'owner'"),
        SOURCES - {"src/routes/+layout.svelte", "src/lib/Reader.svelte"},
    ),
    "shared state": (edit("src/lib/cart.js", "items: []", "owner: null, items: []"), set()),
    "a comment that silences": (edit("src/parts/Button.svelte", "svelte-warden-ignore", "ignored"), set()),
    "a file put in the place of another": (
        replace_by_another,
        SOURCES - {"src/routes/about/+page.svelte"},
    ),
    "a file that only looks changed": (touch, SOURCES - {"src/lib/Reader.svelte", "src/routes/+page.svelte"}),
    "a file that cannot be read any more": (break_file, set()),
}
OTHER_CHANGES: dict[str, Callable[[Path], object]] = {
    "a file that went": remove_layout,
    "a new page": add_page,
    "an alias": edit("svelte.config.js", "src/parts", "src/lib"),
    "versions": edit("package.json", "^5.0.0", "^4.0.0"),
}


@pytest.mark.parametrize("name", [*CHANGES, *OTHER_CHANGES])
def test_after_a_change_a_check_says_what_one_without_a_cache_does(project: Path, name: str) -> None:
    before = checked(project)
    assert before.findings
    assert before.suppressed == 1
    change = CHANGES[name][0] if name in CHANGES else OTHER_CHANGES[name]
    change(project)
    assert told(checked(project)) == told(checked(project, cached=False))


@pytest.mark.parametrize("name", [name for name, (_, left) in CHANGES.items() if left])
def test_what_rests_on_nothing_that_changed_is_not_followed_again(project: Path, name: str) -> None:
    change, left = CHANGES[name]
    checked(project)
    change(project)
    known = still_known(project)
    assert known is not None
    assert known == left


@pytest.mark.parametrize("name", OTHER_CHANGES)
def test_more_than_what_files_say_has_changed(project: Path, name: str) -> None:
    checked(project)
    OTHER_CHANGES[name](project)
    assert still_known(project) is None


def test_one_change_after_the_other(project: Path) -> None:
    checked(project)
    for change, _ in CHANGES.values():
        change(project)
        assert told(checked(project)) == told(checked(project, cached=False))
    assert told(checked(project)) == told(checked(project, cached=False))


@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_two_processes(project: Path, method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "get_context", partial(multiprocessing.get_context, method))
    checked(project, jobs=2)
    CHANGES["a component that is rendered"][0](project)
    assert still_known(project) == CHANGES["a component that is rendered"][1]
    assert told(checked(project, jobs=2)) == told(checked(project, cached=False))


def test_problem_of_a_file_that_has_not_changed_is_told_again(project: Path) -> None:
    break_file(project)
    assert [problem.path.rpartition("/")[2] for problem in checked(project).problems] == ["Reader.svelte"]
    CHANGES["a page that nobody uses"][0](project)
    after = checked(project)
    assert [problem.path.rpartition("/")[2] for problem in after.problems] == ["Reader.svelte"]
    assert told(after) == told(checked(project, cached=False))


def rewritten(project: Path, change: Callable[[Any], Any]) -> None:
    """Let what was learnt of files be something else."""
    memory = memory_of(project)
    name = f"{memory.name}-files"
    content = read_entry(memory.folder, name)
    assert content is not None
    write_entry(memory.folder, name, json.dumps(change(json.loads(content))).encode())


@pytest.mark.parametrize(
    "change",
    [
        lambda _: None,
        lambda kept: {**kept, "files": 3},
        lambda kept: {**kept, "files": [[0]]},
        lambda kept: {**kept, "paths": []},
        lambda kept: {**kept, "check": "another"},
        lambda kept: {**kept, "files": [[path, sources, "[]"] for path, sources, _ in kept["files"]]},
        lambda kept: {**kept, "files": [[path, sources, "[[99]]"] for path, sources, _ in kept["files"]]},
        lambda kept: {**kept, "files": [[path, sources, "[" * 9999] for path, sources, _ in kept["files"]]},
        lambda kept: {**kept, "files": [[path, sources, '["x",[0,0]]'] for path, sources, _ in kept["files"]]},
        lambda kept: {
            **kept,
            "files": [[path, sources, text.replace("true", "17")] for path, sources, text in kept["files"]],
        },
        lambda kept: {
            **kept,
            "files": [[path, sources, text.replace('"src', '["src')] for path, sources, text in kept["files"]],
        },
    ],
)
def test_what_somebody_else_wrote_is_passed_over(project: Path, change: Callable[[Any], Any]) -> None:
    checked(project)
    rewritten(project, change)
    CHANGES["a page that nobody uses"][0](project)
    after = checked(project)
    assert not after.crashes
    assert {finding.rule for finding in after.findings} == {
        finding.rule for finding in checked(project, cached=False).findings
    }


def test_a_crash_over_what_was_kept_is_no_crash(project: Path) -> None:
    """The texts that findings are made of are places and words: here they are neither."""
    checked(project)
    fresh = told(checked(project, cached=False))

    def nonsense(kept: Any) -> Any:  # noqa: ANN401 - whatever was kept
        number = [[path, sources, _without_texts(text)] for path, sources, text in kept["files"]]
        return {**kept, "files": number}

    rewritten(project, nonsense)
    touch(project)
    assert told(checked(project)) == fresh


def _without_texts(answers: str) -> str:
    return json.dumps([None if isinstance(row, str) else row for row in json.loads(answers)])
