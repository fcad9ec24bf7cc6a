"""Pulls for the whole workspace: streamed while the work goes on, then held, each change sent as it happens.

So nobody has to poll. A client that offers no token for partial results gets the answer as a whole, when all files have
been looked at.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from lsprotocol import types

from svelte_warden.lsp.progress import Progress
from svelte_warden.lsp.uris import path_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from svelte_warden.lsp.diagnostics import Diagnostics
    from svelte_warden.lsp.server import Server

_TITLE = "Svelte Warden: checking the workspace"


class Listener:
    """One request that is being answered.

    Attributes:
        news: The files whose answers may be news to the client.
    """

    def __init__(self, news: Iterable[str]) -> None:
        self.news = dict.fromkeys(news)
        self._woken = asyncio.Event()

    def changed(self, path: str) -> None:
        """Note that the answer for a file is another now."""
        self.news[path] = None
        self._woken.set()

    def wake(self) -> None:
        """Say that the work is done, or has begun again."""
        self._woken.set()

    async def wait(self) -> None:
        """Wait until something has happened since the last time."""
        await self._woken.wait()
        self._woken.clear()


class WorkspaceDiagnostics:
    """Answers pulls for the workspace from the answers that there are for its files."""

    def __init__(self, server: Server, diagnostics: Diagnostics) -> None:
        self._server = server
        self._diagnostics = diagnostics

    async def report(
        self,
        previous: dict[str, str],
        token: types.ProgressToken | None,
        progress_token: types.ProgressToken | None,
    ) -> types.WorkspaceDiagnosticReport:
        """Answer a pull.

        Args:
            previous: The result ids that the client has, by path.
            token: Where partial results go; with one the request is held until the client cancels it.
            progress_token: Where it is told how far the work has come.
        """
        agenda = self._server.agenda
        agenda.background = True
        self._server.wake()
        sent = dict(previous)
        progress = Progress(self._server.connection.progress, progress_token, _TITLE)
        with self._diagnostics.listening() as listener:
            while True:
                progress.tell(*agenda.progress, complete=agenda.idle)
                if token is not None:
                    self._stream(token, self._news(listener, sent))
                elif agenda.idle:
                    self._diagnostics.look_at_problems()
                    return types.WorkspaceDiagnosticReport(items=[*self._news(listener, sent), *self._same(previous)])
                await listener.wait()

    def _stream(
        self, token: types.ProgressToken, reports: Iterable[types.WorkspaceFullDocumentDiagnosticReport]
    ) -> None:
        items = list(reports)
        if items:
            value = types.WorkspaceDiagnosticReportPartialResult(items=items)
            self._server.connection.progress(types.ProgressParams(token=token, value=value))

    def _news(self, listener: Listener, sent: dict[str, str]) -> Iterator[types.WorkspaceFullDocumentDiagnosticReport]:
        """The reports that the client does not have; ``sent`` is brought up to date."""
        paths = list(listener.news)
        listener.news.clear()
        for path in paths:
            answer = self._diagnostics.answer_for(path)
            if answer is None or sent.get(path) == answer.result_id or (not answer.items and path not in sent):
                continue
            sent[path] = answer.result_id
            yield types.WorkspaceFullDocumentDiagnosticReport(
                self._server.session.uri(path),
                items=answer.items,
                version=self._version(path),
                result_id=answer.result_id,
            )

    def _same(self, previous: dict[str, str]) -> Iterator[types.WorkspaceUnchangedDocumentDiagnosticReport]:
        """The reports that the client has already."""
        for path, result_id in previous.items():
            answer = self._diagnostics.answer_for(path)
            if answer is not None and answer.result_id == result_id:
                yield types.WorkspaceUnchangedDocumentDiagnosticReport(
                    self._server.session.uri(path), result_id=result_id, version=self._version(path)
                )

    def _version(self, path: str) -> int | None:
        document = self._server.session.documents.at(path)
        return None if document is None else document.version


def register(server: Server) -> None:
    """Answer pulls for the workspace."""
    workspace = WorkspaceDiagnostics(server, server.diagnostics)

    @server.connection.feature(types.WORKSPACE_DIAGNOSTIC)
    async def workspace_diagnostic(parameters: types.WorkspaceDiagnosticParams) -> types.WorkspaceDiagnosticReport:
        known = ((path_of(item.uri), item.value) for item in parameters.previous_result_ids)
        previous = {path: value for path, value in known if path is not None}
        return await workspace.report(previous, parameters.partial_result_token, parameters.work_done_token)
