"""From the process' standard streams to a server."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

from svelte_warden.lsp.server import Server
from svelte_warden.lsp.standard_streams import claim_output, read_standard_input

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from svelte_warden.engine.analysis import Analysis


_FOR_PEOPLE = (
    "svelte-warden lsp speaks the Language Server Protocol on standard input and output; an editor starts it.\n"
    "Ctrl+C ends it.\n"
)


def serve_standard_streams() -> int:
    """Serve on standard input and output; the status for the process to end with."""
    if sys.stdin.isatty():
        sys.stderr.write(_FOR_PEOPLE)
    output = claim_output()
    server = Server(make_analysis)
    try:
        return asyncio.run(server.run(read_standard_input, output))
    except KeyboardInterrupt:
        return 130


def make_analysis(roots: Sequence[str], cancelled: Callable[[], bool]) -> Analysis:
    """Make the analysis of some folders."""
    from svelte_warden.engine.analysis import Analysis  # noqa: PLC0415  initialize is answered before it is loaded

    return Analysis(roots, cancelled=cancelled)
