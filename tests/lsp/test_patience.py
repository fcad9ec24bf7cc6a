"""What needs the whole workspace never keeps the editor waiting, and never flickers."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from svelte_warden.engine.analysis import Analysis
from svelte_warden.engine.findings import Severity
from svelte_warden.engine.memo import Cancelled
from svelte_warden.engine.registry import make_registry
from svelte_warden.engine.rule import Rule, RuleContext
from svelte_warden.lsp import session as session_module
from svelte_warden.lsp.interruption import Interruption, after
from svelte_warden.lsp.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    import pytest

    from svelte_warden.engine.findings import Finding
    from svelte_warden.flow.program import Program

LONG = 0.05  # seconds


def survey(program: Program, path: str) -> int:
    """A question about the whole workspace: many short queries."""
    return sum(program.query(_slow_query, f"{path}/{number}") for number in range(10))


def _slow_query(_program: Program, _key: str) -> int:
    time.sleep(LONG / 10)
    return 1


def near(context: RuleContext) -> Iterator[Finding]:
    facts = context.program.facts(context.path)
    if facts is not None and facts.size:
        yield context.finding(0, 1, "near")


def far(context: RuleContext) -> Iterator[Finding]:
    facts = context.program.facts(context.path)
    if facts is not None:
        count = context.program.query(survey, f"{context.path}{facts.size}")
        yield context.finding(facts.size - 1, facts.size, f"far {count}")


RULES = (
    Rule("near-rule", "test", Severity.ERROR, "Near", near),
    Rule("far-rule", "test", Severity.ERROR, "Far", far, whole_workspace=True),
)


def make_analysis(roots: Sequence[str], cancelled: Callable[[], bool]) -> Analysis:
    return Analysis(roots, rules=make_registry(RULES), cancelled=cancelled)


def messages(session: Session, path: str) -> tuple[list[str], bool]:
    checked = session.check(path)
    return [finding.message for finding in checked.findings], checked.complete


def test_near_findings_first_then_all_then_the_old_ones_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_module, "MOMENT", LONG / 2)
    session = Session(make_analysis)
    session.roots = (tmp_path.as_posix(),)
    path = (tmp_path / "a.ts").as_posix()
    session.opened(session.documents.open(f"file://{path}", 1, "one;"))
    assert messages(session, path) == (["near"], False)
    assert messages(session, path) == (["near"], False), "it is not tried again and again"
    assert [finding.message for finding in session.finish(path).findings] == ["near", "far 10"]
    assert messages(session, path) == (["near", "far 10"], True)

    document = session.documents.open(f"file://{path}", 2, "zero; one;")
    session.changed(document)
    checked = session.check(path)
    assert not checked.complete
    assert [(f.message, f.place.start) for f in checked.findings] == [("near", 0), ("far 10", 9)]
    session.finish(path)
    assert messages(session, path) == (["near", "far 10"], True)


def test_work_that_is_interrupted_goes_on_where_it_was(tmp_path: Path) -> None:
    session = Session(make_analysis)
    path = (tmp_path / "a.ts").as_posix()
    session.opened(session.documents.open(f"file://{path}", 1, "one;"))
    attempts = 0
    finished = False
    while not finished:
        attempts += 1
        try:
            with session.interruption.when(after(LONG / 3)):
                session.finish(path)
                finished = True
        except Cancelled:
            continue
    assert 2 <= attempts < 10


def test_a_condition_holds_only_within() -> None:
    interruption = Interruption()
    assert not interruption()
    with interruption.when(lambda: True):
        assert interruption()
        with interruption.when(lambda: False):
            assert not interruption()
        assert interruption()
    assert not interruption()
