"""What the server offers, in one place: only what it owns, it is the second server on a Svelte file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from svelte_warden.lsp.commands import COMMANDS
from svelte_warden.lsp.completion import TRIGGERS
from svelte_warden.lsp.fix_all import FIX_ALL

if TYPE_CHECKING:
    from svelte_warden.lsp.client import Client
    from svelte_warden.text.source import Encoding

IDENTIFIER = "svelte-warden"
_FILES = types.FileOperationRegistrationOptions(
    [types.FileOperationFilter(types.FileOperationPattern("**/*"), scheme="file")]
)  # folders too: their files are not named when one is renamed or removed


def capabilities(client: Client, encoding: Encoding) -> types.ServerCapabilities:
    """The answer to ``initialize`` for this client."""
    return types.ServerCapabilities(
        position_encoding=types.PositionEncodingKind(encoding),
        text_document_sync=types.TextDocumentSyncOptions(
            open_close=True, change=types.TextDocumentSyncKind.Incremental, save=types.SaveOptions(include_text=False)
        ),
        hover_provider=True,
        definition_provider=True,
        references_provider=True,
        document_highlight_provider=True,
        code_lens_provider=types.CodeLensOptions(),
        inlay_hint_provider=True,
        completion_provider=types.CompletionOptions(trigger_characters=list(TRIGGERS)),
        code_action_provider=types.CodeActionOptions(
            code_action_kinds=[types.CodeActionKind.QuickFix, FIX_ALL],
            resolve_provider=client.resolves_code_action_edits,
        ),
        diagnostic_provider=types.DiagnosticOptions(
            identifier=IDENTIFIER, inter_file_dependencies=True, workspace_diagnostics=True, work_done_progress=True
        )
        if client.pull_mode
        else None,
        execute_command_provider=types.ExecuteCommandOptions(commands=list(COMMANDS)),
        workspace=types.WorkspaceOptions(
            workspace_folders=types.WorkspaceFoldersServerCapabilities(supported=True, change_notifications=True),
            file_operations=types.FileOperationOptions(did_create=_FILES, did_rename=_FILES, did_delete=_FILES),
        ),
    )
