"""From a keystroke to the diagnostics: a real server over standard input and output, every keystroke a new text."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.bench.client import LanguageClient
from tests.bench.measurement import Row, milliseconds, svelte_warden
from tests.bench.sources import TYPING_PLACE
from tests.bench.workspace import (
    CONTEXT_LAYOUT,
    CONTEXT_PAGE,
    HELPER_MODULE,
    HELPER_USER,
    LARGE_COMPONENT,
    MIDDLE_COMPONENT,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.bench.client import Message

_PUBLISH = "textDocument/publishDiagnostics"
_WARM_UP = 20


@dataclass(slots=True)
class _Document:
    """An open document.

    Attributes:
        uri: Its address.
        text: Its text when it was opened.
        version: Version of its last change.
    """

    uri: str
    text: str
    version: int = 1


def measure(root: Path, keystrokes: int) -> list[Row]:
    """Type a number of characters into components of two lengths, and into a module another open file depends on."""
    rows: list[Row] = []
    for path, lines, budget in (
        (MIDDLE_COMPONENT, 500, "p50 ≤ 5 ms, p95 ≤ 12 ms"),
        (LARGE_COMPONENT, 1600, "p95 ≤ 25 ms"),
    ):
        for pull in (False, True):
            times = _type(root, path, keystrokes, pull=pull)
            way = "answer to a pull" if pull else "publish"
            rows.append(Row(f"keystroke to {way}, {lines} lines", milliseconds(times), budget))
    times = _edit_helper(root, max(2, keystrokes // 5))
    rows.append(Row("edit to publish of another open file", milliseconds(times), "≤ 50 ms"))
    times = _edit_layout(root, max(2, keystrokes // 5))
    rows.append(Row("edit of a layout's setContext to publish of its reader", milliseconds(times), "≤ 50 ms"))
    return rows


def _type(root: Path, path: str, keystrokes: int, *, pull: bool) -> list[float]:
    """Return the seconds of each keystroke of statements typed into the body of a click handler."""
    with LanguageClient([svelte_warden(), "lsp"], root) as client:
        client.initialize(pull=pull)
        document = _open(client, root, path, pull=pull)
        line = document.text[: document.text.index(TYPING_PLACE)].count("\n")
        column = TYPING_PLACE.index("/")
        times: list[float] = []
        diagnostics: list[Message] = []
        for typed, character in enumerate(_statements(_WARM_UP + keystrokes)):
            start = time.perf_counter()
            position = {"line": line, "character": column + typed}
            _change(client, document, {"range": {"start": position, "end": position}, "text": character})
            diagnostics = _diagnostics(client, document, pull=pull)
            times.append(time.perf_counter() - start)
        if not diagnostics:
            message = f"{path}: onMount was typed into a click handler and nothing was found, so nothing was measured"
            raise AssertionError(message)
        return times[_WARM_UP:]


def _statements(length: int) -> str:
    """Return complete statements of at least `length` characters in all, no two of them equal."""
    text = ""
    number = 0
    while len(text) < length:
        number += 1
        text += f"onMount(() => console.log({number})); "
    return text


def _edit_helper(root: Path, rounds: int) -> list[float]:
    """Return the seconds from each change of a helper module to the publish of a component that calls it."""
    with LanguageClient([svelte_warden(), "lsp"], root) as client:
        client.initialize()
        user = _open(client, root, HELPER_USER)
        helper = _open(client, root, HELPER_MODULE)
        times: list[float] = []
        for number in range(2 * rounds):
            late = number % 2 == 0
            call = f"setTimeout(task, {number});" if late else f"task(); // {number}"
            text = helper.text.replace("task();", call)
            start = time.perf_counter()
            _change(client, helper, {"text": text})
            _wait_for_change(client, user, found=late)
            times.append(time.perf_counter() - start)
        return times


def _edit_layout(root: Path, rounds: int) -> list[float]:
    """Return the seconds from each change of the key a layout sets to the publish of an open page that reads it."""
    with LanguageClient([svelte_warden(), "lsp"], root) as client:
        client.initialize()
        page = _open(client, root, CONTEXT_PAGE)
        layout = _open(client, root, CONTEXT_LAYOUT)
        times: list[float] = []
        for number in range(2 * rounds + 2):
            missing = number % 2 == 0
            key = f"other{number}" if missing else "provided"
            text = layout.text.replace("'provided',", f"'{key}',")
            start = time.perf_counter()
            _change(client, layout, {"text": text})
            _wait_for_change(client, page, found=missing)
            times.append(time.perf_counter() - start)
        return times[2:]  # the first ones wait until the whole workspace is known


def _wait_for_change(client: LanguageClient, document: _Document, *, found: bool) -> None:
    """Wait until a document has diagnostics, or has none."""
    client.wait_for(_PUBLISH, lambda it: it["uri"] == document.uri and bool(it["diagnostics"]) == found)


def _open(client: LanguageClient, root: Path, path: str, *, pull: bool = False) -> _Document:
    file = root / path
    document = _Document(file.as_uri(), file.read_text(encoding="utf-8"))
    language = "svelte" if path.endswith(".svelte") else "typescript"
    item = {"uri": document.uri, "languageId": language, "version": document.version, "text": document.text}
    client.notify("textDocument/didOpen", {"textDocument": item})
    _diagnostics(client, document, pull=pull)
    return document


def _change(client: LanguageClient, document: _Document, change: Message) -> None:
    document.version += 1
    identifier = {"uri": document.uri, "version": document.version}
    client.notify("textDocument/didChange", {"textDocument": identifier, "contentChanges": [change]})


def _diagnostics(client: LanguageClient, document: _Document, *, pull: bool) -> list[Message]:
    """Wait for the diagnostics of the document's present version."""
    if pull:
        report = client.request("textDocument/diagnostic", {"textDocument": {"uri": document.uri}})
        items: list[Message] = report["items"]
        return items
    published = client.wait_for(
        _PUBLISH, lambda it: it["uri"] == document.uri and it.get("version") == document.version
    )
    diagnostics: list[Message] = published["diagnostics"]
    return diagnostics
