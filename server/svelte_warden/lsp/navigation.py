"""From a context read to what provides it, from shared state to who writes it, and to all that belongs to either."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from lsprotocol import types

from svelte_warden.engine.findings import Place
from svelte_warden.lsp.conversion import location_of, offset_of, range_of
from svelte_warden.lsp.uris import path_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from svelte_warden.flow.program import Program
    from svelte_warden.flow.shared_places import SharedState
    from svelte_warden.lsp.questions import Answer
    from svelte_warden.lsp.server import Server

_Value = TypeVar("_Value")


def register(server: Server) -> None:
    """Answer where contexts are set and read, and where shared state is declared and written."""
    session = server.session

    @server.connection.feature(types.TEXT_DOCUMENT_DEFINITION)
    def definition(parameters: types.DefinitionParams) -> Answer[list[types.Location]]:
        return _answer(
            server, parameters, lambda *at: [location_of(session, place) for place in _definitions(*at)], nothing=[]
        )

    @server.connection.feature(types.TEXT_DOCUMENT_REFERENCES)
    def references(parameters: types.ReferenceParams) -> Answer[list[types.Location]]:
        return _answer(
            server, parameters, lambda *at: [location_of(session, place) for place in _references(*at)], nothing=[]
        )

    @server.connection.feature(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT)
    def highlight(parameters: types.DocumentHighlightParams) -> Answer[list[types.DocumentHighlight] | None]:
        def highlights(program: Program, path: str, offset: int) -> list[types.DocumentHighlight] | None:
            source, encoding = session.source(path), session.encoding
            return [
                types.DocumentHighlight(range_of(source, mark.start, mark.end, encoding), mark.kind)
                for mark in sorted(_marks(program, path, offset), key=lambda mark: mark.start)
            ] or None  # an empty list would keep the editor from marking the word by itself

        return _answer(server, parameters, highlights, nothing=None)


def _answer(
    server: Server,
    parameters: types.DefinitionParams | types.ReferenceParams | types.DocumentHighlightParams,
    find: Callable[[Program, str, int], _Value],
    nothing: _Value,
) -> Answer[_Value]:
    """Answer a question about a position, now or later."""
    session = server.session
    path = path_of(parameters.text_document.uri)
    if path is None or not session.settings.enable:
        return nothing
    offset = offset_of(session.source(path), parameters.position, session.encoding)
    return server.questions.ask(path, lambda program: find(program, path, offset))


def _definitions(program: Program, path: str, offset: int) -> list[Place]:
    from svelte_warden.flow.reach.relations import definitions  # noqa: PLC0415  loads the analysis; see main.py

    found = [Place(spot.path, spot.start, spot.end) for spot in definitions(program, path, offset)]
    if found:
        return found
    state = _state(program, path, offset)
    return [] if state is None else [_declaration(program, state)]


def _references(program: Program, path: str, offset: int) -> list[Place]:
    from svelte_warden.flow.reach.relations import references  # noqa: PLC0415  as above

    found = [Place(spot.path, spot.start, spot.end) for spot in references(program, path, offset)]
    state = None if found else _state(program, path, offset)
    if state is None:
        return found
    writes = [Place(write.write.path, write.write.start, write.write.end) for write in state.writes]
    return list(dict.fromkeys((_declaration(program, state), *writes)))


class _Mark(NamedTuple):
    """Bytes to be marked, the end exclusive."""

    start: int
    end: int
    kind: types.DocumentHighlightKind


def _marks(program: Program, path: str, offset: int) -> list[_Mark]:
    from svelte_warden.flow.reach.model import ContextSet  # noqa: PLC0415  as above
    from svelte_warden.flow.reach.relations import head_of, in_file  # noqa: PLC0415  as above

    kinds = types.DocumentHighlightKind
    marks = []
    for call in in_file(program, path, offset):
        head = head_of(program, path, call)
        marks.append(_Mark(head.start, head.end, kinds.Write if isinstance(call, ContextSet) else kinds.Read))
    state = None if marks else _state(program, path, offset)
    if state is None:
        return marks
    places = {_declaration(program, state): kinds.Text}
    places.update({Place(write.write.path, write.write.start, write.write.end): kinds.Write for write in state.writes})
    return [_Mark(place.start, place.end, kind) for place, kind in places.items() if place.path == path]


def _state(program: Program, path: str, offset: int) -> SharedState | None:
    """The shared state whose name stands at a byte of a file, if somebody writes it."""
    from svelte_warden.flow.shared_places import shared_state_at  # noqa: PLC0415  as above

    state = shared_state_at(program, path, offset)
    return state if state is not None and state.writes else None


def _declaration(program: Program, state: SharedState) -> Place:
    from svelte_warden.flow.shared_places import declared_name  # noqa: PLC0415  as above

    name = declared_name(program, state)
    return Place(name.path, name.start, name.end)
