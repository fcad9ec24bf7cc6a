"""Neovim without a screen, told what to do in Lua."""

from __future__ import annotations

import itertools
import json
import subprocess
from typing import TYPE_CHECKING, Any

from tests.editors.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class Neovim:
    """One running Neovim.

    Args:
        program: The path of `nvim`.
        folder: Holds the home and the files of this session; the configuration is `init.lua` there.
        environment: Of the process.
        configuration: The whole configuration of the user, in Lua.
    """

    def __init__(self, program: Path, folder: Path, environment: Mapping[str, str], configuration: str) -> None:
        self._program = str(program)
        self._folder = folder
        self._socket = str(folder / "socket")
        self._numbers = itertools.count()
        init = folder / "init.lua"
        init.write_text(configuration, encoding="utf-8")
        self._process = subprocess.Popen(
            [program, "--headless", "--listen", self._socket, "-u", init, "-i", "NONE", "-n"],
            cwd=folder,
            env={**environment, "HOME": str(folder), "XDG_STATE_HOME": str(folder)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_for(lambda: self._remote("1").returncode == 0, "Neovim answers")

    def lua(self, code: str, *arguments: object) -> Any:  # noqa: ANN401 - whatever the code returns
        """Run Lua code with `...` as its arguments, and return what it returns; both go through JSON.

        Raises:
            AssertionError: The code failed; the text says how.
        """
        script = self._folder / f"script-{next(self._numbers)}.lua"
        answer = script.with_suffix(".json")
        script.write_text(
            f"local arguments = vim.json.decode({_long_string(json.dumps(arguments))})\n"
            f"local done, result = xpcall(function(...)\n{code}\nend, debug.traceback, unpack(arguments))\n"
            f"local file = assert(io.open({_long_string(str(answer))}, 'w'))\n"
            "file:write(vim.json.encode({ done = done, result = result == nil and vim.NIL or result }))\n"
            "file:close()\n",
            encoding="utf-8",
        )
        asked = self._remote(f"execute('luafile {script}')")
        assert asked.returncode == 0, asked.stderr
        read = json.loads(answer.read_text(encoding="utf-8"))
        assert read["done"], read["result"]
        return read["result"]

    def open(self, path: Path) -> None:
        """Edit a file in the current window."""
        self.lua("vim.cmd.edit(...)", str(path))

    def findings(self, path: Path) -> list[dict[str, Any]]:
        """Return the diagnostics of an open file that are ours."""
        found = self.lua("return vim.diagnostic.get(vim.fn.bufnr((...)))", str(path))
        return [diagnostic for diagnostic in found if diagnostic["source"] == "svelte-warden"]

    def wait_for_rules(self, path: Path, *rules: str) -> list[dict[str, Any]]:
        """Wait until the findings of an open file are of these rules, in any order, and return them."""
        wait_for(lambda: sorted(found["code"] for found in self.findings(path)) == sorted(rules), f"only {rules}")
        return self.findings(path)

    def quit(self) -> None:
        """End the editor, and with it the server."""
        self._remote("execute('qall!')")
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _remote(self, expression: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self._program, "--server", self._socket, "--remote-expr", expression],
            capture_output=True,
            text=True,
            check=False,
        )


def _long_string(text: str) -> str:
    return f"[=====[{text}]=====]"
