from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lsprotocol import types

from svelte_warden.lsp.hover import plain
from tests.lsp.conftest import FINE, HELPER, READ, SAVE
from tests.lsp.editor import EDITORS, VS_CODE, capabilities_of, range_

if TYPE_CHECKING:
    from pathlib import Path

    from tests.lsp.conftest import StartEditor


def text_of(hover: types.Hover | None) -> str:
    assert hover is not None
    assert isinstance(hover.contents, types.MarkupContent)
    return hover.contents.value


@pytest.mark.parametrize("profile", EDITORS)
async def test_a_finding(start_editor: StartEditor, project: Path, profile: str) -> None:
    editor = await start_editor(profile, project)
    path = project / "src/Save.svelte"
    editor.open(path, SAVE)
    hover = await editor.hover(path, 3, 25)
    text = text_of(hover)
    assert text.startswith("**context-outside-init** · error\n\n`getContext()` runs when the click handler runs")
    assert hover is not None
    assert hover.range == range_((3, 23), (3, 44))
    assert await editor.hover(path, 3, 2) is None


async def test_the_way_of_a_finding(start_editor: StartEditor, project: Path) -> None:
    editor = await start_editor(VS_CODE, project)
    path = project / "src/Read.svelte"
    editor.open(path, READ)
    text = text_of(await editor.hover(path, 3, 24))
    assert "is called here ([src/helper.ts:3](file://" in text
    assert "helper.ts#L3))" in text


async def test_a_call_that_is_right(start_editor: StartEditor, project: Path) -> None:
    editor = await start_editor(VS_CODE, project)
    path = project / "src/Fine.svelte"
    editor.open(path, FINE)
    text = text_of(await editor.hover(path, 2, 20))
    assert text.startswith("**`getContext()` runs while the component initialises**\n\nIt reads what the nearest")
    assert "It runs while the component initialises: it works, because a component is initialising." in text
    assert await editor.hover(path, 2, 39) is None, "the end of the statement is not the call"


async def test_a_call_whose_callers_are_not_known(start_editor: StartEditor, project: Path) -> None:
    editor = await start_editor(VS_CODE, project)
    path = project / "src/helper.ts"
    editor.open(path, HELPER)
    assert "It runs when its caller does: it works if" in text_of(await editor.hover(path, 2, 12))


async def test_a_rule_in_a_comment(start_editor: StartEditor, project: Path) -> None:
    editor = await start_editor(VS_CODE, project)
    path = project / "src/Save.svelte"
    editor.open(path, SAVE.replace("<button", "<!-- svelte-warden-ignore unused-suppression, nothing -->\n<button"))
    hover = await editor.hover(path, 3, 30)
    assert text_of(hover).startswith("# unused-suppression\n")
    assert hover is not None
    assert hover.range == range_((3, 26), (3, 44))


async def test_a_family_in_a_comment(start_editor: StartEditor, project: Path) -> None:
    editor = await start_editor(VS_CODE, project)
    path = project / "src/Save.svelte"
    editor.open(path, SAVE.replace("<button", "<!-- svelte-warden-ignore context-timing -->\n<button"))
    text = text_of(await editor.hover(path, 3, 30))
    assert text.startswith("**context-timing** · 4 rules\n\n- `context-after-await`: ")


async def test_plain_text_for_a_client_that_prefers_it(start_editor: StartEditor, project: Path) -> None:
    capabilities = capabilities_of(VS_CODE)
    assert capabilities.text_document is not None
    capabilities.text_document.hover = types.HoverClientCapabilities(content_format=[types.MarkupKind.PlainText])
    editor = await start_editor(capabilities, project)
    path = project / "src/Read.svelte"
    editor.open(path, READ)
    hover = await editor.hover(path, 3, 24)
    assert hover is not None
    assert isinstance(hover.contents, types.MarkupContent)
    assert hover.contents.kind == types.MarkupKind.PlainText
    text = hover.contents.value
    assert "context-outside-init · error" in text
    assert "(src/helper.ts:3)" in text
    assert not set(text) & set("*`[")


def test_marks_go_and_the_text_stays() -> None:
    page = "# a-rule\n\n**What it does.** See `x`.\n\n```svelte file=a.svelte\n<p>*</p>\n```\nEnd"
    assert plain(page) == "a-rule\n\nWhat it does. See x.\n\n<p>*</p>\nEnd"


async def test_module_state_is_one_for_all_users(start_editor: StartEditor, tmp_path: Path) -> None:
    files = {
        "package.json": '{"devDependencies": {"svelte": "^5.0.0", "@sveltejs/kit": "^2.0.0"}}',
        "svelte.config.js": "export default { kit: {} };",
        "src/lib/user.js": "import { writable } from 'svelte/store';\nexport const user = writable(null);\n",
        "src/routes/+page.js": "import { user } from '$lib/user';\n"
        "export const load = ({ url }) => user.set(url.search);\n",
        "src/routes/+page.svelte": "<script>\n  import { user } from '$lib/user';\n</script>\n"
        "<button onclick={() => user.set(null)}>{$user}</button>\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    editor = await start_editor(VS_CODE, tmp_path)
    path = tmp_path / "src/lib/user.js"
    editor.open(path, files["src/lib/user.js"])
    text = text_of(await editor.hover(path, 1, 15))
    assert text.startswith("**`user`**: a store at module level")
    assert "Written on the server: [src/routes/+page.js:2]" in text
    assert "Written in the browser: [src/routes/+page.svelte:4]" in text
    assert "Named in `src/routes/+page.js`, `src/routes/+page.svelte`." in text


async def test_an_array_has_its_article(start_editor: StartEditor, project: Path) -> None:
    path = project / "src/list.js"
    editor = await start_editor(VS_CODE, project)
    editor.open(path, "export const list = [];\nexport const add = (item) => list.push(item);\n")
    assert "**`list`**: an array at module level" in text_of(await editor.hover(path, 0, 15))


async def test_when_a_function_runs(start_editor: StartEditor, project: Path) -> None:
    editor = await start_editor(VS_CODE, project)
    path = project / "src/Counter.svelte"
    text = "<script>\n  function save() {\n    console.log(1);\n  }\n</script>\n<button onclick={save}>Save</button>\n"
    path.write_text(text)
    editor.open(path, text)
    said = text_of(await editor.hover(path, 1, 13))
    assert "save" in said
    assert "runs when the click handler runs" in said
