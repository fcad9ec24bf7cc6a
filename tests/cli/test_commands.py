"""The other commands, and what they load."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import svelte_warden
from tests.cli.program import environment, run
from tests.unit.projects import svelte_project

if TYPE_CHECKING:
    from pathlib import Path


def loaded_by(folder: Path, *arguments: str) -> set[str]:
    """Return the modules that a command loads."""
    code = f"""
import sys
from svelte_warden.cli import main
try:
    main({list(arguments)!r})
except SystemExit:
    pass
sys.stderr.write(" ".join(sys.modules))
"""
    process = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return set(process.stderr.split())


def test_version(tmp_path: Path) -> None:
    result = run(tmp_path, "--version")
    assert (result.status, result.output, result.errors) == (0, f"svelte-warden {svelte_warden.__version__}\n", "")


HEAVY = ("tree_sitter", "pygls", "lsprotocol", "asyncio", "pathspec", "concurrent.futures")


@pytest.mark.parametrize(
    ("arguments", "unwanted"),
    [
        (["--version"], (*HEAVY, "svelte_warden.engine.analysis", "importlib.metadata")),
        (["check", "--help"], (*HEAVY, "svelte_warden.engine.analysis", "importlib.metadata")),
        (["rules"], (*HEAVY, "svelte_warden.engine.analysis")),
        (["explain", "unused-suppression"], (*HEAVY, "svelte_warden.engine.analysis")),
        (["check"], ("pygls", "lsprotocol", "asyncio", "concurrent.futures")),
    ],
)
def test_command_loads_only_what_it_needs(tmp_path: Path, arguments: list[str], unwanted: tuple[str, ...]) -> None:
    svelte_project(tmp_path, {"src/A.svelte": "<p>hello</p>"})
    loaded = loaded_by(tmp_path, *arguments)
    assert loaded.isdisjoint(unwanted), sorted(loaded.intersection(unwanted))


def test_help_names_the_commands(tmp_path: Path) -> None:
    result = run(tmp_path, "--help")
    assert result.status == 0
    for command in ("check", "explain", "rules", "lsp"):
        assert f"\n    {command} " in result.output


def test_explain_shows_the_page(tmp_path: Path) -> None:
    result = run(tmp_path, "explain", "unused-suppression")
    assert result.status == 0
    assert result.output.startswith("# unused-suppression\n")
    coloured = run(tmp_path, "explain", "unused-suppression", FORCE_COLOR="1").output
    assert coloured.startswith("\x1b[1;36munused-suppression\x1b[0m\n")
    assert "```" not in coloured
    assert "\x1b[2msrc/User.svelte\x1b[0m" in coloured


def test_explain_of_an_unknown_rule(tmp_path: Path) -> None:
    result = run(tmp_path, "explain", "unused-supression")
    assert result.status == 2
    assert (
        result.errors
        == "svelte-warden: there is no rule called 'unused-supression'; did you mean unused-suppression?\n"
    )


def test_explain_lists_the_rules_of_a_family(tmp_path: Path) -> None:
    result = run(tmp_path, "explain", "context-timing")
    assert (result.status, result.errors) == (0, "")
    family, *rules = result.output.splitlines()
    assert family == "context-timing"
    assert [line.split()[0] for line in rules] == [
        "context-after-await",
        "context-outside-component",
        "context-outside-init",
        "lifecycle-outside-init",
    ]
    assert "error    A handler, a timer, a callback or a teardown calls a context function" in result.output


def test_rules(tmp_path: Path) -> None:
    text = run(tmp_path, "rules")
    assert text.status == 0
    assert "\ncontext-timing\n" in f"\n{text.output}"
    listed = run(tmp_path, "rules", "--format", "json").json
    assert {"name", "family", "severity", "summary", "url"} == set(listed[0])
    assert {"context-outside-init", "unused-suppression"} <= {rule["name"] for rule in listed}
    for rule in listed:
        assert rule["name"] in text.output


def test_graph_of_a_component_shows_the_ways_to_it(tmp_path: Path) -> None:
    svelte_project(
        tmp_path,
        {
            "src/App.svelte": "<script>import Card from './Card.svelte';</script><Card />",
            "src/Card.svelte": "<p></p>",
            "src/main.js": "import { mount } from 'svelte'; import App from './App.svelte'; mount(App, {});",
        },
    )
    result = run(tmp_path, "graph", "src/Card.svelte")
    assert result.output == "mount main.js  (src)\n  App.svelte  (src)\n    Card.svelte  (src; this file)\n"
    nothing = run(tmp_path, "graph", "package.json")
    assert (nothing.status, nothing.output) == (0, "")
    assert "package.json is no component" in nothing.errors


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["graph", "gone"], "there is no file or folder gone"),
        (["graph", "--format", "text"], "is a folder"),
        (["graph", "a.svelte", "--format", "dot"], "no other format"),
        (["graph", "--route", "/gone"], "there is no route /gone"),
        (["graph", "--key", "gone"], "no component that is rendered here sets or reads a context with the key gone"),
    ],
)
def test_graph_refuses_what_makes_no_sense(tmp_path: Path, arguments: list[str], message: str) -> None:
    svelte_project(tmp_path, {"a.svelte": ""})
    result = run(tmp_path, *arguments)
    assert result.status == 2
    assert message in result.errors
