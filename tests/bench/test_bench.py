"""The benchmarks run, on a workspace too small to measure anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.bench import sources, workspace
from tests.bench.__main__ import main
from tests.bench.bare_parse import parse_all
from tests.bench.measurement import Row, as_table, milliseconds, percentile

if TYPE_CHECKING:
    from pathlib import Path


def source_files(files: dict[str, str]) -> list[str]:
    return [path for path in files if path.startswith("src/")]


@pytest.mark.parametrize("count", [30, 300])
def test_workspace_has_the_number_of_files_asked_for_and_is_always_the_same(count: int, tmp_path: Path) -> None:
    files = workspace.generate(count)
    assert len(source_files(files)) == count
    assert workspace.generate(count) == files
    workspace.write(tmp_path, files)
    assert parse_all(tmp_path) == count


def test_components_to_type_in_have_their_length_and_the_place() -> None:
    files = workspace.generate(30)
    for path, lines in ((workspace.MIDDLE_COMPONENT, 500), (workspace.LARGE_COMPONENT, 1600)):
        assert files[path].count("\n") == lines
        assert files[path].count(sources.TYPING_PLACE) == 1


def test_median_and_percentile() -> None:
    values = [float(number) for number in range(100, 0, -1)]
    assert percentile(values, 95) == 95.0
    assert percentile([3.0], 95) == 3.0
    assert milliseconds([0.001, 0.002, 0.003]) == "p50 2.0 ms, p95 3.0 ms"


def test_table_is_markdown() -> None:
    assert as_table([Row("typing", "1 ms", "≤ 2 ms")]) == (
        "| work   | measured | budget |\n|--------|----------|--------|\n| typing | 1 ms     | ≤ 2 ms |"
    )


def test_every_benchmark_runs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--files", "30", "--keystrokes", "10", "--rounds", "1"]) == 0
    table = capsys.readouterr().out
    for work in (
        "cold check ÷ bare parse",
        "keystroke to publish, 500 lines",
        "explain",
        "first diagnostics",
        "memory",
    ):
        assert work in table
