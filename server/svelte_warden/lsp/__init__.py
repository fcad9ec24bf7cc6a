"""The language server, over standard input and output.

Nothing is imported here, so that the command line can ask for :func:`serve` without paying for it.
"""

from __future__ import annotations


def serve() -> int:
    """Serve one editor on standard input and output until it ends the session or is gone.

    Returns:
        The status for the process to end with: 0 after an orderly shutdown, 1 if the client just left.
    """
    from svelte_warden.lsp.deferred_types import import_lsprotocol  # noqa: PLC0415  must come before any of pygls

    import_lsprotocol()
    from svelte_warden.lsp.main import serve_standard_streams  # noqa: PLC0415  imports pygls

    return serve_standard_streams()
