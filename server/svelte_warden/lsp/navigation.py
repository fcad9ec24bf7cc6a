"""From a context read to what provides it, and from either to all that share its key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from svelte_warden.engine.findings import Place
from svelte_warden.lsp.conversion import location_of, offset_of
from svelte_warden.lsp.uris import path_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from svelte_warden.flow.program import Program
    from svelte_warden.flow.reach.model import Spot
    from svelte_warden.lsp.server import Server
    from svelte_warden.lsp.session import Session


def register(server: Server) -> None:
    """Answer where a context is set and where it is read."""
    session = server.session

    @server.connection.feature(types.TEXT_DOCUMENT_DEFINITION)
    def definition(parameters: types.DefinitionParams) -> list[types.Location]:
        from svelte_warden.flow.reach.relations import definitions  # noqa: PLC0415  loads the analysis; see main.py

        return _locations(session, parameters, definitions)

    @server.connection.feature(types.TEXT_DOCUMENT_REFERENCES)
    def references(parameters: types.ReferenceParams) -> list[types.Location]:
        from svelte_warden.flow.reach.relations import references as related  # noqa: PLC0415  as above

        return _locations(session, parameters, related)


def _locations(
    session: Session,
    parameters: types.DefinitionParams | types.ReferenceParams,
    related: Callable[[Program, str, int], tuple[Spot, ...]],
) -> list[types.Location]:
    path = path_of(parameters.text_document.uri)
    if path is None or not session.settings.enable:
        return []
    offset = offset_of(session.source(path), parameters.position, session.encoding)
    spots = session.ask(path, lambda program: related(program, path, offset)) or ()
    return [location_of(session, Place(spot.path, spot.start, spot.end)) for spot in spots]
