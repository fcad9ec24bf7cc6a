"""A client that sends bytes, right or wrong, and reads what comes back as plain JSON."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

REPOSITORY = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "svelte_warden", "lsp")
PATIENCE = 10.0  # seconds


class RawClient:
    """Drives one server process. Used as a context manager, it ends the process at the end, however the test went."""

    def __init__(self, command: tuple[str, ...] = COMMAND) -> None:
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=REPOSITORY
        )
        self.log: list[str] = []
        self._messages: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._number = 0
        threading.Thread(target=self._read, daemon=True).start()

    def __enter__(self) -> RawClient:  # noqa: PYI034  Self needs Python 3.11
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait(PATIENCE)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            assert stream is not None
            with contextlib.suppress(BrokenPipeError):
                stream.close()

    def _read(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        while True:
            length = 0
            while (line := stream.readline().strip()) and line:
                name, _, value = line.partition(b":")
                length = int(value) if name.lower() == b"content-length" else length
            if not length:
                self._messages.put(None)
                return
            self._messages.put(json.loads(stream.read(length)))

    # --- sending ------------------------------------------------------------------------------------------------------

    def send_bytes(self, data: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, message: object) -> None:
        self.send_bytes(frame(message))

    def notify(self, method: str, parameters: object = None) -> None:
        self.send({"jsonrpc": "2.0", "method": method, "params": parameters})

    def request(self, method: str, parameters: object = None) -> dict[str, Any]:
        """Send a request and return the whole reply."""
        self._number += 1
        number = self._number
        self.send({"jsonrpc": "2.0", "id": number, "method": method, "params": parameters})
        return self.until(lambda message: message.get("id") == number and "method" not in message)

    def initialize(self, **parameters: object) -> dict[str, Any]:
        reply = self.request(
            "initialize", {"processId": os.getpid(), "rootUri": None, "capabilities": {}, **parameters}
        )
        self.notify("initialized", {})
        return reply

    def open(self, uri: str, text: str) -> None:
        item = {"uri": uri, "languageId": "svelte", "version": 1, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": item})

    # --- receiving ----------------------------------------------------------------------------------------------------

    def until(self, fits: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Read messages up to one that fits; what is logged on the way is kept."""
        while True:
            message = self._messages.get(timeout=PATIENCE)
            assert message is not None, f"the server ended: {self.log}"
            if message.get("method") == "window/logMessage":
                self.log.append(message["params"]["message"])
            if fits(message):
                return message

    def until_logged(self, words: str) -> str:
        """Read messages up to one that logs these words."""
        for line in self.log:
            if words in line:
                return line
        self.until(lambda _: bool(self.log) and words in self.log[-1])
        return self.log[-1]

    def is_alive(self) -> bool:
        """Whether the server still answers."""
        return "result" in self.request("textDocument/hover", hover_parameters("untitled:x"))

    def end(self) -> int:
        """Shut down in good order and return the status of the process."""
        assert self.request("shutdown")["result"] is None
        self.notify("exit")
        return self.process.wait(PATIENCE)


def frame(message: object) -> bytes:
    body = message if isinstance(message, bytes) else json.dumps(message).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


def hover_parameters(uri: str, line: int = 0, character: int = 0) -> dict[str, Any]:
    return {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}}
