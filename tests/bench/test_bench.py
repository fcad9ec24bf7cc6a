"""The benchmarks run, on a workspace too small to measure anything."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import pytest

from tests.bench import sources, workspace
from tests.bench.__main__ import main
from tests.bench.bare_parse import parse_all
from tests.bench.machine import this_machine
from tests.bench.measurement import Budget, Row, describe, percentile, ratios, repeated, sessions
from tests.bench.peers import number
from tests.bench.results import Result, from_json, page
from tests.bench.sampler import IMPORTS, layer_of
from tests.bench.subject import existing, generated, middle_component, places
from tests.bench.tables import table

if TYPE_CHECKING:
    from pathlib import Path

SMALL = ["--rounds", "1", "--sessions", "1", "--keystrokes", "10", "--pause", "0"]
TYPING = Row("typing", "ms", sessions([[1.0, 2.0, 3.0], [2.0, 3.0, 4.0]]), Budget(5, 3))


def source_files(files: dict[str, str]) -> list[str]:
    return [path for path in files if path.startswith("src/")]


@pytest.mark.parametrize("count", [30, 300])
def test_workspace_has_the_number_of_files_asked_for_and_is_always_the_same(count: int, tmp_path: Path) -> None:
    files = workspace.generate(count)
    assert len(source_files(files)) == count
    assert workspace.generate(count) == files
    workspace.write(tmp_path, files)
    assert parse_all(str(tmp_path / path) for path in source_files(files)) == count


def test_files_to_type_in_have_their_length_and_the_place() -> None:
    files = workspace.generate(30)
    for path, lines in ((workspace.MIDDLE_COMPONENT, 500), (workspace.LARGE_COMPONENT, 1600)):
        assert files[path].count("\n") == lines
    for path in (
        workspace.MIDDLE_COMPONENT,
        workspace.LARGE_COMPONENT,
        workspace.ROOT_LAYOUT,
        workspace.STORE_MODULE,
    ):
        assert files[path].count(sources.TYPING_PLACE) == 1


def test_places_are_found_in_any_folder(tmp_path: Path) -> None:
    generated(tmp_path, 60)
    subject = existing(tmp_path)
    assert not subject.is_generated
    found = {place.name: place for place in places(subject)}
    assert found["root layout"].path == workspace.ROOT_LAYOUT
    assert found["1,600-line component"].path == workspace.LARGE_COMPONENT
    assert any(name.startswith("module that ") for name in found)
    assert middle_component(subject).endswith(".svelte")


def test_a_function_to_type_in_is_added_where_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "Only.svelte").write_text("<script>\n\tlet a = 1;\n</script>\n\n<p>{a}</p>\n", encoding="utf-8")
    (place,) = places(existing(tmp_path))
    line = place.text.splitlines()[place.line]
    assert line == "\t"
    assert place.text.splitlines()[place.line - 1] == "function typed() {"
    assert place.character == len(line)


def test_median_spread_and_percentile() -> None:
    assert percentile([float(number) for number in range(100, 0, -1)], 95) == 95.0
    assert percentile([3.0], 95) == 3.0
    assert describe(TYPING) == "p50 2.50 ms (2 to 3), p95 4 ms"
    assert describe(Row("check", "s", repeated([1.0, 2.5, 12.25]))) == "2.50 s (1 to 12.2)"
    assert ratios([2.0, 9.0], [1.0, 3.0]).median == 2.5


def test_a_budget_is_met_or_not() -> None:
    assert TYPING.is_met is False
    assert Row("typing", "ms", TYPING.figure, Budget(3, 4)).is_met is True
    assert Row("faster", "", repeated([19.0]), Budget(at_least=20)).is_met is False
    assert Row("anything", "s", repeated([1.0])).is_met is None


def test_table_is_markdown() -> None:
    assert table([Row("typing", "ms", repeated([1.0]), Budget(2))]) == (
        "| work   | measured | budget | met |\n"
        "|--------|----------|--------|-----|\n"
        "| typing | 1 ms     | ≤ 2 ms | yes |"
    )


def test_table_compares_subjects() -> None:
    rows = [
        Row("time", "s", repeated([1.0]), subject="one"),
        Row("time", "s", repeated([2.0]), Budget(1), subject="two"),
        Row("files", "", repeated([5]), subject="two"),
    ]
    assert [[cell.strip() for cell in line.split("|")[1:-1]] for line in table(rows).splitlines()] == [
        ["", "time", "files"],
        ["-----", "-" * 32, "-------"],
        ["one", "1 s", "—"],
        ["two", "2 s; budget ≤ 1 s: **not met**", "5"],
    ]


def test_what_is_kept_is_what_was_measured() -> None:
    result = Result("keystroke", this_machine(), 30, (TYPING,))
    assert from_json(json.dumps(asdict(result))) == result
    assert "## While somebody types" in page([result], {})
    assert table(result.rows) in page([result], {})


def test_time_belongs_to_layers() -> None:
    assert layer_of("svelte_warden/flow/interpreter/machine") == "flow"
    assert layer_of("svelte_warden_rules/shared_state/findings") == "rules"
    assert layer_of(IMPORTS) == IMPORTS


def test_usual_benchmarks_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--files", "30", *SMALL]) == 0
    printed = capsys.readouterr().out
    for work in (
        "cold check ÷ bare parse",
        "warm check ÷ bare parse",
        "check after one file changed",
        "keystroke to publish, 500-line component",
        "explain",
        "first diagnostics",
        "widely imported store to publish",
        "workspace pull, unchanged",
        "memory",
    ):
        assert work in printed


def test_any_folder_can_be_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    generated(tmp_path, 30)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    assert main(["keystroke", "cold", "--workspace", str(tmp_path), *SMALL]) == 0
    assert "keystroke to publish, root layout" in capsys.readouterr().out
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_scale_runs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scale", "--files", "30", "--sizes", "30", *SMALL]) == 0
    assert "| 30 files |" in capsys.readouterr().out


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no timers that tick so fast")
def test_profile_runs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["profile", "--files", "30", *SMALL]) == 0
    shares = dict(line.split("|")[1:3] for line in capsys.readouterr().out.splitlines() if line.startswith("| "))
    measured = {
        layer.strip(): float(time.split()[0].replace(",", "")) for layer, time in shares.items() if "ms" in time
    }
    assert measured["imports"] > 0
    assert measured["flow"] > 0
    assert measured["all"] == pytest.approx(sum(time for layer, time in measured.items() if layer != "all"), rel=0.05)


def test_the_number_of_files_is_read_from_what_a_tool_prints() -> None:
    assert number(r"on (\d+) files", "Finished in 5ms on 300 files with 96 rules") == 300
    with pytest.raises(RuntimeError, match="nothing was checked"):
        number(r"on (\d+) files", "nothing was checked")
