"""What is under way, and that nothing of it is kept when it is done."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from svelte_warden.lsp.framing import Body
from svelte_warden.lsp.main import make_analysis
from svelte_warden.lsp.server import Server

if TYPE_CHECKING:
    from pathlib import Path


class Written:
    """What the server sends."""

    def __init__(self) -> None:
        self.messages: list[Any] = []

    def write(self, data: bytes) -> None:
        self.messages.append(json.loads(data.partition(b"\r\n\r\n")[2]))

    def close(self) -> None:
        """Do nothing."""


async def test_nothing_that_is_done_is_kept(tmp_path: Path) -> None:
    server, written = Server(make_analysis), Written()
    protocol = server.connection.protocol
    protocol.set_writer(written)

    def receive(method: str, parameters: object, **more: object) -> None:
        message = {"jsonrpc": "2.0", "method": method, "params": parameters, **more}
        protocol.receive_all([Body(json.dumps(message).encode())])

    receive("initialize", {"rootUri": tmp_path.as_uri(), "capabilities": {}}, id=1)
    receive("initialized", {})
    for number in range(5):
        receive("workspace/didChangeConfiguration", {"settings": {"svelteWarden": {"hints": bool(number % 2)}}})
        receive("workspace/diagnostic", {"previousResultIds": [], "partialResultToken": "held"}, id=f"held {number}")
        await asyncio.sleep(0)
        receive("$/cancelRequest", {"id": f"held {number}"})
    for _ in range(5):
        await asyncio.sleep(0)
    answered = [message["id"] for message in written.messages if "id" in message]
    assert answered == [1, *(f"held {number}" for number in range(5))]
    assert protocol._request_futures == {}  # noqa: SLF001  pygls' own
