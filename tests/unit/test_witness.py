"""What a run saw still holds exactly as long as a new run would see the same."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from svelte_warden.project.files import FileSystem, to_posix
from svelte_warden.project.witness import Witness, from_json

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LONG_AGO = 1_600_000_000_000_000_000  # nanoseconds


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a file, a linked folder and a broken link."""
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib/a.ts").write_text("export const a = 1;\n")
    (tmp_path / "linked").symlink_to(tmp_path / "lib")
    (tmp_path / "broken").symlink_to(tmp_path / "nothing")
    return tmp_path


def seen(folder: Path) -> Witness:
    """Look at everything in the ways in which an analysis does."""
    witness = Witness()
    files = FileSystem(witness=witness)
    base = to_posix(folder)
    files.read(f"{base}/lib/a.ts")
    files.read(f"{base}/lib/missing.ts")
    files.read(f"{base}/lib")
    files.is_file(f"{base}/package.json")
    files.entries(f"{base}/lib")
    files.entries(f"{base}/missing")
    files.real_path(f"{base}/linked/a.ts")
    return witness


def make_old(folder: Path) -> None:
    """Let everything have been there for years, so that only times and sizes are compared."""
    for path in (*folder.rglob("*"), folder):
        if path.exists():
            os.utime(path, ns=(LONG_AGO, LONG_AGO))


@pytest.mark.parametrize("old", [False, True])
def test_nothing_changes(folder: Path, *, old: bool) -> None:
    if old:
        make_old(folder)
    witness = seen(folder)
    assert witness.still_holds()
    assert from_json(json.loads(json.dumps(witness.to_json()))).still_holds()


def overwrite(folder: Path) -> None:
    (folder / "lib/a.ts").write_text("export const a = 2;\n")


def overwrite_within_one_tick(folder: Path) -> None:
    status = (folder / "lib/a.ts").stat()
    (folder / "lib/a.ts").write_text("export const a = 2;\n")
    os.utime(folder / "lib/a.ts", ns=(status.st_atime_ns, status.st_mtime_ns))


def deny(folder: Path) -> None:
    (folder / "lib/a.ts").chmod(0)


def add_file(folder: Path) -> None:
    (folder / "lib/b.ts").write_text("")


def add_missing_file(folder: Path) -> None:
    (folder / "lib/missing.ts").write_text("")


def add_package(folder: Path) -> None:
    (folder / "package.json").write_text("{}")


def add_folder(folder: Path) -> None:
    (folder / "missing").mkdir()


def remove_file(folder: Path) -> None:
    (folder / "lib/a.ts").unlink()


def lead_link_elsewhere(folder: Path) -> None:
    (folder / "other").mkdir()
    (folder / "linked").unlink()
    (folder / "linked").symlink_to(folder / "other")


@pytest.mark.parametrize(
    "change",
    [
        overwrite,
        overwrite_within_one_tick,
        deny,
        add_file,
        add_missing_file,
        add_package,
        add_folder,
        remove_file,
        lead_link_elsewhere,
    ],
)
def test_change_is_noticed(folder: Path, change: Callable[[Path], None]) -> None:
    witness = seen(folder)
    change(folder)
    assert not witness.still_holds()


def replace_by_another(folder: Path) -> None:
    (folder / "lib/new.ts").write_text("export const a = 3;\n")
    (folder / "lib/new.ts").replace(folder / "lib/a.ts")


@pytest.mark.parametrize("change", [overwrite, overwrite_within_one_tick, replace_by_another])
def test_nothing_but_the_content_of_a_file_changes(folder: Path, change: Callable[[Path], None]) -> None:
    witness = seen(folder)
    change(folder)
    changed = witness.changed_files()
    assert changed == frozenset((to_posix(folder / "lib/a.ts"),))
    assert not witness.still_holds()
    assert witness.without(changed).changed_files() == frozenset()
    assert to_posix(folder / "lib/a.ts") in witness.files, "what is left out is left out of another one"


@pytest.mark.parametrize(
    "change", [add_file, add_missing_file, add_package, add_folder, remove_file, lead_link_elsewhere]
)
def test_more_changes_than_the_content_of_files(folder: Path, change: Callable[[Path], None]) -> None:
    witness = seen(folder)
    change(folder)
    assert witness.changed_files() is None


def test_file_becomes_a_folder_of_the_same_name(folder: Path) -> None:
    witness = seen(folder)
    (folder / "lib/a.ts").unlink()
    (folder / "lib/a.ts").mkdir()
    assert witness.changed_files() is None


def test_file_that_changes_between_two_processes_never_holds(folder: Path) -> None:
    first = seen(folder)
    make_old(folder)
    first.add(seen(folder))
    assert not first.still_holds()


def test_file_that_grew_old_between_two_looks_is_the_same(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = seen(folder)
    monkeypatch.setattr("time.time_ns", lambda: (folder / "lib/a.ts").stat().st_mtime_ns + 10**10)
    later = seen(folder)
    assert later.files != first.files
    for one, other in ((first, later), (later, first)):
        both = Witness()
        both.add(one)
        both.add(other)
        assert both.still_holds()


@pytest.mark.parametrize("text", ["[]", "{}", '{"files": {"/a": [1]}, "folders": {}, "names": {}, "links": {}}'])
def test_what_is_no_witness_is_refused(text: str) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        from_json(json.loads(text))
