"""Diagnostics for clients that pull them and can be told to pull again."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from svelte_warden.lsp.progress import Progress
from svelte_warden.lsp.uris import path_of
from tests.lsp.conftest import FINE, HARMLESS_HELPER, HELPER, READ, SAVE
from tests.lsp.editor import NEOVIM, VS_CODE, Editor

if TYPE_CHECKING:
    from pathlib import Path

    from tests.lsp.conftest import StartEditor


async def test_what_is_advertised(start_editor: StartEditor, project: Path) -> None:
    editor = await start_editor(VS_CODE, project, pull=True)
    provider = editor.server.diagnostic_provider
    assert isinstance(provider, types.DiagnosticOptions)
    assert provider.inter_file_dependencies is True
    assert provider.workspace_diagnostics is True
    assert provider.identifier == "svelte-warden"
    pushed_to = await start_editor(VS_CODE, project)
    assert pushed_to.server.diagnostic_provider is None


async def test_a_client_that_cannot_refresh_is_pushed_to(start_editor: StartEditor, project: Path) -> None:
    editor = await start_editor(NEOVIM, project)
    assert editor.server.diagnostic_provider is None
    await editor.pushed_count(project / "src/Save.svelte", 1)


async def test_an_unchanged_answer_is_not_sent_twice(start_editor: StartEditor, project: Path) -> None:
    editor = await start_editor(VS_CODE, project, pull=True)
    path = project / "src/Save.svelte"
    editor.open(path, SAVE)
    first = await editor.pull(path)
    assert isinstance(first, types.RelatedFullDocumentDiagnosticReport)
    assert [item.code for item in first.items] == ["context-outside-init"]
    again = await editor.pull(path, first.result_id)
    assert isinstance(again, types.RelatedUnchangedDocumentDiagnosticReport)
    assert again.result_id == first.result_id
    editor.type(path, 2, ((4, 0), (4, 0), "<p>below</p>\n"))
    assert isinstance(await editor.pull(path, first.result_id), types.RelatedUnchangedDocumentDiagnosticReport)
    editor.type(path, 3, ((0, 0), (0, 0), "\n"))
    moved = await editor.pull(path, first.result_id)
    assert isinstance(moved, types.RelatedFullDocumentDiagnosticReport)
    assert moved.result_id != first.result_id
    assert moved.items[0].range.start.line == first.items[0].range.start.line + 1
    assert editor.published == []


async def test_an_id_of_an_earlier_process_means_nothing(start_editor: StartEditor, project: Path) -> None:
    path = project / "src/Save.svelte"
    ids: list[str | None] = []
    for _ in range(2):
        editor = await start_editor(VS_CODE, project, pull=True)
        report = await editor.pull(path, ids[0] if ids else None)
        assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
        ids.append(report.result_id)
    assert ids[0] != ids[1]


async def test_an_edit_elsewhere_makes_the_client_pull_again(start_editor: StartEditor, project: Path) -> None:
    editor = await start_editor(VS_CODE, project, pull=True)
    reader, helper = project / "src/Read.svelte", project / "src/helper.ts"
    editor.open(reader, READ)
    editor.open(helper, HELPER)
    first = await editor.pull(reader)
    assert isinstance(first, types.RelatedFullDocumentDiagnosticReport)
    assert len(first.items) == 1
    editor.type(helper, 2, ((3, 1), (3, 1), "\n// nothing that matters\n"))
    await editor.pull(helper)
    assert editor.client.diagnostic_refresh_count == 0
    editor.replace(helper, 3, HARMLESS_HELPER)
    await editor.until(lambda: editor.client.diagnostic_refresh_count == 1)
    assert await editor.pull_items(reader, first.result_id) == ()


async def test_own_edits_need_no_refresh(start_editor: StartEditor, project: Path) -> None:
    editor = await start_editor(VS_CODE, project, pull=True)
    path = project / "src/Save.svelte"
    editor.open(path, SAVE)
    await editor.pull(path)
    for version in range(2, 6):
        editor.replace(path, version, FINE if version % 2 else SAVE)
        await editor.round_trip()
    await asyncio.sleep(0.1)
    assert editor.client.diagnostic_refresh_count == 0


async def test_a_file_that_is_not_open_can_be_pulled(start_editor: StartEditor, project: Path) -> None:
    editor = await start_editor(VS_CODE, project, pull=True)
    assert len(await editor.pull_items(project / "src/Save.svelte")) == 1
    assert await editor.pull_items(project / "src/Gone.svelte") == ()
    assert await editor.pull_items("untitled:Untitled-1") == ()


# --- the whole workspace --------------------------------------------------------------------------------------------


def by_name(reports: Any) -> dict[str, Any]:  # noqa: ANN401  objects or plain JSON
    return {(path_of(report.uri) or "").rpartition("/")[2]: report for report in reports}


async def pull_workspace(editor: Editor, previous: dict[str, str] | None = None) -> dict[str, Any]:
    known = [types.PreviousResultId(uri, value) for uri, value in (previous or {}).items()]
    answer = await editor.client.workspace_diagnostic_async(types.WorkspaceDiagnosticParams(known))
    return by_name(answer.items)


async def test_the_workspace_as_a_whole(start_editor: StartEditor, project: Path) -> None:
    editor = await start_editor(VS_CODE, project, pull=True)
    editor.open(project / "src/Fine.svelte", SAVE, version=3)
    first = await pull_workspace(editor)
    assert {name: len(report.items) for name, report in first.items()} == {
        "Fine.svelte": 1,
        "Read.svelte": 1,
        "Save.svelte": 1,
    }, "nothing is said about files without findings"
    assert first["Fine.svelte"].version == 3
    assert first["Save.svelte"].version is None
    editor.replace(project / "src/Fine.svelte", 4, FINE)
    again = await pull_workspace(editor, {report.uri: report.result_id for report in first.values()})
    assert {name: report.kind for name, report in again.items()} == {
        "Fine.svelte": "full",
        "Read.svelte": "unchanged",
        "Save.svelte": "unchanged",
    }


async def test_a_streamed_answer_is_held_and_goes_on(start_editor: StartEditor, project: Path) -> None:
    editor = await start_editor(VS_CODE, project, pull=True)
    parameters = types.WorkspaceDiagnosticParams([], partial_result_token="token")  # noqa: S106  no secret
    question = asyncio.ensure_future(editor.ask(types.WORKSPACE_DIAGNOSTIC, parameters, "held"))

    def streamed() -> dict[str, int]:
        items = [item for value in editor.partial_results for item in value["items"]]
        return {item["uri"].rpartition("/")[2]: len(item["items"]) for item in items}

    await editor.until(lambda: streamed() == {"Read.svelte": 1, "Save.svelte": 1})
    editor.open(project / "src/helper.ts", HARMLESS_HELPER)
    await editor.until(lambda: streamed() == {"Read.svelte": 0, "Save.svelte": 1})
    assert not question.done(), "the question is held"
    editor.client.cancel_request(types.CancelParams("held"))
    with pytest.raises((JsonRpcException, asyncio.CancelledError)):
        await asyncio.wait_for(question, 5)


async def test_a_file_that_goes_is_cleared(start_editor: StartEditor, project: Path) -> None:
    editor = await start_editor(VS_CODE, project, pull=True)
    path = project / "src/Save.svelte"
    first = await pull_workspace(editor)
    path.unlink()
    editor.touched(path, types.FileChangeType.Deleted)
    again = await pull_workspace(editor, {report.uri: report.result_id for report in first.values()})
    assert again["Save.svelte"].items == ()


async def test_progress_is_told_until_all_files_have_been_looked_at(start_editor: StartEditor, project: Path) -> None:
    for number in range(50):
        (project / f"src/Other{number}.svelte").write_text(FINE)
    editor = await start_editor(VS_CODE, project, pull=True)
    parameters = types.WorkspaceDiagnosticParams([], work_done_token="work")  # noqa: S106  no secret
    answer = await editor.client.workspace_diagnostic_async(parameters)
    assert len(answer.items) == 2
    kinds = [value["kind"] for value in editor.partial_results]
    assert (kinds[0], kinds[-1]) == ("begin", "end")
    assert kinds.count("begin") == kinds.count("end") == 1
    percentages = [value["percentage"] for value in editor.partial_results[:-1]]
    assert percentages == sorted(set(percentages))
    assert editor.server.diagnostic_provider is not None
    assert editor.server.diagnostic_provider.work_done_progress


def test_progress_ends_once_and_is_not_told_to_nobody() -> None:
    sent: list[types.ProgressParams] = []
    silent = Progress(sent.append, None, "Checking")
    silent.tell(1, 2, complete=True)
    assert sent == []
    progress = Progress(sent.append, "work", "Checking")
    for done, complete in ((0, False), (1, False), (1, False), (3, False), (4, True), (2, False), (4, True)):
        progress.tell(done, 4, complete=complete)
    assert [getattr(item.value, "percentage", None) for item in sent] == [0, 25, 75, None]
