from __future__ import annotations

from svelte_warden.engine.memo import Cancelled
from svelte_warden.lsp.scheduling import Agenda


class Work:
    """Records what an agenda asks for."""

    def __init__(self, *files: str, opened: tuple[str, ...] = ()) -> None:
        self.looked: list[str] = []
        self.files = list(files)
        self.opened = list(opened)
        self.messages = False
        self.cancel: str | None = None
        self.incomplete: set[str] = set()
        self.agenda = Agenda(
            self.look,
            self.finish,
            lambda: self.opened,
            lambda: self.files,
            lambda: self.looked.append("settled"),
        )
        self.agenda.background = True

    def look(self, path: str) -> bool:
        self.looked.append(path)
        return path not in self.incomplete

    def finish(self, path: str) -> None:
        if path == self.cancel:
            self.cancel = None
            raise Cancelled
        self.looked.append(path + "!")

    def step(self) -> bool:
        if self.agenda.has_foreground:
            self.agenda.step_foreground()
            return True
        return self.agenda.step_background(lambda: self.messages)

    def run(self) -> list[str]:
        while self.step():
            pass
        looked, self.looked = self.looked, []
        return looked


def test_the_edited_document_then_the_open_ones_then_the_rest() -> None:
    work = Work("a", "b", "c", "d", opened=("b", "c"))
    work.agenda.edited("c")
    assert work.run() == ["c", "b", "settled", "a!", "b!", "c!", "d!"]
    assert work.agenda.idle


def test_the_newest_edit_first() -> None:
    work = Work(opened=("a", "b"))
    work.agenda.edited("a")
    work.agenda.edited("b")
    assert work.run() == ["b", "a", "settled"]


def test_nothing_is_looked_at_twice_for_two_edits() -> None:
    work = Work("a", "b", opened=("a",))
    for _ in range(5):
        work.agenda.edited("a")
    assert work.run() == ["a", "settled", "a!", "b!"]


def test_an_edit_goes_before_the_background_and_lets_it_go_around_once_more() -> None:
    work = Work("a", "b", "c", opened=("a",))
    work.agenda.edited("a")
    while "b!" not in work.looked:
        work.messages = False
        work.step()
        work.messages = True  # so that a slice is one file at most
    work.messages = False
    work.looked.clear()
    work.agenda.edited("a")
    assert work.run()[:2] == ["a", "settled"]


def test_messages_cut_the_background_short() -> None:
    work = Work("a", "b")
    work.messages = True
    for _ in range(10):
        work.step()
    assert work.looked == []
    work.messages = False
    assert work.run() == ["a!", "b!"]


def test_work_that_is_called_off_is_done_later() -> None:
    work = Work("a", "b", "c")
    work.cancel = "b"
    assert work.run() == ["a!", "b!", "c!"]


def test_no_background_unless_it_is_wanted() -> None:
    work = Work("a", "b", opened=("a",))
    work.agenda.background = False
    work.agenda.edited("a")
    assert work.run() == ["a", "settled"]
    assert work.agenda.idle


def test_files_that_come_are_found() -> None:
    work = Work("a")
    assert work.run() == ["a!"]
    work.files.append("b")
    assert work.run() == []
    work.agenda.files_changed()
    assert work.run() == ["settled", "a!", "b!"]


def test_what_takes_longer_follows_when_all_open_documents_have_had_an_answer() -> None:
    work = Work("a", "b", opened=("a", "b"))
    work.agenda.background = False
    work.incomplete = {"a", "b"}
    work.agenda.edited("a")
    assert work.run() == ["a", "b", "a!", "b!", "settled"]


def test_an_edit_comes_before_the_completion_of_another() -> None:
    work = Work(opened=("a", "b"))
    work.incomplete = {"a", "b"}
    work.agenda.edited("a")
    for _ in range(2):
        work.step()
    work.cancel = "a"
    work.step()
    work.agenda.edited("b")
    assert work.run() == ["a", "b", "b", "a", "b!", "a!", "settled"]
