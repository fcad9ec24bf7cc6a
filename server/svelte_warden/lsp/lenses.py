"""Code lenses and inlay hints: remarks above the lines and within them. Both are off until the configuration asks.

An editor asks again by itself for a document that it changed. When something else changes what was shown beside a
document, the configuration or another file, it is told to ask again.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from lsprotocol import types
from pygls.exceptions import JsonRpcContentModified

from svelte_warden.lsp.commands import OPEN_PLACE
from svelte_warden.lsp.conversion import location_of, offset_of, range_of
from svelte_warden.lsp.uris import path_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from svelte_warden.flow.program import Program
    from svelte_warden.lsp.questions import Answer
    from svelte_warden.lsp.remarks import Remark
    from svelte_warden.lsp.server import Server

_Value = TypeVar("_Value")
_SEPARATOR = " · "


class _Shown(NamedTuple):
    """What an editor was told of a document, whether it wanted lenses and hints or not."""

    lenses: bool = False
    hints: bool = False
    remarks: tuple[Remark, ...] = ()


class Lenses:
    """The remarks about each document, and what the client knows of them."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._session = server.session
        self._shown: dict[str, _Shown] = {}
        self._looking = False

    def lenses(self, path: str) -> Answer[list[types.CodeLens]]:
        """Return the lenses of a document."""
        return self._about(
            path, lambda shown: [self._lens(path, remark) for remark in shown.remarks] if shown.lenses else []
        )

    def hints(self, path: str, first: int, last: int) -> Answer[list[types.InlayHint]]:
        """Return the hints between two bytes of a document."""

        def render(shown: _Shown) -> list[types.InlayHint]:
            if not shown.hints:
                return []
            return [self._hint(path, remark) for remark in shown.remarks if first <= remark.end <= last]

        return self._about(path, render)

    def _about(self, path: str, render: Callable[[_Shown], _Value]) -> Answer[_Value]:
        def answer(program: Program) -> _Value:
            shown = self._shown[path] = self._wanted(program, path)
            return render(shown)

        return self._server.questions.ask(path, answer)

    def _wanted(self, program: Program, path: str) -> _Shown:
        settings = self._session.analysis.settings(path)
        if not self._session.settings.enable or not (settings.lenses or settings.hints):
            return _Shown()
        from svelte_warden.lsp.remarks import remarks  # noqa: PLC0415  loads the analysis; see main.py

        return _Shown(settings.lenses, settings.hints, program.query(remarks, path))

    def _lens(self, path: str, remark: Remark) -> types.CodeLens:
        source, encoding = self._session.source(path), self._session.encoding
        command = types.Command(_SEPARATOR.join(remark.parts), "")
        if remark.places and self._session.client.shows_documents:
            location = location_of(self._session, remark.places[0])
            start = location.range.start
            command = types.Command(command.title, OPEN_PLACE, arguments=[location.uri, start.line, start.character])
        return types.CodeLens(range_of(source, remark.start, remark.end, encoding), command)

    def _hint(self, path: str, remark: Remark) -> types.InlayHint:
        position = range_of(self._session.source(path), remark.end, remark.end, self._session.encoding).start
        tooltip = _SEPARATOR.join(remark.parts)
        return types.InlayHint(position, remark.parts[0], tooltip=tooltip, padding_left=True)

    # --- what has changed since ---------------------------------------------------------------------------------------

    def own_change(self, path: str) -> None:
        """Expect the client to ask again by itself about a document that it changed or closed."""
        self._shown.pop(path, None)

    def settled(self) -> None:
        """Look whether anything is shown that holds no longer."""
        client = self._session.client
        if self._shown and not self._looking and (client.refreshes_lenses or client.refreshes_hints):
            self._looking = True
            self._server.start(self._look())

    async def _look(self) -> None:
        try:
            if await self._is_outdated():
                if self._session.client.refreshes_lenses:
                    await self._server.request(types.WORKSPACE_CODE_LENS_REFRESH, None)
                if self._session.client.refreshes_hints:
                    await self._server.request(types.WORKSPACE_INLAY_HINT_REFRESH, None)
        finally:
            self._looking = False

    async def _is_outdated(self) -> bool:
        outdated = False
        for path, before in list(self._shown.items()):
            try:
                answer = self._server.questions.ask(path, partial(self._wanted, path=path))
                now = await answer if isinstance(answer, asyncio.Task) else answer
            except JsonRpcContentModified:
                continue  # its client asks by itself
            if path in self._shown and now != before:
                self._shown[path] = now or _Shown()
                outdated = True
        return outdated


def register(server: Server) -> None:
    """Answer what is to be shown above and within the lines of a document."""
    session = server.session

    @server.connection.feature(types.TEXT_DOCUMENT_CODE_LENS)
    def code_lens(parameters: types.CodeLensParams) -> Answer[list[types.CodeLens]]:
        path = path_of(parameters.text_document.uri)
        return [] if path is None else server.lenses.lenses(path)

    @server.connection.feature(types.TEXT_DOCUMENT_INLAY_HINT)
    def inlay_hint(parameters: types.InlayHintParams) -> Answer[list[types.InlayHint]]:
        path = path_of(parameters.text_document.uri)
        if path is None:
            return []
        source = session.source(path)
        first = offset_of(source, parameters.range.start, session.encoding)
        last = offset_of(source, parameters.range.end, session.encoding)
        return server.lenses.hints(path, first, last)
