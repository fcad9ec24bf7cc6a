"""Writing files: all of some or none, each either old or new, and everything else about them kept."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from svelte_warden.project.writing import Change, why_not_writable, write_together

OLD, NEW = b"\xef\xbb\xbfold\r\nlines\r\n", b"\xef\xbb\xbfnew\r\nlines\r\n"


def old_file(folder: Path, name: str = "A.svelte", mode: int = 0o644) -> Path:
    path = folder / name
    path.write_bytes(OLD)
    path.chmod(mode)
    return path


def change(path: Path) -> Change:
    return Change(path.as_posix(), OLD, NEW)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_text_is_replaced_to_the_byte(tmp_path: Path) -> None:
    path = old_file(tmp_path)
    assert write_together([change(path)]) is None
    assert path.read_bytes() == NEW
    assert names(tmp_path) == ["A.svelte"]


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o755])
def test_mode_is_kept(tmp_path: Path, mode: int) -> None:
    path = old_file(tmp_path, mode=mode)
    assert write_together([change(path)]) is None
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_extended_attributes_are_kept_and_the_time_is_new(tmp_path: Path) -> None:
    path = old_file(tmp_path)
    os.utime(path, (1, 1))
    try:
        os.setxattr(path, "user.note", b"mine")
    except (AttributeError, OSError):
        pytest.skip("no extended attributes here")
    assert write_together([change(path)]) is None
    assert os.getxattr(path, "user.note") == b"mine"
    assert path.stat().st_mtime > 1


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    target = old_file(tmp_path / "real")
    link = tmp_path / "link.svelte"
    link.symlink_to(Path("real") / target.name)
    assert write_together([change(link)]) is None
    assert link.is_symlink()
    assert target.read_bytes() == NEW
    assert names(tmp_path / "real") == ["A.svelte"]


def test_a_new_file_has_the_rights_of_any_new_file(tmp_path: Path) -> None:
    plain = tmp_path / "plain.ts"
    plain.write_text("")
    path = tmp_path / "keys.ts"
    assert write_together([Change(path.as_posix(), None, NEW)]) is None
    assert path.read_bytes() == NEW
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)


def test_a_file_that_changed_meanwhile_is_left_alone_with_its_companions(tmp_path: Path) -> None:
    first, second = old_file(tmp_path, "A.svelte"), old_file(tmp_path, "B.svelte")
    second.write_bytes(b"typed meanwhile")
    problem = write_together([change(first), change(second)])
    assert problem is not None
    assert problem.path == second.as_posix()
    assert problem.message == "the file has changed since it was read"
    assert first.read_bytes() == OLD
    assert names(tmp_path) == ["A.svelte", "B.svelte"]


def test_a_file_that_appeared_meanwhile_is_left_alone(tmp_path: Path) -> None:
    path = old_file(tmp_path, "keys.ts")
    problem = write_together([Change(path.as_posix(), None, NEW)])
    assert problem is not None
    assert problem.message == "the file has changed since it was read"
    assert path.read_bytes() == OLD


def test_a_file_that_went_meanwhile_is_not_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "A.svelte"
    assert write_together([change(path)]) is not None
    assert names(tmp_path) == []


def test_a_read_only_file_is_left_alone_whoever_asks(tmp_path: Path) -> None:
    path = old_file(tmp_path, mode=0o444)
    problem = write_together([change(path)])
    assert problem is not None
    assert (problem.message, problem.cure) == (
        "the file is read-only",
        "allow writing it, or change it by hand",
    )
    assert why_not_writable(path.as_posix()) == problem
    assert path.read_bytes() == OLD


def test_what_is_no_file_is_left_alone(tmp_path: Path) -> None:
    problem = why_not_writable(tmp_path.as_posix())
    assert problem is not None
    assert problem.message == "it is no ordinary file"


def test_the_folders_of_a_new_file_are_made(tmp_path: Path) -> None:
    path = tmp_path / "src/lib/keys.ts"
    assert why_not_writable(path.as_posix()) is None
    assert write_together([Change(path.as_posix(), None, NEW)]) is None
    assert path.read_bytes() == NEW


def test_folders_that_were_made_in_vain_go_again(tmp_path: Path) -> None:
    other = old_file(tmp_path)
    other.write_bytes(b"typed meanwhile")
    path = tmp_path / "src/lib/keys.ts"
    assert write_together([Change(path.as_posix(), None, NEW), change(other)]) is not None
    assert names(tmp_path) == ["A.svelte"]


def test_a_file_that_is_gone_with_its_folder_is_not_made_anew(tmp_path: Path) -> None:
    assert write_together([change(tmp_path / "gone" / "A.svelte")]) is not None
    assert names(tmp_path) == []


def fail_after(monkeypatch: pytest.MonkeyPatch, calls: int) -> None:
    """Let the step that gives a file its name fail once, after it has worked for so many files."""
    replace, count = Path.replace, iter(range(calls + 1))

    def failing(self: Path, target: Path) -> Path:
        if next(count, None) == calls:
            raise OSError(5, "Input/output error")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", failing)


@pytest.mark.parametrize("calls", [0, 1, 2])
def test_when_the_last_step_fails_for_one_all_have_their_old_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, calls: int
) -> None:
    files = [old_file(tmp_path, name) for name in ("A.svelte", "B.svelte")]
    made = tmp_path / "C.ts"
    fail_after(monkeypatch, calls)
    problem = write_together([Change(made.as_posix(), None, NEW), *map(change, files)])
    assert problem is not None
    assert problem.message == "the file cannot be written: Input/output error"
    assert [path.read_bytes() for path in files] == [OLD, OLD]
    assert names(tmp_path) == ["A.svelte", "B.svelte"]


def test_when_the_disk_is_full_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = old_file(tmp_path, "A.svelte"), old_file(tmp_path, "B.svelte")
    sync, count = os.fsync, iter(range(2))

    def full(handle: int) -> None:
        if next(count, None) == 1:
            raise OSError(28, "No space left on device")
        sync(handle)

    monkeypatch.setattr(os, "fsync", full)
    problem = write_together([change(first), change(second)])
    assert problem is not None
    assert problem.message == "the file cannot be written: No space left on device"
    assert (first.read_bytes(), second.read_bytes()) == (OLD, OLD)
    assert names(tmp_path) == ["A.svelte", "B.svelte"]
