"""An editor for tests: pytest-lsp's client with the capabilities of a real one, and a memory of what it was told."""

from __future__ import annotations

import asyncio
import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.protocol import default_converter
from pytest_lsp import LanguageClient, client_capabilities
from pytest_lsp.client import DEFAULT_CLIENT_FEATURES, register_lsp_features

from svelte_warden.lsp.uris import path_of, uri_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

REPOSITORY = Path(__file__).parents[2]
SERVER = [sys.executable, "-m", "svelte_warden", "lsp"]
PATIENCE = 10.0  # seconds; nothing takes this long, but the machine may be busy

VS_CODE = "visual-studio-code"
NEOVIM = "neovim"
EMACS = "emacs"
EDITORS = (VS_CODE, NEOVIM, EMACS)


def capabilities_of(profile: str, *, pull: bool = False, refresh: bool = True) -> types.ClientCapabilities:
    """What an editor can do; with ``pull`` as a newer VS Code, which pulls diagnostics."""
    capabilities = client_capabilities(profile)
    assert capabilities.text_document is not None
    assert capabilities.workspace is not None
    if pull:
        capabilities.text_document.diagnostic = types.DiagnosticClientCapabilities(
            dynamic_registration=True, related_document_support=False
        )
        capabilities.workspace.diagnostics = types.DiagnosticWorkspaceClientCapabilities(refresh_support=refresh)
    return capabilities


