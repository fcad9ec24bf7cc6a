"""The render tree that an editor shows beside a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from lsprotocol import types

from tests.lsp.editor import EDITORS, VS_CODE
from tests.lsp.test_navigation import LAYOUT, PAGE, shop  # noqa: F401  a fixture

if TYPE_CHECKING:
    from pathlib import Path

    from tests.lsp.conftest import StartEditor
    from tests.lsp.editor import Editor

SHOW = "svelte-warden.showContextTree"


async def tree(editor: Editor, *arguments: object) -> Any:  # noqa: ANN401  plain JSON
    return await editor.client.workspace_execute_command_async(types.ExecuteCommandParams(SHOW, list(arguments)))


@pytest.mark.parametrize("profile", EDITORS)
async def test_from_the_route_down_to_the_reads_of_a_file(
    start_editor: StartEditor,
    shop: Path,  # noqa: F811  the fixture
    profile: str,
) -> None:
    editor = await start_editor(profile, shop)
    page, layout = shop / "src/routes/+page.svelte", shop / "src/routes/+layout.svelte"
    uri = editor.open(page, PAGE)
    answer = await tree(editor, uri)
    assert answer["uri"] == uri
    (route,) = answer["roots"]
    assert (route["kind"], route["label"], route["location"]["uri"]) == ("route", "/", uri)
    (outer,) = route["children"]
    assert (outer["kind"], outer["label"], outer["detail"]) == ("component", "+layout.svelte", "src/routes")
    assert outer["location"]["range"]["start"] == {"line": 0, "character": 0}
    provider, inner = outer["children"]
    assert (provider["kind"], provider["label"]) == ("provider", "user")
    place = {"start": {"line": 3, "character": 2}, "end": {"line": 3, "character": 16}}
    assert provider["location"]["range"] == place
    assert provider["location"]["uri"].endswith("/src/routes/%2Blayout.svelte")
    assert (inner["label"], inner["detail"]) == ("+page.svelte", "src/routes; this file")
    (reader,) = inner["children"]
    assert (reader["kind"], reader["label"], reader["detail"]) == ("reader", "user", "from src/routes/+layout.svelte:4")
    editor.open(layout, LAYOUT.replace("setUser('Ada');", ""))
    (route,) = (await tree(editor, uri))["roots"]
    broken = route["children"][0]["children"][0]["children"][0]
    assert (broken["kind"], broken["detail"], broken["children"]) == ("broken-reader", "nothing on /", [])


async def test_a_file_without_a_tree(start_editor: StartEditor, shop: Path) -> None:  # noqa: F811  the fixture
    editor = await start_editor(VS_CODE, shop)
    assert await tree(editor, (shop / "src/lib/user.js").as_uri()) is None
    assert await tree(editor, "untitled:one") is None
    assert await tree(editor, (shop / "src/gone.svelte").as_uri()) is None


@pytest.mark.parametrize("arguments", [(), (1,), ("file:///a", "file:///b")])
async def test_without_a_document_the_command_is_refused(
    start_editor: StartEditor, project: Path, arguments: tuple[object, ...]
) -> None:
    editor = await start_editor(VS_CODE, project)
    with pytest.raises(Exception, match="takes the URI of a document"):
        await tree(editor, *arguments)
