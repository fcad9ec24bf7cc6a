"""The machine-readable formats, on results with every kind of thing in them."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from svelte_warden.engine.findings import Edit, Finding, Fix, Place, Related, Severity
from svelte_warden.engine.outcome import Crash
from svelte_warden.engine.registry import installed
from svelte_warden.project.problem import Problem
from svelte_warden.report import github, gitlab, junit, sarif, text
from svelte_warden.report import json as json_report
from svelte_warden.report.formats import FORMATS, renderer
from svelte_warden.report.results import Results
from svelte_warden.text.source import Source

PAGE = "/w/src/a b,c.svelte"
LIBRARY = "/w/lib/é.ts"
SOURCES = {
    PAGE: Source("<script>\r\n\tlet é = '😀' + call(\r\n\t\tx);\r\n</script>".encode()),
    LIBRARY: Source(b"export const x = 1;\n"),
}
START = SOURCES[PAGE].data.index(b"call")
END = SOURCES[PAGE].data.index(b";")

FINDING = Finding(
    "context-outside-init",
    "context-timing",
    Severity.ERROR,
    Place(PAGE, START, START + 4),
    'it\'s 100% <b> & "x"\nsecond\tline \x07',
    (Related(Place(LIBRARY, 13, 14), "here: x, y"),),
    (
        Fix("Replace it", "unsafe", (Edit(PAGE, START, END, "y\n"), Edit(LIBRARY, 0, 0, "// x\n"))),
        Fix("Think", "manual", ()),
    ),
)
WARNING = Finding("unused-suppression", "suppression", Severity.WARNING, Place(PAGE, START, END), "over two lines")
HINT = Finding("unknown-rule", "foreign", Severity.HINT, Place(LIBRARY, 0, 6), "a hint")
RESULTS = Results(
    version="1.2.3",
    base="/w/src",
    findings=(HINT, FINDING, WARNING),
    sources=SOURCES,
    rules=tuple(rule.describe() for rule in installed().rules),
    projects=1,
    files=1200,
    suppressed=2,
    seconds=0.21,
    problems=(Problem("/w/package.json", 0, 0, "it is broken", "repair it"),),
    crashes=(Crash("/w/src/b.ts", "some-rule", "ValueError: <oh>", "Traceback…\n  line\n"),),
)
NOTHING = Results(version="1.2.3", base="/w", files=3, projects=1)


def test_json() -> None:
    document = json.loads(json_report.render(RESULTS))
    assert document["version"] == "1.2.3"
    assert document["summary"] == {
        "projects": 1,
        "files": 1200,
        "errors": 1,
        "warnings": 1,
        "infos": 0,
        "hints": 1,
        "suppressed": 2,
        "seconds": 0.21,
    }
    hint, error, warning = document["diagnostics"]
    assert hint["file"] == "../lib/é.ts"
    assert hint["url"] is None
    assert error["file"] == "a b,c.svelte"
    assert error["range"] == {"start": {"line": 2, "column": 16}, "end": {"line": 2, "column": 20}}
    assert error["message"] == FINDING.message
    assert error["related"] == [
        {
            "file": "../lib/é.ts",
            "range": {"start": {"line": 1, "column": 14}, "end": {"line": 1, "column": 15}},
            "message": "here: x, y",
        }
    ]
    assert [fix["safety"] for fix in error["fixes"]] == ["unsafe", "manual"]
    assert error["fixes"][0]["edits"][0] == {
        "file": "a b,c.svelte",
        "range": {"start": {"line": 2, "column": 16}, "end": {"line": 3, "column": 5}},
        "text": "y\n",
    }
    assert warning["url"].endswith("/unused_suppression.md")
    assert warning["range"]["end"] == {"line": 3, "column": 5}
    problem, crash = document["problems"]
    assert (problem["file"], problem["internal"], problem["cure"]) == ("../package.json", False, "repair it")
    assert (crash["file"], crash["internal"], crash["rule"]) == ("b.ts", True, "some-rule")


def test_sarif() -> None:
    log = json.loads(sarif.render(RESULTS))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["context-outside-init", "unused-suppression"]
    hint, error, _ = run["results"]
    assert "ruleIndex" not in hint
    assert hint["level"] == "note"
    assert rules[error["ruleIndex"]]["id"] == error["ruleId"]
    location = error["locations"][0]["physicalLocation"]
    assert location["artifactLocation"] == {"uri": "a%20b%2Cc.svelte", "uriBaseId": "SRCROOT"}
    assert location["region"] == {"startLine": 2, "startColumn": 16, "endLine": 2, "endColumn": 20}
    assert run["originalUriBaseIds"]["SRCROOT"]["uri"] == "file:///w/src/"
    (fix,) = error["fixes"]
    assert [change["artifactLocation"]["uri"] for change in fix["artifactChanges"]] == [
        "a%20b%2Cc.svelte",
        "../lib/%C3%A9.ts",
    ]
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    assert len(invocation["toolExecutionNotifications"]) == 2


def test_github() -> None:
    hint, error, warning = github.render(RESULTS).splitlines()
    assert hint.startswith("::notice title=svelte-warden (unknown-rule),file=../lib/é.ts,line=1,endLine=1,col=1,")
    assert error == (
        "::error title=svelte-warden (context-outside-init),file=a b%2Cc.svelte,line=2,endLine=2,col=16,endColumn=19::"
        'it\'s 100%25 <b> & "x"%0Asecond\tline \x07%0A1. ../lib/é.ts:1:14: here: x, y'
    )
    assert "line=2,endLine=3::" in warning


def test_gitlab() -> None:
    issues = json.loads(gitlab.render(RESULTS))
    assert [issue["severity"] for issue in issues] == ["info", "critical", "major"]
    assert issues[1]["location"]["path"] == "a b,c.svelte"
    assert issues[1]["location"]["positions"]["begin"] == {"line": 2, "column": 16}


def fingerprints(results: Results) -> list[str]:
    issues: list[dict[str, Any]] = json.loads(gitlab.render(results))
    return [issue["fingerprint"] for issue in issues]


def test_gitlab_fingerprints_are_unique_and_do_not_move_with_the_code() -> None:
    twice = Results(version="1", base="/w", findings=(WARNING, WARNING), sources=SOURCES)
    first, second = fingerprints(twice)
    assert first != second
    moved = Source(b"\n\n" + SOURCES[PAGE].data)
    further = Finding(
        "unused-suppression", "suppression", Severity.WARNING, Place(PAGE, START + 2, END + 2), WARNING.message
    )
    assert fingerprints(Results(version="1", base="/w", findings=(further,), sources={PAGE: moved})) == [first]


def test_junit() -> None:
    root = ET.fromstring(junit.render(RESULTS))  # noqa: S314 - our own output
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("4", "2", "1")
    assert [suite.get("name") for suite in root] == ["../lib/é.ts", "a b,c.svelte", "b.ts"]
    failure = root[1][0][0]
    assert failure.get("message") == FINDING.message.replace("\x07", "\ufffd")
    assert failure.text is not None
    assert failure.text.startswith("a b,c.svelte:2:16: error: it's 100% <b>")
    assert junit.render(RESULTS).isascii()


def test_junit_of_nothing_is_one_passed_case() -> None:
    root = ET.fromstring(junit.render(NOTHING))  # noqa: S314 - our own output
    assert (root.get("tests"), root.get("failures")) == ("1", "0")


def test_text() -> None:
    assert text.render(RESULTS) == (
        "hint[unknown-rule]: a hint\n"
        "  --> ../lib/é.ts:1:1\n"
        "  1 | export const x = 1;\n"
        "    | ^^^^^^\n"
        "\n"
        'error[context-outside-init]: it\'s 100% <b> & "x"\ufffdsecond\tline \ufffd\n'
        "  --> a b,c.svelte:2:16\n"
        "  1 | <script>\n"
        "  2 |     let é = '😀' + call(\n"
        "    |                    ^^^^\n"
        "  1. ../lib/é.ts:1:14: here: x, y\n"
        "     1 | export const x = 1;\n"
        "       |              ^\n"
        "  fix (unsafe): Replace it\n"
        "  fix (manual): Think\n"
        "\n"
        "warning[unused-suppression]: over two lines\n"
        "  --> a b,c.svelte:2:16\n"
        "  1 | <script>\n"
        "  2 |     let é = '😀' + call(\n"
        "    |                    ^^^^^\n"
        "  3 |         x);\n"
        "    |         ^^\n"
        "\n"
        "1 error, 1 warning, 1 hint in 1,200 files of 1 project, 0.21 s (2 suppressed)\n"
        "What a rule means: svelte-warden explain context-outside-init\n"
    )


def test_problems_as_text() -> None:
    assert text.render_problems(RESULTS) == (
        "problem: ../package.json: it is broken; repair it\n"
        "internal error: b.ts: the rule some-rule crashed: ValueError: <oh>; please report it with what follows; "
        'until it is corrected, "rules": {"some-rule": "off"} in svelte-warden.json passes it over\n'
        "  Traceback…\n"
        "    line\n"
    )


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_renders_nothing_found(name: str) -> None:
    assert isinstance(renderer(name)(NOTHING), str)
