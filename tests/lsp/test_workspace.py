"""Folders, files that change on the disk, settings and commands."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from lsprotocol import types

from svelte_warden.lsp.uris import uri_of
from tests.lsp.conftest import FINE, HARMLESS_HELPER, HELPER, READ, SAVE
from tests.lsp.editor import EMACS, NEOVIM, VS_CODE, Editor
from tests.lsp.raw_client import RawClient, frame

if TYPE_CHECKING:
    from pathlib import Path

    from tests.lsp.conftest import StartEditor


def second(project: Path) -> Path:
    """Another project beside the first."""
    other = project.parent / f"{project.name} too"
    shutil.copytree(project, other)
    return other


# --- folders --------------------------------------------------------------------------------------------------------


async def test_several_folders(start_editor: StartEditor, project: Path) -> None:
    other = second(project)
    editor = await start_editor(VS_CODE, project, other)
    for root in (project, other):
        await editor.pushed_count(root / "src/Save.svelte", 1)


async def test_folders_come_and_go(start_editor: StartEditor, project: Path) -> None:
    other = second(project)
    editor = await start_editor(VS_CODE, project)
    await editor.pushed_count(project / "src/Save.svelte", 1)
    assert editor.last(other / "src/Save.svelte") is None
    first, added = (types.WorkspaceFolder(uri_of(root.as_posix()), root.name) for root in (project, other))
    change = types.WorkspaceFoldersChangeEvent(added=[added], removed=[first])
    editor.client.workspace_did_change_workspace_folders(types.DidChangeWorkspaceFoldersParams(change))
    await editor.pushed_count(other / "src/Save.svelte", 1)
    await editor.pushed_count(project / "src/Save.svelte", 0)


@pytest.mark.parametrize("field", ["root_uri", "root_path"])
async def test_a_client_that_knows_no_folders(start_editor: StartEditor, project: Path, field: str) -> None:
    root = project.as_posix() if field == "root_path" else uri_of(project.as_posix())
    editor = await start_editor(NEOVIM, **{field: root})
    await editor.pushed_count(project / "src/Save.svelte", 1)


async def test_a_file_without_a_folder(start_editor: StartEditor, project: Path) -> None:
    editor = await start_editor(EMACS)
    path = project / "src/Read.svelte"
    editor.open(path, READ)
    await editor.pushed_count(path, 1)


# --- the disk -------------------------------------------------------------------------------------------------------


async def test_what_is_watched(start_editor: StartEditor, project: Path) -> None:
    editor = await start_editor(VS_CODE, project)
    options = await editor.until(lambda: editor.registrations.get(types.WORKSPACE_DID_CHANGE_WATCHED_FILES))
    patterns = {watcher["globPattern"] for watcher in options["watchers"]}
    assert "**/*.{svelte,svx,ts,mts,cts,js,mjs,cjs}" in patterns
    assert {"**/package.json", "**/tsconfig*.json", "**/svelte-warden.json"} <= patterns


async def test_nothing_is_registered_with_a_client_that_cannot(start_editor: StartEditor, project: Path) -> None:
    editor = await start_editor(NEOVIM, project)
    await editor.pushed_count(project / "src/Save.svelte", 1)
    assert editor.registrations == {}


async def test_files_that_change_come_and_go(start_editor: StartEditor, project: Path) -> None:
    editor = await start_editor(VS_CODE, project)
    save, helper, new = (project / f"src/{name}" for name in ("Save.svelte", "helper.ts", "New.svelte"))
    await editor.pushed_count(save, 1)
    await editor.pushed_count(project / "src/Read.svelte", 1)

    helper.write_text(HARMLESS_HELPER)
    editor.touched(helper)
    await editor.pushed_count(project / "src/Read.svelte", 0)

    new.write_text(SAVE)
    editor.touched(new, types.FileChangeType.Created)
    await editor.pushed_count(new, 1)

    save.unlink()
    editor.touched(save, types.FileChangeType.Deleted)
    await editor.pushed_count(save, 0)


async def test_an_open_document_outlives_its_file(start_editor: StartEditor, project: Path) -> None:
    editor = await start_editor(VS_CODE, project)
    path = project / "src/Save.svelte"
    editor.open(path, FINE)
    await editor.pushed_count(path, 0)
    path.unlink()
    editor.touched(path, types.FileChangeType.Deleted)
    editor.replace(path, 2, SAVE)
    await editor.pushed_count(path, 1)
    editor.close(path)
    await editor.pushed_count(path, 0)


async def test_a_folder_that_is_renamed(start_editor: StartEditor, project: Path) -> None:
    editor = await start_editor(VS_CODE, project)
    await editor.pushed_count(project / "src/Save.svelte", 1)
    (project / "src").rename(project / "source")
    renamed = types.FileRename(uri_of((project / "src").as_posix()), uri_of((project / "source").as_posix()))
    editor.client.workspace_did_rename_files(types.RenameFilesParams([renamed]))
    await editor.pushed_count(project / "src/Save.svelte", 0)
    await editor.pushed_count(project / "source/Save.svelte", 1)
    shutil.rmtree(project / "source")
    deleted = types.FileDelete(uri_of((project / "source").as_posix()))
    editor.client.workspace_did_delete_files(types.DeleteFilesParams([deleted]))
    await editor.pushed_count(project / "source/Save.svelte", 0)


async def test_a_branch_is_checked_out(start_editor: StartEditor, project: Path) -> None:
    editor = await start_editor(VS_CODE, project)
    editor.open(project / "src/Read.svelte", READ)
    paths = [project / f"src/Number{number}.svelte" for number in range(500)]
    for path in paths:
        path.write_text(SAVE)
    events = [types.FileEvent(uri_of(path.as_posix()), types.FileChangeType.Created) for path in paths]
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams(events))
    for path in paths:
        await editor.pushed_count(path, 1)


async def test_a_package_is_installed(start_editor: StartEditor, project: Path) -> None:
    """Its files are many, so that it counts as one; what it holds is seen all the same."""
    editor = await start_editor(VS_CODE, project)
    path = project / "src/Uses.svelte"
    editor.open(path, READ.replace("./helper", "@ada/helper"))
    await editor.pushed_count(path, 0)
    package = project / "node_modules/@ada/helper"
    (package / "dist").mkdir(parents=True)
    (package / "package.json").write_text(
        '{"name": "@ada/helper", "svelte": "./dist/helper.js", "exports": {".": {"svelte": "./dist/helper.js"}}}'
    )
    helper = package / "dist/helper.js"
    helper.write_text(HELPER)
    editor.touched(helper, types.FileChangeType.Created)
    await editor.pushed_count(path, 1)
    helper.write_text(HARMLESS_HELPER)
    editor.touched(helper)
    await editor.pushed_count(path, 0)


async def test_a_project_that_learns_its_version(start_editor: StartEditor, project: Path) -> None:
    """``onMount`` in an effect works in Svelte 5 and throws in Svelte 4."""
    editor = await start_editor(VS_CODE, project)
    path = project / "src/Mount.svelte"
    editor.open(
        path,
        "<script>\n  import { onMount, getContext } from 'svelte';\n  onMount(() => getContext('x'));\n</script>\n",
    )
    await editor.pushed_count(path, 0)
    manifest = project / "package.json"
    manifest.write_text(manifest.read_text().replace("^5.0.0", "^4.0.0"))
    editor.touched(manifest)
    await editor.pushed_count(path, 1)


async def test_what_is_wrong_with_a_configuration_is_shown_there(start_editor: StartEditor, project: Path) -> None:
    config = project / "svelte-warden.json"
    config.write_text('{\n  "rules": { "context-outside-innit": "off" }\n}\n')
    editor = await start_editor(VS_CODE, project)
    (diagnostic,) = await editor.pushed_count(config, 1)
    assert diagnostic.range.start == types.Position(1, 13)
    assert "did you mean context-outside-init?" in diagnostic.message
    config.write_text('{\n  "rules": { "context-outside-init": "off" }\n}\n')
    editor.touched(config)
    await editor.pushed_count(config, 0)
    await editor.pushed_count(project / "src/Save.svelte", 0)


# --- settings -------------------------------------------------------------------------------------------------------


def configure(editor: Editor, settings: object) -> None:
    editor.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(settings))


async def test_settings_sent_along(start_editor: StartEditor, project: Path) -> None:
    editor = await start_editor(NEOVIM, project)
    path = project / "src/Save.svelte"
    await editor.pushed_count(path, 1)
    configure(editor, {"svelteWarden": {"rules": {"context-outside-init": "hint"}}})
    await editor.pushed(path, lambda last: [d.severity for d in last.diagnostics] == [types.DiagnosticSeverity.Hint])
    configure(editor, {"svelteWarden": {"rules": {"context-timing": "off"}}})
    await editor.pushed_count(path, 0)
    configure(editor, {"svelteWarden": {}})
    await editor.pushed_count(path, 1)
    configure(editor, {"svelteWarden": {"enable": False}})
    await editor.pushed_count(path, 0)
    assert await editor.hover(path, 3, 25) is None
    configure(editor, {"svelteWarden": {"ignore": ["src/*.svelte"]}})
    editor.open(path, SAVE)
    await editor.round_trip()
    await editor.pushed_count(path, 0)
    configure(editor, {"svelteWarden": None})
    await editor.pushed_count(path, 1)


async def test_settings_asked_for(start_editor: StartEditor, project: Path) -> None:
    editor = await start_editor(VS_CODE, project)
    path = project / "src/Save.svelte"
    await editor.pushed_count(path, 1)
    await editor.until(lambda: types.WORKSPACE_DID_CHANGE_CONFIGURATION in editor.registrations)
    editor.client.set_configuration({"rules": {"context-outside-init": "off"}}, section="svelteWarden")
    configure(editor, None)
    await editor.pushed_count(path, 0)


def test_settings_win_over_an_answer_that_was_on_its_way() -> None:
    with RawClient() as client:
        client.initialize(capabilities={"workspace": {"configuration": True}})
        asked = client.until(lambda message: message.get("method") == "workspace/configuration")
        older, newer = {"rules": {"shared-state": "hint"}}, {"rules": {"shared-state": "off"}}
        change = {"method": "workspace/didChangeConfiguration", "params": {"settings": {"svelteWarden": newer}}}
        client.send_bytes(
            frame({"jsonrpc": "2.0", "id": asked["id"], "result": [older]}) + frame({"jsonrpc": "2.0", **change})
        )
        command = {"command": "svelte-warden.debugInformation", "arguments": []}
        for _ in range(5):  # the answer is taken up after the message that follows it
            information = client.request("workspace/executeCommand", command)["result"]
        assert information["settings"]["rules"] == newer["rules"]


@pytest.mark.parametrize("wrap", [lambda s: s, lambda s: {"settings": s}, lambda s: {"svelteWarden": s}])
async def test_settings_as_initialization_options(start_editor: StartEditor, project: Path, wrap: object) -> None:
    settings = {"rules": {"context-outside-init": "info"}}
    assert callable(wrap)
    editor = await start_editor(EMACS, project, options=wrap(settings))
    (diagnostic,) = await editor.pushed_count(project / "src/Save.svelte", 1)
    assert diagnostic.severity == types.DiagnosticSeverity.Information


async def test_settings_that_make_no_sense(start_editor: StartEditor, project: Path) -> None:
    settings = {"enable": "yes", "logLevel": 3, "rules": {"context-outside-innit": "off"}, "trace": {"server": "off"}}
    editor = await start_editor(EMACS, project, options=settings)
    await editor.pushed_count(project / "src/Save.svelte", 1)
    await editor.until(lambda: "did you mean context-outside-init?" in editor.log())
    assert "svelteWarden.enable must be true or false" in editor.log()
    assert "svelteWarden.logLevel must be one of error, warning, info, debug" in editor.log()
    assert "trace" not in editor.log()
    nonsense: object
    for nonsense in (5, "off", [], {"svelteWarden": 7}, {"svelteWarden": {"rules": 7, "ignore": {}}}):
        configure(editor, nonsense)
    await editor.round_trip()
    await editor.until(lambda: "svelteWarden must be an object" in editor.log())


async def test_the_log_level(start_editor: StartEditor, project: Path) -> None:
    quiet = await start_editor(VS_CODE, project, options={"logLevel": "error"})
    talkative = await start_editor(VS_CODE, project)
    for editor in (quiet, talkative):
        editor.close(project / "src/Save.svelte")
        await editor.round_trip()
    assert quiet.log() == ""
    assert "closed but not open" in talkative.log()


# --- commands -------------------------------------------------------------------------------------------------------


async def execute(editor: Editor, command: str) -> object:
    return await editor.client.workspace_execute_command_async(types.ExecuteCommandParams(command))


async def test_commands(start_editor: StartEditor, project: Path) -> None:
    editor = await start_editor(VS_CODE, project)
    path = project / "src/Save.svelte"
    editor.open(path, SAVE)
    await editor.pushed_count(path, 1)
    await editor.pushed_count(project / "src/Read.svelte", 1)
    assert editor.server.execute_command_provider is not None
    assert set(editor.server.execute_command_provider.commands) == {
        "svelte-warden.restart",
        "svelte-warden.showContextTree",
        "svelte-warden.openPlace",
        "svelte-warden.debugInformation",
    }
    helper = project / "src/helper.ts"
    helper.write_text(HARMLESS_HELPER)  # and nobody says so
    await execute(editor, "svelte-warden.restart")
    await editor.pushed_count(project / "src/Read.svelte", 0)
    await editor.pushed_count(path, 1)


async def test_debug_information_holds_no_text(start_editor: StartEditor, project: Path) -> None:
    editor = await start_editor(VS_CODE, project)
    editor.open(project / "src/helper.ts", HELPER)
    answer = await editor.ask(
        types.WORKSPACE_EXECUTE_COMMAND, types.ExecuteCommandParams("svelte-warden.debugInformation")
    )
    text = str(answer)
    for part in ("0.1.0", "test editor 1.0", "'utf-16'", project.as_posix(), "push"):
        assert part in text
    assert "getContext" not in text
