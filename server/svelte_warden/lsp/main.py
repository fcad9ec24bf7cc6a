"""From the process' standard streams to a server. What is costly is imported in the order in which it is needed."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

from svelte_warden.lsp.deferred_types import import_lsprotocol
from svelte_warden.lsp.standard_streams import claim_output

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from svelte_warden.engine.analysis import Analysis

_FOR_PEOPLE = (
    "svelte-warden lsp speaks the Language Server Protocol on standard input and output; an editor starts it.\n"
    "Ctrl+C ends it.\n"
)


def serve_standard_streams() -> int:
    """Serve one editor on standard input and output until it ends the session or is gone.

    Returns:
        The status for the process to end with: 0 after an orderly shutdown, 1 if the client just left.
    """
    try:
        return _serve()
    except KeyboardInterrupt:
        return 130


def _serve() -> int:
    import_lsprotocol()
    from svelte_warden.lsp.server import Server  # noqa: PLC0415  imports pygls, so that it must follow the line above

    output = claim_output()
    load_analysis()
    server = Server(make_analysis)
    if sys.stdin.isatty():  # not before: an interrupt that comes while a module is loaded may get lost there
        sys.stderr.write(_FOR_PEOPLE)
    return asyncio.run(server.run(output))


def load_analysis() -> None:
    """Load what findings need while the editor waits for the answer to ``initialize``, and not for findings yet."""
    from svelte_warden.engine.analysis import Analysis  # noqa: F401, PLC0415  lsprotocol must be imported first
    from svelte_warden.engine.registry import installed  # noqa: PLC0415  as above

    installed()


def make_analysis(roots: Sequence[str], cancelled: Callable[[], bool]) -> Analysis:
    """Make the analysis of some folders."""
    from svelte_warden.engine.analysis import Analysis  # noqa: PLC0415  as above

    return Analysis(roots, cancelled=cancelled)