class Editor:
    """One editor with one server process.

    Attributes:
        published: Everything that was pushed, in order.
        registrations: The capabilities that the server registered, by method.
        partial_results: The values of all progress.
        refreshes: What the server asked to be asked for again, diagnostics left out.
        server: What the server offers.
    """

    def __init__(self) -> None:
        self.client = LanguageClient(converter_factory=default_converter)
        self.published: list[types.PublishDiagnosticsParams] = []
        self.registrations: dict[str, Any] = {}
        self.partial_results: list[Any] = []
        self.refreshes: list[str] = []
        self.server = types.ServerCapabilities()
        self._news = asyncio.Event()
        self._listen()

    # --- life -------------------------------------------------------------------------------------------------------

    async def start(
        self,
        *roots: Path,
        capabilities: types.ClientCapabilities,
        options: object = None,
        command: Sequence[str] = SERVER,
        **parameters: Any,  # noqa: ANN401  fields of InitializeParams
    ) -> None:
        await self.client.start_io(*command, cwd=REPOSITORY, env={**os.environ, "PYTHONUNBUFFERED": "1"})
        folders = [types.WorkspaceFolder(uri_of(root.as_posix()), root.name) for root in roots]
        given = types.InitializeParams(
            capabilities=capabilities,
            client_info=types.ClientInfo("test editor", "1.0"),
            initialization_options=options,
            **{"workspace_folders": folders or None, **parameters},
        )
        self.server = (await self.client.initialize_session(given)).capabilities

    async def stop(self) -> int | None:
        """End the session in good order and return the status of the process."""
        server = self.client._server  # noqa: SLF001
        if server is not None and server.returncode is None:
            await asyncio.wait_for(self.client.shutdown_session(), PATIENCE)
        await self.client.stop()  # type: ignore[no-untyped-call]  # pygls
        return server.returncode if server is not None else None

    # --- what the server says -----------------------------------------------------------------------------------------

    def _listen(self) -> None:
        def publish(parameters: types.PublishDiagnosticsParams) -> None:
            self.published.append(parameters)
            self._news.set()

        def register(parameters: types.RegistrationParams) -> None:
            self.registrations.update({item.method: item.register_options for item in parameters.registrations})
            self._news.set()

        def progress(parameters: types.ProgressParams) -> None:
            self.partial_results.append(parameters.value)
            self._news.set()

        def refresh(_parameters: None, method: str) -> None:
            self.refreshes.append(method)

        features = dict(DEFAULT_CLIENT_FEATURES)
        features[types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS] = publish
        features[types.CLIENT_REGISTER_CAPABILITY] = register
        features[types.PROGRESS] = progress
        for method in (types.WORKSPACE_CODE_LENS_REFRESH, types.WORKSPACE_INLAY_HINT_REFRESH):
            features[method] = partial(refresh, method=method)
        register_lsp_features(self.client, features)

    async def until(self, holds: Callable[[], Any]) -> Any:  # noqa: ANN401  whatever the condition gives
        """Wait until a condition on what the server said holds, and return its value."""

        async def wait() -> Any:  # noqa: ANN401  as above
            while not (value := holds()):
                self._news.clear()
                try:
                    await asyncio.wait_for(self._news.wait(), 0.02)
                except asyncio.TimeoutError:
                    continue
            return value

        return await asyncio.wait_for(wait(), PATIENCE)

    async def pushed(self, path: Path, holds: Callable[[types.PublishDiagnosticsParams], bool] = bool) -> Any:  # noqa: ANN401
        """Wait for the newest diagnostics of a file to fulfil a condition, and return them."""
        return await self.until(lambda: (last := self.last(path)) is not None and holds(last) and last)

    async def pushed_count(self, path: Path, count: int) -> Sequence[types.Diagnostic]:
        """Wait for a number of diagnostics of a file."""
        last: types.PublishDiagnosticsParams = await self.pushed(path, lambda last: len(last.diagnostics) == count)
        return last.diagnostics

    def last(self, path: Path) -> types.PublishDiagnosticsParams | None:
        matching = (item for item in reversed(self.published) if path_of(item.uri) == path.as_posix())
        return next(matching, None)

    def log(self) -> str:
        return "\n".join(message.message for message in self.client.log_messages)

    async def round_trip(self) -> None:
        """Wait until the server has handled everything sent so far."""
        await self.client.text_document_hover_async(hover_params("untitled:nothing", 0, 0))

    # --- what the user does -------------------------------------------------------------------------------------------

    def open(self, path: Path | str, text: str, version: int = 1) -> str:
        uri = path if isinstance(path, str) else uri_of(path.as_posix())
        item = types.TextDocumentItem(uri=uri, language_id="svelte", version=version, text=text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return uri

    def type(self, path: Path | str, version: int, *changes: tuple[tuple[int, int], tuple[int, int], str]) -> None:
        """Replace what lies between two places (line and column, 0-based), once or several times."""
        events: list[types.TextDocumentContentChangeEvent] = [
            types.TextDocumentContentChangePartial(range=range_(start, end), text=text) for start, end, text in changes
        ]
        self.change(path, version, *events)

    def replace(self, path: Path | str, version: int, text: str) -> None:
        self.change(path, version, types.TextDocumentContentChangeWholeDocument(text))

    def change(self, path: Path | str, version: int, *events: types.TextDocumentContentChangeEvent) -> None:
        identifier = types.VersionedTextDocumentIdentifier(uri=_uri(path), version=version)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(identifier, events))

    def close(self, path: Path | str) -> None:
        identifier = types.TextDocumentIdentifier(_uri(path))
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(identifier))

    def touched(self, path: Path, kind: types.FileChangeType = types.FileChangeType.Changed) -> None:
        """Tell the server that a watched file changed on the disk."""
        events = [types.FileEvent(_uri(path), kind)]
        self.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams(events))

    async def ask(self, method: str, parameters: object, identifier: str | None = None) -> Any:  # noqa: ANN401
        """Send any request."""
        return await self.client.protocol.send_request_async(method, parameters, identifier)  # type: ignore[no-untyped-call]  # pygls

    async def hover(self, path: Path | str, line: int, column: int) -> types.Hover | None:
        return await self.client.text_document_hover_async(hover_params(_uri(path), line, column))

    async def pull(self, path: Path | str, previous: str | None = None) -> types.DocumentDiagnosticReport:
        identifier = types.TextDocumentIdentifier(_uri(path))
        return await self.client.text_document_diagnostic_async(
            types.DocumentDiagnosticParams(identifier, previous_result_id=previous)
        )

    async def pull_items(self, path: Path | str, previous: str | None = None) -> Sequence[types.Diagnostic]:
        """Pull an answer that must be another than the previous one."""
        report = await self.pull(path, previous)
        assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
        return report.items

    async def actions(
        self,
        path: Path | str,
        start: tuple[int, int],
        end: tuple[int, int],
        diagnostics: Sequence[types.Diagnostic] = (),
        only: Sequence[types.CodeActionKind | str] | None = None,
    ) -> list[types.CodeAction]:
        context = types.CodeActionContext(diagnostics=diagnostics, only=only)
        parameters = types.CodeActionParams(types.TextDocumentIdentifier(_uri(path)), range_(start, end), context)
        found = await self.client.text_document_code_action_async(parameters)
        return [action for action in found or () if isinstance(action, types.CodeAction)]


def range_(start: tuple[int, int], end: tuple[int, int]) -> types.Range:
    return types.Range(types.Position(*start), types.Position(*end))


def hover_params(uri: str, line: int, column: int) -> types.HoverParams:
    return types.HoverParams(types.TextDocumentIdentifier(uri), types.Position(line, column))


def _uri(path: Path | str) -> str:
    return path if isinstance(path, str) else uri_of(path.as_posix())
