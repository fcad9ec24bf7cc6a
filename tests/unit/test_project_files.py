from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from svelte_warden.project.files import FileSystem, to_posix
from svelte_warden.project.listing import Entry
from svelte_warden.project.problem import Problem

if TYPE_CHECKING:
    from pathlib import Path

can_be_denied = pytest.mark.skipif(
    sys.platform == "win32" or (hasattr(os, "geteuid") and os.geteuid() == 0), reason="nothing is denied to this user"
)


def problem(result: bytes | Problem) -> Problem:
    assert isinstance(result, Problem)
    return result


def test_content_is_read_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.ts").write_bytes(b"\xef\xbb\xbfa\r\n\xc3\xa9")
    assert FileSystem().read(to_posix(tmp_path / "a.ts")) == b"\xef\xbb\xbfa\r\n\xc3\xa9"


def test_a_vanished_file_says_so(tmp_path: Path) -> None:
    assert "does not exist" in problem(FileSystem().read(to_posix(tmp_path / "a.ts"))).message


def test_a_folder_with_the_name_of_a_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "x.ts").mkdir()
    assert "a folder, not a file" in problem(FileSystem().read(to_posix(tmp_path / "x.ts"))).message


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_does_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.ts")
    assert "not a file" in problem(FileSystem().read(to_posix(tmp_path / "pipe.ts"))).message


@can_be_denied
def test_a_file_without_permission_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.ts"
    path.write_text("x")
    path.chmod(0)
    assert "permission denied" in problem(FileSystem().read(to_posix(path))).message


def test_a_denied_file_says_so_for_every_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def deny(_path: str) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "stat", deny)
    found = problem(FileSystem().read(to_posix(tmp_path / "a.ts")))
    assert "permission denied" in found.message
    assert found.cure


def test_a_large_file_says_its_size(tmp_path: Path) -> None:
    (tmp_path / "a.ts").write_bytes(b"a\n" * 600_000)
    assert "1,200,000 bytes" in problem(FileSystem().read(to_posix(tmp_path / "a.ts"))).message


def test_a_long_line_is_named_by_its_number_and_place(tmp_path: Path) -> None:
    (tmp_path / "a.ts").write_bytes(b"a\nb\n" + b"x" * 300_000 + b"\n")
    found = problem(FileSystem().read(to_posix(tmp_path / "a.ts")))
    assert "line 3 has 300,000 bytes" in found.message
    assert found.start == 4


def test_a_file_of_many_short_lines_is_fine(tmp_path: Path) -> None:
    data = b"const a = 1;\n" * 50_000
    (tmp_path / "a.ts").write_bytes(data)
    assert FileSystem().read(to_posix(tmp_path / "a.ts")) == data


def test_invalid_utf8_is_named_by_line_and_column(tmp_path: Path) -> None:
    (tmp_path / "a.ts").write_bytes("let é = 1;\nlet ü = '".encode() + b"\xff\xfe';")
    found = problem(FileSystem().read(to_posix(tmp_path / "a.ts")))
    assert "byte ff at line 2, column 10" in found.message
    assert (found.start, found.end) == (22, 23)


def test_a_name_that_no_system_allows_is_unreadable() -> None:
    assert isinstance(FileSystem().read("/a\0b.ts"), Problem)
    assert not FileSystem().is_file("/a\0b.ts")
    assert FileSystem(["/"]).entries("/a\0b") == {}


def test_an_open_document_wins_over_the_disk(tmp_path: Path) -> None:
    path = to_posix(tmp_path / "a.ts")
    (tmp_path / "a.ts").write_text("disk")
    files = FileSystem([to_posix(tmp_path)])
    assert not files.open(path, b"editor")
    assert files.read(path) == b"editor"
    assert not files.close(path)
    assert files.read(path) == b"disk"


def test_an_open_document_makes_its_file_and_folders_exist(tmp_path: Path) -> None:
    root = to_posix(tmp_path)
    files = FileSystem([root])
    assert not files.is_directory(f"{root}/new")
    assert files.open(f"{root}/new/deep/a.ts", b"")
    assert files.is_file(f"{root}/new/deep/a.ts")
    assert files.is_directory(f"{root}/new")
    assert files.entries(root) == {"new": Entry.DIRECTORY}
    assert files.close(f"{root}/new/deep/a.ts")
    assert files.entries(root) == {}


def test_a_document_outside_of_the_roots_exists_too(tmp_path: Path) -> None:
    files = FileSystem([to_posix(tmp_path / "root")])
    path = to_posix(tmp_path / "elsewhere" / "a.ts")
    assert not files.is_file(path)
    files.open(path, b"")
    assert files.is_file(path)


