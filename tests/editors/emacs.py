"""Emacs without a screen, told what to do in Lisp."""

from __future__ import annotations

import itertools
import json
import subprocess
from typing import TYPE_CHECKING, Any

from tests.editors.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class Emacs:
    """One running Emacs.

    Args:
        program: The path of `emacs`; `emacsclient` is beside it.
        folder: Holds the home of this session; its path must be short, since a socket is put there.
        environment: Of the process.
        configuration: The whole configuration of the user, in Lisp.
    """

    def __init__(self, program: Path, folder: Path, environment: Mapping[str, str], configuration: str) -> None:
        self._folder = folder
        self._client = [str(program.with_name("emacsclient")), "--socket-name", str(folder / "socket")]
        self._numbers = itertools.count()
        init = folder / "init.el"
        init.write_text(configuration, encoding="utf-8")
        self._process = subprocess.Popen(
            [program, "-Q", f"--fg-daemon={folder / 'socket'}", "--load", init],
            cwd=folder,
            env={**environment, "HOME": str(folder)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_for(lambda: self._evaluate("t").returncode == 0, "Emacs answers")

    def lisp(self, code: str) -> Any:  # noqa: ANN401 - whatever the code returns
        """Evaluate Lisp code, and return its value by way of JSON.

        Raises:
            AssertionError: The code failed; the text says how.
        """
        answer = self._folder / f"answer-{next(self._numbers)}.json"
        asked = self._evaluate(
            f"(let ((value (progn {code}))) (require 'json)"
            f' (with-temp-file "{answer}" (insert (json-encode value))) t)'
        )
        assert asked.returncode == 0, asked.stderr
        return json.loads(answer.read_text(encoding="utf-8"))

    def quit(self) -> None:
        """End the editor, and with it the server."""
        self._evaluate("(let ((confirm-kill-processes nil)) (set-buffer-modified-p nil) (kill-emacs))")
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _evaluate(self, code: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*self._client, "--eval", code], capture_output=True, text=True, check=False)
