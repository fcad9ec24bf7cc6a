"""Sessions of real editors, recorded with ``recording.py``: all is answered, and what is told at the end is right.

In each the shop is open; the pointer rests on a finding, its fixes are looked at, the line is commented out and put
back, and where the editor can, a helper is broken and repaired in another file.
"""

from __future__ import annotations

import json
import re
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from svelte_warden.engine.analysis import Analysis
from svelte_warden.lsp.documents import Documents
from svelte_warden.lsp.uris import path_of
from svelte_warden.text.source import TextChange
from tests.lsp.raw_client import RawClient
from tests.lsp.recording import ROOT

if TYPE_CHECKING:
    from svelte_warden.text.source import Encoding

SESSIONS = sorted((Path(__file__).parent / "sessions").glob("*.jsonl"))
SHOP = Path(__file__).parents[1] / "example-app"
PATIENCE = 10.0  # seconds for the last diagnostics
Message = dict[str, Any]


class Replay:
    """One session that happens again.

    Attributes:
        answers: The answers of the server, with the methods that were asked for.
        shown: What the editor shows by now: the codes and lines of the findings in each file.
    """

    def __init__(self, client: RawClient, messages: list[Message]) -> None:
        self.client = client
        self.messages = messages
        self.answers: list[tuple[str, Message]] = []
        self.shown: dict[str, list[tuple[str, int]]] = {}
        self.documents = Documents()
        self._encoding: Encoding = "utf-16"
        self._settings = [m["result"] for m in messages if "method" not in m and isinstance(m.get("result"), list)]
        self._waiting: dict[object, str] = {}
        self._held: set[object] = set()

    def run(self, *, patient: bool) -> None:
        """Send what the editor sent, up to its goodbye; a patient one waits for each answer."""
        for message in self.messages:
            if message.get("method") in ("shutdown", "exit"):
                break
            if "method" not in message:
                continue  # answers are given when something is asked
            self._follow(message)
            if "id" in message:
                self._waiting[message["id"]] = message["method"]
                if "partialResultToken" in message["params"]:
                    self._held.add(message["id"])
            self.client.send(message)
            if patient or message["method"] == "initialize":
                self._listen()
        self._listen()

    def _listen(self) -> None:
        """Read until everything is answered but what is held."""
        while self._waiting.keys() - self._held:
            self._receive(self.client.until(lambda _: True))

    def _receive(self, message: Message) -> None:
        if "method" not in message:
            self.answers.append((self._waiting.pop(message["id"]), message))
            if self.answers[-1][0] == "initialize":
                self._encoding = message["result"]["capabilities"]["positionEncoding"]
        elif message["method"] == "textDocument/publishDiagnostics":
            self._show(message["params"]["uri"], message["params"]["diagnostics"])
        elif "id" in message:
            asked = message["method"] == "workspace/configuration"
            result = (self._settings.pop(0) if self._settings else [None]) if asked else None
            self.client.send({"jsonrpc": "2.0", "id": message["id"], "result": result})

    def _show(self, uri: str, diagnostics: list[Message]) -> None:
        path = path_of(uri) or uri
        found = sorted((item["code"], item["range"]["start"]["line"]) for item in diagnostics)
        self.shown.pop(path, None)
        if found:
            self.shown[path] = found

    def _follow(self, message: Message) -> None:
        """Keep the texts that the editor has open."""
        parameters = message.get("params") or {}
        if message["method"] == "textDocument/didOpen":
            item = parameters["textDocument"]
            self.documents.open(item["uri"], item["version"], item["text"])
        elif message["method"] == "textDocument/didClose":
            self.documents.close(parameters["textDocument"]["uri"])
        elif message["method"] == "textDocument/didChange":
            changes = [_change(change) for change in parameters["contentChanges"]]
            identifier = parameters["textDocument"]
            self.documents.change(identifier["uri"], identifier["version"], changes, self._encoding)

    def last_word(self, expected: dict[str, list[tuple[str, int]]]) -> dict[str, list[tuple[str, int]]]:
        """Return what is shown in the end: what was pushed, or what a client that pulls gets now."""
        offered = self.answers[0][1]["result"]["capabilities"]
        if "diagnosticProvider" in offered:
            everything = {"id": "everything", "method": "workspace/diagnostic", "params": {"previousResultIds": []}}
            self.client.send({"jsonrpc": "2.0", **everything})
            answer = self.client.until(lambda message: message.get("id") == "everything")
            self.shown.clear()
            for report in answer["result"]["items"]:
                self._show(report["uri"], report["items"])
            return self.shown
        end = time.monotonic() + PATIENCE
        while self.shown != expected and time.monotonic() < end:
            self._waiting["round trip"] = "textDocument/hover"
            nothing = {"textDocument": {"uri": "untitled:nothing"}, "position": {"line": 0, "character": 0}}
            self.client.send({"jsonrpc": "2.0", "id": "round trip", "method": "textDocument/hover", "params": nothing})
            self._listen()
            time.sleep(0.02)
        return self.shown


def _change(change: Message) -> TextChange:
    if "range" not in change:
        return TextChange(change["text"])
    start, end = change["range"]["start"], change["range"]["end"]
    return TextChange(change["text"], (start["line"], start["character"]), (end["line"], end["character"]))


def expected(root: Path, documents: Documents) -> dict[str, list[tuple[str, int]]]:
    analysis = Analysis([root.as_posix()])
    for document in documents:
        if document.path is not None:
            analysis.open(document.path, document.source)
    found = {}
    for path in analysis.files():
        source = analysis.source(path)
        places = [(item.rule, source.position(item.place.start, "utf-8")[0]) for item in analysis.findings(path)]
        if places:
            found[path] = sorted(places)
    return found


def read(session: Path, root: Path) -> list[Message]:
    text = session.read_text(encoding="utf-8").replace(ROOT, root.as_posix())
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("patient", [True, False], ids=["one by one", "all at once"])
@pytest.mark.parametrize("session", SESSIONS, ids=lambda session: session.stem)
def test_session(tmp_path: Path, session: Path, patient: bool) -> None:  # noqa: FBT001  a parameter of the test
    root = tmp_path / "shop"
    shutil.copytree(SHOP, root)
    with RawClient() as client:
        replay = Replay(client, read(session, root))
        replay.run(patient=patient)
        wanted = expected(root, replay.documents)
        assert replay.last_word(wanted) == wanted
        assert any("ProductCard" in path for path in wanted)
        errors = [answer["error"] for _, answer in replay.answers if "error" in answer]
        assert all(error["code"] in (-32800, -32801) for error in errors), errors
        if patient:
            hovers = [answer.get("result") for method, answer in replay.answers if method == "textDocument/hover"]
            assert any("click handler" in json.dumps(hover) for hover in hovers)
            actions = [answer.get("result") for method, answer in replay.answers if method == "textDocument/codeAction"]
            assert any(actions)
        assert client.end() == 0


def test_there_is_one_of_each_editor_and_none_tells_where_it_was_made() -> None:
    assert [session.stem for session in SESSIONS] == ["emacs", "neovim", "vscode"]
    for session in SESSIONS:
        text = session.read_text(encoding="utf-8")
        places = set(re.findall(r'(?<=")(?:file://)?/\w[\w/]*', text))
        assert not places, "paths and URIs begin with the workspace"
        assert ROOT in text
