"""Edits in bytes as a client applies them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from svelte_warden.lsp.conversion import range_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from svelte_warden.engine.findings import Edit
    from svelte_warden.lsp.session import Session


def workspace_edit(session: Session, edits: Sequence[Edit]) -> types.WorkspaceEdit:
    """Edits with the versions of the documents they are meant for, and files to be made, if the client can do that."""
    by_path: dict[str, list[types.TextEdit]] = {}
    for edit in sorted(edits, key=lambda edit: (edit.path, edit.start, edit.end)):
        extent = range_of(session.source(edit.path), edit.start, edit.end, session.encoding)
        by_path.setdefault(edit.path, []).append(types.TextEdit(extent, edit.text))
    if not session.client.versioned_edits:
        return types.WorkspaceEdit(changes={session.uri(path): changes for path, changes in by_path.items()})
    made = [types.CreateFile(session.uri(path)) for path in new_files(session, edits)]
    changed = [
        types.TextDocumentEdit(
            types.OptionalVersionedTextDocumentIdentifier(session.uri(path), _version(session, path)), changes
        )
        for path, changes in by_path.items()
    ]
    return types.WorkspaceEdit(document_changes=[*made, *changed])


def new_files(session: Session, edits: Iterable[Edit]) -> tuple[str, ...]:
    """The files that edits make, by name."""
    return tuple(sorted({edit.path for edit in edits if not session.is_file(edit.path)}))


def can_apply(session: Session, edits: Iterable[Edit]) -> bool:
    """Whether the client can do all that edits need: not every one can make a file."""
    return (session.client.versioned_edits and session.client.creates_files) or not new_files(session, edits)


def _version(session: Session, path: str) -> int | None:
    document = session.documents.at(path)
    return document.version if document else None
