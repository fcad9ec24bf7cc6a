"""What was measured, kept: one file of figures for each benchmark, and RESULTS.md with the plots, made from them."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.bench.machine import Machine
from tests.bench.measurement import Budget, Figure, Row
from tests.bench.plots import draw
from tests.bench.tables import table

RESULTS = Path(__file__).with_name("RESULTS.md")
_KEPT = Path(__file__).with_name("results")

_INTRODUCTION = """# How fast it is

Measured on a generated SvelteKit project, the same on every machine; `python -m tests.bench` does it again, and
`--write` writes this page. Each figure is a median, in brackets the lowest and the highest of its repetitions. What is
compared was run in turn, and ratios are taken within a turn. *Bare parse* is the time in which one process reads the
same files and parses them with tree-sitter, and does nothing with the trees.
"""
_TITLES = {
    "start": "Starts",
    "keystroke": "While somebody types",
    "effects": "Edits that change what another open document sees",
    "pull": "Problems of the whole workspace",
    "cold": "A check of everything",
    "memory": "Memory",
    "scale": "From small to large",
    "real": "On published packages",
    "peers": "Beside other tools",
    "servers": "Beside other language servers",
    "profile": "Where the time goes",
    "modules": "Where the time goes, by module",
}
_ON_THEIR_OWN = ("scale", "real")  # these are about other files than the rest
_NOTES = {
    "keystroke": "A real server over standard input and output; each keystroke gives a new text, and the server goes on"
    " with the rest of the workspace in the pauses. Spread: the medians of the sessions.",
    "peers": "The tools look for different things, with the rules that each recommends; what compares is how long"
    " somebody waits. The number of files is what each says itself.",
    "servers": "The component of 500 lines, the whole text with every change, a quarter of a second between keystrokes."
    " The servers look for different things.",
    "profile": "Time in the layer itself, without what it calls in others, in milliseconds; looked at a thousand times"
    " a second.",
}


@dataclass(frozen=True, slots=True)
class Result:
    """What one benchmark gave.

    Attributes:
        name: The benchmark.
        machine: Where it ran.
        files: Number of files of the workspace.
        rows: The figures.
    """

    name: str
    machine: Machine
    files: int
    rows: tuple[Row, ...]


def keep(result: Result) -> None:
    """Write the figures of a benchmark in the place of the last ones."""
    _KEPT.mkdir(exist_ok=True)
    text = json.dumps(asdict(result), indent=1, ensure_ascii=False)
    (_KEPT / f"{result.name}.json").write_text(f"{text}\n", encoding="utf-8", newline="\n")


def kept() -> list[Result]:
    """Read the figures of all benchmarks, in the order of the page."""
    files = [_KEPT / f"{name}.json" for name in _TITLES]
    return [from_json(file.read_text(encoding="utf-8")) for file in files if file.exists()]


def from_json(text: str) -> Result:
    """Read what `keep` wrote."""
    content = json.loads(text)
    rows = tuple(
        Row(
            row["work"],
            row["unit"],
            Figure(**row["figure"]),
            Budget(**row["budget"]) if row["budget"] else None,
            row["subject"],
        )
        for row in content["rows"]
    )
    return Result(content["name"], Machine(**content["machine"]), content["files"], rows)


def publish() -> None:
    """Write RESULTS.md and its plots from what is kept."""
    results = kept()
    drawn = draw({result.name: result.rows for result in results}, RESULTS.parent)
    RESULTS.write_text(page(results, drawn), encoding="utf-8", newline="\n")


def page(results: list[Result], drawn: dict[str, str]) -> str:
    """Return the text of RESULTS.md.

    Args:
        results: What was measured.
        drawn: For benchmarks that have a plot, the name of its file.
    """
    return _INTRODUCTION + "".join(_section(result, drawn.get(result.name)) for result in results)


def _section(result: Result, plot: str | None) -> str:
    title = _TITLES[result.name]
    files = "" if result.name in _ON_THEIR_OWN else f"{result.files:,} files; "
    parts = [f"## {title}", f"*{files}{result.machine.describe()}*"]
    if result.name in _NOTES:
        parts.append(_NOTES[result.name])
    if plot is not None:
        parts.append(f"![{title}]({plot})")
    parts.append(table(result.rows))
    return "".join(f"\n{part}\n" for part in parts)
