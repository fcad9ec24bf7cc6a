"""Commands that an editor can run."""

from __future__ import annotations

import logging
import platform
from importlib import metadata
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from svelte_warden import __version__
from svelte_warden.lsp.context_tree import context_tree

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from svelte_warden.lsp.server import Server

log = logging.getLogger(__name__)

SHOW_CONTEXT_TREE = "svelte-warden.showContextTree"
OPEN_PLACE = "svelte-warden.openPlace"
_PACKAGES = ("pygls", "lsprotocol", "tree-sitter", "tree-sitter-typescript")


def restart(server: Server, _arguments: Sequence[object]) -> None:
    """Forget everything that was found out and look at all files anew; documents stay open."""
    server.restart()
    log.info("restarted: everything is looked at anew")


def show_context_tree(server: Server, arguments: Sequence[object]) -> object:
    """Return the render tree around the document whose URI is the argument, see ``context_tree.py``."""
    if len(arguments) != 1 or not isinstance(arguments[0], str):
        expected = f"{SHOW_CONTEXT_TREE} takes the URI of a document"
        raise JsonRpcInvalidParams(expected)
    return context_tree(server, arguments[0])


def open_place(server: Server, arguments: Sequence[object]) -> None:
    """Let the editor show a place, what a click on a lens does: the arguments are its URI, line and column, from 0."""
    match arguments:
        case [str(uri), int(line), int(column)] if line >= 0 and column >= 0:
            position = types.Position(line, column)
            selection = types.Range(position, position)
            parameters = types.ShowDocumentParams(uri, take_focus=True, selection=selection)
            server.start(server.tell(types.WINDOW_SHOW_DOCUMENT, parameters))
        case _:
            expected = f"{OPEN_PLACE} takes the URI of a document, a line and a column"
            raise JsonRpcInvalidParams(expected)


def debug_information(server: Server, _arguments: Sequence[object]) -> dict[str, object]:
    """What a report of a mistake should hold; no source text."""
    session = server.session
    information: dict[str, object] = {
        "version": __version__,
        "python": platform.python_version(),
        "platform": platform.platform(),
        "packages": {name: _version(name) for name in _PACKAGES},
        "client": f"{session.client.name} {session.client.version}".strip(),
        "positionEncoding": session.encoding,
        "diagnostics": "pull" if session.client.pull_mode else "push",
        "folders": list(session.roots),
        "files": len(session.files()),
        "openDocuments": len(list(session.documents)),
        "settings": {"enable": session.settings.enable, **(session.settings.analysis or {})},
        "problems": [f"{problem.path}: {problem.message}" for problem in session.problems()],
    }
    log.info("%s", "\n".join(f"{name}: {value}" for name, value in information.items()))
    return information


def _version(distribution: str) -> str:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return "not installed"


COMMANDS: dict[str, Callable[[Server, Sequence[object]], object]] = {
    "svelte-warden.restart": restart,
    SHOW_CONTEXT_TREE: show_context_tree,
    OPEN_PLACE: open_place,
    "svelte-warden.debugInformation": debug_information,
}


def register(server: Server) -> None:
    """Run commands by name."""

    @server.connection.feature(types.WORKSPACE_EXECUTE_COMMAND)
    def execute_command(parameters: types.ExecuteCommandParams) -> object:
        command = COMMANDS.get(parameters.command)
        if command is None:
            unknown = f"unknown command {parameters.command}; there are {', '.join(COMMANDS)}"
            raise JsonRpcInvalidParams(unknown)
        return command(server, parameters.arguments or ())
