"""No more work than needed: counted on a small workspace, so that a busy machine changes nothing.

What takes how long stands in RESULTS.md. What is counted here is what makes it fast: a change that lets one of these
numbers grow with the workspace makes typing slow in a large one, long before anybody measures it.
"""

from __future__ import annotations

import gc
import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from svelte_warden.cli import main
from svelte_warden.engine.analysis import Analysis
from svelte_warden.facts.embedded import pieces
from svelte_warden.project.cache_folder import VARIABLE
from svelte_warden.text.source import Source
from tests.bench import workspace
from tests.bench.counting import Work, counted, opened_files
from tests.bench.subject import Subject, generated, places

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILES = 120

# Of one keystroke, for the file that is typed in: runs of queries, and answers that are looked at whether they still
# hold. The widely imported store has the most.
MOST_RUNS = 16
MOST_VERIFIED = 40


@dataclass
class Bench:
    """A workspace that was checked, in an analysis whose work is counted from then on."""

    subject: Subject
    analysis: Analysis
    work: Work

    def path(self, relative: str) -> str:
        return f"{self.subject.root.as_posix()}/{relative}"

    def check_all(self) -> None:
        for path in self.subject.files:
            self.analysis.near_outcome(path)
        for path in self.subject.files:
            self.analysis.outcome(path)

    def type(self, relative: str, text: str, typed: str) -> None:
        """Type into a file, after a first keystroke that makes it an open one; only the second one counts."""
        path = self.path(relative)
        place = next(place for place in places(self.subject) if place.path == relative)
        lines = text.split("\n")
        for number, added in enumerate((typed[:-1], typed)):
            line = lines[place.line]
            new = line[: place.character] + added + line[place.character :]
            changed = "\n".join((*lines[: place.line], new, *lines[place.line + 1 :]))
            self.work.clear()
            self.analysis.edit(path, Source(changed.encode()), number)
            if number == 0:
                self.check_all()

    def importers(self, relative: str) -> set[object]:
        """The files that name a file in an import, and the file itself."""
        name = relative.partition("/lib/")[2].removesuffix(".ts")
        texts = {path: (self.subject.root / path).read_text(encoding="utf-8") for path in self.subject.files}
        return {self.path(relative), *(path for path, text in texts.items() if f"'$lib/{name}'" in text)}


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    return _checked(tmp_path, FILES, monkeypatch)


def _checked(folder: Path, files: int, monkeypatch: pytest.MonkeyPatch) -> Bench:
    subject = generated(folder, files)
    bench = Bench(subject, Analysis([folder.as_posix()]), counted(monkeypatch))
    bench.check_all()
    return bench


def _text(bench: Bench, relative: str) -> str:
    return (bench.subject.root / relative).read_text(encoding="utf-8")


@pytest.mark.parametrize("relative", [workspace.MIDDLE_COMPONENT, workspace.LARGE_COMPONENT, workspace.ROOT_LAYOUT])
def test_typing_in_a_function_that_nobody_else_calls_recomputes_this_file_only(bench: Bench, relative: str) -> None:
    bench.type(relative, _text(bench, relative), "console.log(1);")
    bench.check_all()
    for query in ("source", "facts", "analyse"):
        assert bench.work.keys(query) == [bench.path(relative)], query
    assert set(bench.work.keys("outcome")) <= {bench.path(relative)}  # it says the same where nothing is found


def test_typing_in_a_widely_imported_store_recomputes_who_imports_it_and_changes_no_findings(bench: Bench) -> None:
    store = workspace.STORE_MODULE
    importers = bench.importers(store)
    assert FILES // 20 < len(importers) < FILES // 5
    bench.type(store, _text(bench, store), "console.log(1);")
    bench.check_all()
    assert bench.work.keys("facts") == [bench.path(store)]
    analysed = bench.work.keys("analyse")
    assert bench.path(store) in analysed
    assert len(set(analysed)) == len(analysed)
    assert set(analysed) <= importers
    assert bench.work.keys("outcome") == []  # the rules find nothing, as before


def test_a_call_that_now_reads_context_changes_the_findings_of_who_makes_it_only(bench: Bench) -> None:
    store = workspace.STORE_MODULE
    bench.type(store, _text(bench, store), "session();")
    bench.check_all()
    assert set(bench.work.keys("analyse")) <= bench.importers(store)
    assert set(bench.work.keys("outcome")) == {bench.path(workspace.STORE_USER)}


