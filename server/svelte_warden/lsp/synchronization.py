"""From the editor's notifications about documents to the session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from svelte_warden.text.source import TextChange

if TYPE_CHECKING:
    from svelte_warden.lsp.server import Server


def register(server: Server) -> None:
    """Follow what is opened, changed, saved and closed."""
    session = server.session

    @server.connection.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def did_open(parameters: types.DidOpenTextDocumentParams) -> None:
        item = parameters.text_document
        document = session.documents.open(item.uri, item.version, item.text)
        if document.path is not None:
            session.opened(document)
            server.edited(document.path)

    @server.connection.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def did_change(parameters: types.DidChangeTextDocumentParams) -> None:
        changes = [_change(change) for change in parameters.content_changes]
        identifier = parameters.text_document
        document = session.documents.change(identifier.uri, identifier.version, changes, session.encoding)
        if document is not None and document.path is not None:
            session.changed(document)
            server.edited(document.path)

    @server.connection.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def did_save(parameters: types.DidSaveTextDocumentParams) -> None:
        """Do nothing: the text is known from the changes already."""

    @server.connection.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(parameters: types.DidCloseTextDocumentParams) -> None:
        document = session.documents.close(parameters.text_document.uri)
        if document is not None and document.path is not None:
            session.closed(document.path)
            server.edited(document.path)


def _change(event: types.TextDocumentContentChangeEvent) -> TextChange:
    if isinstance(event, types.TextDocumentContentChangeWholeDocument):
        return TextChange(event.text)
    start, end = event.range.start, event.range.end
    return TextChange(event.text, (start.line, start.character), (end.line, end.character))
