"""Lenses and hints: nothing until somebody asks for them, and what has changed elsewhere is asked for again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from lsprotocol import types

from svelte_warden.lsp.uris import uri_of
from tests.lsp.editor import EDITORS, VS_CODE, range_
from tests.lsp.shops import CART, LAYOUT, PAGE, write

if TYPE_CHECKING:
    from pathlib import Path

    from tests.lsp.conftest import StartEditor
    from tests.lsp.editor import Editor

LAYOUT_PATH, PAGE_PATH, CART_PATH = "src/routes/+layout.svelte", "src/routes/+page.svelte", "src/lib/cart.svelte.js"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return write(tmp_path)


async def lenses(editor: Editor, path: Path) -> list[types.CodeLens]:
    document = types.TextDocumentIdentifier(uri_of(path.as_posix()))
    return list(await editor.client.text_document_code_lens_async(types.CodeLensParams(document)) or ())


async def hints(editor: Editor, path: Path, lines: tuple[int, int] = (0, 99)) -> list[types.InlayHint]:
    document = types.TextDocumentIdentifier(uri_of(path.as_posix()))
    extent = range_((lines[0], 0), (lines[1], 0))
    return list(await editor.client.text_document_inlay_hint_async(types.InlayHintParams(document, extent)) or ())


def shown(found: list[types.CodeLens]) -> list[tuple[int, str]]:
    return [(lens.range.start.line + 1, lens.command.title) for lens in found if lens.command is not None]


@pytest.mark.parametrize("profile", EDITORS)
async def test_they_say_nothing_until_they_are_asked_for(start_editor: StartEditor, shop: Path, profile: str) -> None:
    editor = await start_editor(profile, shop)
    editor.open(shop / PAGE_PATH, PAGE)
    assert await lenses(editor, shop / PAGE_PATH) == []
    assert await hints(editor, shop / PAGE_PATH) == []


@pytest.mark.parametrize("profile", EDITORS)
async def test_lenses(start_editor: StartEditor, shop: Path, profile: str) -> None:
    editor = await start_editor(profile, shop, options={"lenses": True})
    editor.open(shop / PAGE_PATH, PAGE)
    read = "provided by +layout.svelte · 2 readers"
    assert shown(await lenses(editor, shop / PAGE_PATH)) == [(4, read), (5, read)]
    assert shown(await lenses(editor, shop / LAYOUT_PATH)) == [(4, "2 readers")]
    shared = "one per server process · written in 1 place"
    assert shown(await lenses(editor, shop / CART_PATH)) == [(1, shared)]
    assert await hints(editor, shop / PAGE_PATH) == []


async def test_hints_stand_behind_the_call_and_only_where_the_editor_looks(
    start_editor: StartEditor, shop: Path
) -> None:
    (shop / "svelte-warden.json").write_text('{"hints": true}')
    editor = await start_editor(VS_CODE, shop)
    editor.open(shop / PAGE_PATH, PAGE)
    found = await hints(editor, shop / PAGE_PATH)
    assert [(hint.position, hint.label, hint.tooltip) for hint in found] == [
        (types.Position(3, 32), "provided by +layout.svelte", "provided by +layout.svelte · 2 readers"),
        (types.Position(4, 33), "provided by +layout.svelte", "provided by +layout.svelte · 2 readers"),
    ]
    assert [hint.position.line for hint in await hints(editor, shop / PAGE_PATH, (4, 5))] == [4]
    assert await lenses(editor, shop / PAGE_PATH) == []


def capabilities(**window: Any) -> types.ClientCapabilities:  # noqa: ANN401  fields of the capabilities
    refresh = types.CodeLensWorkspaceClientCapabilities(refresh_support=True)
    return types.ClientCapabilities(
        workspace=types.WorkspaceClientCapabilities(code_lens=refresh), window=types.WindowClientCapabilities(**window)
    )


async def test_what_changed_elsewhere_is_asked_for_again(start_editor: StartEditor, shop: Path) -> None:
    editor = await start_editor(capabilities(), shop, options={"lenses": True})
    editor.open(shop / PAGE_PATH, PAGE)
    editor.open(shop / LAYOUT_PATH, LAYOUT)
    assert len(await lenses(editor, shop / PAGE_PATH)) == 2
    editor.replace(shop / LAYOUT_PATH, 2, LAYOUT.replace("children }", "children  }"))
    await editor.round_trip()
    editor.replace(shop / LAYOUT_PATH, 3, LAYOUT.replace("'user'", "'nobody'"))
    await editor.until(lambda: editor.refreshes)
    assert editor.refreshes == [types.WORKSPACE_CODE_LENS_REFRESH]
    nothing = "nothing provides it · 2 readers"
    assert shown(await lenses(editor, shop / PAGE_PATH)) == [(4, nothing), (5, nothing)]


async def test_a_click_leads_to_the_first_place(start_editor: StartEditor, shop: Path) -> None:
    shows = types.ShowDocumentClientCapabilities(support=True)
    editor = await start_editor(capabilities(show_document=shows), shop, options={"lenses": True})
    editor.open(shop / CART_PATH, CART)
    (lens,) = await lenses(editor, shop / CART_PATH)
    assert lens.command is not None
    await editor.client.workspace_execute_command_async(
        types.ExecuteCommandParams(lens.command.command, lens.command.arguments)
    )
    (asked,) = await editor.until(lambda: editor.client.shown_documents)
    assert asked.uri == uri_of((shop / CART_PATH).as_posix())
    assert asked.selection == range_((2, 2), (2, 2))


@pytest.mark.parametrize("arguments", [(), ("file:///a", "1", 2), ("file:///a", -1, 0)])
async def test_a_place_that_is_none_is_refused(
    start_editor: StartEditor, shop: Path, arguments: tuple[object, ...]
) -> None:
    editor = await start_editor(VS_CODE, shop)
    with pytest.raises(Exception, match="takes the URI of a document, a line and a column"):
        await editor.ask(
            types.WORKSPACE_EXECUTE_COMMAND, types.ExecuteCommandParams("svelte-warden.openPlace", list(arguments))
        )
