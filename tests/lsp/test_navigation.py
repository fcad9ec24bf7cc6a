from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lsprotocol import types

from tests.lsp.editor import EDITORS, VS_CODE
from tests.lsp.test_hover import text_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.lsp.conftest import StartEditor

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
