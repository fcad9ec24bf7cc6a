"""Files that change outside of the editor: a branch is checked out, a package installed, a folder renamed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lsprotocol import types

from svelte_warden.lsp.uris import path_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from svelte_warden.lsp.server import Server

PATTERNS = (
    "**/*.{svelte,svx,ts,mts,cts,js,mjs,cjs}",  # also svelte.config.*, vite.config.*
    "**/package.json",
    "**/pnpm-workspace.yaml",
    "**/tsconfig*.json",
    "**/jsconfig*.json",
    "**/svelte-warden.json",
    "**/.gitignore",
)
_INSTALLED = re.compile(r".*?/node_modules/(?:@[^/]+/)?[^/]+(?=/)")


async def follow(server: Server) -> None:
    """Ask the client to watch the files that matter; called once, after ``initialized``."""
    if server.session.client.registers_watched_files:
        watchers = [types.FileSystemWatcher(pattern) for pattern in PATTERNS]
        await server.register_capability(
            types.WORKSPACE_DID_CHANGE_WATCHED_FILES, types.DidChangeWatchedFilesRegistrationOptions(watchers)
        )


def register(server: Server) -> None:
    """Follow changes on the disk, however the client tells of them."""

    @server.connection.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def did_change_watched_files(parameters: types.DidChangeWatchedFilesParams) -> None:
        changed(change.uri for change in parameters.changes)

    @server.connection.feature(types.WORKSPACE_DID_CREATE_FILES)
    def did_create_files(parameters: types.CreateFilesParams) -> None:
        changed(file.uri for file in parameters.files)

    @server.connection.feature(types.WORKSPACE_DID_DELETE_FILES)
    def did_delete_files(parameters: types.DeleteFilesParams) -> None:
        changed(file.uri for file in parameters.files)

    @server.connection.feature(types.WORKSPACE_DID_RENAME_FILES)
    def did_rename_files(parameters: types.RenameFilesParams) -> None:
        changed(uri for file in parameters.files for uri in (file.old_uri, file.new_uri))

    def changed(uris: Iterable[str]) -> None:
        paths = dict.fromkeys(_within_package(path) for uri in uris if (path := path_of(uri)) is not None)
        if paths:
            server.session.changed_on_disk(paths)
            server.files_changed()


def _within_package(path: str) -> str:
    """The folder of the installed package that holds a path, or the path itself; an installation changes thousands."""
    package = _INSTALLED.match(path)
    return package[0] if package else path
