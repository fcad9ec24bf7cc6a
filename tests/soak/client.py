"""A client that never waits for the server unless it is told to."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

Json = dict[str, Any]
PATIENCE = 120.0  # seconds for an answer; the machine may be busy
HELD = "held"
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
_COMMAND = [sys.executable, "-m", "svelte_warden", "lsp"]
_REFUSABLE = {-32800, -32801, -32802, -32803}  # cancelled, content modified, server cancelled, request failed


class Client:
    """One server process and what it said.

    Attributes:
        settings: What the server gets when it asks for the configuration.
        unanswered: The methods of the requests that are not answered yet, by id.
        errors: Answers that are mistakes and no refusals, with the method.
        streamed: The diagnostics that partial results brought, by URI.
        log: What the server logged at the level of an error.
    """

    def __init__(self) -> None:
        self.process = subprocess.Popen(_COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.settings: object = None
        self.unanswered: dict[int, str] = {}
        self.errors: list[tuple[str, Json]] = []
        self.streamed: dict[str, list[Json]] = {}
        self.log: list[str] = []
        self.ended = False
        self._answers: dict[int, Json] = {}
        self._kept: set[int] = set()
        self._number = 0
        self._changed = threading.Condition()
        self._writing = threading.Lock()
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._reading.start()

    def __enter__(self) -> Client:  # noqa: PYI034  Self needs Python 3.11
        return self

    def __exit__(self, *_: object) -> None:
        """End the process, however the session went, and leave no stream open."""
        self.process.kill()
        self.process.wait(PATIENCE)
        self._reading.join(PATIENCE)
        for stream in (self.process.stdin, self.process.stdout):
            assert stream is not None
            with contextlib.suppress(BrokenPipeError):
                stream.close()

    # --- sending ------------------------------------------------------------------------------------------------------

    def notify(self, method: str, parameters: object) -> None:
        """Send a notification."""
        self._send({"jsonrpc": "2.0", "method": method, "params": parameters})

    def request(self, method: str, parameters: object, *, keep: bool = False) -> int:
        """Send a request and return its id; the answer is kept only if somebody will ask for it."""
        with self._changed:
            self._number += 1
            number = self._number
            self.unanswered[number] = method
            if keep:
                self._kept.add(number)
        self._send({"jsonrpc": "2.0", "id": number, "method": method, "params": parameters})
        return number

    def ask(self, method: str, parameters: object) -> Any:  # noqa: ANN401  whatever the server answers
        """Send a request and wait for its result."""
        number = self.request(method, parameters, keep=True)
        self.wait(lambda: number in self._answers, method)
        answer = self._answers.pop(number)
        assert "error" not in answer, (method, answer["error"])
        return answer["result"]

    def settle(self, *, but: int | None = None) -> None:
        """Wait until every request is answered, but for one that is held."""
        self.wait(lambda: not self.unanswered.keys() - {but}, "all answers")

    def wait(self, holds: Any, what: str) -> None:  # noqa: ANN401  a condition
        """Wait until a condition on what the server said holds."""
        with self._changed:
            happened = self._changed.wait_for(lambda: self.ended or holds(), PATIENCE)
        assert not self.ended, f"the server ended while it was asked for {what}"
        assert happened, f"no {what} within {PATIENCE:.0f} seconds; waiting: {list(self.unanswered.values())[:9]}"

    def end(self) -> int:
        """End the session in good order and return the status of the process."""
        self.ask("shutdown", None)
        self.notify("exit", None)
        return self.process.wait(PATIENCE)

    def memory(self) -> int:
        """Return the resident memory of the server in bytes; 0 where it cannot be told."""
        statistics = Path(f"/proc/{self.process.pid}/statm")
        return int(statistics.read_text(encoding="ascii").split()[1]) * _PAGE if statistics.exists() else 0

    def _send(self, message: Json) -> None:
        body = json.dumps(message).encode()
        with self._writing:
            assert self.process.stdin is not None
            self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
            self.process.stdin.flush()

    # --- receiving ----------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        while True:
            length = 0
            while (line := stream.readline().strip()) and line:
                name, _, value = line.partition(b":")
                length = int(value) if name.lower() == b"content-length" else length
            if not length:
                break
            message = json.loads(stream.read(length))
            reply = None
            with self._changed:
                if "method" in message:
                    reply = self._told(message)
                else:
                    self._answered(message)
                self._changed.notify_all()
            if reply is not None:
                self._send(reply)
        with self._changed:
            self.ended = True
            self._changed.notify_all()

    def _told(self, message: Json) -> Json | None:
        parameters = message.get("params") or {}
        if message["method"] == "$/progress" and parameters["token"] == HELD:
            self.streamed.update({item["uri"]: item["items"] for item in parameters["value"]["items"]})
        elif message["method"] == "window/logMessage" and parameters["type"] == 1:
            self.log.append(parameters["message"])
        if "id" not in message:
            return None
        asked = message["method"] == "workspace/configuration"
        return {"jsonrpc": "2.0", "id": message["id"], "result": [self.settings] if asked else None}

    def _answered(self, message: Json) -> None:
        number = message.get("id")
        method = self.unanswered.pop(number, None) if isinstance(number, int) else None
        if method is None or not isinstance(number, int):
            self.errors.append(("an answer to nothing", message))
        elif "error" in message and message["error"]["code"] not in _REFUSABLE:
            self.errors.append((method, message["error"]))
        if number in self._kept and isinstance(number, int):
            self._kept.discard(number)
            self._answers[number] = message
