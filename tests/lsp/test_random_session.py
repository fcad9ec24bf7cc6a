"""After any session the server says what a fresh analysis says of the same files and documents."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from lsprotocol import types

from svelte_warden.engine.analysis import Analysis
from svelte_warden.lsp.uris import path_of, uri_of
from svelte_warden.text.source import Source
from tests.lsp.conftest import FINE, HARMLESS_HELPER, HELPER, READ, SAVE
from tests.lsp.editor import VS_CODE, Editor

if TYPE_CHECKING:
    from pathlib import Path

    from tests.lsp.conftest import StartEditor

NAMES = ("Save.svelte", "Read.svelte", "Fine.svelte", "helper.ts", "New.svelte", "+page.svelte", "é😀.svelte")
TEXTS = (SAVE, READ, FINE, HELPER, HARMLESS_HELPER, "", "<script>")
SNIPPETS = (
    "\n",
    "x",
    "onclick={() => getContext('a')}",
    "// 😀é\n",
    "</script>",
    "{",
    "await 1;",
    "\r\n",
    "\u2028",
    "<b>",
)
STEPS, CHECKPOINTS = 60, 3


class Session:
    """A user who does anything, and what the texts must be by then."""

    def __init__(self, editor: Editor, root: Path, chance: random.Random) -> None:
        self.editor = editor
        self.root = root
        self.chance = chance
        self.open: dict[Path, str] = {}
        self.version = 1

    def step(self) -> None:
        path = self.root / "src" / self.chance.choice(NAMES)
        action = self.chance.choice(
            (self.type, self.type, self.type, self.replace, self.close, self.write, self.delete)
        )
        self.version += 1
        action(path)

    def replace(self, path: Path) -> None:
        text = self.chance.choice(TEXTS)
        if path in self.open:
            self.editor.replace(path, self.version, text)
        else:
            self.editor.open(path, text, self.version)
        self.open[path] = text

    def type(self, path: Path) -> None:
        if path not in self.open:
            self.replace(path)
            return
        source = Source(self.open[path].encode())
        places = sorted(self.chance.randrange(len(self.open[path]) + 1) for _ in range(2))
        offsets = [len(self.open[path][:place].encode()) for place in places]
        start, end = (source.position(offset, "utf-16") for offset in offsets)
        text = self.chance.choice(SNIPPETS)
        end = end if self.chance.random() < 0.3 else start
        self.editor.type(path, self.version, (start, end, text))
        first, last = source.offset(*start, "utf-16"), source.offset(*end, "utf-16")
        self.open[path] = (source.data[:first] + text.encode() + source.data[last:]).decode()

    def close(self, path: Path) -> None:
        if self.open.pop(path, None) is not None:
            self.editor.close(path)

    def write(self, path: Path) -> None:
        path.write_bytes(self.chance.choice(TEXTS).encode())
        self.editor.touched(path)

    def delete(self, path: Path) -> None:
        if path.exists():
            path.unlink()
            self.editor.touched(path, types.FileChangeType.Deleted)

    def expected(self) -> dict[str, list[tuple[str, int, int]]]:
        analysis = Analysis([self.root.as_posix()])
        for document, text in self.open.items():
            analysis.open(document.as_posix(), Source(text.encode()))
        found = {}
        for path in {*analysis.files(), *(opened.as_posix() for opened in self.open)}:
            source = analysis.source(path)
            places = [(f.rule, *source.position(f.place.start, "utf-16")) for f in analysis.findings(path)]
            if places:
                found[path] = sorted(places)
        return found

    async def said(self) -> dict[str, list[tuple[str, int, int]]]:
        answer = await self.editor.client.workspace_diagnostic_async(types.WorkspaceDiagnosticParams([]))
        found = {}
        for report in answer.items:
            assert isinstance(report, types.WorkspaceFullDocumentDiagnosticReport)
            places = [(str(d.code), d.range.start.line, d.range.start.character) for d in report.items]
            if places:
                found[path_of(report.uri) or ""] = sorted(places)
        return found


@pytest.mark.parametrize("seed", range(3))
async def test_any_session(start_editor: StartEditor, project: Path, seed: int) -> None:
    editor = await start_editor(VS_CODE, project, pull=True)
    session = Session(editor, project, random.Random(seed))  # noqa: S311  no secret
    for _ in range(CHECKPOINTS):
        for _ in range(STEPS):
            session.step()
        assert await session.said() == session.expected()
    for path in list(session.open):
        assert path_of(uri_of(path.as_posix())) == path.as_posix()
        session.close(path)
    assert await session.said() == session.expected()