@pytest.mark.parametrize("files", [60, 240])
def test_a_keystroke_takes_the_same_few_queries_in_every_workspace(
    tmp_path: Path, files: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = _checked(tmp_path, files, monkeypatch)
    for place in places(bench.subject):
        bench.type(place.path, place.text, "console.log(1);")
        verified = bench.analysis.counters.verified
        bench.analysis.outcome(bench.path(place.path))
        assert 1 <= bench.work.queries.total() <= MOST_RUNS, (place.name, bench.work.queries)
        assert bench.analysis.counters.verified - verified <= MOST_VERIFIED, place.name


@pytest.mark.parametrize(("typed", "expected"), [("console.log(1);", set()), ("tell(1);", {b"act", b"count"})])
def test_typing_understands_only_what_others_can_tell(bench: Bench, typed: str, expected: set[bytes]) -> None:
    relative = workspace.MIDDLE_COMPONENT
    text = _text(bench, relative).replace("import ", "import { tell } from 'told'; import ", 1)
    bench.analysis.open(bench.path(relative), Source(text.encode()))
    bench.check_all()
    before = {code.text for code, _ in bench.work.code.values()}
    bench.type(relative, text, typed)
    bench.analysis.outcome(bench.path(relative))
    understood = {code.text for code, _ in bench.work.code.values()} - before
    assert bool(understood) is bool(expected)
    assert all(any(name in text for name in expected) for text in understood)


def test_a_cold_check_reads_each_file_once_and_understands_next_to_no_code_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    subject = generated(tmp_path, FILES)
    work = counted(monkeypatch)
    with opened_files() as opened:
        bench = Bench(subject, Analysis([tmp_path.as_posix()]), work)
        bench.check_all()
    sources = [path for path in subject.files if "/src/" in path]
    configurations = set(subject.files).difference(sources)  # these are read as what they say and as what they set
    assert {path: opened[path] for path in sources} == dict.fromkeys(sources, 1)
    assert all(opened[path] <= 2 for path in configurations)
    for query in ("facts", "analyse"):  # of files that there are not, such as hooks, facts are asked for too
        assert sorted(path for path in map(str, work.keys(query)) if path in subject.files) == sorted(subject.files)
    assert len(work.code) > FILES
    holders = _holders(bench)
    shares = [times / max(1, holders[id(code)]) for code, times in work.code.values()]  # equal code is one piece
    again = [share for share in shares if share > 1]  # what was let go when its file was done
    assert max(again, default=1) <= 2
    assert len(again) * 20 < len(work.code)


def _holders(bench: Bench) -> Counter[int]:
    """Return for each piece of code, by its identity, in how many files it is."""
    found: Counter[int] = Counter()
    for path in bench.subject.files:
        said = bench.analysis.facts(path)
        found.update({id(code) for code in pieces(said)} if said is not None else ())
    return found


def test_a_warm_check_opens_only_the_files_it_shows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command_line: None
) -> None:
    del command_line
    root = tmp_path / "workspace"
    subject = generated(root, FILES)
    arguments = ["check", "--format", "json", str(root)]
    with opened_files() as opened_cold:
        assert main([*arguments, "--jobs", "1"]) == 1
    first = capsys.readouterr().out
    with opened_files() as opened:
        assert main(arguments) == 1
    second = capsys.readouterr().out
    assert _findings(second) == _findings(first)
    below = f"{root.as_posix()}/"
    assert set(subject.files) <= set(opened_cold)
    shown = {f"{tmp_path.as_posix()}/{file}" for file in _shown(second)}
    assert {path for path in opened if path.startswith(below)} == shown
    assert 0 < len(shown) < FILES // 2


def test_a_check_after_one_file_changed_follows_this_file_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command_line: None
) -> None:
    del command_line
    root = tmp_path / "workspace"
    generated(root, FILES)
    arguments = ["check", "--format", "json", str(root)]
    main(arguments)
    first = capsys.readouterr().out
    changed = root / workspace.MIDDLE_COMPONENT
    changed.write_text(changed.read_text(encoding="utf-8") + "<p>one more line</p>\n", encoding="utf-8")
    work = counted(monkeypatch)
    main(arguments)
    assert _findings(capsys.readouterr().out) == _findings(first)
    followed = work.keys("analyse")
    assert followed.count(changed.as_posix()) == 1
    assert len(followed) < FILES // 20, "the page that renders it, and its layout"
    assert len(work.keys("facts")) < FILES // 4, "and what fixes and messages quote"


@pytest.fixture
def command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the command line run in this process: with a cache of its own, and what it does to the process undone."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    yield
    gc.enable()


def _findings(printed: str) -> object:
    return json.loads(printed)["diagnostics"]


def _shown(printed: str) -> set[str]:
    """The files that a report shows a place of, as it names them."""
    shown: set[str] = set()
    for finding in json.loads(printed)["diagnostics"]:
        edits = [edit for fix in finding["fixes"] for edit in fix["edits"]]
        shown.update(str(part["file"]) for part in (finding, *finding["related"], *edits))
    return shown
