"""The names of SvelteKit's route files: ``+page.svelte``, ``+layout@(app).svelte``, ``+page.server.ts`` and so on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from svelte_warden.facts.immutable import immutable

if TYPE_CHECKING:
    from collections.abc import Sequence

_COMPONENT = re.compile(r"\+(?:(?P<kind>page|layout)(?:@(?P<reset>.*))?|error)")
_MODULE = re.compile(r"\+(?:server|(?P<kind>page|layout)(?P<server>\.server)?)")


@immutable
class RouteFile:
    """What a route file is.

    ``reset`` is the segment named after ``@``: ``""`` for the root layout, ``None`` if the name has no ``@``.
    """

    node: Literal["page", "layout", "error", "endpoint"]
    part: Literal["component", "universal", "server"]
    reset: str | None = None


def parse_route_file(name: str, extensions: Sequence[str], module_extensions: Sequence[str]) -> RouteFile | None:
    """What a file's name makes of it in a folder of routes; ``None`` for a file that is not a route file."""
    if not name.startswith("+") or name.endswith(".d.ts"):
        return None
    stem = _stem(name, extensions)
    if stem is not None:
        match = _COMPONENT.fullmatch(stem)
        if match is None:
            return None
        if match["kind"] is None:
            return RouteFile("error", "component")
        return RouteFile("page" if match["kind"] == "page" else "layout", "component", match["reset"])
    stem = _stem(name, module_extensions)
    match = _MODULE.fullmatch(stem) if stem is not None else None
    if match is None:
        return None
    if match["kind"] is None:
        return RouteFile("endpoint", "server")
    return RouteFile("page" if match["kind"] == "page" else "layout", "server" if match["server"] else "universal")


def _stem(name: str, extensions: Sequence[str]) -> str | None:
    return next((name[: -len(extension)] for extension in extensions if name.endswith(extension)), None)
