"""A cold check beside other tools: the same files, on the same machine, in turn.

They look for other things, and none of them for what svelte-warden does; what compares is how long somebody waits.
"""

from __future__ import annotations

import json
import re
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.cold import bare_parse
from tests.bench.measurement import Budget, Row, ratios, repeated
from tests.bench.peer_tools import prepared, program, version
from tests.bench.programs import run, seconds_of, svelte_warden

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tests.bench.options import Options
    from tests.bench.subject import Subject

_MOST_ROUNDS = 3
_PARSE = "bare parse"
_OURS = "svelte-warden"
_JUDGED = "eslint-plugin-svelte"


@dataclass(frozen=True, slots=True)
class _Tool:
    """A command that checks the workspace.

    Attributes:
        name: What it is called in the table.
        command: The program and its arguments.
        files_in: Reads the number of files that were looked at from what it printed.
        says_it_as_error: Whether that stands in what it printed to standard error.
    """

    name: str
    command: Sequence[str]
    files_in: Callable[[str], int]
    says_it_as_error: bool = False


def measure(subject: Subject, options: Options) -> Iterator[Row]:
    """Run all tools in every round, after one that is not timed but tells how many files each looked at."""
    with prepared(subject) as copy, tempfile.TemporaryDirectory() as folder:
        listed = Path(folder, "files")
        listed.write_text("\n".join(copy.files), encoding="utf-8")
        works = {
            tool.name: partial(run, tool.command, copy.root, (0, 1), with_errors=tool.says_it_as_error)
            for tool in _tools()
        }
        files = {tool.name: tool.files_in(works[tool.name]()) for tool in _tools()}
        times: dict[str, list[float]] = {name: [] for name in (_PARSE, *works)}
        for _ in range(min(options.rounds, _MOST_ROUNDS)):
            times[_PARSE].append(bare_parse(listed))
            for name, work in works.items():
                times[name].append(seconds_of(work))
    files[_PARSE] = len(copy.files)
    for name, taken in times.items():
        yield Row("files", "", repeated([files[name]]), subject=name)
        yield Row("time", "s", repeated(taken), subject=name)
        yield Row("÷ bare parse", "", ratios(taken, times[_PARSE]), subject=name)
        budget = Budget(at_least=20) if name.startswith(f"{_JUDGED} ") and "processes" not in name else None
        yield Row("÷ svelte-warden", "", ratios(taken, times[_OURS]), budget, name)


def _tools() -> Iterator[_Tool]:
    """Every tool as its manual says, with the rules it recommends; ESLint also with as many processes as it wants."""
    yield _Tool(
        _OURS,
        [svelte_warden(), "check", "--no-cache", "--format", "json"],
        lambda printed: int(json.loads(printed)["summary"]["files"]),
    )
    eslint = [program("eslint"), "--format", "json", "src"]
    name = f"{_JUDGED} {version('eslint-plugin-svelte')}"
    yield _Tool(name, eslint, _count)
    yield _Tool(f"{name}, several processes", [*eslint, "--concurrency", "auto"], _count)
    yield _Tool(
        f"svelte-check {version('svelte-check')}",
        [program("svelte-check"), "--output", "machine", "--threshold", "error"],
        partial(number, r"COMPLETED (\d+) FILES"),
    )
    yield _Tool(
        f"biome {version('@biomejs/biome')}",
        [program("biome"), "lint", "--max-diagnostics=1", "src"],
        partial(number, r"Checked (\d+) files"),
        says_it_as_error=True,
    )
    yield _Tool(f"oxlint {version('oxlint')}", [program("oxlint"), "src"], partial(number, r"on (\d+) files"))


def _count(printed: str) -> int:
    return len(json.loads(printed))


def number(pattern: str, printed: str) -> int:
    """Return the number that the group of a pattern finds in what was printed.

    Raises:
        RuntimeError: It finds nothing.
    """
    found = re.search(pattern, printed)
    if found is None:
        message = f"the output does not say how many files were checked: {printed[-500:]}"
        raise RuntimeError(message)
    return int(found[1])
