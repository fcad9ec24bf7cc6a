"""Diagnostics for clients that are pushed to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lsprotocol import types

from tests.lsp.conftest import FINE, HARMLESS_HELPER, HELPER, READ, SAVE
from tests.lsp.editor import EDITORS, EMACS, NEOVIM, VS_CODE, range_

if TYPE_CHECKING:
    from pathlib import Path

    from tests.lsp.conftest import StartEditor


@pytest.mark.parametrize("profile", EDITORS)
async def test_an_opened_document_is_answered(start_editor: StartEditor, project: Path, profile: str) -> None:
    editor = await start_editor(profile, project)
    path = project / "src/Save.svelte"
    editor.open(path, SAVE)
    (diagnostic,) = await editor.pushed_count(path, 1)
    assert diagnostic.code == "context-outside-init"
    assert diagnostic.source == "svelte-warden"
    assert diagnostic.severity == types.DiagnosticSeverity.Error
    assert diagnostic.range == range_((3, 23), (3, 44))
    if profile == VS_CODE:
        assert diagnostic.code_description is not None
        assert diagnostic.code_description.href.endswith("context_outside_init.md")
        assert diagnostic.data == {"family": "context-timing", "fixable": True}
    if profile == EMACS:
        assert diagnostic.code_description is None


async def test_every_edit_is_answered_with_its_version_if_the_client_wants_it(
    start_editor: StartEditor, project: Path
) -> None:
    capabilities = types.ClientCapabilities(
        text_document=types.TextDocumentClientCapabilities(
            publish_diagnostics=types.PublishDiagnosticsClientCapabilities(version_support=True)
        )
    )
    editor = await start_editor(capabilities, project)
    path = project / "src/Save.svelte"
    editor.open(path, SAVE, version=7)
    await editor.pushed(path, lambda last: last.version == 7 and len(last.diagnostics) == 1)
    editor.type(path, 8, ((3, 8), (3, 15), "title"))
    await editor.pushed(path, lambda last: last.version == 8 and not last.diagnostics)
    editor.type(path, 9, ((3, 8), (3, 13), "onclick"))
    await editor.pushed(path, lambda last: last.version == 9 and len(last.diagnostics) == 1)


@pytest.mark.parametrize("profile", EDITORS)
async def test_no_version_for_a_client_that_does_not_ask(
    start_editor: StartEditor, project: Path, profile: str
) -> None:
    editor = await start_editor(profile, project)
    path = project / "src/Save.svelte"
    editor.open(path, SAVE)
    assert (await editor.pushed(path)).version is None


@pytest.mark.parametrize("profile", EDITORS)
async def test_the_rest_of_the_workspace_follows(start_editor: StartEditor, project: Path, profile: str) -> None:
    editor = await start_editor(profile, project)
    await editor.pushed_count(project / "src/Save.svelte", 1)
    await editor.pushed_count(project / "src/Read.svelte", 1)
    assert editor.last(project / "src/Fine.svelte") is None, "nothing is said of a file without findings"


async def test_an_unsaved_edit_is_seen_by_other_files(start_editor: StartEditor, project: Path) -> None:
    editor = await start_editor(VS_CODE, project)
    reader, helper = project / "src/Read.svelte", project / "src/helper.ts"
    editor.open(reader, READ)
    editor.open(helper, HELPER)
    await editor.pushed_count(reader, 1)
    editor.replace(helper, 2, HARMLESS_HELPER)
    await editor.pushed_count(reader, 0)
    editor.close(helper)
    await editor.pushed_count(reader, 1)


async def test_a_closed_document_is_what_the_disk_says(start_editor: StartEditor, project: Path) -> None:
    editor = await start_editor(VS_CODE, project)
    path = project / "src/Save.svelte"
    editor.open(path, FINE)
    await editor.pushed_count(path, 0)
    editor.close(path)
    await editor.pushed_count(path, 1)


async def test_related_places(start_editor: StartEditor, project: Path) -> None:
    editor = await start_editor(NEOVIM, project)
    path = project / "src/Read.svelte"
    editor.open(path, READ)
    (diagnostic,) = await editor.pushed_count(path, 1)
    assert diagnostic.related_information
    (related,) = (item for item in diagnostic.related_information if item.location.uri.endswith("helper.ts"))
    assert related.location.range.start == types.Position(2, 9)


async def test_related_places_in_the_message_for_a_client_without(start_editor: StartEditor, project: Path) -> None:
    editor = await start_editor(EMACS, project)
    path = project / "src/Read.svelte"
    editor.open(path, READ)
    (diagnostic,) = await editor.pushed_count(path, 1)
    assert diagnostic.related_information is None
    assert "\n  src/helper.ts:3:10 " in diagnostic.message


async def test_answers_use_the_spelling_of_the_client(start_editor: StartEditor, project: Path) -> None:
    editor = await start_editor(VS_CODE, project)
    path = project / "src/+page.svelte"
    plain = f"file://{path.as_posix()}"
    editor.open(plain, SAVE)
    assert (await editor.pushed(path)).uri == plain
    editor.close(plain.replace("+", "%2B"))
    await editor.pushed_count(path, 0)


async def test_documents_that_are_no_files_are_left_alone(start_editor: StartEditor, project: Path) -> None:
    editor = await start_editor(VS_CODE, project)
    editor.open("untitled:Untitled-1", SAVE)
    editor.replace("untitled:Untitled-1", 2, SAVE + SAVE)
    assert await editor.hover("untitled:Untitled-1", 3, 25) is None
    assert await editor.actions("untitled:Untitled-1", (3, 25), (3, 25)) == []
    editor.close("untitled:Untitled-1")
    await editor.round_trip()
    assert not [item for item in editor.published if "untitled" in item.uri]


async def test_code_that_silences_nothing_is_faded(start_editor: StartEditor, project: Path) -> None:
    editor = await start_editor(VS_CODE, project)
    path = project / "src/Fine.svelte"
    editor.open(path, FINE + "<!-- svelte-warden-ignore context-outside-init -->\n")
    (diagnostic,) = await editor.pushed_count(path, 1)
    assert diagnostic.code == "unused-suppression"
    assert diagnostic.tags == (types.DiagnosticTag.Unnecessary,)


async def test_a_document_that_is_too_large_says_so(start_editor: StartEditor, project: Path) -> None:
    editor = await start_editor(VS_CODE, project)
    path = project / "src/Huge.svelte"
    editor.open(path, SAVE + "x" * 5_000_000)
    (diagnostic,) = await editor.pushed_count(path, 1)
    assert "bytes" in diagnostic.message
    editor.type(path, 2, ((4, 0), (9, 0), ""))
    (diagnostic,) = (await editor.pushed(path, lambda last: last.diagnostics[0].code != "project")).diagnostics
    assert diagnostic.code == "context-outside-init"
