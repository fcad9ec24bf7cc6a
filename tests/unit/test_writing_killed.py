"""Killed at every single line of writing, a process leaves each file as it was or as it was to be."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from svelte_warden.project import writing
from svelte_warden.project.writing import Change, write_together

if TYPE_CHECKING:
    from types import FrameType

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a process cannot be copied here")

OLD, NEW = b"old\n" * 2000, b"new\n" * 2000
NAMES = ("A.svelte", "B.svelte", "C.ts")


class KillerTrace:
    """Ends the process without a word when so many lines of the module have run."""

    def __init__(self, lines: int) -> None:
        self.left = lines

    def __call__(self, frame: FrameType, event: str, _argument: object) -> KillerTrace | None:
        if frame.f_code.co_filename != writing.__file__:
            return None
        if event == "line":
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            self.left -= 1
        return self


def write_in_a_copy(changes: list[Change], lines: int) -> bool:
    """Write in a copy of this process that is killed after so many lines; true if it was done before."""
    child = os.fork()
    if child == 0:
        try:
            sys.settrace(KillerTrace(lines))
            os._exit(0 if write_together(changes) is None else 1)
        finally:
            os._exit(2)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFEXITED(status)


# The copy runs nothing that waits for the other threads of this process.
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_each_file_is_old_or_new_and_a_second_run_completes(tmp_path: Path) -> None:
    lines, was_done, states = 0, False, set()
    while not was_done:
        folder = tmp_path / str(lines)
        folder.mkdir()
        for name in NAMES[:2]:
            (folder / name).write_bytes(OLD)
        changes = [Change((folder / name).as_posix(), OLD if name in NAMES[:2] else None, NEW) for name in NAMES]
        was_done = write_in_a_copy(changes, lines)
        found = {path.name: path.read_bytes() for path in folder.iterdir() if path.name in NAMES}
        assert set(found.values()) <= {OLD, NEW}
        assert {NAMES[0], NAMES[1]} <= set(found)
        states.add(tuple(name for name in NAMES if found.get(name) == NEW))
        rest = [change for change in changes if found.get(Path(change.path).name) != NEW]
        assert write_together(rest) is None
        assert all((folder / name).read_bytes() == NEW for name in NAMES)
        lines += 1
    assert lines > 50, "it was killed at many points"
    assert states == {(), NAMES[:1], NAMES[:2], NAMES}, "at each state between nothing and everything, too"
