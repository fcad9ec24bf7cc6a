"""A terminal that nobody sees: tmux types and reads the screen."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from tests.editors.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


class Terminal:
    """One program in a terminal of its own.

    Args:
        tmux: The path of tmux.
        folder: Where the program starts; its name must be short, since a socket is put there.
        command: The program.
        environment: Of the program.
    """

    def __init__(self, tmux: Path, folder: Path, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self._tmux = [str(tmux), "-f", "/dev/null", "-S", str(folder / "tmux")]
        subprocess.run(
            [*self._tmux, "new-session", "-d", "-x", "120", "-y", "40", *command],
            cwd=folder,
            env={**environment, "TERM": "xterm-256color", "LANG": "C.UTF-8"},
            check=True,
        )

    def press(self, *keys: str) -> None:
        """Press keys: single characters, or names such as `Enter` and `Escape`."""
        subprocess.run([*self._tmux, "send-keys", *keys], check=True)

    def screen(self) -> str:
        """Return what is on the screen."""
        done = subprocess.run([*self._tmux, "capture-pane", "-p"], capture_output=True, text=True, check=True)
        return done.stdout

    def wait_for(self, text: str) -> None:
        """Wait until some text is on the screen."""
        wait_for(lambda: text in self.screen(), f"{text!r} on the screen")

    def wait_until_gone(self, text: str) -> None:
        """Wait until some text is no longer on the screen."""
        wait_for(lambda: text not in self.screen(), f"no {text!r} on the screen")

    def close(self) -> None:
        """End the program, and the terminal."""
        subprocess.run([*self._tmux, "kill-server"], capture_output=True, check=False)
