"""The folder in which results are kept between runs."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest

from svelte_warden.project.cache_folder import VARIABLE, cache_folder, read_entry, write_entry

if TYPE_CHECKING:
    from pathlib import Path

MONTH = 31 * 24 * 60 * 60  # seconds


def entries(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.svelte-warden"))


def test_the_environment_says_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    assert cache_folder() == tmp_path
    monkeypatch.delenv(VARIABLE)
    assert cache_folder().name == "svelte-warden"


def test_what_was_written_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "not/there/yet"
    assert read_entry(folder, "a") is None
    assert write_entry(folder, "a", b"one")
    assert write_entry(folder, "a", b"two")
    assert read_entry(folder, "a") == b"two"
    assert read_entry(folder, "b") is None


@pytest.mark.parametrize(
    "damage", [lambda data: data[:-1], lambda data: data + b"x", lambda _: b"", lambda data: data[1:]]
)
def test_damaged_entry_is_none(tmp_path: Path, damage: object) -> None:
    write_entry(tmp_path, "a", b"content")
    (path,) = entries(tmp_path)
    path.write_bytes(damage(path.read_bytes()))  # type: ignore[operator]  # one of the functions above
    assert read_entry(tmp_path, "a") is None


def test_folder_that_cannot_be_written_costs_nothing_but_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert not write_entry(tmp_path / "file", "a", b"content")
    assert read_entry(tmp_path / "file", "a") is None


def test_old_entries_go_and_foreign_files_stay(tmp_path: Path) -> None:
    foreign = tmp_path / "notes.json"
    foreign.write_text("{}")
    write_entry(tmp_path, "old", b"")
    (abandoned := tmp_path / "x.svelte-warden-part").write_text("")
    for path in (foreign, abandoned, *entries(tmp_path)):
        os.utime(path, (time.time() - MONTH, time.time() - MONTH))
    for number in range(110):
        write_entry(tmp_path, f"new{number}", b"")
        os.utime(tmp_path / f"new{number}.svelte-warden", (time.time() - 200 + number, time.time() - 200 + number))
    write_entry(tmp_path, "last", b"")
    kept = {path.stem for path in entries(tmp_path)}
    assert "last" in kept
    assert "new109" in kept
    assert "new0" not in kept
    assert "old" not in kept
    assert len(kept) == 100
    assert foreign.exists()
    assert not abandoned.exists()
