"""Configuration files are followed while they are edited, on the disk and in the editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lsprotocol import types

from tests.lsp.editor import EDITORS, VS_CODE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.lsp.conftest import StartEditor

OFF = '{ "rules": { "context-outside-init": "off" } }'


@pytest.mark.parametrize("profile", EDITORS)
async def test_a_file_that_comes_changes_and_goes(start_editor: StartEditor, project: Path, profile: str) -> None:
    editor = await start_editor(profile, project)
    path, config = project / "src/Save.svelte", project / "svelte-warden.json"
    await editor.pushed_count(path, 1)
    config.write_text(OFF)
    editor.touched(config, types.FileChangeType.Created)
    await editor.pushed_count(path, 0)
    config.write_text(OFF.replace("off", "hint"))
    editor.touched(config)
    await editor.pushed(path, lambda last: [d.severity for d in last.diagnostics] == [types.DiagnosticSeverity.Hint])
    config.unlink()
    editor.touched(config, types.FileChangeType.Deleted)
    await editor.pushed(path, lambda last: [d.severity for d in last.diagnostics] == [types.DiagnosticSeverity.Error])


async def test_it_counts_before_it_is_saved(start_editor: StartEditor, project: Path) -> None:
    editor = await start_editor(VS_CODE, project)
    path, config = project / "src/Save.svelte", project / "svelte-warden.json"
    config.write_text("{}")
    await editor.pushed_count(path, 1)
    editor.open(config, "{}")
    editor.replace(config, 2, OFF)
    await editor.pushed_count(path, 0)
    editor.replace(config, 3, OFF.replace('"off"', '"of'))
    (diagnostic,) = await editor.pushed_count(config, 1)
    assert "correct the JSON there" in diagnostic.message
    await editor.pushed_count(path, 1)
    editor.replace(config, 4, OFF.replace('"off"', '"of"'))
    place = types.Range(types.Position(0, 37), types.Position(0, 41))
    await editor.pushed(config, lambda last: [item.range for item in last.diagnostics] == [place])
    editor.close(config)
    await editor.pushed_count(config, 0)


async def test_a_key_of_the_manifest_counts_as_well(start_editor: StartEditor, project: Path) -> None:
    editor = await start_editor(VS_CODE, project)
    path, manifest = project / "src/Save.svelte", project / "package.json"
    await editor.pushed_count(path, 1)
    text = manifest.read_text().rstrip().removesuffix("}") + f', "svelteWarden": {OFF}}}'
    editor.open(manifest, text)
    await editor.pushed_count(path, 0)
    editor.close(manifest)
    await editor.pushed_count(path, 1)


async def test_the_editor_has_the_last_word(start_editor: StartEditor, project: Path) -> None:
    (project / "svelte-warden.json").write_text(OFF)
    settings = {"overrides": [{"files": ["src/Save.svelte"], "rules": {"context-timing": "info"}}]}
    editor = await start_editor(VS_CODE, project, options=settings)
    (diagnostic,) = await editor.pushed_count(project / "src/Save.svelte", 1)
    assert diagnostic.severity == types.DiagnosticSeverity.Information
    assert editor.last(project / "src/Read.svelte") is None


async def test_problems_are_pulled_as_well(start_editor: StartEditor, project: Path) -> None:
    config = project / "svelte-warden.json"
    config.write_text('{ "rulez": {} }')
    editor = await start_editor(VS_CODE, project, pull=True)
    editor.open(config, '{ "rulez": {} }')
    editor.open(project / "src/Fine.svelte", "")
    await editor.pull(project / "src/Fine.svelte")
    answer = await editor.client.workspace_diagnostic_async(types.WorkspaceDiagnosticParams([]))
    reports = {report.uri.rpartition("/")[2]: report for report in answer.items}
    report = reports["svelte-warden.json"]
    assert isinstance(report, types.WorkspaceFullDocumentDiagnosticReport)
    assert ['"rulez" is not known here' in item.message for item in report.items] == [True]
    assert len(await editor.pull_items(config)) == 1
    before = editor.client.diagnostic_refresh_count
    editor.replace(config, 2, '{ "rules": {} }')
    if await editor.pull_items(config) != ():  # nobody has looked at the configuration yet
        await editor.until(lambda: editor.client.diagnostic_refresh_count > before)
    assert await editor.pull_items(config) == ()
