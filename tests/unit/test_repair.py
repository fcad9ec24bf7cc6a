"""Applying fixes in memory: one after the other, and only what makes things better."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

import pytest

from svelte_warden.engine.analysis import Analysis
from svelte_warden.engine.applying import OverlappingEditsError, apply_edits
from svelte_warden.engine.findings import Edit, Finding, Fix
from svelte_warden.engine.registry import make_registry
from svelte_warden.engine.repair import repair
from tests.unit.projects import rule, svelte_project

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from svelte_warden.engine.findings import Safety
    from svelte_warden.engine.repair import Repairs
    from svelte_warden.engine.rule import RuleContext

SAFE: frozenset[Safety] = frozenset(("safe",))
BOTH: frozenset[Safety] = frozenset(("safe", "unsafe"))
Edits: TypeAlias = "Callable[[str, int, int], tuple[Edit, ...]]"


def bad_words(context: RuleContext) -> Iterator[Finding]:
    """Report every `bad` in a file."""
    data = context.program.source(context.path).data
    for match in re.finditer(rb"\bbad\b", data):
        yield context.finding(*match.span(), f"bad word number {data.count(b'bad', 0, match.start())}")


def analysis_of(folder: Path, files: dict[str, str], edits: Edits, safety: Safety = "safe") -> Analysis:
    """Make an analysis with one rule, whose fixes do the edits that are given for a place."""
    root = svelte_project(folder, files)

    def fixes(_context: RuleContext, finding: Finding) -> tuple[Fix, ...]:
        place = finding.place
        return (Fix("explain", "manual", ()), Fix("improve", safety, edits(place.path, place.start, place.end)))

    return Analysis([root], rules=make_registry([replace(rule("no-bad", bad_words), fixes=fixes)]))


def replaced(by: str) -> Edits:
    return lambda path, start, end: (Edit(path, start, end, by),)


def texts(repairs: Repairs) -> dict[str, bytes]:
    return {change.path.rpartition("/")[2]: change.after for change in repairs.changes}


def reasons(repairs: Repairs) -> set[str]:
    return {refused.reason for refused in repairs.refused}


def test_every_fix_is_applied_in_every_file(tmp_path: Path) -> None:
    analysis = analysis_of(tmp_path, {"src/a.ts": "bad; bad;\n", "src/b.ts": "fine;\nbad;\n"}, replaced("better"))
    repairs = repair(analysis, SAFE)
    assert texts(repairs) == {"a.ts": b"better; better;\n", "b.ts": b"fine;\nbetter;\n"}
    assert len(repairs.applied) == 3
    assert [change.before for change in repairs.changes] == [b"bad; bad;\n", b"fine;\nbad;\n"]
    assert (tmp_path / "src/a.ts").read_text() == "bad; bad;\n", "nothing is written"


def test_the_next_fix_is_made_for_the_text_as_it_is_by_then(tmp_path: Path) -> None:
    def remove_line(path: str, start: int, _end: int) -> tuple[Edit, ...]:
        first = (tmp_path / "src/a.ts").read_bytes().rfind(b"\n", 0, start) + 1
        return (Edit(path, first, start + len("bad;\n"), ""),)

    analysis = analysis_of(tmp_path, {"src/a.ts": "bad;\nbad;\nx;\n"}, remove_line)
    assert texts(repair(analysis, SAFE)) == {"a.ts": b"x;\n"}


def test_unsafe_fixes_only_when_they_are_wanted(tmp_path: Path) -> None:
    analysis = analysis_of(tmp_path, {"src/a.ts": "bad;\n"}, replaced("better"), "unsafe")
    assert repair(analysis, SAFE).changes == ()
    assert texts(repair(analysis, BOTH)) == {"a.ts": b"better;\n"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("bad", "the finding stays with the fix"),
        ("bad; bad", "the finding stays with the fix"),
        ("(((", "the fix leaves code that cannot be read"),
    ],
)
def test_a_fix_that_does_not_mend_is_taken_back(tmp_path: Path, text: str, reason: str) -> None:
    analysis = analysis_of(tmp_path, {"src/a.ts": "bad;\n"}, replaced(text))
    repairs = repair(analysis, SAFE)
    assert (repairs.applied, repairs.changes) == ((), ())
    assert reasons(repairs) == {reason}
    assert analysis.source((tmp_path / "src/a.ts").as_posix()).data == b"bad;\n"


def test_a_fix_that_brings_a_finding_elsewhere_is_taken_back(tmp_path: Path) -> None:
    other = (tmp_path / "src/b.ts").as_posix()

    def pass_on(path: str, start: int, end: int) -> tuple[Edit, ...]:
        return (Edit(path, start, end, "fine"), Edit(other, 0, 0, "bad;\n"))

    analysis = analysis_of(tmp_path, {"src/a.ts": "bad;\n", "src/b.ts": "x;\n"}, pass_on)
    repairs = repair(analysis, SAFE)
    assert repairs.changes == ()
    assert reasons(repairs) == {"the fix brings another finding: no-bad"}


def counted(context: RuleContext) -> Iterator[Finding]:
    """Report `bad3`, with its number in the message."""
    for match in re.finditer(rb"\bbad(\d)", context.program.source(context.path).data):
        yield context.finding(*match.span(), f"bad word {match[1].decode()}")


@pytest.mark.parametrize(("number", "is_mended"), [(0, True), (1, True), (3, True), (4, False)])
def test_what_a_fix_brings_up_is_fixed_with_it(tmp_path: Path, number: int, *, is_mended: bool) -> None:
    """Each fix brings up the next one, down from a number; in the end all is well, or else nothing has happened."""
    path = (tmp_path / "src/a.ts").as_posix()

    def count_down(context: RuleContext, finding: Finding) -> tuple[Fix, ...]:
        left = int(finding.message[-1])
        text = f"bad{left - 1}" if left else "fine"
        place = finding.place
        return (Fix("improve", "safe", (Edit(context.path, place.start, place.end, text),)),)

    root = svelte_project(tmp_path, {"src/a.ts": f"x; bad{number};\n"})
    analysis = Analysis([root], rules=make_registry([replace(rule("no-bad", counted), fixes=count_down)]))
    repairs = repair(analysis, SAFE)
    assert texts(repairs) == ({"a.ts": b"x; fine;\n"} if is_mended else {})
    assert len(repairs.applied) == (number + 1 if is_mended else 0)
    assert bool(repairs.refused) is not is_mended
    assert analysis.source(path).data == (b"x; fine;\n" if is_mended else b"x; bad4;\n")


def test_a_fix_may_make_a_file(tmp_path: Path) -> None:
    made = (tmp_path / "src/made.ts").as_posix()

    def make(path: str, start: int, end: int) -> tuple[Edit, ...]:
        return (Edit(made, 0, 0, "export {};\n"), Edit(path, start, end, "fine"))

    analysis = analysis_of(tmp_path, {"src/a.ts": "bad;\n"}, make)
    repairs = repair(analysis, SAFE)
    assert [(change.before, change.after) for change in repairs.changes] == [
        (b"bad;\n", b"fine;\n"),
        (None, b"export {};\n"),
    ]


def test_overlapping_edits_are_refused(tmp_path: Path) -> None:
    def overlap(path: str, start: int, end: int) -> tuple[Edit, ...]:
        return (Edit(path, start, end, "x"), Edit(path, start + 1, end, "y"))

    repairs = repair(analysis_of(tmp_path, {"src/a.ts": "bad;\n"}, overlap), SAFE)
    assert reasons(repairs) == {"the edit of bytes 1 to 3 overlaps another one or leaves the file"}


def test_files_that_must_not_be_changed_are_not(tmp_path: Path) -> None:
    analysis = analysis_of(tmp_path, {"src/a.ts": "bad;\n", "src/b.ts": "bad;\n"}, replaced("better"))
    repairs = repair(analysis, SAFE, lambda path: "it is locked" if path.endswith("a.ts") else None)
    assert texts(repairs) == {"b.ts": b"better;\n"}
    assert reasons(repairs) == {"it is locked"}


def test_a_rule_that_crashes_while_it_fixes_leaves_the_others(tmp_path: Path) -> None:
    def crash_in_a(path: str, start: int, end: int) -> tuple[Edit, ...]:
        if path.endswith("a.ts"):
            raise ValueError
        return (Edit(path, start, end, "better"),)

    analysis = analysis_of(tmp_path, {"src/a.ts": "bad;\n", "src/b.ts": "bad;\n"}, crash_in_a)
    assert texts(repair(analysis, SAFE)) == {"b.ts": b"better;\n"}


def test_edits_speak_of_the_text_before() -> None:
    edits = [Edit("", 2, 3, "XX"), Edit("", 0, 1, ""), Edit("", 3, 3, "a"), Edit("", 3, 3, "b")]
    assert apply_edits("äéo".encode(), [Edit("", 2, 4, "e")]) == "äeo".encode()
    assert apply_edits(b"0123", edits) == b"1XXab3"


@pytest.mark.parametrize("edits", [[(0, 2), (1, 3)], [(3, 5)], [(2, 1)], [(-1, 1)]])
def test_edits_that_overlap_or_leave_the_file_raise(edits: list[tuple[int, int]]) -> None:
    with pytest.raises(OverlappingEditsError):
        apply_edits(b"0123", [Edit("", start, end, "x") for start, end in edits])
