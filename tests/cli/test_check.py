"""The command `check` as a user meets it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from tests.cli.program import run
from tests.unit.projects import svelte_project, write

if TYPE_CHECKING:
    from pathlib import Path

LATE = """\
<script>
\timport { getContext } from 'svelte';
\tfunction save() {
\t\tgetContext('é😀').save();
\t}
</script>
<button onclick={save}>Save</button>
"""
FINE = (
    "<script>\n  import { getContext } from 'svelte';\n  const user = getContext('user');\n</script>\n<p>{user}</p>\n"
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    svelte_project(tmp_path, {"src/Save.svelte": LATE, "src/Fine.svelte": FINE})
    return tmp_path


def test_finding_with_its_frame(project: Path) -> None:
    result = run(project, "check")
    assert result.status == 1
    assert result.errors == ""
    assert "error[context-outside-init]: " in result.output
    assert "  --> src/Save.svelte:4:3\n" in result.output
    assert "  4 |         getContext('é😀').save();\n    |         ^^^^^^^^^^" in result.output
    assert re.search(r"\n1 error in 2 files of 1 project, \d+\.\d\d s\n", result.output)
    assert "\x1b" not in result.output


def test_json_keeps_its_contract(project: Path) -> None:
    result = run(project, "check", "--format", "json")
    assert result.status == 1
    document = result.json
    assert set(document) == {"version", "summary", "diagnostics", "problems"}
    summary = document["summary"]
    assert {key: summary[key] for key in ("projects", "files", "errors", "warnings", "suppressed")} == {
        "projects": 1,
        "files": 2,
        "errors": 1,
        "warnings": 0,
        "suppressed": 0,
    }
    assert isinstance(summary["seconds"], float)
    (found,) = document["diagnostics"]
    assert found["file"] == "src/Save.svelte"
    assert found["range"]["start"] == {"line": 4, "column": 3}
    assert found["range"]["end"]["line"] == 4
    assert (found["severity"], found["family"], found["rule"]) == ("error", "context-timing", "context-outside-init")
    assert set(found) == {"file", "range", "severity", "family", "rule", "message", "url", "related", "fixes"}
    for related in found["related"]:
        assert set(related) == {"file", "range", "message"}
    for fix in found["fixes"]:
        assert set(fix) == {"title", "safety", "edits"}


def test_columns_count_characters_and_lines_end_as_in_editors(tmp_path: Path) -> None:
    text = "<p>é😀\u2028{x}</p>\r\n<script>\r\nimport { getContext } from 'svelte';\r\n"
    text += "const f = () => { /* é😀\u2028 */ getContext('a') };\r\n</script>\r\n<button onclick={f}>x</button>"
    svelte_project(tmp_path, {"src/A.svelte": text})
    (found,) = run(tmp_path, "check", "--format", "json").json["diagnostics"]
    line = text.split("\r\n")[3]
    column = line.index("getContext") + 1
    assert found["range"]["start"] == {"line": 4, "column": column}
    assert found["range"]["end"]["column"] > column


def test_paths_are_relative_to_the_working_directory(project: Path) -> None:
    folder = project / "other" / "folder"
    folder.mkdir(parents=True)
    assert "--> ../../src/Save.svelte:4:3\n" in run(folder, "check", "../..").output


def test_one_file_is_checked_within_its_project(project: Path) -> None:
    result = run(project, "check", "src/Fine.svelte", "--format", "json")
    assert result.status == 0
    assert result.json["summary"]["files"] == 1
    assert run(project, "check", "src/Save.svelte", "src/Fine.svelte").status == 1


def test_many_projects_below_a_folder(tmp_path: Path) -> None:
    for name in ("one", "two"):
        svelte_project(tmp_path / name, {"src/Save.svelte": LATE})
    document = run(tmp_path, "check", "--format", "json").json
    assert document["summary"]["projects"] == 2
    assert [found["file"] for found in document["diagnostics"]] == ["one/src/Save.svelte", "two/src/Save.svelte"]


@pytest.mark.parametrize(
    ("severity", "fail_on", "status"),
    [
        ("error", "error", 1),
        ("error", "never", 0),
        ("warning", "error", 0),
        ("warning", "warning", 1),
        ("info", "warning", 0),
        ("hint", "hint", 1),
        ("off", "hint", 0),
    ],
)
def test_failing_level(project: Path, severity: str, fail_on: str, status: int) -> None:
    write(project, {"svelte-warden.json": json.dumps({"rules": {"context-timing": severity}})})
    assert run(project, "check", "--fail-on", fail_on).status == status


def test_chosen_rules(project: Path) -> None:
    assert run(project, "check", "--rule", "context-after-await").status == 0
    assert run(project, "check", "--rule", "context-after-await", "--rule", "context-timing").status == 1
    unknown = run(project, "check", "--rule", "context-after-awiat")
    assert unknown.status == 2
    assert (
        unknown.errors
        == "svelte-warden: there is no rule called 'context-after-awiat'; did you mean context-after-await?\n"
    )


def test_quiet_prints_findings_only(project: Path) -> None:
    assert "1 error" not in run(project, "check", "--quiet").output
    assert "error[" in run(project, "check", "--quiet").output
    assert run(project, "check", "--quiet", "src/Fine.svelte").output == ""


def test_suppressed_findings_are_counted(project: Path) -> None:
    write(
        project,
        {"src/Save.svelte": LATE.replace("\t\tgetC", "\t\t// svelte-warden-ignore context-timing -- x\n\t\tgetC")},
    )
    result = run(project, "check")
    assert result.status == 0
    assert "no findings in 2 files of 1 project" in result.output
    assert "(1 suppressed)" in result.output


def test_several_processes_find_the_same(tmp_path: Path) -> None:
    svelte_project(tmp_path, {f"src/S{number:02}.svelte": LATE for number in range(70)})
    one, three = (run(tmp_path, "check", "--format", "json", "--jobs", jobs).json for jobs in ("1", "3"))
    assert len(one["diagnostics"]) == 70
    assert one["diagnostics"] == three["diagnostics"]


def test_colours(project: Path) -> None:
    coloured = run(project, "check", FORCE_COLOR="1").output
    assert "\x1b[1;31merror[context-outside-init]\x1b[0m" in coloured
    plain = run(project, "check").output
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured).splitlines()[:-2] == plain.splitlines()[:-2]
    assert "\x1b" not in run(project, "check", FORCE_COLOR="1", NO_COLOR="1").output
    assert "\x1b" not in run(project, "check", "--no-color", FORCE_COLOR="1").output


def test_output_in_an_encoding_that_lacks_characters(project: Path) -> None:
    result = run(project, "check", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert result.status == 1
    assert r"getContext('\xe9\U0001f600')" in result.output


def test_nothing_to_check(tmp_path: Path) -> None:
    result = run(tmp_path, "check")
    assert result.status == 0
    assert "0 files" in result.output
