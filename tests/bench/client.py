"""A language client that does nothing but send, read and wait, so that what is measured is the server."""

from __future__ import annotations

import json
import math
import subprocess
import tempfile
import threading
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from types import TracebackType

    from typing_extensions import Self

# A message as JSON gives it; its shape is the protocol's.
Message = dict[str, Any]

_WAIT_SECONDS = 300
_LOOK_SECONDS = 5


class ServerStoppedError(Exception):
    """The server ended, or did not answer in time; carries the end of what it wrote to standard error."""


class LanguageClient:
    """A running server over standard input and output; use it as a context manager."""

    def __init__(self, command: Sequence[str], root: Path) -> None:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  # closed in __exit__, with the server
        self._process = subprocess.Popen(
            command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors
        )
        self._root = root
        self._last_id = 0
        self._give_up_at = math.inf
        threading.Thread(target=self._watch, daemon=True).start()

    @property
    def process_id(self) -> int:
        """Process id of the server."""
        return self._process.pid

    def __enter__(self) -> Self:
        """Return the client."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the server: politely, unless something went wrong."""
        if error is None:
            self.request("shutdown", None)
            self.notify("exit", None)
        else:
            self._process.kill()
        self._process.communicate()
        self._errors.close()

    def initialize(self, *, pull: bool = False) -> None:
        """Do the handshake, as a client that pulls diagnostics or as one that waits for them."""
        text_document: Message = {"publishDiagnostics": {"relatedInformation": True, "versionSupport": True}}
        if pull:
            text_document["diagnostic"] = {"dynamicRegistration": False, "relatedDocumentSupport": True}
        uri = self._root.as_uri()
        self.request(
            "initialize",
            {
                "processId": None,
                "rootUri": uri,
                "workspaceFolders": [{"uri": uri, "name": "bench"}],
                "capabilities": {"textDocument": text_document, "workspace": {"workspaceFolders": True}},
            },
        )
        self.notify("initialized", {})

    def notify(self, method: str, params: object) -> None:
        """Send a notification."""
        self._send({"method": method, "params": params})

    def request(self, method: str, params: object) -> Any:  # noqa: ANN401  # the protocol decides
        """Send a request and return its result.

        Raises:
            ServerStoppedError: No answer came, or an error.
        """
        self._last_id += 1
        wanted = self._last_id
        self._send({"id": wanted, "method": method, "params": params})
        answer = self._read_until(lambda message: message.get("id") == wanted and "method" not in message)
        if "error" in answer:
            raise ServerStoppedError(f"{method}: {answer['error']}")  # noqa: EM102, TRY003  # the server's own words
        return answer["result"]

    def wait_for(self, method: str, accept: Callable[[Message], bool]) -> Message:
        """Read until a notification of that method has parameters that are accepted, and return these.

        Raises:
            ServerStoppedError: It did not come.
        """
        message = self._read_until(lambda message: message.get("method") == method and accept(message["params"]))
        params: Message = message["params"]
        return params

    def _send(self, message: Message) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        stream = self._process.stdin
        assert stream is not None
        stream.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        stream.flush()

    def _read_until(self, accept: Callable[[Message], bool]) -> Message:
        """Read messages until one is accepted; requests of the server are answered with `null`."""
        self._give_up_at = time.monotonic() + _WAIT_SECONDS
        try:
            while True:
                message = self._read()
                if "method" in message and "id" in message:
                    self._send({"id": message["id"], "result": None})
                if accept(message):
                    return message
        finally:
            self._give_up_at = math.inf

    def _watch(self) -> None:
        """End a server that does not answer. One thread serves all waits, since to start one takes a while."""
        while self._process.poll() is None:
            if time.monotonic() > self._give_up_at:
                self._process.kill()
            time.sleep(_LOOK_SECONDS)

    def _read(self) -> Message:
        stream = self._process.stdout
        assert stream is not None
        length = 0
        while line := stream.readline().strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        if not length:
            self._process.wait()
            self._errors.seek(0)
            said = self._errors.read()[-2000:].decode(errors="replace")
            raise ServerStoppedError(f"the server ended or hung: {said}")  # noqa: EM102, TRY003  # the server's own words
        message: Message = json.loads(stream.read(length))
        return message
