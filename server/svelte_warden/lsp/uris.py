"""Document URIs and the paths they stand for.

Editors spell one file in many ways (``+page.svelte`` and ``%2Bpage.svelte``, ``c%3A`` and ``C:``), so that documents
are kept by their decoded path and never by their URI.
"""

from __future__ import annotations

import os
import posixpath
import re
from urllib.parse import quote, unquote

_FILE = re.compile(r"file:(?://([^/]*))?(/.*)?", re.IGNORECASE | re.DOTALL)
_DRIVE = re.compile(r"/([A-Za-z]):(?=/|$)")
_ON_WINDOWS = os.name == "nt"


def path_of(uri: str, *, windows: bool = _ON_WINDOWS) -> str | None:
    """Return the absolute path with ``/`` that a ``file:`` URI stands for, None for any other scheme.

    Args:
        uri: As the client spelled it; a ``#`` or ``?`` that it forgot to encode belongs to the name.
        windows: Whether ``/c:/x`` is the path ``C:/x`` (drives are upper case) and a host is a share ``//host/x``.
    """
    match = _FILE.fullmatch(uri)
    if match is None:
        return None
    host = unquote(match[1] or "")
    path = unquote(match[2] or "/", errors="surrogateescape")
    if "//" in path or "/." in path:
        path = posixpath.normpath("/" + path.lstrip("/"))
    if not windows:
        return path
    if host and host.lower() != "localhost":
        return f"//{host}{path}"
    return _DRIVE.sub(lambda drive: drive[1].upper() + ":", path, count=1)


def uri_of(path: str) -> str:
    """Return the ``file:`` URI of an absolute path with ``/``, encoded as VS Code does (``+`` becomes ``%2B``)."""
    encoded = quote(path.encode("utf-8", "surrogateescape"), safe="/")
    if encoded.startswith("//"):
        return f"file:{encoded}"
    return f"file://{encoded if encoded.startswith('/') else '/' + encoded}"
