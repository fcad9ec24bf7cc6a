"""Every request about a document is answered, whatever document and place it names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from svelte_warden.lsp.uris import uri_of
from tests.lsp.raw_client import RawClient
from tests.lsp.shops import PAGE, write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

POSITION = {"line": 3, "character": 18}
EXTENT = {"start": POSITION, "end": POSITION}
REQUESTS: dict[str, dict[str, Any]] = {
    "textDocument/hover": {"position": POSITION},
    "textDocument/definition": {"position": POSITION},
    "textDocument/references": {"position": POSITION, "context": {"includeDeclaration": True}},
    "textDocument/documentHighlight": {"position": POSITION},
    "textDocument/completion": {"position": POSITION},
    "textDocument/codeLens": {},
    "textDocument/inlayHint": {"range": EXTENT},
    "textDocument/codeAction": {"range": EXTENT, "context": {"diagnostics": []}},
    "textDocument/diagnostic": {},
}
FAR = {"line": 2**31 - 1, "character": 2**31 - 1}


@pytest.fixture
def client() -> Iterator[RawClient]:
    with RawClient() as client:
        yield client
        assert client.end() == 0


def placed(parameters: dict[str, Any], position: object) -> dict[str, Any]:
    """Put another position in."""
    changed = dict(parameters)
    if "position" in changed:
        changed["position"] = position
    if "range" in changed:
        changed["range"] = {"start": position, "end": position}
    return changed


def test_documents_and_places_of_every_kind(client: RawClient, tmp_path: Path) -> None:
    root = write(tmp_path)
    client.initialize(rootUri=uri_of(root.as_posix()), initializationOptions={"lenses": True, "hints": True})
    page = uri_of((root / "src/routes/+page.svelte").as_posix())
    opened = {"uri": page, "languageId": "svelte", "version": 1, "text": PAGE}
    client.notify("textDocument/didOpen", {"textDocument": opened})
    empty = uri_of((root / "src/Empty.svelte").as_posix())
    client.notify("textDocument/didOpen", {"textDocument": {**opened, "uri": empty, "text": ""}})
    gone = uri_of((root / "gone.ts").as_posix())
    others = ("untitled:1", "", "http://example.org/a.svelte", uri_of(root.as_posix()), gone)
    for uri in (page, empty, page.replace("%2B", "+"), uri_of((root / "package.json").as_posix()), *others):
        for method, parameters in REQUESTS.items():
            for position in (POSITION, FAR, {"line": 0, "character": 0}):
                answer = client.request(method, {"textDocument": {"uri": uri}, **placed(parameters, position)})
                assert "error" not in answer, (method, uri, position, answer)


@pytest.mark.parametrize("method", REQUESTS)
def test_positions_that_are_none_are_refused(client: RawClient, method: str) -> None:
    client.initialize()
    document = {"textDocument": {"uri": "file:///a.svelte"}}
    for position in ({"line": -1, "character": 0}, {"line": "1"}, None, {"line": 1.5, "character": 0}):
        answer = client.request(method, {**document, **placed(REQUESTS[method], position)})
        assert "error" in answer or "result" in answer
