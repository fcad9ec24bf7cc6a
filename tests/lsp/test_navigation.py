from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lsprotocol import types

from svelte_warden.lsp.uris import uri_of
from tests.lsp import shops
from tests.lsp.editor import EDITORS, VS_CODE
from tests.lsp.test_hover import text_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.lsp.conftest import StartEditor
    from tests.lsp.editor import Editor

LAYOUT = """\
<script>
  import { setUser } from '$lib/user';
  let { children } = $props();
  setUser('Ada');
</script>
{@render children()}
"""
PAGE = """\
<script>
  import { getContext } from 'svelte';
  const user = getContext('user');
</script>
<p>{user}</p>
"""
WRAPPER = """\
import { setContext } from 'svelte';
export function setUser(name) {
  setContext('user', name);
}
"""
FILES = {
    "package.json": '{"devDependencies": {"svelte": "^5.0.0", "@sveltejs/kit": "^2.0.0"}}',
    "svelte.config.js": "export default { kit: {} };",
    "src/lib/user.js": WRAPPER,
    "src/routes/+layout.svelte": LAYOUT,
    "src/routes/+page.svelte": PAGE,
}


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def lines_of(locations: object) -> list[tuple[str, int]]:
    assert isinstance(locations, (list, tuple))
    return sorted(
        (location.uri.rpartition("/")[2].replace("%2B", "+"), location.range.start.line + 1) for location in locations
    )


@pytest.mark.parametrize("profile", EDITORS)
async def test_from_a_read_to_its_provider_through_a_wrapper(
    start_editor: StartEditor, shop: Path, profile: str
) -> None:
    editor = await start_editor(profile, shop)
    path = shop / "src/routes/+page.svelte"
    editor.open(path, PAGE)
    position = types.Position(2, 17)
    document = types.TextDocumentIdentifier(path.as_uri())
    found = await editor.client.text_document_definition_async(types.DefinitionParams(document, position))
    assert lines_of(found) == [("+layout.svelte", 4)]
    none = await editor.client.text_document_definition_async(types.DefinitionParams(document, types.Position(4, 4)))
    assert none == []


async def test_all_that_share_a_key(start_editor: StartEditor, shop: Path) -> None:
    editor = await start_editor(VS_CODE, shop)
    path = shop / "src/routes/+page.svelte"
    editor.open(path, PAGE)
    found = await editor.client.text_document_references_async(
        types.ReferenceParams(
            types.ReferenceContext(include_declaration=True),
            types.TextDocumentIdentifier(path.as_uri()),
            types.Position(2, 17),
        )
    )
    assert lines_of(found) == [("+layout.svelte", 4), ("+page.svelte", 3)]


async def test_hover_says_what_provides_a_read_and_who_reads_a_set(start_editor: StartEditor, shop: Path) -> None:
    editor = await start_editor(VS_CODE, shop)
    page, layout = shop / "src/routes/+page.svelte", shop / "src/routes/+layout.svelte"
    editor.open(page, PAGE)
    editor.open(layout, LAYOUT)
    assert "Provided by [src/routes/+layout.svelte:4]" in text_of(await editor.hover(page, 2, 17))
    assert "Read by [src/routes/+page.svelte:3]" in text_of(await editor.hover(layout, 3, 4))


async def test_hover_names_the_way_that_lacks_it(start_editor: StartEditor, shop: Path) -> None:
    editor = await start_editor(VS_CODE, shop)
    layout, page = shop / "src/routes/+layout.svelte", shop / "src/routes/+page.svelte"
    editor.open(layout, LAYOUT.replace("setUser('Ada');", ""))
    editor.open(page, PAGE.replace("getContext('user')", "getContext('user') ?? 'nobody'"))
    assert "Nothing provides it on /." in text_of(await editor.hover(page, 2, 17))


Mark = tuple[int, int, int, str]


async def marks(editor: Editor, path: Path, line: int, column: int) -> list[Mark] | None:
    """Line, first and last column of each highlight, and its kind."""
    document = types.TextDocumentIdentifier(uri_of(path.as_posix()))
    found = await editor.client.text_document_document_highlight_async(
        types.DocumentHighlightParams(document, types.Position(line, column))
    )
    if found is None:
        return None
    return [
        (
            mark.range.start.line,
            mark.range.start.character,
            mark.range.end.character,
            mark.kind.name if mark.kind else "",
        )
        for mark in found
    ]


@pytest.mark.parametrize("profile", EDITORS)
async def test_highlight_of_what_shares_a_key_in_one_file(
    start_editor: StartEditor, tmp_path: Path, profile: str
) -> None:
    path = shops.write(tmp_path) / "src/routes/+page.svelte"
    editor = await start_editor(profile, tmp_path)
    editor.open(path, shops.PAGE)
    both = [(3, 15, 32, "Read"), (4, 16, 33, "Read")]
    assert await marks(editor, path, 3, 20) == both
    assert await marks(editor, path, 4, 30) == both
    assert await marks(editor, path, 3, 3) is None
    editor.replace(path, 2, shops.PAGE.replace("const again = get", "set").replace("getContext }", "setContext }"))
    assert [mark[3] for mark in await marks(editor, path, 4, 5) or ()] == ["Write"]


async def test_highlight_and_references_of_shared_state(start_editor: StartEditor, tmp_path: Path) -> None:
    root = shops.write(tmp_path)
    editor = await start_editor(VS_CODE, root)
    path, load = root / "src/lib/cart.svelte.js", root / "src/routes/+page.js"
    text = shops.LOAD.replace("{ empty }", "{ cart, empty }").replace("empty()", "cart.items = [1]; empty()")
    editor.open(path, shops.CART)
    editor.open(load, text)
    assert await marks(editor, path, 0, 15) == [(0, 13, 17, "Text"), (2, 2, 17, "Write")]
    assert await marks(editor, load, 2, 3) == [(2, 2, 18, "Write")]
    document = types.TextDocumentIdentifier(load.as_uri())
    place = types.Position(2, 4)
    declared = await editor.client.text_document_definition_async(types.DefinitionParams(document, place))
    assert lines_of(declared) == [("cart.svelte.js", 1)]
    found = await editor.client.text_document_references_async(
        types.ReferenceParams(types.ReferenceContext(include_declaration=True), document, place)
    )
    assert lines_of(found) == [("+page.js", 3), ("cart.svelte.js", 1), ("cart.svelte.js", 3)]


async def test_the_value_that_is_set_belongs_to_others(start_editor: StartEditor, tmp_path: Path) -> None:
    path = shops.write(tmp_path) / "src/routes/+layout.svelte"
    editor = await start_editor(VS_CODE, tmp_path)
    editor.open(path, shops.LAYOUT)
    document = types.TextDocumentIdentifier(path.as_uri())
    for column in (4, 24, 30):
        parameters = types.DefinitionParams(document, types.Position(3, column))
        assert await editor.client.text_document_definition_async(parameters) == []
    assert await marks(editor, path, 3, 24) is None
