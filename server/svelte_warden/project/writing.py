"""Writing the user's files: the only place where any of them is changed.

A file is never open for writing under its own name. Its new text is written beside it, brought to the disk, and takes
the name in one step; so whoever looks, and whatever ends the process, finds the old text or the new one. Several files
that belong together are all prepared before the first one takes its name.

Who kills the process may find a hidden file that ends in ``.svelte-warden.tmp``; nobody looks at it, and it can go.

A link stays a link: what it points to is replaced. Rights, owner and extended attributes go over to the new file, hard
links do not.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from svelte_warden.facts.immutable import immutable
from svelte_warden.project.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_ANY_WRITER = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
_NEW_FILE = 0o666
_SUFFIX = ".svelte-warden.tmp"


@immutable
class Change:
    """The whole text of a file, as it was read and as it is to be; ``before`` is ``None`` for a file to be made."""

    path: str
    before: bytes | None
    after: bytes


class _NotWritableError(Exception):
    """A file that cannot be written; ``problem`` says which, why, and what helps."""

    def __init__(self, path: str, message: str, cure: str) -> None:
        super().__init__(message)
        self.problem = Problem(path, 0, 0, message, cure)


def why_not_writable(path: str) -> Problem | None:
    """Return why a file cannot be replaced (or made, if there is none); ``None`` if it looks as if it could."""
    try:
        _target(path)
    except _NotWritableError as error:
        return error.problem
    return None


def write_together(changes: Iterable[Change]) -> Problem | None:
    """Write all of some files or none of them, as far as a file system can promise that.

    Should the last step fail for one of them, those that had it already get their old text back.

    Returns:
        Why nothing was written; ``None`` when all files were.
    """
    prepared: list[_Prepared] = []
    made: list[Path] = []
    try:
        for change in changes:
            _make_folders(change, made)
            prepared.append(_prepared(change))
        _check_all(prepared)
        _replace_all(prepared)
    except _NotWritableError as error:
        return error.problem
    finally:
        for item in prepared:
            with suppress(OSError):  # it has taken its name
                item.temporary.unlink()
        for folder in reversed(made):
            with suppress(OSError):  # it is not empty
                folder.rmdir()
    for folder in {item.target.parent for item in prepared}:
        _bring_to_disk(folder)
    return None


@immutable
class _Prepared:
    """A file whose new text lies beside it; ``target`` is what a link points to."""

    change: Change
    target: Path
    temporary: Path


def _target(path: str) -> Path:
    """Find the file that is to be replaced."""
    try:
        target = Path(os.path.realpath(path))
        folder = target.parent
        status = target.stat() if target.exists() else None
    except (OSError, ValueError) as error:
        raise _failure(path, error) from error
    if status is not None and not stat.S_ISREG(status.st_mode):
        raise _NotWritableError(path, "it is no ordinary file", "change it by hand")
    if status is not None and not (status.st_mode & _ANY_WRITER and os.access(target, os.W_OK)):
        raise _NotWritableError(path, "the file is read-only", "allow writing it, or change it by hand")
    while status is None and not folder.exists():  # it will be made
        folder = folder.parent
    if not os.access(folder, os.W_OK | os.X_OK):
        raise _NotWritableError(path, f"no file can be made in its folder {folder}", "allow writing the folder")
    return target


def _make_folders(change: Change, made: list[Path]) -> None:
    """Make the folders of a new file that are not there yet, and note them, the outermost first."""
    target = _target(change.path)
    missing = [folder for folder in target.parents if not folder.exists()] if change.before is None else []
    for folder in reversed(missing):
        try:
            folder.mkdir(exist_ok=True)
        except OSError as error:
            raise _failure(change.path, error) from error
        made.append(folder)


def _prepared(change: Change) -> _Prepared:
    target = _target(change.path)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=_SUFFIX, dir=target.parent)
    except OSError as error:
        raise _failure(change.path, error) from error
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(change.after)
            file.flush()
            _take_over_rights(target, temporary)
            os.fsync(file.fileno())
    except BaseException as error:
        temporary.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise _failure(change.path, error) from error
        raise
    return _Prepared(change, target, temporary)


def _take_over_rights(target: Path, temporary: Path) -> None:
    """Give a new file the rights, owner and attributes of the one it is to replace, or those of any new file."""
    if not target.exists():
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(_NEW_FILE & ~mask)
        return
    status = target.stat()
    if hasattr(os, "chown"):
        with suppress(OSError):  # only a superuser can give a file away
            os.chown(temporary, status.st_uid, status.st_gid)
    shutil.copystat(target, temporary)
    os.utime(temporary)  # a watcher should notice


def _check_all(prepared: Sequence[_Prepared]) -> None:
    """Make sure that nobody changed a file since it was read."""
    for item in prepared:
        try:
            now = item.target.read_bytes() if item.target.exists() else None
        except OSError as error:
            raise _failure(item.change.path, error) from error
        if now != item.change.before:
            message = "the file has changed since it was read"
            raise _NotWritableError(item.change.path, message, "run the command again")


def _replace_all(prepared: Sequence[_Prepared]) -> None:
    done: list[_Prepared] = []
    for item in prepared:
        try:
            item.temporary.replace(item.target)
        except OSError as error:
            for earlier in reversed(done):
                _restore(earlier)
            raise _failure(item.change.path, error) from error
        done.append(item)


def _restore(item: _Prepared) -> None:
    """Give a file that was replaced its old text back."""
    before = item.change.before
    if before is None:
        item.target.unlink(missing_ok=True)
        return
    back = _prepared(Change(item.change.path, item.change.after, before))
    try:
        back.temporary.replace(back.target)
    except OSError as error:
        back.temporary.unlink(missing_ok=True)
        message = "the file has its new text though another one that belongs to it could not be written"
        raise _NotWritableError(item.change.path, message, "put the old text back") from error


def _bring_to_disk(folder: Path) -> None:
    """Bring the new names in a folder to the disk, where a folder can be opened."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _failure(path: str, error: Exception) -> _NotWritableError:
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return _NotWritableError(path, f"the file cannot be written: {reason}", "check the file and the disk")
