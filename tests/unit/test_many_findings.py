"""Files with very many findings: what can be done about each is told in a time that grows with them, no faster."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from svelte_warden.engine.analysis import Analysis
from tests.unit.projects import svelte_project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PACKAGE = json.dumps({"devDependencies": {"svelte": "^5.0.0", "@sveltejs/kit": "^2.0.0"}})
FEW = 40
TIMES = 6


def component(lines: list[str]) -> str:
    return "\n".join(["<script>", "import { getContext } from 'svelte';", *lines, "</script>"])


def timers(number: int) -> str:
    return component([f"setTimeout(() => getContext('a{index}'));" for index in range(number)])


def timers_in_a_function(number: int) -> str:
    return component(
        ["function start() {", timers(number).partition(";")[2].removesuffix("</script>"), "}", "start();"]
    )


def after_an_await(number: int) -> str:
    declared = [f"const value{index} = getContext('a{index}');" for index in range(number)]
    return component(["async function start(x) {", "await x;", *declared, "}", "start();"])


def handlers(number: int) -> str:
    return component([]) + "\n".join(
        f"<button onclick={{() => getContext('a{index}')}}>x</button>" for index in range(number)
    )


def variables_of_a_hook(number: int) -> str:
    declared = [f"let user{index};" for index in range(number)]
    written = [f"user{index} = event.cookies.get('a{index}');" for index in range(number)]
    read = ", ".join(f"user{index}" for index in range(number))
    body = ["export function handle({ event, resolve }) {", *written, "return resolve(event);", "}"]
    return "\n".join([*declared, *body, f"export const users = () => [{read}];"])


@pytest.mark.parametrize("text", [timers, timers_in_a_function, after_an_await, handlers, variables_of_a_hook])
def test_the_work_for_fixes_grows_with_the_findings(tmp_path: Path, text: Callable[[int], str]) -> None:
    few, many = (calls_for_fixes(tmp_path / str(number), text(number), number) for number in (FEW, TIMES * FEW))
    assert many < 2 * TIMES * few


def calls_for_fixes(folder: Path, text: str, number: int) -> int:
    """Ask for the fixes of all findings, and return how many calls of functions that takes."""
    name = "src/A.svelte" if "<script>" in text else "src/hooks.server.js"
    root = svelte_project(folder, {"package.json": PACKAGE, name: text})
    analysis = Analysis([root])
    findings = analysis.findings(f"{root}/{name}")
    assert len(findings) == number
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        fixes = [analysis.fixes(finding) for finding in findings]
    finally:
        sys.setprofile(before)
    assert all(fixes)
    return calls
