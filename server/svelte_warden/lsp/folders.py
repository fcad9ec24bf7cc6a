"""The folders of the workspace, many or one or none."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from lsprotocol import types

from svelte_warden.lsp.uris import path_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from svelte_warden.lsp.server import Server

log = logging.getLogger(__name__)


def read_roots(parameters: Mapping[str, object]) -> tuple[str, ...]:
    """The folders named by ``initialize``: ``workspaceFolders``, or else ``rootUri``, or else ``rootPath``."""
    folders = parameters.get("workspaceFolders")
    if isinstance(folders, list) and folders:
        uris = (folder.get("uri") for folder in folders if isinstance(folder, dict))
        return _roots(uri for uri in uris if isinstance(uri, str))
    root_uri = parameters.get("rootUri")
    if isinstance(root_uri, str):
        return _roots([root_uri])
    root_path = parameters.get("rootPath")
    if isinstance(root_path, str) and root_path:
        return (root_path.replace("\\", "/").rstrip("/"),)
    return ()


def _roots(uris: Iterable[str]) -> tuple[str, ...]:
    paths = [path.rstrip("/") for uri in uris if (path := path_of(uri)) is not None]
    return tuple(dict.fromkeys(paths))


def register(server: Server) -> None:
    """Follow folders that are added to and removed from the workspace."""

    @server.connection.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def did_change_folders(parameters: types.DidChangeWorkspaceFoldersParams) -> None:
        removed = _roots(folder.uri for folder in parameters.event.removed)
        added = _roots(folder.uri for folder in parameters.event.added)
        kept = [root for root in server.session.roots if root not in removed]
        server.session.roots = tuple(dict.fromkeys([*kept, *added]))
        log.info("the workspace now has %d folders", len(server.session.roots))
        server.restart()
