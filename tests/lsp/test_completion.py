"""Completion of the keys that are in reach of a component."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lsprotocol import types

from svelte_warden.lsp.completion import key_at
from svelte_warden.lsp.uris import uri_of
from svelte_warden.text.source import Source
from tests.lsp.editor import EDITORS, VS_CODE
from tests.lsp.shops import FILES, write

if TYPE_CHECKING:
    from pathlib import Path

    from tests.lsp.conftest import StartEditor
    from tests.lsp.editor import Editor

CARD = """\
<script>
  import { getContext } from 'svelte';
  const it = getContext('');
</script>
"""
SETTER = "<script>import {{ setContext }} from 'svelte'; setContext('{0}', 1);</script>{1}"
SHOP = {
    **FILES,
    "src/lib/Card.svelte": CARD,
    "src/lib/Aside.svelte": SETTER.format("aside", ""),
    "src/routes/cart/+page.svelte": SETTER.format("basket", "<Card /><Aside />").replace(
        "<script>", "<script>import Card from '$lib/Card.svelte'; import Aside from '$lib/Aside.svelte';"
    ),
    "src/routes/sale/+page.svelte": "<script>import Card from '$lib/Card.svelte';</script><Card />",
}


async def complete(editor: Editor, path: Path, line: int, column: int) -> list[types.CompletionItem] | None:
    document = types.TextDocumentIdentifier(uri_of(path.as_posix()))
    answer = await editor.client.text_document_completion_async(
        types.CompletionParams(document, types.Position(line, column))
    )
    return None if answer is None else list(answer.items) if isinstance(answer, types.CompletionList) else list(answer)


@pytest.mark.parametrize("profile", EDITORS)
async def test_keys_that_are_set_above_and_no_others(start_editor: StartEditor, tmp_path: Path, profile: str) -> None:
    write(tmp_path, SHOP)
    editor = await start_editor(profile, tmp_path)
    path = tmp_path / "src/lib/Card.svelte"
    editor.open(path, CARD)
    items = await complete(editor, path, 2, 25)
    assert items is not None
    items.sort(key=lambda item: item.sort_text or "")
    assert [(item.label, item.detail) for item in items] == [
        ("user", "context set in src/routes/+layout.svelte:4"),
        ("basket", "context set in src/routes/cart/+page.svelte:1, not on every way"),
    ]


async def test_half_typed_and_replaced(start_editor: StartEditor, tmp_path: Path) -> None:
    write(tmp_path, SHOP)
    editor = await start_editor(VS_CODE, tmp_path)
    path = tmp_path / "src/lib/Card.svelte"
    editor.open(path, CARD.replace("getContext('');", "getContext('us"))
    items = await complete(editor, path, 2, 27)
    assert items is not None
    edits = {item.label: item.text_edit for item in items}
    user = edits["user"]
    assert isinstance(user, types.TextEdit)
    assert (user.range.start, user.range.end) == (types.Position(2, 25), types.Position(2, 27))
    editor.replace(path, 2, CARD.replace("''", "'user'"))
    items = await complete(editor, path, 2, 26)
    assert items is not None
    replaced = items[0].text_edit
    assert isinstance(replaced, types.TextEdit)
    assert (replaced.range.start.character, replaced.range.end.character) == (25, 29)


@pytest.mark.parametrize(
    "line",
    ["const it = setContext('');", "const it = other('');", "const it = '';", "getContext(key, '');", "getContext();"],
)
async def test_nothing_elsewhere(start_editor: StartEditor, tmp_path: Path, line: str) -> None:
    write(tmp_path, SHOP)
    editor = await start_editor(VS_CODE, tmp_path)
    path = tmp_path / "src/lib/Card.svelte"
    editor.open(path, CARD.replace("const it = getContext('');", line))
    column = 2 + (line.index("''") + 1 if "''" in line else line.index("()") + 1)
    assert await complete(editor, path, 2, column) is None


async def test_a_function_of_that_name_from_elsewhere_is_another(start_editor: StartEditor, tmp_path: Path) -> None:
    write(tmp_path, SHOP)
    editor = await start_editor(VS_CODE, tmp_path)
    path = tmp_path / "src/lib/Card.svelte"
    editor.open(path, CARD.replace("{ getContext }", "{ getContext as read, hasContext as getContext }"))
    assert await complete(editor, path, 2, 25) is not None
    editor.replace(path, 2, CARD.replace("{ getContext }", "{ setContext as getContext }"))
    assert await complete(editor, path, 2, 25) is None


@pytest.mark.parametrize(
    ("text", "function", "key"),
    [
        ("getContext('us|er')", "getContext", "user"),
        ('getContext<Map<string, User>>("|', "getContext", ""),
        ("hasContext( `a|`", "hasContext", "a"),
        ("getContext('é|')", "getContext", "é"),
        ("getContext('a') + '|'", None, None),
        ("getContext('a\n|'", None, None),
        ("getContext('a|, other", "getContext", "a"),
    ],
)
def test_the_key_at_a_position(text: str, function: str | None, key: str | None) -> None:
    before, _, after = text.partition("|")
    data = (before + after).encode()
    found = key_at(Source(data), len(before.encode()))
    if found is None:
        assert function is None
    else:
        assert (found.function, data[found.start : found.end].decode()) == (function, key)
