"""Questions that take long let others go first, and are dropped when they are about a text that is no more."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

import pytest
from pygls.exceptions import JsonRpcContentModified

from svelte_warden.engine.analysis import Analysis
from svelte_warden.lsp.questions import Questions
from svelte_warden.lsp.session import Session
from svelte_warden.text.source import TextChange

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from svelte_warden.flow.program import Program

PIECES, PAUSE = 20, 0.005  # queries of a slow question, and seconds that each takes


def make_analysis(roots: Sequence[str], cancelled: Callable[[], bool]) -> Analysis:
    return Analysis(roots, cancelled=cancelled)


def piece(_program: Program, _number: int) -> int:
    time.sleep(PAUSE)
    return 1


def slow(program: Program) -> int:
    return sum(program.query(piece, number) for number in range(PIECES))


class Editor:
    """Somebody who asks, and may send messages meanwhile."""

    def __init__(self, root: Path) -> None:
        self.session = Session(make_analysis)
        self.session.roots = (root.as_posix(),)
        self.waiting = False
        self.looks = 0
        self.path = f"{root.as_posix()}/A.svelte"
        self.uri = f"file://{self.path}"
        self.session.opened(self.session.documents.open(self.uri, 1, "<p></p>"))
        self.questions = Questions(self.session, self._has_messages)

    def _has_messages(self) -> bool:
        self.looks += 1
        return self.waiting

    def ask(self, question: Callable[[Program], Any]) -> Any:  # noqa: ANN401  an answer or a task
        return self.questions.ask(self.path, question)

    def edit(self) -> None:
        document = self.session.documents.change(self.uri, 2, [TextChange("<b></b>")], "utf-8")
        assert document is not None
        self.session.changed(document)


@pytest.fixture
def editor(tmp_path: Path) -> Editor:
    return Editor(tmp_path)


async def test_a_short_question_is_answered_at_once(editor: Editor) -> None:
    assert editor.ask(lambda _program: 5) == 5
    assert editor.looks == 0


async def test_a_mistake_of_ours_is_no_answer(editor: Editor) -> None:
    assert editor.ask(lambda _program: 1 // 0) is None


async def test_a_long_one_waits_for_messages_and_goes_on_where_it_was(editor: Editor) -> None:
    task = editor.ask(slow)
    assert isinstance(task, asyncio.Task)
    editor.waiting = True
    for _ in range(5):
        await asyncio.sleep(0)
    assert not task.done()
    editor.waiting = False
    before = time.perf_counter()
    assert await task == PIECES
    assert time.perf_counter() - before < PIECES * PAUSE


async def test_it_is_dropped_when_its_document_is_edited(editor: Editor) -> None:
    task = editor.ask(slow)
    editor.edit()
    with pytest.raises(JsonRpcContentModified):
        await task


async def test_it_can_be_cancelled(editor: Editor) -> None:
    task = editor.ask(slow)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert editor.ask(lambda _program: 5) == 5