def test_a_document_is_checked_like_a_file() -> None:
    files = FileSystem(size_limit=10)
    files.open("/x/a.ts", b"a\n" * 10)
    assert "20 bytes" in problem(files.read("/x/a.ts")).message


def test_listings_are_remembered_until_refreshed(tmp_path: Path) -> None:
    root = to_posix(tmp_path)
    files = FileSystem([root])
    assert not files.is_file(f"{root}/a.ts")
    (tmp_path / "a.ts").write_text("")
    assert not files.is_file(f"{root}/a.ts")
    assert files.refresh(f"{root}/a.ts")
    assert files.is_file(f"{root}/a.ts")
    assert not files.refresh(f"{root}/a.ts")  # its content may have changed, the set of files did not


def test_a_file_in_a_new_folder_is_seen_when_refreshed(tmp_path: Path) -> None:
    root = to_posix(tmp_path)
    files = FileSystem([root])
    assert not files.is_directory(f"{root}/a")
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "c.ts").write_text("")
    assert files.refresh(f"{root}/a/b/c.ts")
    assert files.is_file(f"{root}/a/b/c.ts")


def test_a_removed_folder_takes_its_files_along(tmp_path: Path) -> None:
    root = to_posix(tmp_path)
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b.ts").write_text("")
    files = FileSystem([root])
    assert files.is_file(f"{root}/a/b.ts")
    (tmp_path / "a" / "b.ts").unlink()
    (tmp_path / "a").rmdir()
    assert files.refresh(f"{root}/a")
    assert not files.is_file(f"{root}/a/b.ts")


def test_links_are_what_they_point_to(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.ts").write_text("")
    (tmp_path / "folder").symlink_to(tmp_path / "real")
    (tmp_path / "file.ts").symlink_to(tmp_path / "real" / "a.ts")
    (tmp_path / "broken").symlink_to(tmp_path / "nowhere")
    (tmp_path / "itself").symlink_to(tmp_path / "itself")
    listing = FileSystem([to_posix(tmp_path)]).entries(to_posix(tmp_path))
    assert listing == {
        "real": Entry.DIRECTORY,
        "folder": Entry.LINKED_DIRECTORY,
        "file.ts": Entry.FILE,
        "broken": Entry.OTHER,
        "itself": Entry.OTHER,
    }


def test_a_real_path_below_a_linked_root_keeps_the_root(tmp_path: Path) -> None:
    (tmp_path / "real" / "packages" / "ui").mkdir(parents=True)
    (tmp_path / "real" / "link").symlink_to(tmp_path / "real" / "packages" / "ui")
    (tmp_path / "root").symlink_to(tmp_path / "real")
    root = to_posix(tmp_path / "root")
    assert FileSystem([root]).real_path(f"{root}/link") == f"{root}/packages/ui"


def test_a_folder_that_cannot_be_listed_is_empty_and_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def deny(_path: str) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", deny)
    files = FileSystem([to_posix(tmp_path)])
    assert files.entries(to_posix(tmp_path)) == {}
    assert [found.path for found in files.problems] == [to_posix(tmp_path)]


def test_open_document_stays_a_file_when_the_disk_loses_it_and_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "src" / "inner" / "a.ts"
    path.parent.mkdir(parents=True)
    path.write_text("old")
    files = FileSystem([tmp_path.as_posix()])
    files.open(path.as_posix(), b"new")
    assert files.entries(path.parent.as_posix()) == {"a.ts": Entry.FILE}
    path.unlink()
    files.refresh(path.as_posix())
    assert files.is_file(path.as_posix())
    assert "a.ts" in files.entries(path.parent.as_posix())
    path.parent.rmdir()
    files.refresh(path.parent.as_posix())
    assert files.is_directory(path.parent.as_posix())
    assert "a.ts" in files.entries(path.parent.as_posix())


def test_what_came_is_not_overlooked_when_a_document_is_opened_or_closed_beside_it(tmp_path: Path) -> None:
    """The folder is listed anew for the document; whoever tells of the new file later would find it known."""
    root = to_posix(tmp_path)
    (tmp_path / "a.ts").write_bytes(b"")
    files = FileSystem([root])
    assert files.is_file(f"{root}/a.ts")
    assert not files.open(f"{root}/a.ts", b"")
    assert not files.close(f"{root}/a.ts")
    (tmp_path / "b.ts").write_bytes(b"")
    assert files.open(f"{root}/a.ts", b"")
    (tmp_path / "c.ts").write_bytes(b"")
    assert files.close(f"{root}/a.ts")
    assert not files.refresh(f"{root}/c.ts")
