"""Comments that silence findings, and findings about comments that silence nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from svelte_warden.engine.analysis import Analysis
from svelte_warden.engine.registry import make_registry
from svelte_warden.text.source import Source
from tests.unit.projects import WordRule, analysis_of, rule, svelte_project

if TYPE_CHECKING:
    from pathlib import Path

    from svelte_warden.engine.findings import Finding

RULES = make_registry(
    [
        rule("no-bad", WordRule("bad")),
        rule("no-worse", WordRule("worse")),
        rule("no-worst", WordRule("worst"), family="shared-state"),
    ]
)


def check(tmp_path: Path, text: str, name: str = "a.ts", config: object = None) -> tuple[list[str], int, str]:
    """Return `line rule` of each finding, the number that was silenced, and the path of the file."""
    files = {f"src/{name}": text, "svelte-warden.json": json.dumps(config or {})}
    root = svelte_project(tmp_path, files)
    analysis = analysis_of(root, RULES)
    path = f"{root}/src/{name}"
    outcome = analysis.outcome(path)
    source = analysis.source(path)
    found = [f"{source.position(f.place.start, 'utf-8')[0] + 1} {f.rule}" for f in outcome.findings]
    return found, len(outcome.suppressed), path


@pytest.mark.parametrize(
    ("text", "found", "silenced"),
    [
        ("bad(); // svelte-warden-ignore no-bad", [], 1),
        ("// svelte-warden-ignore no-bad\nbad();", [], 1),
        ("// svelte-warden-ignore no-bad -- a reason, with no-worse\nbad();\nworse();", ["3 no-worse"], 1),
        ("/* svelte-warden-ignore no-bad */\nbad();", [], 1),
        ("// svelte-warden-ignore no-bad, no-worse\nbad(worse());", [], 2),
        ("// svelte-warden-ignore context-timing\nbad();", [], 1),
        ("// svelte-warden-ignore\nbad();", [], 1),
        ("// svelte-warden-ignore no-bad\n// svelte-warden-ignore no-worse\nbad(worse());", [], 2),
        ("// svelte-warden-ignore-file no-bad\n\nbad();\nworse();\nbad();", ["4 no-worse"], 2),
        ("bad();\nworse();\n// svelte-warden-ignore-file", [], 2),
        ("// svelte-warden-ignore no-bad\r\nbad();\r\nbad();", ["3 no-bad"], 1),
        ("bad(); // svelte-warden-ignore no-bad\nbad();", ["2 no-bad"], 1),
        ("// svelte-warden-ignore no-bad\n\nbad();", ["1 unused-suppression", "3 no-bad"], 0),
        ("// svelte-warden-ignore no-bad\ngood();", ["1 unused-suppression"], 0),
        ("// svelte-warden-ignore no-bad\nworse();", ["1 unused-suppression", "2 no-worse"], 0),
        ("// svelte-warden-ignore no-bad, no-worse\nbad();", ["1 unused-suppression"], 1),
        ("// svelte-warden-ignore no-bat\nbad();", ["1 unused-suppression", "2 no-bad"], 0),
        ("// svelte-warden-ignore-file\ngood();", ["1 unused-suppression"], 0),
        ("// svelte-warden-ignored no-bad\nbad();", ["2 no-bad"], 0),
    ],
)
def test_scripts(tmp_path: Path, text: str, found: list[str], silenced: int) -> None:
    assert check(tmp_path, text)[:2] == (found, silenced)


def test_markup_comment_silences_the_script_below_it(tmp_path: Path) -> None:
    text = "<!-- svelte-warden-ignore no-bad -- why not -->\n<script>bad();\nbad();</script>"
    assert check(tmp_path, text, "A.svelte")[:2] == (["3 no-bad"], 1)


def test_rule_that_is_off_makes_no_comment_unused(tmp_path: Path) -> None:
    config = {"rules": {"no-bad": "off"}}
    assert check(tmp_path, "// svelte-warden-ignore no-bad\nbad();", config=config)[:2] == ([], 0)


def test_rule_that_crashed_makes_no_comment_unused(tmp_path: Path) -> None:
    def crash(_: object) -> list[Finding]:
        raise ValueError

    root = svelte_project(tmp_path, {"src/a.ts": "// svelte-warden-ignore no-crash\nbad();"})
    assert analysis_of(root, make_registry([rule("no-crash", crash)])).findings(f"{root}/src/a.ts") == ()


def test_rule_that_was_not_asked_for_makes_no_comment_unused(tmp_path: Path) -> None:
    root = svelte_project(tmp_path, {"src/a.ts": "// svelte-warden-ignore no-worse, no-such-rule\nbad();"})
    only = frozenset({"no-bad", "unused-suppression"})
    findings = Analysis([root], rules=RULES, only=only).findings(f"{root}/src/a.ts")
    assert [finding.message[:40] for finding in findings if finding.rule != "no-bad"] == [
        "There is no rule or family called `no-su"
    ]


def test_configuration_sets_the_level_of_unused_comments(tmp_path: Path) -> None:
    text = "// svelte-warden-ignore no-bad\ngood();"
    assert check(tmp_path, text, config={"rules": {"unused-suppression": "off"}})[:2] == ([], 0)
    assert check(tmp_path, text, config={"rules": {"suppression": "off"}})[:2] == ([], 0)


def test_messages_name_the_cure(tmp_path: Path) -> None:
    root = svelte_project(tmp_path, {"src/a.ts": "// svelte-warden-ignore no-bat, no-worse, zzzz\nx();"})
    messages = [finding.message for finding in analysis_of(root, RULES).findings(f"{root}/src/a.ts")]
    assert messages == [
        "There is no rule or family called `no-bat`; did you mean `no-bad`?",
        "This comment silences nothing: `no-worse` reports nothing here.",
        "There is no rule or family called `zzzz`; `svelte-warden rules` lists them.",
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a();\n  // svelte-warden-ignore no-bad -- x\ngood();\n", "a();\ngood();\n"),
        ("a();\r\n\t// svelte-warden-ignore no-bad\r\ngood();\r\n", "a();\r\ngood();\r\n"),
        ("good(); // svelte-warden-ignore no-bad", "good();"),
        ("good(); /* svelte-warden-ignore no-bad */ good();", "good(); good();"),
        ("// svelte-warden-ignore no-bad", ""),
        ("// svelte-warden-ignore no-bad, no-worse -- x\nbad();", "// svelte-warden-ignore no-bad -- x\nbad();"),
        ("// svelte-warden-ignore no-worse, no-bad -- x\nbad();", "// svelte-warden-ignore no-bad -- x\nbad();"),
        ("// svelte-warden-ignore no-bat no-bad\nbad();", "// svelte-warden-ignore no-bad\nbad();"),
    ],
)
def test_fix_removes_what_silences_nothing_and_no_more(tmp_path: Path, before: str, after: str) -> None:
    root = svelte_project(tmp_path, {"src/a.ts": before})
    path = f"{root}/src/a.ts"
    analysis = analysis_of(root, RULES)
    (finding,) = analysis.findings(path)
    assert finding.rule == "unused-suppression"
    (fix,) = finding.fixes
    assert fix.safety == "safe"
    (edit,) = fix.edits
    data = before.encode()
    fixed = data[: edit.start] + edit.text.encode() + data[edit.end :]
    assert fixed.decode() == after
    analysis.open(path, Source(fixed))
    assert analysis.findings(path) == ()


def test_page_ships_with_the_program() -> None:
    unused = RULES.get("unused-suppression")
    assert unused is not None
    assert unused.page.startswith("# unused-suppression\n")
    assert unused.url is not None
    assert unused.url.startswith("file:///")
