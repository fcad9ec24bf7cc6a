"""Columns and lines: every encoding, and texts in which naive servers lose count."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lsprotocol import types

from tests.lsp.conftest import SAVE
from tests.lsp.editor import VS_CODE, Editor, capabilities_of, range_

if TYPE_CHECKING:
    from pathlib import Path

    from tests.lsp.conftest import StartEditor

UNITS = {"utf-8": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}
WIDTH = {"utf-8": 1, "utf-16": 2, "utf-32": 4}
CALL = "getContext('session')"
HEAD = "<script>import { getContext } from 'svelte';</script>"


def column(line: str, needle: str, encoding: str) -> int:
    return len(line[: line.index(needle)].encode(UNITS[encoding])) // WIDTH[encoding]


async def start(start_editor: StartEditor, project: Path, encoding: str) -> Editor:
    capabilities = capabilities_of(VS_CODE)
    capabilities.general = types.GeneralClientCapabilities(position_encodings=[types.PositionEncodingKind(encoding)])
    editor = await start_editor(capabilities, project)
    assert editor.server.position_encoding == encoding
    return editor


@pytest.mark.parametrize("encoding", UNITS)
async def test_columns_and_edits(start_editor: StartEditor, project: Path, encoding: str) -> None:
    editor = await start(start_editor, project, encoding)
    path = project / "src/New.svelte"
    line = f"<p>é😀\u2028\t</p><button onclick={{() => {CALL}}}>é😀</button>"
    editor.open(path, HEAD + "\n\ufeffx\u2028y\x0b\x0c\x85z\n" + line)
    begin = column(line, CALL, encoding)
    (diagnostic,) = await editor.pushed_count(path, 1)
    assert diagnostic.range == range_((2, begin), (2, begin + len(CALL)))

    # type behind the wide characters, on a line below all the false line ends
    onclick = column(line, "onclick", encoding)
    editor.type(path, 2, ((2, onclick), (2, onclick + len("onclick")), "title"))
    await editor.pushed_count(path, 0)
    editor.type(path, 3, ((2, onclick), (2, onclick + len("title")), "data-😀 onclick"))
    (diagnostic,) = await editor.pushed_count(path, 1)
    moved = column(line.replace("onclick", "data-😀 onclick"), CALL, encoding)
    assert diagnostic.range.start == types.Position(2, moved)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
async def test_line_ends(start_editor: StartEditor, project: Path, end: str) -> None:
    editor = await start(start_editor, project, "utf-16")
    path = project / "src/New.svelte"
    editor.open(path, SAVE.replace("\n", end))
    (diagnostic,) = await editor.pushed_count(path, 1)
    assert diagnostic.range.start == types.Position(3, 23)
    editor.type(path, 2, ((1, 0), (1, 0), f"// one{end}// two{end}"), ((2, 0), (3, 0), ""))
    await editor.pushed(path, lambda last: last.diagnostics[0].range.start == types.Position(4, 23))


async def test_several_changes_in_one_notification(start_editor: StartEditor, project: Path) -> None:
    """Each is expressed in the text that the ones before it produced."""
    editor = await start(start_editor, project, "utf-16")
    path = project / "src/New.svelte"
    editor.open(path, "")
    editor.change(
        path,
        2,
        types.TextDocumentContentChangePartial(range=range_((0, 0), (0, 0)), text="b"),
        types.TextDocumentContentChangePartial(range=range_((0, 0), (0, 0)), text="a\n"),
        types.TextDocumentContentChangeWholeDocument(SAVE),
        types.TextDocumentContentChangePartial(range=range_((0, 0), (0, 0)), text="😀\n"),
        types.TextDocumentContentChangePartial(range=range_((0, 0), (0, 2)), text=""),
    )
    (diagnostic,) = await editor.pushed_count(path, 1)
    assert diagnostic.range.start == types.Position(4, 23)


async def test_a_byte_order_mark_is_a_character(start_editor: StartEditor, project: Path) -> None:
    editor = await start(start_editor, project, "utf-16")
    path = project / "src/New.svelte"
    line = f"{HEAD}<button onclick={{() => {CALL}}}>Save</button>"
    editor.open(path, "\ufeff" + line)
    (diagnostic,) = await editor.pushed_count(path, 1)
    assert diagnostic.range.start == types.Position(0, 1 + line.index(CALL))


async def test_half_a_surrogate_pair_is_survived(start_editor: StartEditor, project: Path) -> None:
    editor = await start(start_editor, project, "utf-16")
    path = project / "src/New.svelte"
    line = f"{HEAD}<button title='x' onclick={{() => {CALL}}}>Save</button>"
    editor.open(path, line)
    editor.type(path, 2, ((0, len(HEAD) + 15), (0, len(HEAD) + 16), "\ud83d"))
    (diagnostic,) = (await editor.pushed(path)).diagnostics
    assert diagnostic.range.start == types.Position(0, line.index(CALL))


async def test_positions_out_of_range_are_clamped(start_editor: StartEditor, project: Path) -> None:
    editor = await start(start_editor, project, "utf-16")
    path = project / "src/New.svelte"
    editor.open(path, SAVE)
    editor.type(
        path,
        2,
        ((99, 0), (2**31 - 1, 2**31 - 1), "<p>end</p>"),
        ((0, 9999), (1, 9999), "  "),
        ((3, 5), (1, 1), ""),
    )
    await editor.round_trip()
    await editor.hover(path, 99999, 99999)
    editor.replace(path, 3, SAVE)
    await editor.pushed_count(path, 1)
