"""A client that sends nonsense: every request is answered, the log says what was wrong, and the server stays up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.lsp.conftest import SAVE
from tests.lsp.raw_client import RawClient, frame, hover_parameters

if TYPE_CHECKING:
    from collections.abc import Iterator

PARSE_ERROR, INVALID_REQUEST, METHOD_NOT_FOUND, INVALID_PARAMETERS = -32700, -32600, -32601, -32602
NOT_INITIALIZED, CANCELLED = -32002, -32800
URI = "file:///nowhere/Save.svelte"


@pytest.fixture
def fresh() -> Iterator[RawClient]:
    with RawClient() as client:
        yield client


@pytest.fixture(scope="module")
def client() -> Iterator[RawClient]:
    """One server that survives all the nonsense of this file, and then ends in good order."""
    with RawClient() as client:
        client.initialize()
        yield client
        assert client.end() == 0


def change(uri: str, version: int, *changes: dict[str, Any]) -> dict[str, Any]:
    return {"textDocument": {"uri": uri, "version": version}, "contentChanges": list(changes)}


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"{this is no json", PARSE_ERROR, "is not JSON"),
        (b"\xff\xfe\x00", PARSE_ERROR, "is not JSON"),
        (b"[" * 100_000, PARSE_ERROR, "is not JSON"),
        (b"", PARSE_ERROR, "is not JSON"),
        (b"[]", INVALID_REQUEST, "must be an object"),
        (b"42", INVALID_REQUEST, "must be an object"),
        (b'{"id": 1, "method": "shutdown"}', INVALID_REQUEST, "must be an object"),
        (b'{"jsonrpc": "1.0", "id": 1, "method": "shutdown"}', INVALID_REQUEST, "must be an object"),
    ],
)
def test_what_is_no_message(client: RawClient, data: bytes, code: int, words: str) -> None:
    client.send_bytes(frame(data))
    error = client.until(lambda message: "error" in message)
    assert error["id"] is None
    assert error["error"]["code"] == code
    assert words in error["error"]["message"]
    assert client.is_alive()


@pytest.mark.parametrize(
    ("message", "code", "words"),
    [
        ({"id": "seven", "method": "textDocument/makeCoffee", "params": {}}, METHOD_NOT_FOUND, "unknown method"),
        ({"id": "seven", "method": "textDocument/makeCoffee"}, METHOD_NOT_FOUND, "textDocument/makeCoffee"),
        ({"id": "seven", "method": "$/unheardOf"}, METHOD_NOT_FOUND, "$/unheardOf"),
        ({"id": "seven", "method": 12}, INVALID_REQUEST, "method must be a string"),
        ({"id": "seven", "method": "textDocument/hover"}, INVALID_PARAMETERS, "missing @ $.params"),
        ({"id": "seven", "method": "textDocument/hover", "params": None}, INVALID_PARAMETERS, "$.params"),
        ({"id": "seven", "method": "textDocument/hover", "params": []}, INVALID_PARAMETERS, "malformed parameters"),
        ({"id": "seven", "method": "textDocument/hover", "params": {"position": 3}}, INVALID_PARAMETERS, "malformed"),
        (
            {"id": "seven", "method": "textDocument/hover", "params": hover_parameters(URI, -1)},
            INVALID_PARAMETERS,
            "malformed parameters",
        ),
        (
            {"id": "seven", "method": "workspace/executeCommand", "params": {"command": "format.disk"}},
            INVALID_PARAMETERS,
            "unknown command format.disk; there are svelte-warden.restart",
        ),
        (
            {"id": "seven", "method": "initialize", "params": {"capabilities": {}}},
            INVALID_REQUEST,
            "already initialized",
        ),
    ],
)
def test_requests_that_make_no_sense(client: RawClient, message: dict[str, Any], code: int, words: str) -> None:
    client.send({"jsonrpc": "2.0", **message})
    reply = client.until(lambda reply: reply.get("id") == "seven")
    assert reply["error"]["code"] == code
    assert words in reply["error"]["message"]
    assert client.is_alive()


@pytest.mark.parametrize("identifier", [None, True, 1.5, {}, []])
def test_ids_that_are_none(client: RawClient, identifier: object) -> None:
    client.send({"jsonrpc": "2.0", "id": identifier, "method": "shutdown"})
    reply = client.until(lambda reply: "error" in reply)
    assert reply["id"] is None
    assert reply["error"]["code"] == INVALID_REQUEST
    assert client.is_alive()


@pytest.mark.parametrize(
    ("method", "parameters", "words"),
    [
        ("textDocument/didChange", change(URI, 2, {"text": "x"}), "the document is not open"),
        ("textDocument/didClose", {"textDocument": {"uri": URI}}, "closed but not open"),
        ("textDocument/didOpen", {"textDocument": {"uri": URI}}, "malformed parameters"),
        ("textDocument/didOpen", "what", "malformed parameters"),
        ("textDocument/didChange", {"contentChanges": 5}, "malformed parameters"),
        ("textDocument/dance", {}, "unknown method"),
        ("workspace/didChangeWatchedFiles", {"changes": [{"uri": URI}]}, "malformed parameters"),
    ],
)
def test_notifications_that_make_no_sense(client: RawClient, method: str, parameters: object, words: str) -> None:
    client.log.clear()
    client.notify(method, parameters)
    assert words in client.until_logged(words)
    assert client.is_alive()


def test_the_log_never_holds_the_text(client: RawClient) -> None:
    client.log.clear()
    client.send({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": {"text": "s3cret"}}})
    client.send({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": change(URI, 1, {"text": ["s3cret"]})})
    client.send({"jsonrpc": "2.0", "id": "nine", "method": "textDocument/hover", "params": {"textDocument": "s3cret"}})
    reply = client.until(lambda reply: reply.get("id") == "nine")
    assert "s3cret" not in str(reply)
    assert "s3cret" not in str(client.log)
    assert len(client.log) >= 3


def test_versions_out_of_order_are_applied_as_they_come(client: RawClient) -> None:
    client.open(URI, "")
    client.notify("textDocument/didChange", change(URI, 9, {"text": "<p>nine</p>"}))
    client.notify("textDocument/didChange", change(URI, 3, {"text": SAVE}))
    client.until(lambda m: m.get("method", "").endswith("publishDiagnostics") and len(m["params"]["diagnostics"]) == 1)
    client.until_logged("went from version 9 to 3")
    client.notify("textDocument/didClose", {"textDocument": {"uri": URI}})


def test_a_document_opened_twice_is_replaced(client: RawClient) -> None:
    client.open(URI, "<p>one</p>")
    client.open(URI, SAVE)
    client.until(lambda m: m.get("method", "").endswith("publishDiagnostics") and len(m["params"]["diagnostics"]) == 1)
    client.until_logged("was opened twice")
    client.notify("textDocument/didClose", {"textDocument": {"uri": URI}})


def test_uris_that_are_none(client: RawClient) -> None:
    for uri in ("", "::::", "file:", "file://", "http://[", "file:///%", "file:///%zz/\0.svelte", "x" * 10_000):
        client.open(uri, SAVE)
        client.notify("textDocument/didChange", change(uri, 2, {"text": SAVE + SAVE}))
        assert "result" in client.request("textDocument/hover", hover_parameters(uri, 3, 25))
        client.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    assert client.is_alive()


def test_garbage_between_messages(client: RawClient) -> None:
    client.send_bytes(b"\x00\xffgarbage\r\n\r\nContent-Length: minus one\r\n\r\n")
    assert client.is_alive()
    client.until_logged("bytes that belong to no message are passed over")
    client.send_bytes(b'Content-Length: 5\r\n\r\n{"jsonrpc": "2.0"}')
    assert client.is_alive()


def test_a_message_with_a_wrong_length(client: RawClient) -> None:
    good = frame({"jsonrpc": "2.0", "id": 50, "method": "shutdown"})
    client.send_bytes(good.replace(b"Content-Length: ", b"Content-Length: 1"))  # some 100 bytes too long
    client.send_bytes(b"x" * 200)
    error = client.until(lambda message: "error" in message)
    assert error["error"]["code"] == PARSE_ERROR
    assert client.is_alive()


def test_replies_to_nothing(client: RawClient) -> None:
    identifier: object
    for identifier in ("unknown", 1, None, [], {}):
        client.send({"jsonrpc": "2.0", "id": identifier, "result": {"made": "up"}})
        client.send({"jsonrpc": "2.0", "id": identifier, "error": "what"})
    assert client.is_alive()


def test_a_client_that_refuses_what_it_offered(fresh: RawClient) -> None:
    registers = {"dynamicRegistration": True}
    workspace = {"configuration": True, "didChangeWatchedFiles": registers, "didChangeConfiguration": registers}
    fresh.initialize(capabilities={"workspace": workspace})
    for _ in range(3):
        asked = fresh.until(lambda m: m.get("method") in ("client/registerCapability", "workspace/configuration"))
        fresh.send({"jsonrpc": "2.0", "id": asked["id"], "error": {"code": -1, "message": "not today"}})
    fresh.until_logged("not today")
    assert fresh.is_alive()


@pytest.mark.parametrize(
    "capabilities",
    [None, [], "all", {"general": []}, {"textDocument": {"codeAction": [], "hover": {"contentFormat": {}}}}],
)
def test_capabilities_of_any_shape(fresh: RawClient, capabilities: object) -> None:
    reply = fresh.initialize(capabilities=capabilities, workspaceFolders=[{}, 5, {"uri": 7}], rootUri=3, rootPath=[])
    assert reply["result"]["capabilities"]["positionEncoding"] == "utf-16"
    assert fresh.is_alive()


def test_nothing_before_initialize(fresh: RawClient) -> None:
    fresh.notify("textDocument/didOpen", {})
    assert fresh.request("textDocument/hover", hover_parameters(URI))["error"]["code"] == NOT_INITIALIZED
    assert fresh.request("shutdown")["error"]["code"] == NOT_INITIALIZED
    assert fresh.request("initialize", 5)["error"]["code"] == INVALID_PARAMETERS
    assert "result" in fresh.initialize()
    assert fresh.end() == 0


def test_nothing_after_shutdown(fresh: RawClient) -> None:
    fresh.initialize()
    fresh.request("shutdown")
    assert fresh.request("textDocument/hover", hover_parameters(URI))["error"]["code"] == INVALID_REQUEST
    assert fresh.request("shutdown")["error"]["code"] == INVALID_REQUEST
    fresh.notify("exit")
    assert fresh.process.wait(10) == 0


def test_a_request_that_is_cancelled_while_it_waits_is_not_begun(client: RawClient) -> None:
    hover = {"jsonrpc": "2.0", "id": "s70", "method": "textDocument/hover", "params": hover_parameters(URI)}
    cancel = {"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": "s70"}}
    client.send_bytes(frame(hover) + frame(cancel))
    assert client.until(lambda reply: reply.get("id") == "s70")["error"]["code"] == CANCELLED
    target: object
    for target in ("s70", "unknown", None, {}):
        client.notify("$/cancelRequest", {"id": target})
    client.notify("$/cancelRequest", None)
    assert client.is_alive()


def test_a_storm_of_edits_and_requests(client: RawClient) -> None:
    client.open(URI, SAVE)
    storm = b""
    for number in range(500):
        version = {"jsonrpc": "2.0", "method": "textDocument/didChange", "params": change(URI, number, {"text": SAVE})}
        hover = {"jsonrpc": "2.0", "id": f"h{number}", "method": "textDocument/hover"}
        storm += frame(version) + frame({**hover, "params": hover_parameters(URI, 3, 25)})
    client.send_bytes(storm)
    answered = {client.until(lambda m: "id" in m and "method" not in m)["id"] for _ in range(500)}
    assert answered == {f"h{number}" for number in range(500)}
    client.notify("textDocument/didClose", {"textDocument": {"uri": URI}})
