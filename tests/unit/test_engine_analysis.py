"""The analysis: what it answers, what changes make it forget, and what they do not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from svelte_warden.engine.analysis import Analysis
from svelte_warden.engine.findings import Finding, Place, Severity
from svelte_warden.engine.memo import Cancelled
from svelte_warden.engine.registry import make_registry
from svelte_warden.flow.analyse import analyse
from svelte_warden.text.source import Source
from tests.unit.projects import WordRule, analysis_of, rule, shown, svelte_project, words, write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from svelte_warden.engine.rule import RuleContext
    from svelte_warden.flow.analyse import FileFlow
    from svelte_warden.flow.program import Program


def test_findings_of_all_files_in_order(tmp_path: Path) -> None:
    root = svelte_project(tmp_path, {"src/B.svelte": "<script>bad();\nbad();</script>", "src/a.ts": "bad();\n"})
    analysis = analysis_of(root, words("bad"))
    assert [path.removeprefix(root) for path in analysis.files()] == ["/src/B.svelte", "/src/a.ts"]
    assert shown(analysis, f"{root}/src/B.svelte") == [(1, "no-bad", "error"), (2, "no-bad", "error")]
    assert shown(analysis, f"{root}/src/a.ts") == [(1, "no-bad", "error")]


def test_open_document_wins_over_the_disk_until_it_is_closed(tmp_path: Path) -> None:
    root = svelte_project(tmp_path, {"src/a.ts": "good();\n"})
    path = f"{root}/src/a.ts"
    analysis = analysis_of(root, words("bad"))
    assert shown(analysis, path) == []
    analysis.open(path, Source(b"\nbad();\n"), 3)
    assert shown(analysis, path) == [(2, "no-bad", "error")]
    assert analysis.version(path) == 3
    analysis.edit(path, Source(b"bad();\n"), 4)
    assert shown(analysis, path) == [(1, "no-bad", "error")]
    assert analysis.version(path) == 4
    analysis.close(path)
    assert shown(analysis, path) == []
    assert analysis.version(path) is None


def test_document_that_is_on_no_disk_is_a_file_while_it_is_open(tmp_path: Path) -> None:
    root = svelte_project(tmp_path, {"src/a.ts": ""})
    path = f"{root}/src/new.ts"
    analysis = analysis_of(root, words("bad"))
    assert path not in analysis.files()
    analysis.open(path, Source(b"bad()"))
    assert path in analysis.files()
    assert shown(analysis, path) == [(1, "no-bad", "error")]
    analysis.close(path)
    assert path not in analysis.files()
    assert analysis.findings(path) == ()


def test_edit_of_a_document_that_is_not_open_opens_it(tmp_path: Path) -> None:
    root = svelte_project(tmp_path, {"src/a.ts": ""})
    analysis = analysis_of(root, words("bad"))
    analysis.edit(f"{root}/src/a.ts", Source(b"bad()"), 1)
    assert shown(analysis, f"{root}/src/a.ts") == [(1, "no-bad", "error")]


def test_files_that_change_come_and_go_on_the_disk(tmp_path: Path) -> None:
    root = svelte_project(tmp_path, {"src/a.ts": "good();", "src/b.ts": "bad();"})
    analysis = analysis_of(root, words("bad"))
    assert len(analysis.files()) == 2
    write(tmp_path, {"src/a.ts": "bad();", "src/c.ts": "bad();"})
    (tmp_path / "src/b.ts").unlink()
    analysis.changed_on_disk([f"{root}/src/{name}.ts" for name in "abc"])
    assert [path.removeprefix(root) for path in analysis.files()] == ["/src/a.ts", "/src/c.ts"]
    assert [len(analysis.findings(f"{root}/src/{name}.ts")) for name in "abc"] == [1, 0, 1]


def test_folder_that_is_renamed_is_told_of_by_its_name_only(tmp_path: Path) -> None:
    root = svelte_project(tmp_path, {"src/old/a.ts": "bad();", "src/b.ts": "", "lib/c.ts": ""})
    analysis = analysis_of(root, words("bad"))
    assert len(analysis.findings(f"{root}/src/old/a.ts")) == 1
    (tmp_path / "src/old").rename(tmp_path / "src/new")
    analysis.changed_on_disk([f"{root}/src/old", f"{root}/src/new"])
    assert analysis.findings(f"{root}/src/old/a.ts") == ()
    assert len(analysis.findings(f"{root}/src/new/a.ts")) == 1
    assert f"{root}/src/new/a.ts" in analysis.files()
    assert analysis.problems() == ()


def test_edit_runs_no_rule_on_another_file(tmp_path: Path) -> None:
    check = WordRule("bad")
    root = svelte_project(tmp_path, {"src/a.ts": "export const a = 1;", "src/b.ts": "bad();"})
    analysis = analysis_of(root, make_registry([rule("no-bad", check)]))
    for path in analysis.files():
        analysis.findings(path)
    check.asked.clear()
    analysis.open(f"{root}/src/a.ts", Source(b"export const a = 2;"))
    for path in analysis.files():
        analysis.findings(path)
    assert check.asked == [f"{root}/src/a.ts"]


def test_edit_within_what_nobody_sees_leaves_importers_alone(tmp_path: Path) -> None:
    check = WordRule("bad")
    root = svelte_project(
        tmp_path,
        {
            "src/lib.ts": "export function greet() { return 'hello'; }\n",
            "src/A.svelte": "<script>import { greet } from './lib'; greet();</script>",
        },
    )
    analysis = analysis_of(root, make_registry([rule("no-bad", check)]))
    for path in analysis.files():
        analysis.findings(path)
    check.asked.clear()
    analysis.open(f"{root}/src/lib.ts", Source(b"// a comment\nexport function greet() { return 'hello'; }\n"))
    assert analysis.findings(f"{root}/src/A.svelte") == ()
    assert check.asked == []


def test_unreadable_file_has_no_findings_and_a_problem(tmp_path: Path) -> None:
    root = svelte_project(tmp_path, {"src/a.ts": "bad();"})
    (tmp_path / "src/b.ts").write_bytes(b"bad(); // \xff")
    analysis = analysis_of(root, words("bad"))
    assert analysis.findings(f"{root}/src/b.ts") == ()
    (problem,) = analysis.problems()
    assert problem.path == f"{root}/src/b.ts"
    assert "UTF-8" in problem.message
    (tmp_path / "src/b.ts").write_bytes(b"bad();")
    analysis.changed_on_disk([f"{root}/src/b.ts"])
    assert len(analysis.findings(f"{root}/src/b.ts")) == 1
    assert analysis.problems() == ()


def test_crash_of_one_rule_leaves_the_others(tmp_path: Path) -> None:
    def crashing(context: RuleContext) -> Iterator[Finding]:
        yield context.finding(0, 1, "half a list")
        message = "oh no"
        raise ValueError(message)

    root = svelte_project(tmp_path, {"src/a.ts": "bad();"})
    analysis = analysis_of(root, make_registry([rule("crashing", crashing), rule("no-bad", WordRule("bad"))]))
    outcome = analysis.outcome(f"{root}/src/a.ts")
    assert [finding.rule for finding in outcome.findings] == ["no-bad"]
    (crash,) = outcome.crashes
    assert (crash.rule, crash.error) == ("crashing", "ValueError: oh no")
    assert "crashing(context" in crash.traceback or "oh no" in crash.traceback


def test_rules_that_share_what_they_apply_to_are_asked_once_and_spared_together(tmp_path: Path) -> None:
    asked: list[str] = []

    def applies(_program: Program, path: str, _flow: FileFlow) -> bool:
        asked.append(path)
        return path.endswith("a.ts")

    checks = WordRule("bad"), WordRule("worse")
    rules = [replace(rule(f"no-{check.word}", check), applies=applies) for check in checks]
    root = svelte_project(tmp_path, {"src/a.ts": "bad();\nworse();", "src/b.ts": "bad();\nworse();"})
    analysis = analysis_of(root, make_registry(rules))
    assert shown(analysis, f"{root}/src/a.ts") == [(1, "no-bad", "error"), (2, "no-worse", "error")]
    assert shown(analysis, f"{root}/src/b.ts") == []
    assert asked == [f"{root}/src/a.ts", f"{root}/src/b.ts"]
    assert [check.asked for check in checks] == [[f"{root}/src/a.ts"]] * 2


def test_rule_that_cannot_tell_what_it_applies_to_is_run(tmp_path: Path) -> None:
    def applies(_program: Program, _path: str, _flow: FileFlow) -> bool:
        message = "oh no"
        raise ValueError(message)

    root = svelte_project(tmp_path, {"src/a.ts": "bad();"})
    analysis = analysis_of(root, make_registry([replace(rule("no-bad", WordRule("bad")), applies=applies)]))
    assert shown(analysis, f"{root}/src/a.ts") == [(1, "no-bad", "error")]


def test_rule_that_reports_in_another_file_has_crashed(tmp_path: Path) -> None:
    def straying(context: RuleContext) -> Iterator[Finding]:
        yield Finding(context.rule.name, context.rule.family, Severity.ERROR, Place("/elsewhere.ts", 0, 1), "there")

    root = svelte_project(tmp_path, {"src/a.ts": "bad();"})
    outcome = analysis_of(root, make_registry([rule("straying", straying)])).outcome(f"{root}/src/a.ts")
    assert outcome.findings == ()
    assert "/elsewhere.ts" in outcome.crashes[0].error


def test_cancelled_check_is_finished_by_the_next_one(tmp_path: Path) -> None:
    root = svelte_project(tmp_path, {"src/a.ts": "bad();"})
    answers = iter([False, False, True])
    analysis = Analysis([root], rules=words("bad"), cancelled=lambda: next(answers, False))
    with pytest.raises(Cancelled):
        analysis.findings(f"{root}/src/a.ts")
    assert len(analysis.findings(f"{root}/src/a.ts")) == 1


def test_only_the_rules_asked_for_run(tmp_path: Path) -> None:
    root = svelte_project(tmp_path, {"src/a.ts": "bad(); // svelte-warden-ignore no-worse\nworse();"})
    analysis = Analysis([root], rules=words("bad", "worse"), only=frozenset({"no-bad"}))
    assert shown(analysis, f"{root}/src/a.ts") == [(1, "no-bad", "error")]


def test_findings_are_in_one_order_and_each_once(tmp_path: Path) -> None:
    def unordered(context: RuleContext) -> Iterator[Finding]:
        for start in (5, 1, 5, 3):
            yield context.finding(start, start + 1, "x")
        yield context.finding(1, 2, "x", severity=Severity.WARNING)

    root = svelte_project(tmp_path, {"src/a.ts": "some text;"})
    findings = analysis_of(root, make_registry([rule("r", unordered)])).findings(f"{root}/src/a.ts")
    assert [(finding.place.start, finding.severity.value) for finding in findings] == [
        (1, "error"),
        (1, "warning"),
        (3, "error"),
        (5, "error"),
    ]


WRITES = "let kept; export function keep(it) { kept = it; return kept; }"


def test_memory_of_files_that_went_is_freed(tmp_path: Path) -> None:
    root = svelte_project(tmp_path, {f"src/{name}.ts": "bad();" for name in "abcdefgh"})
    analysis = analysis_of(root, words("bad"))
    for path in analysis.files():
        analysis.findings(path)
    before = len(analysis.memo)
    for name in "cdefgh":
        (tmp_path / f"src/{name}.ts").unlink()
    analysis.changed_on_disk([f"{root}/src/{name}.ts" for name in "cdefgh"])
    for path in analysis.files():
        analysis.findings(path)
    analysis.tidy()
    assert len(analysis.memo) < before / 2


def test_an_edit_costs_nothing_that_was_found_out_for_an_interrupted_answer(tmp_path: Path) -> None:
    root = svelte_project(tmp_path, {"src/a.ts": "bad();"})
    analysis = analysis_of(root, words("bad"))
    path = f"{root}/src/a.ts"
    analysis.open(path, Source(b"a"))
    analysis.findings(path)
    for number in range(2000):
        analysis.resolve(path, f"./b{number}")  # known, and no answer for a file depends on it yet
    known = len(analysis.memo)
    for number in range(5):
        analysis.edit(path, Source(b"b%d" % number))
    assert len(analysis.memo) == known
    analysis.tidy()
    assert len(analysis.memo) < known / 2


def test_a_file_that_takes_long_by_itself_can_be_called_off(tmp_path: Path) -> None:
    calls = "keep(1 + 2);\n" * 500
    root = svelte_project(tmp_path, {"src/a.ts": f"import {{ keep }} from './b';\n{calls}", "src/b.ts": WRITES})
    asked = 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked == most

    most = -1
    analysis = Analysis([root], cancelled=cancelled)
    analysis.query(analyse, f"{root}/src/a.ts")
    assert asked > analysis.counters.run + 5, "asked while the queries run, too"
    most, asked = asked, 0
    with pytest.raises(Cancelled):
        Analysis([root], cancelled=cancelled).query(analyse, f"{root}/src/a.ts")
