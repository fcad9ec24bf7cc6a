"""Quick fixes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from svelte_warden.lsp.uris import path_of
from svelte_warden.text.source import Source, TextChange
from tests.lsp.conftest import FINE, SAVE
from tests.lsp.editor import EDITORS, EMACS, NEOVIM, VS_CODE, capabilities_of, range_

if TYPE_CHECKING:
    from pathlib import Path

    from tests.lsp.conftest import StartEditor

UNUSED = "// svelte-warden-ignore context-outside-init -- nothing here\n"
UNUSED_TEXT = FINE.replace("  const", f"  {UNUSED}  const")
FIX_ALL = "source.fixAll.svelte-warden"
TWO = SAVE.replace("Save<", "Save</button>\n<button onblur={() => getContext('session')}>Leave<")
KEYS = """\
<script>
  import { getContext, setContext } from 'svelte';
  import Child from './Child.svelte';
  const KEY = Symbol('user');
  setContext(KEY, 1);
</script>
<Child />
"""
CHILD = """\
<script>
  import { getContext } from 'svelte';
  const KEY = Symbol('user');
  const user = getContext(KEY);
</script>
<p>{user.name}</p>
"""
MAIN = "import { mount } from 'svelte';\nimport Keys from './Keys.svelte';\nmount(Keys, { target: document.body });\n"


def applied(text: str, edit: types.WorkspaceEdit | None, path: Path) -> str:
    """Apply the part of an edit that concerns one file, as an editor does: from the end to the beginning."""
    assert edit is not None
    if edit.document_changes is not None:
        parts = [part for part in edit.document_changes if isinstance(part, types.TextDocumentEdit)]
        edits = [e for part in parts if path_of(part.text_document.uri) == path.as_posix() for e in part.edits]
    else:
        edits = [e for uri, es in (edit.changes or {}).items() if path_of(uri) == path.as_posix() for e in es]
    source = Source(text.encode())
    for one in sorted(edits, key=lambda e: (e.range.start.line, e.range.start.character), reverse=True):
        assert isinstance(one, types.TextEdit)
        start, end = one.range.start, one.range.end
        change = TextChange(one.new_text, (start.line, start.character), (end.line, end.character))
        source, _ = source.apply([change], "utf-16")
    return source.data.decode()


@pytest.mark.parametrize("profile", EDITORS)
async def test_a_safe_fix(start_editor: StartEditor, project: Path, profile: str) -> None:
    editor = await start_editor(profile, project)
    path = project / "src/Fine.svelte"
    editor.open(path, UNUSED_TEXT)
    (diagnostic,) = await editor.pushed_count(path, 1)
    (action,) = await editor.actions(path, (2, 30), (2, 30), [diagnostic])
    assert action.title == "Remove what silences nothing"
    assert action.kind == types.CodeActionKind.QuickFix
    assert action.is_preferred is True
    assert action.diagnostics == (diagnostic,)
    if profile != EMACS:
        assert action.edit is None, "the edit is asked for when the action is chosen"
        action = await editor.client.code_action_resolve_async(action)
    assert applied(UNUSED_TEXT, action.edit, path) == FINE
    assert action.edit is not None
    if profile == NEOVIM:
        assert action.edit.changes is not None
    else:
        assert action.edit.document_changes is not None
        (part,) = action.edit.document_changes
        assert isinstance(part, types.TextDocumentEdit)
        assert part.text_document.version == 1


async def test_the_preferred_fix_of_a_finding_resolves_it(start_editor: StartEditor, project: Path) -> None:
    editor = await start_editor(VS_CODE, project)
    path = project / "src/Save.svelte"
    editor.open(path, SAVE)
    (diagnostic,) = await editor.pushed_count(path, 1)
    actions = await editor.actions(path, (3, 25), (3, 25), [diagnostic])
    (preferred,) = (action for action in actions if action.is_preferred)
    resolved = await editor.client.code_action_resolve_async(preferred)
    editor.replace(path, 2, applied(SAVE, resolved.edit, path))
    await editor.pushed_count(path, 0)


async def test_only_where_the_finding_is(start_editor: StartEditor, project: Path) -> None:
    editor = await start_editor(VS_CODE, project)
    path = project / "src/Save.svelte"
    editor.open(path, SAVE)
    await editor.pushed_count(path, 1)
    assert await editor.actions(path, (0, 0), (2, 0)) == []
    assert await editor.actions(path, (3, 44), (3, 44)), "a cursor at its end counts"
    assert await editor.actions(path, (0, 0), (4, 0))


async def test_only_kinds_that_are_asked_for(start_editor: StartEditor, project: Path) -> None:
    editor = await start_editor(VS_CODE, project)
    path = project / "src/Save.svelte"
    editor.open(path, SAVE)
    everywhere = ((0, 0), (9, 0))
    assert await editor.actions(path, *everywhere, only=[types.CodeActionKind.Refactor]) == []
    assert await editor.actions(path, *everywhere, only=[types.CodeActionKind.QuickFix])
    assert await editor.actions(path, *everywhere, only=[types.CodeActionKind.Empty])


async def test_an_action_for_a_finding_that_went_is_refused(start_editor: StartEditor, project: Path) -> None:
    editor = await start_editor(VS_CODE, project)
    path = project / "src/Fine.svelte"
    editor.open(path, UNUSED_TEXT)
    await editor.pushed_count(path, 1)
    (action,) = await editor.actions(path, (2, 30), (2, 30))
    editor.replace(path, 2, FINE)
    with pytest.raises(JsonRpcException, match="no longer there"):
        await editor.client.code_action_resolve_async(action)
    nonsense = types.CodeAction("made up", data={"what": "ever"})
    with pytest.raises(JsonRpcException, match="no longer there"):
        await editor.client.code_action_resolve_async(nonsense)


async def test_ignoring_a_finding_silences_it(start_editor: StartEditor, project: Path) -> None:
    editor = await start_editor(VS_CODE, project)
    path = project / "src/Save.svelte"
    editor.open(path, SAVE)
    (diagnostic,) = await editor.pushed_count(path, 1)
    actions = await editor.actions(path, (3, 25), (3, 25), [diagnostic])
    action = next(action for action in actions if action.title == "Ignore context-outside-init on this line")
    assert not action.is_preferred
    resolved = await editor.client.code_action_resolve_async(action)
    silenced = applied(SAVE, resolved.edit, path)
    assert silenced.splitlines()[3] == "<!-- svelte-warden-ignore context-outside-init -- <reason> -->"
    editor.replace(path, 2, silenced)
    await editor.pushed_count(path, 0)


async def test_a_client_without_code_actions_gets_none(start_editor: StartEditor, project: Path) -> None:
    editor = await start_editor(types.ClientCapabilities(), project)
    path = project / "src/Save.svelte"
    editor.open(path, SAVE)
    assert await editor.actions(path, (0, 0), (9, 0)) == []


async def test_the_diagnostic_that_the_client_shows_comes_back(start_editor: StartEditor, project: Path) -> None:
    editor = await start_editor(VS_CODE, project)
    path = project / "src/Save.svelte"
    editor.open(path, SAVE)
    foreign = types.Diagnostic(range_((3, 23), (3, 44)), "of another server", source="svelte", code="x")
    actions = await editor.actions(path, (3, 25), (3, 25), [foreign])
    assert actions
    assert all(d.source == "svelte-warden" for action in actions for d in action.diagnostics or ())


@pytest.mark.parametrize("profile", EDITORS)
@pytest.mark.parametrize("kind", [FIX_ALL, "source.fixAll", "source"])
async def test_all_safe_fixes_at_once(start_editor: StartEditor, project: Path, profile: str, kind: str) -> None:
    editor = await start_editor(profile, project)
    path = project / "src/Save.svelte"
    editor.open(path, TWO)
    await editor.pushed_count(path, 2)
    (action,) = await editor.actions(path, (0, 0), (0, 0), only=[kind])
    assert action.kind == FIX_ALL
    if profile != EMACS:
        assert action.edit is None
        action = await editor.client.code_action_resolve_async(action)
    fixed = applied(TWO, action.edit, path)
    assert fixed.count("getContext('session')") == 1
    assert fixed.count("{() => session}") == 2
    assert editor.last(path) is not None
    assert len(await editor.actions(path, (3, 25), (3, 25))) >= 1, "the document is as the client has it"
    editor.replace(path, 2, fixed)
    await editor.pushed_count(path, 0)
    assert await editor.actions(path, (0, 0), (0, 0), only=[kind]) == []


async def test_all_safe_fixes_only_when_they_are_asked_for(start_editor: StartEditor, project: Path) -> None:
    editor = await start_editor(VS_CODE, project)
    path = project / "src/Save.svelte"
    editor.open(path, SAVE)
    await editor.pushed_count(path, 1)
    kinds = {action.kind for action in await editor.actions(path, (0, 0), (9, 0))}
    assert kinds == {types.CodeActionKind.QuickFix}
    assert await editor.actions(path, (0, 0), (9, 0), only=["source.organizeImports", "source.fixAll.other"]) == []
    assert editor.server.code_action_provider is not None
    assert FIX_ALL in (getattr(editor.server.code_action_provider, "code_action_kinds", None) or ())


async def test_an_explanation_is_shown_where_actions_can_be_disabled(start_editor: StartEditor, project: Path) -> None:
    capabilities = capabilities_of(VS_CODE)
    assert capabilities.text_document is not None
    assert capabilities.text_document.code_action is not None
    text = SAVE.replace("() => getContext('session')", "(event) => getContext(event.type)")
    (project / "src/Save.svelte").write_text(text)  # nothing may be said of another text before this one is opened
    for is_shown in (True, False):
        capabilities.text_document.code_action.disabled_support = is_shown
        editor = await start_editor(capabilities, project)
        path = project / "src/Save.svelte"
        editor.open(path, text)
        (diagnostic,) = await editor.pushed_count(path, 1)
        actions = await editor.actions(path, diagnostic_start(diagnostic), diagnostic_start(diagnostic), [diagnostic])
        disabled = [action for action in actions if action.disabled is not None]
        assert len(disabled) == is_shown
        for action in disabled:
            assert action.title.startswith("Call it at the top level")
            assert action.disabled is not None
            assert action.disabled.reason == "This has to be done by hand"
            assert (action.edit, action.data, action.is_preferred) == (None, None, None)


def diagnostic_start(diagnostic: types.Diagnostic) -> tuple[int, int]:
    return diagnostic.range.start.line, diagnostic.range.start.character


async def test_ignoring_a_rule_in_the_file(start_editor: StartEditor, project: Path) -> None:
    editor = await start_editor(VS_CODE, project)
    path = project / "src/Save.svelte"
    editor.open(path, TWO)
    (diagnostic, _) = await editor.pushed_count(path, 2)
    actions = await editor.actions(path, (3, 25), (3, 25), [diagnostic])
    action = next(action for action in actions if action.title == "Ignore context-outside-init in this file")
    resolved = await editor.client.code_action_resolve_async(action)
    silenced = applied(TWO, resolved.edit, path)
    assert silenced.splitlines()[0] == "<!-- svelte-warden-ignore-file context-outside-init -- <reason> -->"
    editor.replace(path, 2, silenced)
    await editor.pushed_count(path, 0)


@pytest.mark.parametrize("can_make_files", [True, False])
async def test_a_fix_that_makes_a_file(start_editor: StartEditor, project: Path, *, can_make_files: bool) -> None:
    for name, text in (("Keys.svelte", KEYS), ("Child.svelte", CHILD), ("main.js", MAIN)):
        (project / "src" / name).write_text(text)
    capabilities = capabilities_of(VS_CODE)
    assert capabilities.workspace is not None
    assert capabilities.workspace.workspace_edit is not None
    assert capabilities.text_document is not None
    assert capabilities.text_document.code_action is not None
    capabilities.text_document.code_action.disabled_support = True
    operations = [types.ResourceOperationKind.Create] if can_make_files else []
    capabilities.workspace.workspace_edit.resource_operations = operations
    editor = await start_editor(capabilities, project)
    path = project / "src/Child.svelte"
    editor.open(path, CHILD)
    (diagnostic,) = await editor.pushed_count(path, 1)
    actions = await editor.actions(path, diagnostic_start(diagnostic), diagnostic_start(diagnostic), [diagnostic])
    action = next(action for action in actions if action.title == "Share one key between the two")
    if not can_make_files:
        assert action.disabled == types.CodeActionDisabled("The editor cannot make files, and this needs src/keys.js")
        return
    edit = (await editor.client.code_action_resolve_async(action)).edit
    assert edit is not None
    assert edit.document_changes is not None
    made, *_ = edit.document_changes
    assert isinstance(made, types.CreateFile)
    assert path_of(made.uri) == (project / "src/keys.js").as_posix()
    changed = [part.text_document.uri for part in edit.document_changes if isinstance(part, types.TextDocumentEdit)]
    assert {uri.rpartition("/")[2] for uri in changed} == {"Child.svelte", "Keys.svelte", "keys.js"}
    assert applied("", edit, project / "src/keys.js") == "export const KEY = Symbol('user');\n"
