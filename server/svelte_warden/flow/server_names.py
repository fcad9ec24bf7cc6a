"""Which files run on the server only, as their role and name tell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from svelte_warden.project.roles import Role

if TYPE_CHECKING:
    from svelte_warden.flow.program import Program

SERVER_ENTRIES: Final = frozenset(
    (Role.SERVER_LOAD, Role.ENDPOINT, Role.HOOKS_SERVER, Role.REMOTE_FUNCTIONS, Role.INSTRUMENTATION)
)
"""The roles of files whose code runs on the server only."""
_SERVER_ONLY: Final = re.compile(r"\.server(?:\.svelte)?\.[cm]?[jt]s$")
_SERVER_PROGRAM: Final = re.compile(r"(?:^|/)server(?:\.[cm]?[jt]s$|/)")


def is_server_only(program: Program, path: str) -> bool:
    """Whether no browser ever loads a file, whoever imports it.

    Source of the names: SvelteKit refuses to load ``$lib/server/…`` and ``….server.ts`` in a browser. An entry point of
    the configuration that is called ``server`` is the program that serves the application.
    """
    if program.role(path) in SERVER_ENTRIES or _SERVER_ONLY.search(path):
        return True
    project = program.project(path)
    if path.startswith(f"{project.library or f'{project.source}/lib'}/server/"):
        return True
    return path in program.entry_points(path) and _SERVER_PROGRAM.search(path[len(project.root) :]) is not None
